"""The only place that reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: datetime | None = None


def now() -> datetime:
    """Return the present moment in UTC, or the frozen one of a test run."""
    return _frozen if _frozen is not None else datetime.now(UTC)  # noqa: TID251


def today(zone: str = "America/Toronto") -> date:
    """Return the calendar day in a time zone."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str = "America/Toronto") -> date:
    """Return the calendar day on which a moment falls in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def freeze(moment: datetime | None) -> None:
    """Hold the clock at one moment, or let it run again with None."""
    global _frozen  # noqa: PLW0603 - one clock for the whole process
    _frozen = None if moment is None else moment.astimezone(UTC)
