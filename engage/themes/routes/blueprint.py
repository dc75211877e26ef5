"""What the doors of this room share: the blueprint and the words for states."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engage.themes.policy import may_sign_off_themes
from engage.web.access import may

ORIGINS = {
    "new": _l("New in this run"),
    "split": _l("Split off in this run"),
    "merged": _l("Grown together in this run"),
}
EDITS = {
    "renamed": _l("Renamed"),
    "signed_off": _l("Signed off"),
    "excluded": _l("Taken out"),
    "restored": _l("Taken back in"),
    "merged": _l("Merged"),
    "split": _l("Split"),
    "promoted": _l("Made a theme of its own"),
    "moved": _l("Texts moved"),
    "pinned": _l("Texts pinned"),
    "taken_out": _l("Texts taken out"),
    "undo": _l("Undone"),
}
UNDOS = {
    "renamed": _l("Undo the new name"),
    "signed_off": _l("Undo the sign-off"),
    "excluded": _l("Undo taking it out"),
    "restored": _l("Undo taking it back in"),
    "merged": _l("Undo the merge"),
    "split": _l("Undo the split"),
    "promoted": _l("Undo making it a theme of its own"),
    "moved": _l("Undo moving texts"),
    "pinned": _l("Undo pinning texts"),
    "taken_out": _l("Undo taking texts out"),
}
UNREADABLE = _l("The form could not be read. Open the theme again.")

bp = Blueprint("themes", __name__)
may(may_sign_off_themes)
