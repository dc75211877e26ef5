"""The page a colleague would forward: alone, in two languages, for everyone."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from analysis import Origin, find_themes
from analysis import report as room
from analysis.charts import LONGEST, Bar, Span, bar_chart, span_chart
from analysis.report import render_report
from analysis.sentences import ENGLISH, FRENCH

STYLE = Path(room.__file__).parent / "data" / "report.css"
LEAN = frozenset({"stability"})


def parse(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element):
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def page(result):
    return render_report(result, "Answers & more")


def test_the_page_is_sound_and_stands_alone(page):
    tree = parse(page)
    assert page.startswith("<!doctype html>\n<html lang=")
    tags = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    assert tags.count("h1") == 1
    assert not {"script", "link", "img", "iframe"}.intersection(tags)
    assert not re.search(r"https?:|//|url\(|@import", page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert words(tree.find(".//h1")) == "Answers & more"


def test_every_reference_on_the_page_leads_somewhere(page):
    tree = parse(page)
    ids = {element.get("id") for element in tree.iter()}
    links = [link.get("href") for link in tree.iter("a")]
    assert {"#en", "#fr"} <= set(links)
    assert {link.removeprefix("#") for link in links} <= ids
    told = [e.get("aria-labelledby") for e in tree.iter() if e.get("aria-labelledby")]
    assert {name for names in told for name in names.split()} <= ids


def test_both_languages_tell_the_same(page, result):
    tree = parse(page)
    english, french = (
        next(e for e in tree.iter("article") if e.get("lang") == code)
        for code in ("en", "fr")
    )
    tops = [theme for theme in result.themes if theme.parent is None]
    for article in (english, french):
        assert len(list(article.iter("section"))) == len(tops)
        assert len(list(article.iter("table"))) == len(list(french.iter("table")))
        assert len(list(article.iter("blockquote"))) == sum(
            len(theme.quotes) for theme in tops
        )
    assert "Themes found: 3." in words(english)
    assert "Thèmes dégagés : 3." in words(french).replace("\u00a0", " ")
    assert "robust" in words(english)
    assert "solide" in words(french)


def test_tables_and_charts_have_names(page):
    tree = parse(page)
    for table in tree.iter("table"):
        assert words(table.find("caption"))
        assert all(
            head.get("scope") == "col" for head in table.find("thead").iter("th")
        )
        for row in table.find("tbody").iter("tr"):
            assert row.find("th").get("scope") == "row"
    charts = [svg for svg in tree.iter() if str(svg.tag).endswith("svg")]
    assert len(charts) == 2 * (1 + 3)
    assert {chart.get("role") for chart in charts} == {"img"}


def test_headings_leave_no_level_out(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_french_comes_first_where_most_wrote_in_french(make_town):
    result = find_themes(make_town(20, 70), themes=3, skip=LEAN)
    page = render_report(result, "Réponses")
    assert '<html lang="fr">' in page
    assert page.index('<article id="fr"') < page.index('<article id="en"')
    assert "non mesurée" in page


def test_a_name_from_the_other_language_is_marked(make_town):
    result = find_themes(make_town(60), themes=3, skip=LEAN)
    french = render_report(result, "x").split('<article id="fr"')[1]
    assert '<h2 id="' in french
    assert re.search(r'<h2 id="[^"]+"><span lang="en">', french)


def test_what_a_later_run_knows_is_told(result):
    kinds = ("same", "merged", "split")
    told = [
        replace(theme, lineage=Origin(kind))
        for theme, kind in zip(result.themes, kinds, strict=False)
        if theme.parent is None
    ]
    tops = tuple(told)
    page = render_report(replace(result, themes=tops, faded=("t-1", "t-2")), "x")
    assert "It was there in the run before." in page
    assert "Themes of the run before that nobody speaks of now: 2." in page


def test_a_group_that_differs_is_named(make_town):
    town = [
        replace(one, group="north" if one.id.endswith("bus") else "south")
        for one in make_town(90)
    ]
    page = render_report(find_themes(town, themes=3, skip=LEAN), "x")
    assert "more than the others" in page
    assert "less than the others" in page
    assert "plus que les autres" in page


def test_no_themes_no_table(result):
    page = render_report(replace(result, themes=()), "x")
    assert "<table>" not in page
    assert "Themes found: 0." in page


def test_numbers_are_written_as_each_language_does():
    assert ENGLISH.count(12345) == "12,345"
    assert FRENCH.count(12345) == "12\u202f345"
    assert ENGLISH.share(0.256) == "26%"
    assert FRENCH.share(0.0256) == "2,6\u00a0%"
    assert ENGLISH.share(0) == "0%"


def test_both_languages_have_every_sentence_with_the_same_values():
    assert ENGLISH.words.keys() == FRENCH.words.keys()
    for name, sentence in ENGLISH.words.items():
        named = re.findall(r"{\w+}", sentence)
        assert sorted(named) == sorted(re.findall(r"{\w+}", FRENCH.words[name])), name


def test_french_signs_never_begin_a_line():
    for sentence in FRENCH.words.values():
        assert not re.search(r" [:;!?%»]|« ", sentence)
        assert "'" not in sentence


def test_charts_hold_their_words_and_nothing_flows_out():
    long = "A name that is much too long for the room there is"
    drawn = bar_chart("c", "Sizes <all>", [Bar(long, 3, "3"), Bar("b", 0, "0")])
    assert "Sizes &lt;all&gt;" in drawn
    assert f"{long[: LONGEST - 1].rstrip()}…" in drawn
    assert f"{long}: 3; b: 0" in drawn
    spans = span_chart("s", "Shares", [Span("north", 0.5, 0.25, 1.0, "50%")], 0.4)
    ends = [float(x) for x in re.findall(r'(?:x[12]|cx)="([\d.]+)"', spans)]
    assert max(ends) <= 640
    assert spans.count("<circle") == 1


@pytest.mark.parametrize("at", [0, 1, 2], ids=["light", "dark", "print"])
def test_words_stand_out_from_the_paper(at):
    colours = re.findall(r":root {([^}]*)}", STYLE.read_text(encoding="utf-8"))[at]
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", colours))
    for ink in ("ink", "soft", "accent"):
        assert contrast(named[ink], named["paper"]) >= 4.5
    assert contrast(named["ink"], named["wash"]) >= 4.5


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
