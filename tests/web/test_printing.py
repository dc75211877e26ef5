"""Printing: valid in any script, without the network, the same bytes each time."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from engage.web.printing import FONTS, printable, printed

SOURCE = """
#let content = json("content.json")
#set document(title: content.title, author: "x", date: none)
#set text(font: "Atkinson Hyperlegible Next", lang: "en")
#heading(content.title)
#content.text
#if content.picture { image("dot.svg", alt: "A dot") }
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>🚌</text></svg>'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_what_is_printed_is_the_same_each_time(source: Path) -> None:
    content = {"title": "Heard", "text": "«\u00a0Où\u00a0»", "picture": True}
    once = printed(source, content, {"dot.svg": DOT})
    assert once.startswith(b"%PDF")
    assert once == printed(source, content, {"dot.svg": DOT})


@pytest.mark.parametrize(
    "words",
    [
        "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ",
        "ᓀᐦᐃᔭᐍᐏᐣ",
        "我需要一辆公共汽车",
        "我需要一輛公共汽車",
        "日本語のバス",
        "한국어 버스",
        "العربية: أحتاج إلى حافلة",
        "اردو",
        "עברית",
        "ਪੰਜਾਬੀ ਭਾਸ਼ਾ",
        "தமிழ்",
        "हिन्दी",
        "አማርኛ",
        "ภาษาไทย",
        "Tiếng Việt",
        "Привіт",
        "ελληνικά",
        "🚌👍🏽🇨🇦👨‍👩‍👧",
    ],
)
def test_words_of_any_script_are_printed_as_they_are(source: Path, words: str) -> None:
    assert printable(words) == words
    assert printed(source, {"title": "x", "text": words, "picture": False})


def test_no_sign_keeps_a_file_from_being_made(source: Path) -> None:
    words = "\ue000 𒀀 \u202e \u0007 #strong[typst] <script> $x$ \\ \" '"
    assert printed(source, {"title": "x", "text": words, "picture": False})
    assert printable("bus \ue000\ue000!") == "bus […]!"
    assert printable("1\ufe0f\u20e3 ❤\ufe0f") == "1 ❤"


def test_a_sign_where_it_cannot_stand_spoils_only_its_own_text(source: Path) -> None:
    """A vowel sign of one script after a letter of another has no glyph."""
    content = {"title": "ᐃᓄᒃᑎᑐᑦ", "text": "÷\u0a03 🥘\u09c4", "picture": False}
    whole = printed(source, content)
    assert "ᐃᓄᒃᑎᑐᑦ" in PdfReader(io.BytesIO(whole)).pages[0].extract_text()
    assert whole == printed(source, content)


def test_the_coverage_is_what_the_fonts_have() -> None:
    fonts = [TTFont(path) for path in sorted(FONTS.glob("*.ttf"))]
    had = {code for font in fonts for code in font.getBestCmap()}
    controls = {*range(0x20), *range(0x7F, 0xA0)}
    listed = (FONTS / "coverage.txt").read_text(encoding="ascii").split()
    ends = [[int(end, 16) for end in span.split("-")] for span in listed]
    assert {code for span in ends for code in range(span[0], span[-1] + 1)} == (
        had - controls
    )
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 5_000_000


def test_rule_14_a_source_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    source = tmp_path / "page.typ"
    source.write_text('#read("/secret.txt")', encoding="utf-8")
    with pytest.raises(Exception, match="not found"):
        printed(source, {})
