"""Shares with their intervals: bars and dots, in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engage.web.charts.drawing import ACCENT, INK, Words, drawn, sign_of, wrapped

WIDTH, STEP = 400, 34


@dataclass(frozen=True)
class Line:
    """One line of a chart: a share of 1 and the interval around it."""

    label: str
    share: float
    low: float
    high: float


def bar_chart(lines: Sequence[Line], words: Words) -> str:
    """Return bars with their intervals, in the order given."""
    mark = {"type": "bar", "height": 15, "color": ACCENT}
    return drawn(_specification(lines, mark, words.language), words)


def dot_chart(lines: Sequence[Line], words: Words) -> str:
    """Return dots with their intervals, in the order given."""
    mark = {"type": "circle", "size": 130, "color": ACCENT, "opacity": 1}
    return drawn(_specification(lines, mark, words.language), words)


def _specification(
    lines: Sequence[Line], mark: dict[str, Any], language: str
) -> dict[str, Any]:
    """Return the chart in Vega-Lite's terms."""
    top = max((line.high for line in lines), default=1.0)
    values = [
        {**vars(line), "label": wrapped(line.label), "place": place}
        for place, line in enumerate(lines)
    ]
    across = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": True},
        "axis": {
            "labelExpr": f"round(datum.value * 100) + '{sign_of(language)}'",
            "tickCount": 5,
        },
    }
    down = {
        "field": "place",
        "type": "ordinal",
        "axis": {
            "labelLimit": 0,
            "labelPadding": 8,
            "labelLineHeight": 16,
            "labelExpr": "split(data('lines')[datum.value].label, '\\n')",
        },
    }
    interval = {
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": INK},
        "encoding": {
            "x": {"field": "low", "type": "quantitative"},
            "x2": {"field": "high"},
        },
    }
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "data": {"name": "lines", "values": values},
        "encoding": {"y": down},
        "layer": [{"mark": mark, "encoding": {"x": across}}, interval],
    }
