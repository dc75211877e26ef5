"""Every fault of a definition, named before it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from engage.surveys.questions.base import CHOICE_KEY, KEY, UNKNOWN
from engage.surveys.questions.numbers import LARGEST
from engage.surveys.questions.reading import KINDS, Raw
from engage.surveys.questions.texts import LONG, SHORT

MOST_STEPS = 11
RESERVED = frozenset(
    {
        "catchment",
        "begun",
        "channel",
        "consent",
        "consent_quote",
        "consent_version",
        "csrf_token",
        "language",
        "received_on",
        "save",
        "session",
        "shown",
        "similar",
        "status",
        "submission_key",
        "survey_version",
        "switch",
    }
)
_PARTS = {
    "single": ("choices",),
    "multiple": ("choices",),
    "ranking": ("choices",),
    "points": ("choices",),
    "matrix": ("choices", "rows"),
}
_FIGURES = {
    "points": (("total", 1, 1000),),
    "number": (("least", -LARGEST, LARGEST), ("most", -LARGEST, LARGEST)),
    "short_text": (("limit", 1, SHORT),),
    "long_text": (("limit", 1, LONG),),
}
_OFFERS_UNKNOWN = frozenset({"single", "multiple", "matrix", "scale"})
# What people say of themselves is chosen from bands, never typed.
_BANDS = frozenset({"single", "multiple"})
_CAN_BRANCH = frozenset({"single", "multiple", "scale"})


@dataclass(frozen=True)
class Fault:
    """What is wrong in a definition: where (a key), and which rule it breaks."""

    where: str
    code: str


def faults_of(raw: object) -> list[Fault]:
    """Return everything that keeps a definition from being published."""
    if not isinstance(raw, Mapping) or not raw.get("sections"):
        return [Fault("", "no_sections")]
    faults: list[Fault] = []
    earlier: dict[str, Raw] = {}
    sections = raw["sections"] if isinstance(raw["sections"], list) else []
    for at, section in enumerate(sections, 1):
        if not isinstance(section, Mapping) or not _is_list_of_maps(
            section.get("questions")
        ):
            return [Fault("", "wrong_shape")]
        faults += _half_words(str(section.get("key", "")), section, ("title", "intro"))
        if section.get("about_you"):
            faults += _about_faults(section, is_last=at == len(sections))
        for question in section["questions"]:
            faults += _question_faults(question, earlier)
            earlier[str(question.get("key"))] = question
    if not earlier:
        faults.append(Fault("", "no_questions"))
    return faults


def _about_faults(section: Raw, *, is_last: bool) -> Iterator[Fault]:
    """Yield what keeps people from being asked who they are: last, in bands, why."""
    if not is_last:
        yield Fault(str(section.get("key", "")), "about_not_last")
    if not is_complete(section.get("intro")):
        yield Fault(str(section.get("key", "")), "about_without_why")
    for question in section["questions"]:
        key = str(question.get("key", ""))
        if question.get("kind") not in _BANDS:
            yield Fault(key, "about_not_in_bands")
        if question.get("required"):
            yield Fault(key, "about_required")


def _question_faults(raw: Raw, earlier: Mapping[str, Raw]) -> Iterator[Fault]:
    key = str(raw.get("key", ""))
    if not KEY.fullmatch(key) or key in RESERVED:
        yield Fault(key, "bad_key")
    if key in earlier:
        yield Fault(key, "key_twice")
    if raw.get("kind") not in KINDS:
        yield Fault(key, "no_such_kind")
        return
    if not is_complete(raw.get("title")):
        yield Fault(key, "title_missing")
    if raw.get("unknown") and raw["kind"] not in _OFFERS_UNKNOWN:
        yield Fault(key, "no_unknown_here")
    yield from _half_words(key, raw, ("hint", "low_label", "high_label"))
    yield from _choice_faults(key, raw)
    yield from _figure_faults(key, raw)
    condition = raw.get("show_if")
    if condition:
        yield from _condition_faults(key, condition, earlier)


def _choice_faults(key: str, raw: Raw) -> Iterator[Fault]:
    for part in _PARTS.get(raw["kind"], ()):
        items = raw.get(part)
        if not _is_list_of_maps(items) or len(items) < 1:
            yield Fault(key, f"{part}_missing")
            continue
        keys = [str(item.get("key", "")) for item in items]
        if len(set(keys)) < len(keys):
            yield Fault(key, "choice_twice")
        if any(not CHOICE_KEY.fullmatch(k) or k == UNKNOWN for k in keys):
            yield Fault(key, "bad_choice_key")
        if any(not is_complete(item.get("label")) for item in items):
            yield Fault(key, "label_missing")
        elif _has_twins([item["label"] for item in items]):
            yield Fault(key, "label_twice")


def _figure_faults(key: str, raw: Raw) -> Iterator[Fault]:
    for name, least, most in _FIGURES.get(raw["kind"], ()):
        given = raw.get(name)
        if given is None:
            continue
        if isinstance(given, bool) or not isinstance(given, int | float):
            yield Fault(key, "not_a_number")
        elif not least <= given <= most:
            yield Fault(key, "out_of_range")
    if raw["kind"] == "number" and not _has_room(raw.get("least"), raw.get("most")):
        yield Fault(key, "ends_crossed")
    if raw["kind"] == "scale" and not _steps(raw):
        yield Fault(key, "bad_steps")


def _has_twins(labels: list[Mapping[str, str]]) -> bool:
    """Return whether two answers read the same in a language."""
    return any(
        len({label[code].strip().casefold() for label in labels}) < len(labels)
        for code in ("en", "fr")
    )


def _has_room(least: object, most: object) -> bool:
    """Return whether a number can lie between two ends; an end may be missing."""
    if not (isinstance(least, int | float) and isinstance(most, int | float)):
        return True
    return least <= most


def _steps(raw: Raw) -> set[str]:
    """Return the steps of a scale as answers name them; none if it is no scale."""
    low, high = raw.get("low", 1), raw.get("high", 5)
    if not (isinstance(low, int) and isinstance(high, int)):
        return set()
    is_usable = 1 <= high - low < MOST_STEPS and abs(low) <= MOST_STEPS
    return {str(step) for step in range(low, high + 1)} if is_usable else set()


def _condition_faults(
    key: str, condition: object, earlier: Mapping[str, Raw]
) -> Iterator[Fault]:
    if not isinstance(condition, Mapping) or not isinstance(
        condition.get("any_of"), list
    ):
        yield Fault(key, "bad_condition")
        return
    asked = earlier.get(str(condition.get("question")))
    if asked is None or asked.get("kind") not in _CAN_BRANCH:
        yield Fault(key, "condition_not_earlier")
        return
    known = {str(item.get("key")) for item in asked.get("choices") or []}
    if asked["kind"] == "scale":
        known = _steps(asked)
    wanted = {str(item) for item in condition["any_of"]} - {UNKNOWN}
    if not condition["any_of"] or not wanted <= known:
        yield Fault(key, "condition_no_such_choice")


def _half_words(where: str, raw: Raw, names: tuple[str, ...]) -> list[Fault]:
    """Return the texts that are there in one language only."""
    return [
        Fault(where, f"{name}_one_language")
        for name in names
        if raw.get(name) and not is_complete(raw[name]) and _says_something(raw[name])
    ]


def is_complete(words: object) -> bool:
    """Return whether a text is there in both languages."""
    return isinstance(words, Mapping) and all(
        isinstance(words.get(language), str) and words[language].strip()
        for language in ("en", "fr")
    )


def _says_something(words: object) -> bool:
    return not isinstance(words, Mapping) or any(
        str(text).strip() for text in words.values()
    )


def _is_list_of_maps(items: object) -> TypeGuard[list[Mapping[str, Any]]]:
    return isinstance(items, list) and all(isinstance(item, Mapping) for item in items)
