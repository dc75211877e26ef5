"""The letter that invites somebody to work here."""

from collections.abc import Mapping
from typing import Any

from engage.core.i18n import gettext as _
from engage.core.i18n import in_language
from engage.core.mail import Sender
from engage.core.post import Message
from engage.people import queries
from engage.people.facts import invitation_token
from engage.people.models import Invitation
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
