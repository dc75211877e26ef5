"""Fields as `components/field.html` draws them, made from questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.catchments.lookup import area_names
from engage.core.i18n import gettext as _
from engage.core.text import shown_text
from engage.surveys.questions import (
    UNKNOWN,
    Matrix,
    Place,
    Points,
    Question,
    Scale,
    Sent,
    WithChoices,
    Words,
)
from engage.surveys.questions.base import first

FIELD_KINDS = {
    "single": "radios",
    "multiple": "checkboxes",
    "short_text": "text",
    "long_text": "textarea",
}


@dataclass
class Label:
    """The words of a field."""

    text: str


@dataclass
class Flags:
    """What the field component asks about a field."""

    required: bool = False
    maxlength: int | None = None


@dataclass
class Field:
    """One field as `components/field.html` draws it."""

    name: str
    kind: str
    label: Label
    data: Any = None
    description: str = ""
    flags: Flags = field(default_factory=Flags)
    errors: list[str] = field(default_factory=list)
    choices: Sequence[tuple[str, str]] = ()
    rows: Sequence[tuple[str, str]] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    areas: Sequence[tuple[str, str]] = ()
    area: str = ""
    low_label: str = ""
    high_label: str = ""
    total: int = 0

    @property
    def id(self) -> str:
        """The id of its first input."""
        return self.name

    @property
    def type(self) -> str:
        """The kind, under the name that form libraries use."""
        return self.kind

    def iter_choices(self) -> Iterator[tuple[str, str, bool]]:
        """Yield value, label and whether it is chosen."""
        chosen = self.data if isinstance(self.data, list) else [self.data]
        held = {str(item) for item in chosen if item is not None}
        for value, label in self.choices:
            yield value, label, value in held

    def _value(self) -> str:
        return shown_text(str(self.data)) if self.data is not None else ""


@dataclass
class FormSection:
    """A section's heading and the fields of the questions that are asked."""

    key: str
    title: str
    intro: str
    fields: list[Field]


def question_field(question: Question, language: str, sent: Sent) -> Field:
    """Return the field of a question, filled with what was sent for it."""
    made = Field(
        name=question.key,
        kind=FIELD_KINDS.get(question.kind, question.kind),
        label=Label(said(question.title, language)),
        data=_typed(question, sent),
        description=said(question.hint, language),
        flags=Flags(question.is_required, getattr(question, "limit", None)),
    )
    if isinstance(question, WithChoices):
        made.choices = [(c.key, said(c.label, language)) for c in question.choices]
        made.hints = {c.key: said(c.hint, language) for c in question.choices if c.hint}
    if isinstance(question, Matrix):
        made.rows = [(row.key, said(row.label, language)) for row in question.rows]
    if isinstance(question, Place):
        made.areas = _areas(question, language, first(sent, question.key))
        made.area = first(sent, question.area_name)
    if isinstance(question, Points):
        made.total = question.total
    if isinstance(question, Scale):
        steps = range(question.low, question.high + 1)
        made.choices = [(str(step), str(step)) for step in steps]
        made.low_label = said(question.low_label, language)
        made.high_label = said(question.high_label, language)
    if question.offers_unknown:
        made.choices = [*made.choices, (UNKNOWN, _("I don't know"))]
    return made


def _areas(question: Place, language: str, typed: str) -> list[tuple[str, str]]:
    """Return the catchments to choose from where a place lies in several."""
    areas = [(slug, area_names()[slug][language]) for slug in question.areas_of(typed)]
    return [*areas, ("unsure", _("I am not sure"))] if areas else []


def _typed(question: Question, sent: Sent) -> object:
    """Return what was sent as the field shows it again: as it was typed."""
    if len(question.columns) == 1 and not isinstance(question, WithChoices):
        return first(sent, question.key)
    raw = question.from_form(sent)
    if isinstance(raw, dict):
        return {key: shown_text(str(value)) for key, value in raw.items()}
    return raw


def said(words: Words, language: str) -> str:
    """Return words in a language, or in the other one."""
    return words.get(language) or next(iter(words.values()), "")


def labels_of(question: Question, language: str) -> dict[str, str]:
    """Return the words for the choices and rows of a question, by key."""
    labels = {UNKNOWN: _("I don't know")}
    if isinstance(question, WithChoices):
        labels |= {c.key: said(c.label, language) for c in question.choices}
    if isinstance(question, Matrix):
        labels |= {f".{row.key}": said(row.label, language) for row in question.rows}
    return labels
