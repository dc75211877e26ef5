"""Answers in words, as their author reads them again."""

from engage.catchments.lookup import area_names
from engage.core.i18n import gettext as _
from engage.surveys.questions import (
    UNKNOWN,
    Matrix,
    Question,
    Scale,
    Value,
    WithChoices,
)


def in_words(question: Question, value: Value, language: str) -> list[str]:
    """Return an answer as lines of words; a ranking is numbered."""
    if not isinstance(question, WithChoices):
        is_unknown = value == UNKNOWN and question.offers_unknown
        area = area_names().get(str(value)) if question.kind == "place" else None
        said = area[language] if area else str(value)
        if isinstance(question, Scale) and not is_unknown:
            said = _step(question, value, language)
        return [_("I don't know") if is_unknown else said]
    labels = {choice.key: choice.label.get(language, "") for choice in question.choices}
    labels[UNKNOWN] = _("I don't know")
    if isinstance(value, dict):
        parts = _part_labels(question, language)
        return [
            f"{parts.get(key, key)}: {labels.get(str(item), item)}"
            for key, item in value.items()
        ]
    given = value if isinstance(value, list) else [value]
    names = [labels.get(str(key), str(key)) for key in given]
    if question.kind == "ranking":
        return [f"{place}. {name}" for place, name in enumerate(names, 1)]
    return names


def _step(question: Scale, value: Value, language: str) -> str:
    """Return a step of a scale, with what its ends mean."""
    low, high = (
        f"{step} ({said})" if (said := label.get(language)) else str(step)
        for step, label in (
            (question.low, question.low_label),
            (question.high, question.high_label),
        )
    )
    told: str = _(
        "%(step)s, on a scale from %(low)s to %(high)s", step=value, low=low, high=high
    )
    return told


def _part_labels(question: WithChoices, language: str) -> dict[str, str]:
    """Return the words for the parts of an answer that has parts."""
    parts = question.rows if isinstance(question, Matrix) else question.choices
    return {part.key: part.label.get(language, "") for part in parts}
