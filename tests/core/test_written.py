"""What staff write is checked in one place (rule 30)."""

import pytest
from flask import Flask

from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.written import (
    Faults,
    checked_line,
    checked_pair,
    checked_text,
    refuse_faults,
)


def test_rule_30_a_line_is_one_line_and_a_text_keeps_its_paragraphs() -> None:
    faults: Faults = {}
    assert checked_line("name", " A\r\n  road\t ", 20, faults) == "A road"
    assert checked_text("text", "A\r\n\r\nroad ", 20, faults) == "A\n\nroad"
    assert faults == {}


def test_rule_30_a_line_keeps_its_no_break_spaces() -> None:
    faults: Faults = {}
    words = "«\u00a0ici\u00a0»\u202f!"
    assert checked_line("name", f"\u00a0{words}  ok\u00a0", 40, faults) == f"{words} ok"
    assert faults == {}


def test_rule_30_blank_means_blank() -> None:
    faults: Faults = {}
    assert checked_line("name", "\u200b \u2800", 20, faults) == ""
    assert faults == {}


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\ud800b", "x" * 21])
def test_rule_30_what_cannot_be_kept_is_told_by_its_field(
    app: Flask, text: str
) -> None:
    faults: Faults = {}
    with app.test_request_context():
        kept = checked_pair("title", Bilingual("fine", text), 20, faults)
        assert kept == Bilingual("fine", "")
        assert list(faults) == ["title_fr"]
        with pytest.raises(Invalid) as refused:
            refuse_faults(faults)
    assert refused.value.fields == faults
