"""Who asked for news by e-mail. Addresses are kept here alone, and go at one click."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base
from engage.core.tokens import new_public_id

LONGEST_ADDRESS = 254
# An address that nobody confirmed by then is forgotten.
CONFIRM_WITHIN = timedelta(days=7)


class Subscriber(Base):
    """An address that gets news, once its owner has said yes from their own mailbox.

    `confirm_hash` is there while there is something to say yes to; `name` is new for
    each such question. The links are made from the names and the server's key.
    """

    __tablename__ = "subscriber"
    __table_args__ = (CheckConstraint("language IN ('en', 'fr')", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    email: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    leave_hash: Mapped[str] = mapped_column(String(64), unique=True)
    confirm_name: Mapped[str] = mapped_column(String(20))
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    subscriptions: Mapped[list["Subscription"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )

    def can_confirm(self, at: datetime) -> bool:
        """Return whether the question is still open."""
        return self.confirm_hash is not None and at < self.asked_at + CONFIRM_WITHIN


class Subscription(Base):
    """One topic that an address asked for: see `facts.Topic`."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("subscriber_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(
        ForeignKey("subscriber.id", ondelete="CASCADE"), index=True
    )
    topic: Mapped[str] = mapped_column(String(80), index=True)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
