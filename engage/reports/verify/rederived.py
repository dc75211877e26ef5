"""An edition beside what the database gives now: what differs, and what may."""

from collections.abc import Iterator
from typing import Any

from engage.reports.verify.arithmetic import figures_of_document

Row = dict[str, Any]
# What depends on where texts stand among the themes.
OF_THEMES = ("themes", "other_themes", "outside_themes", "designs")


def differences(published: Any, derived: Any, where: str = "") -> Iterator[str]:
    """Yield the places in which two documents differ."""
    if isinstance(published, dict) and isinstance(derived, dict):
        for name in sorted(published.keys() | derived.keys()):
            inside = f"{where}.{name}".lstrip(".")
            yield from differences(published.get(name), derived.get(name), inside)
    elif isinstance(published, list) and isinstance(derived, list):
        if len(published) != len(derived):
            yield f"{where}: {len(published)} rows published, {len(derived)} re-derived"
        for place, pair in enumerate(zip(published, derived, strict=False)):
            yield from differences(*pair, f"{where}[{place}]")
    elif published != derived:
        yield f"{where}: {published!r} published, {derived!r} re-derived"


def drift(published: Row, derived: Row, *, changed: int, rearranged: bool) -> list[str]:
    """Return the figures that moved more than `changed` people can explain.

    Each figure lies less than the base from its true count, then and now, and the true
    counts differ by those people at most. What hangs on the themes is left out where
    they were arranged anew.
    """
    most = changed + 2 * (published["method"]["base"] - 1)
    before, now = _values(published), _values(derived)
    return [
        f"{where}: {before[where]} published, {now[where]} re-derived, "
        f"more than {changed} people explain"
        for where in sorted(before.keys() & now.keys())
        if abs(before[where] - now[where]) > most
        and not (rearranged and where.startswith(OF_THEMES))
    ]


def _values(document: Row) -> dict[str, int]:
    """Return the figures that are shown, by their place."""
    return {
        where: figure["value"]
        for where, figure in figures_of_document(document)
        if figure["value"] is not None
    }
