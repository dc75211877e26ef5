"""Charts of a page as SVG: titled, in words too, coloured by the page's style."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, ROW, NAMES = 640, 26, 240
"""Units across, of a row, and for the names at the left."""
LONGEST = 28
"""Characters of a name that fit."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A named length with what is written at its end."""

    name: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Span:
    """A named share between its bounds, 0-1."""

    name: str
    share: float
    low: float
    high: float
    shown: str


def bar_chart(name: str, title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars; `name` makes the ids of the chart its own."""
    most = max((bar.value for bar in bars), default=0) or 1
    room = WIDTH - NAMES - 90
    rows = [
        _name(bar.name, at)
        + f'<rect x="{NAMES}" y="{at * ROW + 5}" height="16" rx="2" '
        f'width="{max(room * bar.value / most, 1):.1f}"/>'
        + _text(NAMES + room * bar.value / most + 8, at, bar.shown)
        for at, bar in enumerate(bars)
    ]
    told = "; ".join(f"{bar.name}: {bar.shown}" for bar in bars)
    return _chart(name, title, told, len(bars), rows)


def span_chart(name: str, title: str, spans: Sequence[Span], middle: float) -> str:
    """Shares as dots on their intervals; a line stands at everyone's share."""
    most = max([middle, *(span.high for span in spans)]) or 1
    room = WIDTH - NAMES - 90

    def across(share: float) -> float:
        return NAMES + room * share / most

    height = len(spans) * ROW
    line = (
        f'<line class="middle" x1="{across(middle):.1f}" x2="{across(middle):.1f}" '
        f'y1="0" y2="{height}"/>'
    )
    rows = [
        _name(span.name, at) + f'<line class="span" x1="{across(span.low):.1f}" '
        f'x2="{across(span.high):.1f}" y1="{at * ROW + 13}" y2="{at * ROW + 13}"/>'
        f'<circle cx="{across(span.share):.1f}" cy="{at * ROW + 13}" r="5"/>'
        + _text(WIDTH - 82, at, span.shown)
        for at, span in enumerate(spans)
    ]
    told = "; ".join(f"{span.name}: {span.shown}" for span in spans)
    return _chart(name, title, told, len(spans), [line, *rows])


def _chart(name: str, title: str, told: str, rows: int, drawn: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {max(rows, 1) * ROW}" role="img" '
        f'aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-told">{escape(told)}</desc>{"".join(drawn)}</svg>'
    )


def _name(name: str, at: int) -> str:
    short = name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip(" ,") + "…"
    return _text(NAMES - 10, at, short, "end")


def _text(across: float, at: int, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{across:.1f}" y="{at * ROW + 18}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
