"""Counts of tries, kept in the database so that all processes count together.

The keys are hashes salted anew each day; neither addresses nor account names are
kept (rule 8). Only counts whose time is not over stay.
"""

from datetime import datetime, timedelta

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import String, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.db import Base, session, transaction
from engage.core.tokens import keyed


class ThrottleCount(Base):
    """How often something was tried in the time that ends at `ends_at`."""

    __tablename__ = "throttle_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class DatabaseCounts(Storage):
    """What the throttle library needs of a store, on our own table."""

    STORAGE_SCHEME = ["engage"]

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors of the store."""
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more try; the first opens a time of `expiry` seconds."""
        moment = clock.now()
        ends_at = moment + timedelta(seconds=expiry)
        with transaction() as current:
            current.execute(
                delete(ThrottleCount).where(ThrottleCount.ends_at <= moment)
            )
            # Both databases know the same words; each has its own class for them.
            is_sqlite = current.get_bind().dialect.name == "sqlite"
            insert = sqlite.insert if is_sqlite else postgresql.insert
            counted = insert(ThrottleCount).values(
                key=key, count=amount, ends_at=ends_at
            )
            is_over = ThrottleCount.ends_at <= moment
            counted = counted.on_conflict_do_update(
                index_elements=[ThrottleCount.key],
                set_={
                    "count": case(
                        (is_over, amount), else_=ThrottleCount.count + amount
                    ),
                    "ends_at": case((is_over, ends_at), else_=ThrottleCount.ends_at),
                },
            )
            tries = current.scalar(counted.returning(ThrottleCount.count))
        return tries or 0

    def get(self, key: str) -> int:
        """Return how often something was tried."""
        is_open = ThrottleCount.ends_at > clock.now()
        counted = select(ThrottleCount.count).where(ThrottleCount.key == key, is_open)
        return session().scalar(counted) or 0

    def get_expiry(self, key: str) -> float:
        """Return when the time of a key ends, in seconds since 1970."""
        ends_at = session().scalar(
            select(ThrottleCount.ends_at).where(ThrottleCount.key == key)
        )
        return (ends_at or clock.now()).timestamp()

    def check(self) -> bool:
        """Return whether the store answers."""
        return (
            session().scalar(select(func.count()).select_from(ThrottleCount))
            is not None
        )

    def reset(self) -> int | None:
        """Forget all tries; return how many keys there were."""
        with transaction() as current:
            gone = current.scalars(delete(ThrottleCount).returning(ThrottleCount.key))
            return len(gone.all())

    def clear(self, key: str) -> None:
        """Forget the tries of one key."""
        with transaction() as current:
            current.execute(delete(ThrottleCount).where(ThrottleCount.key == key))


def seconds_to_wait(
    secret: str,
    limit: RateLimitItem,
    name: str,
    who: str,
    counts: Storage | None = None,
) -> int:
    """Count one try; return 0, or in how many seconds the next may come.

    It is counted in the database unless another store is named.
    """
    limiter = FixedWindowRateLimiter(counts or DatabaseCounts())
    hashed = _hashed(secret, name, who)
    if limiter.hit(limit, hashed):
        return 0
    ends_at = limiter.get_window_stats(limit, hashed).reset_time
    return max(1, round(ends_at - clock.now().timestamp()))


def forget_tries(secret: str, limit: RateLimitItem, name: str, who: str) -> None:
    """Forget the tries of somebody who has shown to be themselves."""
    limiter = FixedWindowRateLimiter(DatabaseCounts())
    limiter.clear(limit, _hashed(secret, name, who))


def _hashed(secret: str, name: str, who: str) -> str:
    day = clock.now().date().isoformat()
    return keyed(secret, f"throttle:{day}", f"{name}:{who}").hex()[:40]
