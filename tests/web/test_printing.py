"""Printing: valid in any script, without the network, the same bytes each time."""

from pathlib import Path

import pytest

from engage.web.printing import printable, printed

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


def test_no_sign_keeps_a_file_from_being_made(source: Path) -> None:
    words = "\ue000 𒀀 \u202e \u0007 #strong[typst] <script> $x$ \\ \" '"
    assert printed(source, {"title": "x", "text": words, "picture": False})
    assert printable("bus \ue000\ue000!") == "bus […]!"


def test_rule_14_a_source_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    source = tmp_path / "page.typ"
    source.write_text('#read("/secret.txt")', encoding="utf-8")
    with pytest.raises(Exception, match="not found"):
        printed(source, {})
