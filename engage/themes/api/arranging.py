"""Doors that name, vouch for and arrange themes; each edit names its version."""

from typing import Any

from flask import Response

from engage.consultations.queries import get_managed_consultation
from engage.core.errors import Invalid, NotAllowed
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.themes import actions, queries
from engage.themes.api.reading import reply
from engage.themes.api.schemas import (
    EditSchema,
    MergeInput,
    SplitInput,
    TextsInput,
    ThemePatch,
    ThemeSchema,
    UndoInput,
    bp,
)
from engage.themes.models import Theme
from engage.themes.policy import may_shape_themes, may_sign_off_themes
from engage.web.access import current_actor, guarded
from engage.web.api import IfMatch, asked_version, scoped

# The fields that make one change; only one change is made at a time.
CHANGES = (("label", "description"), ("state",), ("is_signed_off",), ("parent",))


@bp.patch("/themes/<theme>")
@scoped("themes")
@guarded(may_shape_themes, by=queries.get_managed_theme)
@bp.headers(IfMatch)
@bp.body(ThemePatch)
@bp.gives(ThemeSchema)
def change(theme: Theme, headers: dict[str, Any], sent: dict[str, Any]) -> Response:
    """Name a theme, take it out or back in, vouch for it, or make a theme of a part."""
    version = asked_version(headers["if_match"], sent.pop("version", None))
    wanted = [names for names in CHANGES if any(name in sent for name in names)]
    if len(wanted) != 1:
        raise Invalid(_("Send one change at a time."))
    changes = {"state": _set_state, "is_signed_off": _sign_off, "parent": _promote}
    make = changes.get(wanted[0][0], _rename)
    return reply(make(theme, sent, version))


@bp.post("/themes/merge")
@scoped("themes")
@guarded(may_shape_themes)
@bp.body(MergeInput)
@bp.gives(ThemeSchema)
def merge(sent: dict[str, Any]) -> Response:
    """Bring themes together in one of them."""
    themes = [_theme(item["id"]) for item in sent["themes"]]
    versions = [item["version"] for item in sent["themes"]]
    into = _theme(sent["into"])
    made = actions.merge_themes(themes, into, versions=versions, by=current_actor())
    return reply(made)


@bp.post("/themes/<theme>/split")
@scoped("themes")
@guarded(may_shape_themes, by=queries.get_managed_theme)
@bp.headers(IfMatch)
@bp.body(SplitInput)
@bp.gives(ThemeSchema, 201)
def split(theme: Theme, headers: dict[str, Any], sent: dict[str, Any]) -> Response:
    """Make a theme of some texts of a theme."""
    made = actions.split_theme(
        theme,
        sent["texts"],
        Bilingual(**sent["label"]),
        version=asked_version(headers["if_match"], sent.get("version")),
        by=current_actor(),
    )
    response = reply(made)
    response.status_code = 201
    return response


@bp.post("/themes/<theme>/contributions")
@scoped("themes")
@guarded(may_shape_themes, by=queries.get_managed_theme)
@bp.headers(IfMatch)
@bp.body(TextsInput)
@bp.gives(ThemeSchema)
def arrange(theme: Theme, headers: dict[str, Any], sent: dict[str, Any]) -> Response:
    """Move texts of a theme to another, pin them, or take them out of all themes."""
    version = asked_version(headers["if_match"], sent.get("version"))
    texts, by = sent["texts"], current_actor()
    if sent["action"] == "move":
        to = _target(sent)
        actions.move_contributions(texts, origin=theme, version=version, to=to, by=by)
    elif sent["action"] == "pin":
        actions.pin_contributions(texts, origin=theme, version=version, by=by)
    else:
        actions.exclude_contributions(texts, origin=theme, version=version, by=by)
    return reply(_theme(theme.public_id))


@bp.post("/themes/undo")
@scoped("themes")
@guarded(may_shape_themes)
@bp.body(UndoInput)
@bp.gives(EditSchema)
def undo(sent: dict[str, Any]) -> dict[str, Any]:
    """Take back the newest edit of a consultation's themes."""
    consultation = get_managed_consultation(current_actor(), sent["consultation"])
    undone = actions.undo_edit(consultation, sent["edit"], by=current_actor())
    return {"undone": undone.id, "kind": undone.kind}


def _rename(theme: Theme, sent: dict[str, Any], version: int) -> Theme:
    said = sent.get("description")
    return actions.rename_theme(
        theme,
        Bilingual(**sent["label"]) if "label" in sent else theme.label,
        description=Bilingual(**said) if said is not None else None,
        version=version,
        by=current_actor(),
    )


def _set_state(theme: Theme, sent: dict[str, Any], version: int) -> Theme:
    takes_out = sent["state"] == "excluded"
    move = actions.exclude_theme if takes_out else actions.restore_theme
    return move(theme, version=version, by=current_actor())


def _sign_off(theme: Theme, sent: dict[str, Any], version: int) -> Theme:
    if not may_sign_off_themes(current_actor()):
        raise NotAllowed
    return actions.sign_off_theme(
        theme,
        version=version,
        by=current_actor(),
        is_read=sent.get("is_read", False),
    )


def _promote(theme: Theme, sent: dict[str, Any], version: int) -> Theme:
    del sent
    return actions.promote_part(theme, version=version, by=current_actor())


def _theme(public_id: str) -> Theme:
    """Return a theme that a body names, from the actor's own scope."""
    return queries.get_managed_theme(current_actor(), public_id)


def _target(sent: dict[str, Any]) -> Theme:
    if "to" not in sent:
        why = _("Name the theme they move to.")
        raise Invalid(why, {"to": why})
    return _theme(sent["to"])
