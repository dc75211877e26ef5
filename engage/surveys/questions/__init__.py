"""The kinds of questions: pure objects with one verdict for form, API and import."""

from engage.surveys.questions.base import (
    UNKNOWN,
    Choice,
    Condition,
    Question,
    Refused,
    Sent,
    Value,
    Words,
)
from engage.surveys.questions.choices import (
    Matrix,
    Multiple,
    Points,
    Ranking,
    Single,
    WithChoices,
)
from engage.surveys.questions.definition import (
    Checked,
    Definition,
    Section,
    digest_of,
)
from engage.surveys.questions.faults import Fault, faults_of, is_complete
from engage.surveys.questions.numbers import Number, Scale
from engage.surveys.questions.reading import KINDS, read_definition
from engage.surveys.questions.texts import LongText, Place, ShortText

__all__ = [
    "KINDS",
    "UNKNOWN",
    "Checked",
    "Choice",
    "Condition",
    "Definition",
    "Fault",
    "LongText",
    "Matrix",
    "Multiple",
    "Number",
    "Place",
    "Points",
    "Question",
    "Ranking",
    "Refused",
    "Scale",
    "Section",
    "Sent",
    "ShortText",
    "Single",
    "Value",
    "WithChoices",
    "Words",
    "digest_of",
    "faults_of",
    "is_complete",
    "read_definition",
]
