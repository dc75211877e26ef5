"""Verbs about staff: invite, create, change, disable, sign in and out."""

from engage.people.actions.accounts import (
    change_rights,
    create_user,
    disable_user,
    enable_user,
    set_digest,
)
from engage.people.actions.inviting import (
    INVITE,
    OPEN_FOR,
    accept_invitation,
    forget_invitations,
    invite,
    revoke_invitation,
)
from engage.people.actions.passwords import (
    ask_for_reset,
    change_password,
    check_password,
    note_reset,
)
from engage.people.actions.signing_in import (
    begin_session,
    end_session,
    keep_session,
    note_seen,
)
from engage.people.actions.tokens import (
    LONGEST_TOKEN_DAYS,
    TOKEN_PREFIX,
    create_token,
    revoke_token,
)

__all__ = [
    "INVITE",
    "LONGEST_TOKEN_DAYS",
    "OPEN_FOR",
    "TOKEN_PREFIX",
    "accept_invitation",
    "ask_for_reset",
    "begin_session",
    "change_password",
    "change_rights",
    "check_password",
    "create_token",
    "create_user",
    "disable_user",
    "enable_user",
    "end_session",
    "forget_invitations",
    "invite",
    "keep_session",
    "note_reset",
    "note_seen",
    "revoke_invitation",
    "revoke_token",
    "set_digest",
]
