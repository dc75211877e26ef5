"""The map of the catchments as a picture, with the south drawn larger."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement
from xml.etree.ElementTree import tostring as written

from engage.web.charts.drawing import LINE, SHADES, Words, name_of, root

# The part of the map that is drawn larger: left, top, width, height.
SOUTH = (672, 846, 178, 140)


def shaded_map(
    outlines: Mapping[str, str], levels: Mapping[str, int], words: Words
) -> str:
    """Return the catchments, each in the shade of its level, 0 (nothing) to 5."""
    picture = root("-4 -4 1018 1094", 1018, 1094, words)
    areas = SubElement(picture, name_of("g"), id="areas", stroke=LINE)
    for slug, outline in outlines.items():
        level = levels.get(slug, 0)
        area = SubElement(areas, name_of("path"), d=outline, fill=SHADES[level])
        area.set("vector-effect", "non-scaling-stroke")
        if level == 0:
            area.set("stroke-dasharray", "4 3")
    _draw_south(picture)
    return written(picture, encoding="unicode")


def _draw_south(picture: Element) -> None:
    """Frame the south, where most catchments are small, and draw it larger."""
    x, y, width, height = SOUTH
    frame = {"fill": "none", "stroke": LINE, "stroke-width": "1.5"}
    sizes = {"x": x, "y": y, "width": width, "height": height}
    SubElement(picture, name_of("rect"), {**_as_texts(sizes), **frame})
    place = {"x": 0, "y": 686, "width": 508, "height": 400}
    larger = SubElement(picture, name_of("svg"), _as_texts(place))
    larger.set("viewBox", f"{x} {y} {width} {height}")
    SubElement(larger, name_of("use"), href="#areas")
    SubElement(picture, name_of("rect"), {**_as_texts(place), **frame})


def _as_texts(numbers: Mapping[str, int]) -> dict[str, str]:
    return {name: str(value) for name, value in numbers.items()}
