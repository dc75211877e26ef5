"""People who work with the platform. Participants have no account and no row here."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.catchments.models import Catchment
from engage.core.actors import Actor, Role
from engage.core.db import Base
from engage.core.tokens import new_public_id

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)


class User(Base):
    """A member of staff."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("role IN ('facilitator', 'publisher', 'admin')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    is_disabled: Mapped[bool] = mapped_column(default=False)
    wants_digest: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list["Membership"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
    catchments: Mapped[list[Catchment]] = relationship(
        secondary="membership", viewonly=True, order_by=Catchment.slug
    )

    __mapper_args__ = {"version_id_col": version}

    # What the sign-in library asks of a person.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return not self.is_disabled

    def get_id(self) -> str:
        """Return the id that the session keeps."""
        return str(self.id)

    @property
    def actor(self) -> Actor:
        """The person as one who acts: admins and publishers see all catchments."""
        role = Role(self.role)
        scoped = frozenset(item.catchment_id for item in self.memberships)
        is_everywhere = role in {Role.ADMIN, Role.PUBLISHER}
        return Actor(
            kind="user",
            user_id=self.id,
            name=self.name or self.email,
            role=role,
            catchments=None if is_everywhere else scoped,
        )


class Membership(Base):
    """A facilitator's catchment."""

    __tablename__ = "membership"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    catchment_id: Mapped[int] = mapped_column(
        ForeignKey("catchment.id"), primary_key=True
    )


class SignedIn(Base):
    """One signed-in browser; ending it here ends it everywhere (rule 6)."""

    __tablename__ = "signed_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    data: Mapped[dict[str, object]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    def is_over(self, at: datetime) -> bool:
        """Return whether the session was idle too long or is too old."""
        return at - self.seen_at > IDLE or at - self.created_at > ABSOLUTE


class ApiToken(Base):
    """Lets a program act for a person, within some scopes, until a day (rule 7).

    Only the hash is kept. The person's role and catchments are asked at each request.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    def is_good(self, at: datetime) -> bool:
        """Return whether it still opens anything at a moment."""
        is_over = self.revoked_at is not None or at >= self.expires_at
        return not is_over and self.user.is_active


class Invitation(Base):
    """Asks somebody by e-mail to work here, with the rights they will have (rule 7).

    Its link is made from `public_id` and the server's key; only the link's hash is
    kept. The address is there while the invitation is open, and no longer.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("role IN ('facilitator', 'publisher', 'admin')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    catchments: Mapped[list[str]] = mapped_column(JSON)
    invited_by: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    def is_open(self, at: datetime) -> bool:
        """Return whether it can still be accepted."""
        return self.email is not None and at < self.expires_at
