"""What a sealed cookie says, and to whom."""

from datetime import timedelta

import pytest
from flask import Flask

from engage.core import clock
from engage.web.sealed import seal, unseal

CODE = "7K2M9-QXR4T-0WZ8V-BND3H"


def test_what_was_sealed_is_read_again(app: Flask) -> None:
    assert unseal("receipt", seal("receipt", CODE), seconds=300) == CODE


def test_rule_13_the_text_cannot_be_read_in_it(app: Flask) -> None:
    sealed = seal("receipt", CODE)
    assert not any(part in sealed for part in CODE.split("-"))
    assert sealed != seal("receipt", CODE)


def test_it_is_for_one_purpose(app: Flask) -> None:
    assert unseal("other", seal("receipt", CODE), seconds=300) is None


def test_it_is_worth_nothing_when_it_is_old(app: Flask) -> None:
    sealed = seal("receipt", CODE)
    clock.freeze(clock.now() + timedelta(seconds=300))
    assert unseal("receipt", sealed, seconds=300) == CODE
    clock.freeze(clock.now() + timedelta(seconds=1))
    assert unseal("receipt", sealed, seconds=300) is None


def test_another_key_does_not_open_it(app: Flask) -> None:
    sealed = seal("receipt", CODE)
    app.secret_key = "another-key-that-is-long-enough-9876543210"
    assert unseal("receipt", sealed, seconds=300) is None


@pytest.mark.parametrize("place", [0, 9, 30, -1])
def test_a_changed_sign_is_noticed(app: Flask, place: int) -> None:
    sealed = list(seal("receipt", CODE))
    # Of the last sign of base 64, some bits may say nothing: padding follows it.
    place = place if place >= 0 else len("".join(sealed).rstrip("=")) - 2
    sealed[place] = "A" if sealed[place] != "A" else "B"
    assert unseal("receipt", "".join(sealed), seconds=300) is None


@pytest.mark.parametrize("nonsense", ["", "x", "é", "====", "gAAAA" * 40])
def test_nonsense_is_not_ours(app: Flask, nonsense: str) -> None:
    assert unseal("receipt", nonsense, seconds=300) is None
