"""Pictures that may stand anywhere: nothing in them but shapes, words and colours."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from engage.web.charts import Line, Words, bar_chart, dot_chart, shaded_map

LINES = [
    Line("Getting there", 0.34, 0.30, 0.38),
    Line("<script>alert(1)</script> & more", 0.22, 0.18, 0.26),
    Line("Getting there", 0.10, 0.05, 0.15),
]
WORDS = Words("Themes & <b>", "What people said.", "fr")


def parts(picture: str) -> list[Element]:
    return list(fromstring(picture).iter())


def words_of(picture: str) -> list[str]:
    return [
        part.text for part in parts(picture) if part.tag.endswith("}text") and part.text
    ]


@pytest.mark.parametrize("draw", [bar_chart, dot_chart])
def test_a_chart_says_what_it_shows(draw) -> None:
    picture = draw(LINES, WORDS)
    root = fromstring(picture)
    assert (root.get("role"), root.get("lang")) == ("img", "fr")
    assert [part.text for part in root[:2]] == [WORDS.title, WORDS.description]
    labels = words_of(picture)
    assert [line.label for line in LINES] == labels[-3:]
    assert "10\u00a0%" in labels


@pytest.mark.parametrize("draw", [bar_chart, dot_chart])
def test_rule_11_a_picture_has_no_style_script_or_link(draw) -> None:
    for part in parts(draw(LINES, WORDS)):
        assert part.tag.split("}")[1] not in {"style", "script", "a", "image", "use"}
        assert not {"style", "class", "href"} & set(part.attrib)
        assert not any(name.startswith("on") for name in part.attrib)


def test_ink_is_the_colour_of_the_text_around() -> None:
    picture = bar_chart(LINES, WORDS)
    assert "currentColor" in picture
    assert "#010203" not in picture


def test_the_same_figures_give_the_same_bytes() -> None:
    assert bar_chart(LINES, WORDS) == bar_chart(LINES, WORDS)


def test_bars_begin_at_nothing_and_fit_their_shares() -> None:
    wide = [
        part.get("d", "").removeprefix("M0,").split("h")[1].split("v")[0]
        for part in parts(bar_chart(LINES, WORDS))
        if part.get("fill") == "#2f8791"
    ]
    first, second, third = (float(width) for width in wide)
    assert first / second == pytest.approx(0.34 / 0.22, rel=0.01)
    assert first / third == pytest.approx(0.34 / 0.10, rel=0.01)


def test_the_map_shades_by_level_and_dashes_what_is_not_shown() -> None:
    outlines = {"north": "M0,0h1v1z", "south": "M2,2h1v1z"}
    picture = shaded_map(outlines, {"north": 5}, Words("Map", "People", "en"))
    north, south = (part for part in parts(picture) if part.tag.endswith("}path"))
    assert north.get("fill") == "#0a5560"
    assert (south.get("fill"), south.get("stroke-dasharray")) == ("none", "4 3")
