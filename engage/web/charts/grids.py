"""Two directions: a table of shades with figures in it, and columns over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import (
    ACCENT,
    GRID,
    INK,
    SHADES,
    Words,
    drawn,
    wrapped,
)

# From this shade on, a figure in the colour of paper is read more easily.
DARK = 4
# Few columns are spread out, so that the picture keeps its size in print.
LEAST_WIDTH = 560


@dataclass(frozen=True)
class Square:
    """One cell: its line, its column, its shade (0 nothing, to 5), and its figure."""

    down: str
    across: str
    level: int
    text: str


def grid_chart(squares: Sequence[Square], words: Words) -> str:
    """Return a table of shaded cells with their figures, in the order given."""
    values = [
        {
            "down": wrapped(one.down),
            "across": one.across,
            "shade": SHADES[one.level] if one.level else "#ffffff00",
            "text": one.text,
            "ink": "#ffffff" if one.level >= DARK else "#101a2c",
        }
        for one in squares
    ]
    plain = {"scale": None, "type": "nominal"}
    return drawn(
        {
            "width": {"step": 74},
            "height": {"step": 34},
            "data": {"values": values},
            "encoding": {
                "x": {
                    "field": "across",
                    "sort": None,
                    "type": "ordinal",
                    "axis": {"orient": "top", "labelAngle": -40, "labelLimit": 0},
                },
                "y": {
                    "field": "down",
                    "sort": None,
                    "type": "ordinal",
                    "axis": {
                        "labelLimit": 0,
                        "labelLineHeight": 16,
                        "labelExpr": "split(datum.label, '\\n')",
                    },
                },
            },
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": GRID, "strokeOpacity": 0.4},
                    "encoding": {"fill": {"field": "shade", **plain}},
                },
                {
                    "mark": {"type": "text", "fontSize": 14},
                    "encoding": {
                        "text": {"field": "text"},
                        "color": {"field": "ink", **plain},
                    },
                },
            ],
        },
        words,
    )


def column_chart(columns: Sequence[tuple[str, int | None]], words: Words) -> str:
    """Return a column a value with its figure above; none where it is not shown."""
    values = [
        {"label": label, "value": value or 0, "text": "–" if value is None else value}
        for label, value in columns
    ]
    figure = {"type": "text", "dy": -8, "fontSize": 13, "color": INK}
    return drawn(
        {
            "width": max(LEAST_WIDTH, 56 * len(columns)),
            "height": 200,
            "data": {"values": values},
            "encoding": {
                "x": {
                    "field": "label",
                    "sort": None,
                    "type": "ordinal",
                    "axis": {"labelAngle": -40, "labelLimit": 0},
                },
                "y": {
                    "field": "value",
                    "type": "quantitative",
                    "axis": {"tickCount": 4},
                },
            },
            "layer": [
                {"mark": {"type": "bar", "color": ACCENT}},
                {"mark": figure, "encoding": {"text": {"field": "text"}}},
            ],
        },
        words,
    )
