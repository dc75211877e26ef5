"""What can go wrong, in the words of the field; `web.errors` gives each a status."""

from collections.abc import Mapping


class EngageError(Exception):
    """Something a person can be told about in one plain sentence."""

    code = "error"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.code)
        self.message = message
        self.details = details


class NotFound(EngageError):
    """It is not there, or not for this person: both look the same (rule 2)."""

    code = "not_found"


class NotSignedIn(EngageError):
    """Somebody must sign in first."""

    code = "not_signed_in"


class NotAllowed(EngageError):
    """The person is known and may not do this."""

    code = "not_allowed"


class Invalid(EngageError):
    """What was sent cannot be accepted; `fields` says which field and why."""

    code = "invalid"

    def __init__(
        self, message: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class FormExpired(EngageError):
    """The form's token is missing, wrong or too old."""

    code = "form_expired"


class Conflict(EngageError):
    """Somebody else changed it first, or it exists already."""

    code = "conflict"


class Closed(EngageError):
    """It takes no input now."""

    code = "closed"


class Gone(EngageError):
    """It was there and has been withdrawn."""

    code = "gone"


class VersionMissing(EngageError):
    """An edit came without the version it is based on."""

    code = "version_missing"


class TooLarge(EngageError):
    """More was sent than can be read."""

    code = "too_large"


class WrongKind(EngageError):
    """The body is of a kind that is not read here."""

    code = "wrong_kind"


class TooMany(EngageError):
    """Too many tries; `retry_after` says in how many seconds the next may come."""

    code = "too_many"

    def __init__(self, message: str = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(EngageError):
    """The database is busy, full, read-only or away: try again soon."""

    code = "busy"

    def __init__(self, message: str = "", retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Misconfigured(EngageError):
    """The environment is not fit to run in: a key, a revision, a file (exit 3)."""

    code = "misconfigured"
