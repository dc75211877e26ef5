"""What every kind of question has, and how it says no."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

# One content in two languages, as it stands in a definition: {"en": …, "fr": …}.
Words = Mapping[str, str]
Value = str | int | float | list[str] | dict[str, str] | dict[str, int]
# What a form sent: every value of every name, in order.
Sent = Mapping[str, Sequence[str]]
Cells = Mapping[str, str]

UNKNOWN = "unknown"
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
CHOICE_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class Refused(ValueError):
    """A value that is no answer to the question: `code` says why, `facts` how far."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Choice:
    """One option of a question, or one row of a matrix."""

    key: str
    label: Words
    hint: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """When a question is asked: an earlier answer is, or holds, one of these."""

    question: str
    any_of: tuple[str, ...]

    def is_met_by(self, answers: Mapping[str, Value]) -> bool:
        """Return whether the answers given so far call for the question."""
        given = answers.get(self.question)
        if given is None:
            return False
        held = given if isinstance(given, list | dict) else [given]
        return any(str(item) in self.any_of for item in held)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `check` is the one verdict for form, API and import.

    The readers (`from_form`, `from_cells`) only give what was sent the shape that the
    JSON encoding has; they judge nothing.
    """

    kind: ClassVar[str] = ""
    is_text: ClassVar[bool] = False
    # How long a person usually takes.
    seconds: ClassVar[int] = 15

    key: str
    title: Words
    hint: Words = field(default_factory=dict)
    is_required: bool = False
    offers_unknown: bool = False
    show_if: Condition | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The form fields and file columns the answer stands in."""
        return (self.key,)

    def check(self, raw: object) -> Value | None:
        """Return the answer, or None where nothing was answered.

        Raises:
            Refused: It is not an answer to this question.
        """
        if raw is None or raw in ("", [], {}):
            return None
        if raw == UNKNOWN and self.offers_unknown:
            return UNKNOWN
        return self._check(raw)

    def from_form(self, sent: Sent) -> object:
        """Return what a form sent for this question, in the JSON shape."""
        return first(sent, self.key).strip()

    def from_cells(self, cells: Cells) -> object:
        """Return what a row of a file holds for this question, in the JSON shape."""
        return self.from_form({name: [cells.get(name, "")] for name in self.columns})

    def to_cells(self, value: Value | None) -> dict[str, str | int | float]:
        """Return the cells in which a file holds an answer."""
        if value is None:
            return {}
        return {self.key: value if isinstance(value, int | float) else str(value)}

    def _check(self, raw: object) -> Value | None:
        raise NotImplementedError


def first(sent: Sent, name: str) -> str:
    """Return the first value a form sent under a name, or nothing."""
    values = sent.get(name)
    return values[0] if values else ""
