"""What a report is made of, as records: true counts, never to be shown as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.insights.results import Opinions, Priorities
from engage.moderation.facts.agreement import Agreement
from engage.surveys.questions import Question
from engage.themes.models import ThemeRun
from engage.themes.queries import Member, ThemeWithMembers


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part. `catchment` is a slug, None where none was named.

    `since` is the day on which they first said something.
    """

    voice: str
    catchment: str | None
    language: str
    channel: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One approved text; `is_quotable` says that consent and clearance are there.

    `is_refused` says that a person decided not to quote it.
    """

    id: int
    public_id: str
    voice: str
    words: str
    language: str
    is_quotable: bool
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a survey with the answers to it, by voice."""

    survey: str
    question: Question
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A comment that people voted on in public, with its counts."""

    public_id: str
    words: str
    language: str
    agrees: int
    disagrees: int
    passes: int


@dataclass(frozen=True)
class Material:
    """All that one edition is made of."""

    consultation: Consultation
    people: Mapping[str, Person]
    texts: Mapping[int, Text]
    themes: tuple[ThemeWithMembers, ...]
    unassigned: tuple[Member, ...]
    run: ThemeRun | None
    questions: tuple[Asked, ...] = ()
    statements: tuple[Statement, ...] = ()
    voters: int = 0
    catchments: tuple[Catchment, ...] = ()
    lapsed: frozenset[int] = frozenset()
    opinions: tuple[Opinions, ...] = ()
    priorities: tuple[Priorities, ...] = ()
    reading: Agreement | None = None
