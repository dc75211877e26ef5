"""The kinds of questions: one verdict for form, file and JSON."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.questions import (
    KINDS,
    Definition,
    Question,
    Refused,
    digest_of,
    faults_of,
    read_definition,
)
from engage.surveys.questions.base import Choice
from engage.surveys.questions.choices import Ranking
from engage.surveys.questions.numbers import typed_number
from tests.factories.surveys import choices, definition, every_kind, question, words

EVERY = read_definition(definition())
GOOD = {
    "needs": "A bus",
    "role": "worker",
    "ways": ["bus", "car"],
    "order": ["c", "a"],
    "views": {"staff": "good"},
    "ease": "unknown",
    "age": 41,
    "job": "cook",
    "town": "P3E",
    "budget": {"rent": 4, "food": 6},
}


def verdict(key: str, raw: object) -> object:
    try:
        return EVERY.by_key[key].check(raw)
    except Refused as refused:
        return refused.code


def one(kind: str, **more: Any) -> Question:
    made: Definition = read_definition(definition(question("x", kind, **more)))
    return made.questions[0]


def test_every_kind_is_in_the_sample() -> None:
    assert {item["kind"] for item in every_kind()} == set(KINDS)


@pytest.mark.parametrize("key", GOOD)
def test_an_answer_survives_form_and_file(key: str) -> None:
    asked = EVERY.by_key[key]
    answer = asked.check(GOOD[key])
    cells = {name: str(cell) for name, cell in asked.to_cells(answer).items()}
    assert asked.check(asked.from_cells(cells)) == answer
    sent = {name: cell.split("|") for name, cell in cells.items()}
    assert asked.check(asked.from_form(sent)) == answer


@pytest.mark.parametrize("key", GOOD)
@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_nothing_is_no_answer(key: str, raw: object) -> None:
    assert verdict(key, raw) is None


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("needs", 3, "wrong_shape"),
        ("needs", "x" * 5001, "too_long"),
        ("needs", "a\x00b", "unusable"),
        ("needs", "a\ud800", "unusable"),
        ("job", "x" * 301, "too_long"),
        ("role", "boss", "no_such_choice"),
        ("role", ["worker"], "wrong_shape"),
        ("role", "unknown", "no_such_choice"),
        ("ways", "bus", "wrong_shape"),
        ("ways", ["bus", "bus"], "twice"),
        ("ways", [["bus"]], "wrong_shape"),
        ("order", ["a", "b", "a"], "ranked_twice"),
        ("order", {"a": 1}, "wrong_shape"),
        ("order", ["z"], "no_such_choice"),
        ("views", ["good"], "wrong_shape"),
        ("views", {"nose": "good"}, "no_such_row"),
        ("views", {"staff": "superb"}, "no_such_choice"),
        ("views", {"staff": None}, "wrong_shape"),
        ("ease", 6, "out_of_range"),
        ("ease", True, "not_whole"),
        ("ease", 2.5, "not_whole"),
        ("age", "old", "not_a_number"),
        ("age", float("nan"), "not_a_number"),
        ("age", float("inf"), "not_a_number"),
        ("age", 10**400, "out_of_range"),
        ("age", 41.5, "not_whole"),
        ("age", False, "not_a_number"),
        ("age", [], None),
        ("town", "12 Main Street", "not_a_postal_code"),
        ("town", "H2X 1Y4", "not_a_postal_code"),
        ("town", "Atlantis", "not_a_place"),
        ("town", "sudb", "which_place"),
        ("town", "x" * 81, "too_long"),
        ("budget", {"rent": 4}, "wrong_total"),
        ("budget", {"rent": -4, "food": 14}, "not_whole"),
        ("budget", {"rent": 10.0}, "not_whole"),
        ("budget", {"nose": 10}, "no_such_choice"),
        ("budget", [10], "wrong_shape"),
    ],
)
def test_what_is_no_answer_is_refused(key: str, raw: object, code: str | None) -> None:
    assert verdict(key, raw) == code


@pytest.mark.parametrize(
    "typed", ["\u200b\u00a0\n", "\u3164", " \t ", "\u2800", "\u202e"]
)
def test_rule_30_blank_means_blank_after_invisible_characters(typed: str) -> None:
    assert verdict("needs", typed) is None


def test_rule_30_length_is_counted_in_characters_after_nfc() -> None:
    assert verdict("needs", "e\u0301" * 5000) == "é" * 5000
    assert verdict("needs", "\U0001f68c" * 5000) == "\U0001f68c" * 5000
    assert verdict("needs", "a\r\n" * 2500) == ("a\n" * 2500).strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("p3e 2c6", "P3E"), ("P3E", "P3E"), ("K1A-0B1", "K1A"), ("K0A", "K0A")],
)
def test_only_the_first_half_of_a_postal_code_is_kept(typed: str, kept: str) -> None:
    assert verdict("town", typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" sudbury ", "Sudbury"),
        ("ST THOMAS", "St. Thomas"),
        ("hamilton", "Hamilton"),
        ("northeast", "northeast"),
    ],
)
def test_a_place_is_kept_under_its_own_name(typed: str, kept: str) -> None:
    assert verdict("town", typed) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 1 200 ", 1200), ("12,5", 12.5), ("-0.25", -0.25), ("٣", "٣")],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: float | str) -> None:
    assert typed_number(typed) == number


@pytest.mark.parametrize("typed", ["1,200", "1.200", "1e5", "0x10", "12345678901234"])
def test_what_could_mean_two_numbers_is_asked_again(typed: str) -> None:
    assert typed_number(typed) == typed


def test_a_number_with_decimals_where_they_are_asked_for() -> None:
    assert one("number", decimals=True).check(12.5) == 12.5
    assert one("number", least=-5).check(-5.0) == -5


def test_a_required_matrix_needs_every_row() -> None:
    grid = one(
        "matrix",
        rows=choices("a", "b"),
        choices=choices("good"),
        required=True,
        unknown=True,
    )
    with pytest.raises(Refused, match="rows_missing"):
        grid.check({"a": "good"})
    assert grid.check({"a": "good", "b": "unknown"}) == {"a": "good", "b": "unknown"}


def test_choices_and_unknown_exclude_each_other() -> None:
    asked = one("multiple", choices=choices("a"), unknown=True)
    with pytest.raises(Refused, match="unknown_and_more"):
        asked.check(["a", "unknown"])
    assert asked.check(asked.from_form({"x": ["unknown"]})) == "unknown"


def branching() -> Definition:
    return read_definition(
        definition(
            question("a", "single", choices=choices("yes", "no")),
            question(
                "b",
                "multiple",
                choices=choices("x", "y"),
                required=True,
                show_if={"question": "a", "any_of": ["yes"]},
            ),
            question("c", "short_text", show_if={"question": "b", "any_of": ["y"]}),
            question("d", "scale", show_if={"question": "a", "any_of": ["no"]}),
        )
    )


def test_hidden_questions_are_neither_read_nor_missing() -> None:
    checked = branching().check_values({"a": "no", "b": ["q"], "c": "x", "d": 3})
    assert (checked.answers, checked.refused) == ({"a": "no", "d": 3}, {})
    assert checked.asked == ["a", "d"]
    checked = branching().check_values({"a": "yes"})
    assert [r.code for r in checked.refused.values()] == ["missing"]
    checked = branching().check_values({"a": "yes", "b": ["y", "x"], "c": "because"})
    assert checked.answers == {"a": "yes", "b": ["x", "y"], "c": "because"}


def test_an_unknown_question_is_refused_in_json() -> None:
    checked = EVERY.check_values({"nose": 1})
    assert checked.refused["nose"].code == "no_such_question"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(json_values)
def test_rule_31_any_value_gets_a_verdict(raw: object) -> None:
    for asked in EVERY.questions:
        try:
            asked.check(raw)
        except Refused as refused:
            assert refused.code


@given(json_values)
def test_rule_31_any_definition_gets_its_faults(raw: object) -> None:
    assert faults_of(raw)
    assert faults_of({"sections": raw})
    assert faults_of({"sections": [{"questions": raw}]})
    assert faults_of({"sections": [{"questions": [raw]}]})
    for kind in KINDS:
        odd = {"key": "x", "kind": kind, "title": raw, "choices": raw, "rows": raw}
        odd |= {"low": raw, "high": raw, "show_if": raw, "total": raw, "limit": raw}
        assert faults_of(definition(odd))


def test_a_scale_that_never_ends_is_a_fault_also_for_its_conditions() -> None:
    endless = question("a", "scale", low=0, high=10**12)
    later = question("b", "place", show_if={"question": "a", "any_of": ["7"]})
    assert codes(endless, later) == ["bad_steps", "condition_no_such_choice"]


def codes(*questions: dict[str, Any]) -> list[str]:
    return [fault.code for fault in faults_of(definition(*questions))]


@pytest.mark.parametrize(
    ("faulty", "code"),
    [
        (question("Bad key", "place"), "bad_key"),
        (question("consent", "place"), "bad_key"),
        (question("x", "nose"), "no_such_kind"),
        (question("x", "place") | {"title": words("only", "")}, "title_missing"),
        (question("x", "place", hint=words("only", "")), "hint_one_language"),
        (question("x", "single", choices=[]), "choices_missing"),
        (question("x", "single", choices=choices("a", "a")), "choice_twice"),
        (question("x", "single", choices=choices("unknown")), "bad_choice_key"),
        (question("x", "single", choices=choices("a|b")), "bad_choice_key"),
        (question("x", "single", choices=[{"key": "a"}]), "label_missing"),
        (
            question("x", "single", choices=[*choices("a"), *choices("A")]),
            "label_twice",
        ),
        (question("x", "number", least=9, most=3), "ends_crossed"),
        (question("x", "matrix", choices=choices("a")), "rows_missing"),
        (question("x", "scale", low=1, high=40), "bad_steps"),
        (question("x", "long_text", limit=9000), "out_of_range"),
        (question("x", "place", unknown=True), "no_unknown_here"),
        (
            question("x", "place", show_if={"question": "x", "any_of": ["a"]}),
            "condition_not_earlier",
        ),
        (question("x", "place", show_if={"question": "a"}), "bad_condition"),
    ],
)
def test_faults_are_named_before_publishing(faulty: dict[str, Any], code: str) -> None:
    assert code in codes(faulty)


def test_a_key_twice_and_a_condition_on_no_choice_are_faults() -> None:
    asked = question("a", "single", choices=choices("yes"))
    assert "key_twice" in codes(asked, asked)
    later = question("b", "place", show_if={"question": "a", "any_of": ["maybe"]})
    assert "condition_no_such_choice" in codes(asked, later)
    assert codes(*every_kind()) == []


def test_the_digest_does_not_depend_on_the_order_of_fields() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_a_ranking_and_not_knowing_are_told_apart() -> None:
    asked = Ranking(
        key="order", title={}, choices=(Choice("a", {}),), offers_unknown=True
    )
    assert asked.check("unknown") == "unknown"
    with pytest.raises(Refused, match="unknown_and_more"):
        asked.check(["a", "unknown"])
