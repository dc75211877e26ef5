"""The letters to those who work here: an invitation, a link for a new password."""

from collections.abc import Mapping
from typing import Any

from engage.core import clock
from engage.core.i18n import gettext as _
from engage.core.i18n import in_language
from engage.core.mail import Sender
from engage.core.post import Message
from engage.people import queries
from engage.people.facts import invitation_token, reset_token
from engage.people.models import Invitation, User
from engage.web.formatting import day


def invitation(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Invite somebody; nothing where the invitation is over by now."""
    found = queries.find_invitation(facts["name"])
    if found is None or found.email is None:
        return None
    with in_language(found.language):
        lines = (
            _("You are invited to work on consultations about employment services."),
            _("Choose your name and your password on this page, once:"),
            invitation_link(found, sender),
            _("The link works until %(day)s.", day=day(found.expires_at)),
            _("If you do not know what this is about, do nothing."),
        )
        subject = _("You are invited to work on consultations")
        return Message(found.email, subject, "\n\n".join(lines), found.language)


def invitation_link(made: Invitation, sender: Sender) -> str:
    """Return the address that opens an invitation."""
    token = invitation_token(sender.secret_key, made.public_id)
    return sender.link(made.language, f"invitations/{token}")


def reset(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    """Let somebody choose a new password; nothing where the time for it is over."""
    user, expires = queries.find_user(facts["user"]), int(facts["expires"])
    if user is None or expires <= clock.now().timestamp():
        return None
    with in_language(user.language):
        lines = (
            _("Somebody, probably you, asked for a new password for this address."),
            _("Choose it on this page:"),
            reset_link(user, expires, sender),
            _("The link works once, for two hours."),
            _("If it was not you, do nothing: your password stays as it is."),
        )
        subject = _("Choose a new password")
        return Message(user.email, subject, "\n\n".join(lines), user.language)


def reset_link(user: User, expires: int, sender: Sender) -> str:
    """Return the address where somebody chooses a new password."""
    token = reset_token(sender.secret_key, user.id, expires, user.password_hash)
    return sender.link(user.language, f"new-password/{token}")
