"""Pictures of figures as SVG files: bars and dots with intervals, and the map.

Vega-Lite draws the charts; that loads a hundred megabytes, so only a worker or a
command asks for it, once per edition. What comes out holds no style, script or link:
attributes alone, so that it may stand in a page, in the PDF and in anybody's own
document. Text and thin lines take the colour of the text around them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace
from xml.etree.ElementTree import tostring as written

SVG = "http://www.w3.org/2000/svg"
FONT = "Atkinson Hyperlegible Next"
# Stands for "the colour of the text" while the chart is drawn.
INK = "#010203"
ACCENT, GRID = "#2f8791", "#8a8f98"
SHADES = ("none", "#d9ebe6", "#a9d1cd", "#6db0b3", "#2f8791", "#0a5560")
LINE = "#6a6f79"
WIDTH, STEP, LABEL_WIDTH = 420, 30, 280
# The part of the map that is drawn larger: left, top, width, height.
SOUTH = (672, 846, 178, 140)
ELEMENTS = {"svg", "g", "path", "rect", "line", "text", "tspan", "circle"}
ATTRIBUTES = {
    "width", "height", "viewBox", "transform", "d", "fill", "fill-opacity", "stroke",
    "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity",
    "x", "y", "x2", "y2", "cx", "cy", "r", "text-anchor", "dominant-baseline",
    "font-family", "font-size", "font-weight", "display",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a chart: a share of 1 and the interval around it."""

    label: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Words:
    """What a chart is called and what it shows, and the language of both."""

    title: str
    description: str
    language: str


def bar_chart(lines: Sequence[Line], words: Words) -> str:
    """Return bars with their intervals, in the order given."""
    mark = {"type": "bar", "height": 15, "color": ACCENT}
    return _drawn(lines, mark, words)


def dot_chart(lines: Sequence[Line], words: Words) -> str:
    """Return dots with their intervals, in the order given."""
    mark = {"type": "circle", "size": 130, "color": ACCENT, "opacity": 1}
    return _drawn(lines, mark, words)


def shaded_map(
    outlines: Mapping[str, str], levels: Mapping[str, int], words: Words
) -> str:
    """Return the catchments, each in the shade of its level, 0 (nothing) to 5."""
    root = _root("-4 -4 1018 1094", 1018, 1094, words)
    areas = SubElement(root, _name("g"), id="areas", stroke=LINE)
    for slug, outline in outlines.items():
        level = levels.get(slug, 0)
        area = SubElement(areas, _name("path"), d=outline, fill=SHADES[level])
        area.set("vector-effect", "non-scaling-stroke")
        if level == 0:
            area.set("stroke-dasharray", "4 3")
    _draw_south(root)
    return written(root, encoding="unicode")


def _draw_south(root: Element) -> None:
    """Frame the south, where most catchments are small, and draw it larger."""
    x, y, width, height = SOUTH
    frame = {"fill": "none", "stroke": LINE, "stroke-width": "1.5"}
    sizes = {"x": x, "y": y, "width": width, "height": height}
    SubElement(root, _name("rect"), {**_as_texts(sizes), **frame})
    place = {"x": 0, "y": 686, "width": 508, "height": 400}
    larger = SubElement(root, _name("svg"), _as_texts(place))
    larger.set("viewBox", f"{x} {y} {width} {height}")
    SubElement(larger, _name("use"), href="#areas")
    SubElement(root, _name("rect"), {**_as_texts(place), **frame})


def _as_texts(numbers: Mapping[str, int]) -> dict[str, str]:
    return {name: str(value) for name, value in numbers.items()}


def _drawn(lines: Sequence[Line], mark: dict[str, Any], words: Words) -> str:
    """Draw a chart and keep of it what may stand anywhere."""
    import vl_convert  # noqa: PLC0415 - heavy: only where a chart is made

    drawn = fromstring(  # noqa: S314 - made here, from our own specification
        vl_convert.vegalite_to_svg(
            _specification(lines, mark, words.language), allowed_base_urls=[]
        )
    )
    root = _root(
        drawn.get("viewBox", ""), drawn.get("width"), drawn.get("height"), words
    )
    for part in drawn:
        _copy(part, root)
    return written(root, encoding="unicode")


def _specification(
    lines: Sequence[Line], mark: dict[str, Any], language: str
) -> dict[str, Any]:
    """Return the chart in Vega-Lite's terms."""
    sign = "'\u00a0%'" if language == "fr" else "'%'"
    top = max((line.high for line in lines), default=1.0)
    values = [{**vars(line), "place": place} for place, line in enumerate(lines)]
    across = {
        "field": "share",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": True},
        "axis": {
            "labelExpr": f"round(datum.value * 100) + {sign}",
            "tickCount": 5,
            "domain": False,
            "ticks": False,
        },
    }
    down = {
        "field": "place",
        "type": "ordinal",
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelLimit": LABEL_WIDTH,
            "labelPadding": 8,
            "labelExpr": "data('lines')[datum.value].label",
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
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "width": WIDTH,
        "height": {"step": STEP},
        "data": {"name": "lines", "values": values},
        "encoding": {"y": down},
        "layer": [{"mark": mark, "encoding": {"x": across}}, interval],
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 14,
                "labelColor": INK,
                "gridColor": GRID,
                "gridOpacity": 0.35,
            },
            "view": {"stroke": None},
        },
    }


def _root(view: str, width: object, height: object, words: Words) -> Element:
    register_namespace("", SVG)
    root = Element(_name("svg"), viewBox=view, role="img")
    root.set("width", str(width))
    root.set("height", str(height))
    root.set("lang", words.language)
    SubElement(root, _name("title")).text = words.title
    SubElement(root, _name("desc")).text = words.description
    return root


def _copy(part: Element, into: Element) -> None:
    """Copy what is allowed of a drawing, and what is inside it."""
    name = part.tag.split("}")[-1]
    is_empty = name == "path" and part.get("class") in {"background", "foreground"}
    if name not in ELEMENTS or is_empty:
        return
    kept = {key: value for key, value in part.attrib.items() if key in ATTRIBUTES}
    for key in ("fill", "stroke"):
        if kept.get(key) == INK:
            kept[key] = "currentColor"
    copy = SubElement(into, _name(name), kept)
    copy.text = part.text
    for inner in part:
        _copy(inner, copy)


def _name(tag: str) -> str:
    return f"{{{SVG}}}{tag}"
