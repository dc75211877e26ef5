"""Two typings of one paper form side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.contributions.queries import texts_of_voices
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys import queries
from engage.surveys.actions import PaperForm
from engage.surveys.fields import labels_of, said
from engage.surveys.models import Response, Survey
from engage.surveys.questions import Definition, Question, Value


@dataclass(frozen=True)
class Difference:
    """One line of a form that was typed in two ways."""

    title: str
    first: str
    second: str


def differences(
    survey: Survey, earlier: Response, typed: PaperForm
) -> list[Difference]:
    """Return what the second typing has otherwise than the first."""
    definition = queries.definition_of(typed.version)
    texts = texts_of_voices([earlier.voice]).get(earlier.voice, [])
    first = queries.answers_of(earlier) | queries.characteristics_of(earlier)
    first |= {key: text for key, text, _status in texts}
    return [
        *_around(survey, earlier, typed),
        *_answers(definition, first, typed.reply.answers),
    ]


def _around(survey: Survey, earlier: Response, typed: PaperForm) -> list[Difference]:
    language = current_language()
    areas: dict[int | None, str] = {
        item.id: item.name[language] for item in survey.consultation.catchments
    }
    reply = typed.reply
    lines = [
        (_("Language of the form"), earlier.language, reply.language),
        (
            _("Day it came in"),
            earlier.received_on.isoformat(),
            typed.received_on.isoformat(),
        ),
        (
            _("Where do you live or work?"),
            areas.get(earlier.catchment_id, ""),
            areas.get(reply.catchment_id, ""),
        ),
        (
            _("The second mark is there: may be quoted"),
            _yes_no(is_so=earlier.may_quote),
            _yes_no(is_so=reply.may_quote),
        ),
    ]
    return [Difference(*line) for line in lines if line[1] != line[2]]


def _answers(
    definition: Definition, first: Mapping[str, Value], second: Mapping[str, Value]
) -> list[Difference]:
    language = current_language()
    return [
        Difference(
            said(question.title, language),
            shown_value(question, first.get(question.key), language),
            shown_value(question, second.get(question.key), language),
        )
        for question in definition.questions
        if first.get(question.key) != second.get(question.key)
    ]


def shown_value(question: Question, value: Value | None, language: str) -> str:
    """Return an answer as a person reads it."""
    labels = labels_of(question, language)
    if value is None:
        return ""
    if isinstance(value, list):
        return " · ".join(labels.get(item, item) for item in value)
    if isinstance(value, dict):
        parts = [
            f"{labels.get('.' + part, labels.get(part, part))}: "
            f"{labels.get(str(item), str(item))}"
            for part, item in value.items()
        ]
        return " · ".join(parts)
    return labels.get(str(value), str(value))


def _yes_no(*, is_so: bool) -> str:
    words: str = _("Yes") if is_so else _("No")
    return words
