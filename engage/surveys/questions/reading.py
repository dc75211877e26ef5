"""From JSON to questions."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engage.surveys.questions.base import (
    Choice,
    Condition,
    Question,
    Words,
)
from engage.surveys.questions.choices import Matrix, Multiple, Points, Ranking, Single
from engage.surveys.questions.definition import Definition, Section
from engage.surveys.questions.numbers import LARGEST, Number, Scale
from engage.surveys.questions.texts import LONG, SHORT, LongText, Place, ShortText

Raw = Mapping[str, Any]


def read_definition(raw: Raw) -> Definition:
    """Return a definition that `faults_of` finds no fault in."""
    return Definition(
        tuple(
            Section(
                key=section["key"],
                title=section.get("title") or {},
                intro=section.get("intro") or {},
                questions=tuple(read_question(item) for item in section["questions"]),
                is_about_you=bool(section.get("about_you")),
            )
            for section in raw["sections"]
        )
    )


def read_question(raw: Raw) -> Question:
    """Return one question."""
    kind = KINDS[raw["kind"]]
    condition = raw.get("show_if")
    return kind(
        key=raw["key"],
        title=raw["title"],
        hint=raw.get("hint") or {},
        is_required=bool(raw.get("required")),
        offers_unknown=bool(raw.get("unknown")),
        show_if=condition
        and Condition(condition["question"], tuple(map(str, condition["any_of"]))),
        **_OWN.get(raw["kind"], _nothing)(raw),
    )


def _choices(items: Iterable[Raw]) -> tuple[Choice, ...]:
    return tuple(
        Choice(item["key"], item["label"], item.get("hint") or {}) for item in items
    )


def _nothing(raw: Raw) -> dict[str, Any]:
    del raw
    return {}


def _with_choices(raw: Raw) -> dict[str, Any]:
    return {"choices": _choices(raw["choices"])}


def _matrix(raw: Raw) -> dict[str, Any]:
    return {"choices": _choices(raw["choices"]), "rows": _choices(raw["rows"])}


def _points(raw: Raw) -> dict[str, Any]:
    return {"choices": _choices(raw["choices"]), "total": int(raw.get("total", 100))}


def _scale(raw: Raw) -> dict[str, Any]:
    labels: dict[str, Words] = {
        name: raw.get(name) or {} for name in ("low_label", "high_label")
    }
    return {"low": raw.get("low", 1), "high": raw.get("high", 5), **labels}


def _number(raw: Raw) -> dict[str, Any]:
    return {
        "least": raw.get("least", 0),
        "most": raw.get("most", LARGEST),
        "takes_decimals": bool(raw.get("decimals")),
    }


def _short(raw: Raw) -> dict[str, Any]:
    return {"limit": raw.get("limit", SHORT)}


def _long(raw: Raw) -> dict[str, Any]:
    return {"limit": raw.get("limit", LONG)}


KINDS: dict[str, type[Question]] = {
    kind.kind: kind
    for kind in (
        Single,
        Multiple,
        Ranking,
        Matrix,
        Scale,
        Number,
        ShortText,
        LongText,
        Place,
        Points,
    )
}
_OWN: dict[str, Callable[[Raw], dict[str, Any]]] = {
    "single": _with_choices,
    "multiple": _with_choices,
    "ranking": _with_choices,
    "matrix": _matrix,
    "points": _points,
    "scale": _scale,
    "number": _number,
    "short_text": _short,
    "long_text": _long,
}
