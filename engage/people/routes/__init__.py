"""Doors for staff and to staff."""

from engage.people.routes import forgotten, invitations, people, signing_in
from engage.people.routes.blueprint import bp
from engage.people.routes.signing_in import safe_address

__all__ = ["bp", "forgotten", "invitations", "people", "safe_address", "signing_in"]
