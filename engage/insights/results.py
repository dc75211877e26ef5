"""What a run found, joined again with the words and votes as they stand now.

A comment that was taken back since is left out; so is a vote on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.insights import queries
from engage.insights.queries import Said
from engage.surveys.questions import Question, Scale, WithChoices, Words
from engage.threads.models import AGREE, DISAGREE, Thread

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GroupVotes:
    """How one opinion group voted on one comment: participants by what they chose."""

    voted: frozenset[int]
    agreed: frozenset[int]
    disagreed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A comment that joins, divides or marks groups, and how each group voted on it.

    `side` is "agree", "disagree", or None where the groups differ.
    """

    said: Said
    side: str | None
    groups: tuple[GroupVotes, ...]


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinion groups of one discussion, the largest first.

    `groups` holds the participants of each; `people` counts everybody who voted.
    """

    thread: Thread
    people: int
    groups: tuple[frozenset[int], ...]
    consensus: tuple[Highlight, ...]
    dividing: tuple[Highlight, ...]
    representative: tuple[tuple[Highlight, ...], ...]

    @property
    def placed(self) -> int:
        """How many people voted often enough to stand in a group."""
        return sum(len(group) for group in self.groups)


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """One option: its label, score and interval, and how many people placed it."""

    key: str
    label: Words
    score: float
    low: float | None
    high: float | None
    placed: int | None


@dataclass(frozen=True, slots=True)
class Priorities:
    """What the answers to one question say together, the highest score first.

    `place` gives each option of a ranking its place when options meet pair by pair.
    """

    survey: str
    question: Question
    people: int
    lines: tuple[PriorityLine, ...]
    place: Mapping[str, int]
    most: float


def list_opinions(consultation_id: int, findings: Sequence[Finding]) -> list[Opinions]:
    """Return the opinion groups of each discussion that has any."""
    threads = {
        thread.slug: thread for thread in queries.list_voted_threads(consultation_id)
    }
    named = {
        one["comment"] for finding in findings for one in _every_highlight(finding)
    }
    said, votes = queries.find_said(named), queries.votes_on(named)
    return [
        _opinions(threads[finding["thread"]], finding, said, votes)
        for finding in findings
        if finding["thread"] in threads
    ]


def list_priorities(
    consultation_id: int, findings: Sequence[Finding]
) -> list[Priorities]:
    """Return what the answers to each weighed question say together."""
    asked = {
        (one.survey, one.question.key): one.question
        for one in queries.list_weighed_questions(consultation_id)
    }
    return [
        _priorities(asked[key], finding)
        for finding in findings
        if (key := (finding["survey"], finding["question"])) in asked
    ]


def _every_highlight(finding: Finding) -> Iterable[Finding]:
    yield from finding["consensus"]
    yield from finding["dividing"]
    for marks in finding["representative"]:
        yield from marks


def _opinions(
    thread: Thread,
    finding: Finding,
    said: Mapping[str, Said],
    votes: Mapping[str, Mapping[int, int]],
) -> Opinions:
    groups = tuple(frozenset(group) for group in finding["groups"])

    def read(highlights: Iterable[Finding]) -> tuple[Highlight, ...]:
        return tuple(
            Highlight(
                said[one["comment"]],
                one["side"],
                tuple(_votes_of(group, votes[one["comment"]]) for group in groups),
            )
            for one in highlights
            if one["comment"] in said
        )

    return Opinions(
        thread=thread,
        people=finding["people"],
        groups=groups,
        consensus=read(finding["consensus"]),
        dividing=read(finding["dividing"]),
        representative=tuple(read(marks) for marks in finding["representative"]),
    )


def _votes_of(group: frozenset[int], votes: Mapping[int, int]) -> GroupVotes:
    voted = group & votes.keys()
    return GroupVotes(
        voted=frozenset(voted),
        agreed=frozenset(one for one in voted if votes[one] == AGREE),
        disagreed=frozenset(one for one in voted if votes[one] == DISAGREE),
    )


def _priorities(question: Question, finding: Finding) -> Priorities:
    labels: dict[str, Words] = {"": question.title}
    if isinstance(question, WithChoices):
        labels = {choice.key: choice.label for choice in question.choices}
    lines = tuple(
        PriorityLine(
            key=line["option"],
            label=labels[line["option"]],
            score=line["score"],
            low=line["low"],
            high=line["high"],
            placed=line.get("placed"),
        )
        for line in finding["lines"]
        if line["option"] in labels
    )
    place = {
        option: number
        for number, tied in enumerate(finding.get("order", ()), start=1)
        for option in tied
    }
    return Priorities(
        survey=finding["survey"],
        question=question,
        people=finding["people"],
        lines=lines,
        place=place,
        most=_most(question, lines),
    )


def _most(question: Question, lines: Sequence[PriorityLine]) -> float:
    """Return the score that fills a bar."""
    if isinstance(question, Scale):
        return float(question.high)
    if question.kind == "ranking":
        return 1.0
    return max((line.high or line.score for line in lines), default=0) or 1.0
