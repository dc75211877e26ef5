"""Cells of spreadsheets: no text is run as a formula, and each comes back as it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.cells import guarded_cell, unguarded_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\n=x", "'=x", "''=x", "\uff1d1",
        "\uff0b1", "\uff0d1", "\uff20sum", "\u22121",
    ],
)  # fmt: skip
def test_rule_15_what_looks_like_a_formula_is_guarded(text: str) -> None:
    assert guarded_cell(text) == f"'{text}"
    assert unguarded_cell(f"'{text}") == text


def test_rule_15_every_form_of_a_sign_is_guarded() -> None:
    """Signs that a program may fold into = + - @ when it reads a cell."""
    for code in range(0x20, 0x1FFFF):
        sign = chr(code)
        if unicodedata.normalize("NFKC", sign)[:1] in {"=", "+", "-", "@"}:
            assert guarded_cell(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("value", [None, 12, -3.5, "", "bus", "'tis", "a=b", "5-6"])
def test_other_cells_stay_as_they_are(value: str | float | None) -> None:
    assert guarded_cell(value) == value


@given(st.text(alphabet="'=+-@\uff1d\uff0dx \t\r\n", max_size=8) | st.text(max_size=30))
def test_rule_15_a_guard_can_be_taken_back(text: str) -> None:
    assert unguarded_cell(str(guarded_cell(text))) == text
