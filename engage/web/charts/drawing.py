"""How a picture becomes a file that may stand anywhere: attributes alone, and words."""

import textwrap
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace
from xml.etree.ElementTree import tostring as written

SVG = "http://www.w3.org/2000/svg"
FONT = "Atkinson Hyperlegible Next"
# Stands for "the colour of the text" while the chart is drawn.
INK = "#010203"
LABEL_LETTERS = 56
ACCENT, GRID = "#2f8791", "#8a8f98"
SHADES = ("none", "#d9ebe6", "#a9d1cd", "#6db0b3", "#2f8791", "#0a5560")
LINE = "#6a6f79"
ELEMENTS = {"svg", "g", "path", "rect", "line", "text", "tspan", "circle"}
ATTRIBUTES = {
    "width", "height", "viewBox", "transform", "d", "fill", "fill-opacity", "stroke",
    "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity",
    "x", "y", "dy", "x2", "y2", "cx", "cy", "r", "text-anchor", "dominant-baseline",
    "font-family", "font-size", "font-weight", "display",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a chart is called and what it shows, and the language of both."""

    title: str
    description: str
    language: str


def drawn(specification: dict[str, Any], words: Words) -> str:
    """Draw a chart from its specification and keep of it what may stand anywhere."""
    import vl_convert  # noqa: PLC0415 - heavy: only where a chart is made

    made = vl_convert.vegalite_to_svg(
        {**specification, **_dress()}, allowed_base_urls=[]
    )
    found = fromstring(made)  # noqa: S314 - made here, from our own specification
    sizes = found.get("viewBox", ""), found.get("width"), found.get("height")
    picture = root(*sizes, words)
    for part in found:
        _copy(part, picture)
    return written(picture, encoding="unicode")


def wrapped(label: str) -> str:
    """Return a label on lines that fit beside a chart."""
    return "\n".join(textwrap.wrap(label, LABEL_LETTERS))


def sign_of(language: str) -> str:
    """Return the sign of a percentage as the language writes it."""
    return "\u00a0%" if language == "fr" else "%"


def _dress() -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 14,
                "labelColor": INK,
                "gridColor": GRID,
                "gridOpacity": 0.35,
                "domain": False,
                "ticks": False,
                "title": None,
            },
            "view": {"stroke": None},
        },
    }


def root(view: str, width: object, height: object, words: Words) -> Element:
    """Return an empty picture with its title and its description."""
    register_namespace("", SVG)
    root = Element(name_of("svg"), viewBox=view, role="img")
    root.set("width", str(width))
    root.set("height", str(height))
    root.set("lang", words.language)
    SubElement(root, name_of("title")).text = words.title
    SubElement(root, name_of("desc")).text = words.description
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
    copy = SubElement(into, name_of(name), kept)
    copy.text = part.text
    for inner in part:
        _copy(inner, copy)


def name_of(tag: str) -> str:
    """Return the full name of an element of SVG."""
    return f"{{{SVG}}}{tag}"
