"""A survey's definition: sections of questions, read from JSON and checked.

What is asked depends only on the answers before it: a condition names an earlier
question, so branching can have no circle.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engage.surveys.questions.base import Question, Refused, Value, Words


@dataclass(frozen=True)
class Section:
    """Some questions under one heading.

    `is_about_you` where they ask who answers: the last of all, each one optional.
    """

    key: str
    title: Words
    intro: Words
    questions: tuple[Question, ...]
    is_about_you: bool = False


@dataclass(frozen=True)
class Checked:
    """The verdict on one whole reply: what was answered, and what cannot be taken."""

    answers: dict[str, Value] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Definition:
    """All that a survey version asks."""

    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(q for section in self.sections for q in section.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """All questions by their stable keys."""
        return {question.key: question for question in self.questions}

    @cached_property
    def about(self) -> frozenset[str]:
        """The keys of the questions that ask who answers."""
        return frozenset(
            question.key
            for section in self.sections
            if section.is_about_you
            for question in section.questions
        )

    @cached_property
    def branching(self) -> frozenset[str]:
        """The keys of the questions whose answers open others."""
        conditions = (question.show_if for question in self.questions)
        return frozenset(item.question for item in conditions if item)

    @property
    def minutes(self) -> int:
        """How long answering usually takes, in whole minutes."""
        return max(1, round(sum(question.seconds for question in self.questions) / 60))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a file of responses, in the order of the questions."""
        return tuple(name for q in self.questions for name in q.columns)

    def check(self, read: Callable[[Question], object]) -> Checked:
        """Return the verdict on a reply; `read` gives what was sent for a question.

        A question that the answers before it do not call for is not read at all: an
        answer to it is dropped, and it cannot be missing.
        """
        checked = Checked()
        for question in self.questions:
            if question.show_if and not question.show_if.is_met_by(checked.answers):
                continue
            checked.asked.append(question.key)
            try:
                answer = question.check(read(question))
            except Refused as refusal:
                checked.refused[question.key] = refusal
                continue
            if answer is not None:
                checked.answers[question.key] = answer
            elif question.is_required:
                checked.refused[question.key] = Refused("missing")
        return checked

    def check_values(self, values: Mapping[str, object]) -> Checked:
        """Return the verdict on a reply in the JSON encoding."""
        checked = self.check(lambda question: values.get(question.key))
        for key in values:
            if key not in self.by_key:
                checked.refused[str(key)[:60]] = Refused("no_such_question")
        return checked

    def texts(self, answers: Mapping[str, Value]) -> Iterator[tuple[Question, str]]:
        """Yield the free texts among the answers, with their questions."""
        for question in self.questions:
            if question.is_text and question.key in answers:
                yield question, str(answers[question.key])


def digest_of(raw: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a definition, whatever the order of its fields."""
    written = json.dumps(raw, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
