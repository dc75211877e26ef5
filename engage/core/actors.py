"""Who acts: a person, the system or nobody known."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is here for."""

    FACILITATOR = "facilitator"
    PUBLISHER = "publisher"
    ADMIN = "admin"


# What a token of the API may be for; its person's role limits it further.
SCOPES = (
    "reports:read",
    "contributions:read",
    "responses:write",
    "moderation",
    "themes",
    "reports:publish",
    "admin",
)


@dataclass(frozen=True)
class Actor:
    """The one in whose name something happens; `by=` in every action.

    `catchments` holds catchment ids; None means all of them.
    """

    kind: str
    user_id: int | None = None
    name: str = ""
    role: Role | None = None
    catchments: frozenset[int] | None = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a member of staff."""
        return self.user_id is not None

    @property
    def is_system(self) -> bool:
        """Whether the system itself acts: a command or a scheduled job."""
        return self.kind == "system"

    def has_role(self, *roles: Role) -> bool:
        """Return whether the actor has one of the roles; the system has all."""
        return self.is_system or (self.role is not None and self.role in roles)

    def covers(self, catchment_id: int | None) -> bool:
        """Return whether a catchment, or the whole province (None), is in scope."""
        if self.catchments is None:
            return True
        return catchment_id is not None and catchment_id in self.catchments


ANONYMOUS = Actor(kind="anonymous")
SYSTEM = Actor(kind="system", name="system", catchments=None)
