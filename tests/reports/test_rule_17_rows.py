"""Why no edition has a row per person: k-anonymous rows undo the rounding (ADR 20)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from engage.core.disclosure import Disclosure
from engage.reports.queries import Material
from tests.reports.test_rule_17_attack import drafted, made_up

RULES = Disclosure(b"a key")
Rows = Mapping[tuple[str | None, int], int]


def rows_of(material: Material) -> Rows:
    """Return how many rows a k-anonymous file has of each catchment and answer."""
    (asked,) = material.questions
    counted = Counter(
        (material.people[voice].catchment, answer)
        for voice, answer in asked.answers.items()
    )
    return {row: many for row, many in counted.items() if many >= RULES.k}


def told_and_said(seed: int) -> tuple[Rows, Rows]:
    """Return what two files of rows tell of ten newcomers, and what these answered."""
    first, second = made_up(seed), made_up(seed, more=RULES.k)
    before, after = rows_of(first), rows_of(second)
    newcomers = second.people.keys() - first.people.keys()
    (asked,) = second.questions
    said = Counter(
        (second.people[voice].catchment, asked.answers[voice]) for voice in newcomers
    )
    told = {row: after[row] - before[row] for row in before if after[row] > before[row]}
    return told, said


def test_two_files_of_rows_tell_what_two_editions_hide() -> None:
    solved = 0
    for seed in range(12):
        told, said = told_and_said(seed)
        assert told == {row: said[row] for row in told}
        solved += sum(many < RULES.k for many in told.values())
    assert solved >= 6


def test_rows_tell_what_everybody_answered_where_the_report_does_not() -> None:
    material = made_up(1)
    (asked,) = material.questions
    alike = dict.fromkeys(asked.answers, 1)
    material = replace(material, questions=(replace(asked, answers=alike),))
    (shown,) = drafted(material, RULES)["questions"]
    assert {option["people"]["value"] for option in shown["options"]} == {None}
    assert {answer for _, answer in rows_of(material)} == {1}


def test_rows_are_true_counts_where_the_report_rounds() -> None:
    material = made_up(1)
    assert any(many % RULES.base for many in rows_of(material).values())
    shown = drafted(material, RULES)["who"]["catchments"]
    assert not any((row["people"]["value"] or 0) % RULES.base for row in shown)
