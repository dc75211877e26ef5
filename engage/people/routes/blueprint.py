"""Where the doors of this room are gathered, and what its roles are called."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from engage.core.actors import Role

ROLE_NAMES = {
    Role.FACILITATOR: _l("Facilitator"),
    Role.PUBLISHER: _l("Publisher"),
    Role.ADMIN: _l("Administrator"),
}

bp = Blueprint("people", __name__)
