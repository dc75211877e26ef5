"""Tallies for the people who facilitate: counts by question and catchment, no words.

These are working figures inside a role's own catchments; what is published passes
through `core.disclosure`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Text, cast, func, literal, select

from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.surveys import queries
from engage.surveys.models import Answer, Response, Survey, voice_of
from engage.surveys.questions import Question, Value
from engage.surveys.scope import standing_of

# Counts by catchment id; None are people who were not sure.
ByPlace = dict[int | None, int]


@dataclass
class Tally:
    """One line of a question: a choice, a step, a cell; how often, and where.

    `score` is a ranking's mean place as a share: 1 always first, 0 always last.
    """

    part: str
    choice: str
    places: ByPlace = field(default_factory=dict)
    score: float | None = None

    @property
    def total(self) -> int:
        """How often over all catchments."""
        return sum(self.places.values())


@dataclass
class QuestionTallies:
    """What was answered to one question; of texts only where they stand."""

    question: Question
    answered: ByPlace
    lines: list[Tally]
    texts: Mapping[str, int]


@dataclass
class Results:
    """All tallies of a survey within an actor's catchments."""

    responses: ByPlace
    questions: list[QuestionTallies]


Counted = list[tuple[Value, int | None, int]]


def get_results(actor: Actor, survey: Survey) -> Results:
    """Return the tallies of a survey, over all its versions, in the actor's scope."""
    counted = _counted(actor, survey)
    texts = _texts(actor, survey)
    questions = {
        question.key: question
        for definition in map(queries.definition_of, queries.list_versions(survey))
        for question in definition.questions
        if question.key not in definition.about
    }
    return Results(
        responses=_responses(actor, survey),
        questions=[
            tallied(question, counted.get(key, []), texts.get(key, {}))
            for key, question in questions.items()
        ],
    )


def tallied(
    question: Question, counted: Counted, texts: Mapping[str, int]
) -> QuestionTallies:
    """Return the tallies of one question from its counted answers."""
    lines: dict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)
    answered: Counter[int | None] = Counter()
    for value, place, count in counted:
        answered[place] += count
        for part, choice, times in _parts(value):
            lines[part, choice][place] += count * times
    made = [Tally(part, choice, dict(c)) for (part, choice), c in lines.items()]
    if question.kind == "ranking":
        scores = borda([(v, n) for v, _place, n in counted if isinstance(v, list)])
        for line in made:
            line.score = scores.get(line.choice)
    return QuestionTallies(question, dict(answered), made, texts)


def borda(rankings: Iterable[tuple[list[str], int]]) -> dict[str, float]:
    """Return each choice's mean Borda points as a share of the most (0 to 1).

    The first of n choices gets n - 1 points, the last 0. Choices left out share what
    is left equally, as tied choices do; n counts the choices that anybody ranked.
    Source: J.-C. de Borda, Mémoire sur les élections au scrutin (1781).
    """
    given = list(rankings)
    choices = sorted({choice for ranking, _count in given for choice in ranking})
    voters = sum(count for _ranking, count in given)
    most = len(choices) - 1
    if most < 1:
        return dict.fromkeys(choices, 1.0)
    points: dict[str, float] = dict.fromkeys(choices, 0.0)
    for ranking, count in given:
        left = (len(choices) - len(ranking) - 1) / 2
        places = {choice: most - place for place, choice in enumerate(ranking)}
        for choice in choices:
            points[choice] += places.get(choice, left) * count
    return {choice: points[choice] / (voters * most) for choice in choices}


def _parts(value: Value) -> Iterator[tuple[str, str, int]]:
    """Yield part, choice and how often of one answer."""
    if isinstance(value, list):
        yield from (("", choice, 1) for choice in value)
    elif isinstance(value, dict):
        for part, item in value.items():
            if isinstance(item, int):
                yield ("", part, item)
            else:
                yield (part, item, 1)
    else:
        yield ("", str(value), 1)


def _counted(actor: Actor, survey: Survey) -> dict[str, Counted]:
    """Return how often each whole answer was given, by question and catchment."""
    value = cast(Answer.value, Text).label("value")
    rows = session().execute(
        select(Answer.question_key, value, Response.catchment_id, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(*standing_of(survey, actor))
        .group_by(Answer.question_key, value, Response.catchment_id)
    )
    found: dict[str, Counted] = defaultdict(list)
    for key, written, place, count in rows:
        found[key].append((json.loads(written), place, count))
    return found


def _responses(actor: Actor, survey: Survey) -> ByPlace:
    rows = session().execute(
        select(Response.catchment_id, func.count())
        .where(*standing_of(survey, actor))
        .group_by(Response.catchment_id)
    )
    return {row[0]: row[1] for row in rows}


def _texts(actor: Actor, survey: Survey) -> dict[str, dict[str, int]]:
    """Return how many texts of each question stand where; never a text."""
    voice = literal(voice_of("")) + Response.public_id
    rows = session().execute(
        select(Contribution.prompt_key, Contribution.status, func.count())
        .join(Response, Contribution.voice == voice)
        .where(*standing_of(survey, actor), Contribution.part_of_id.is_(None))
        .group_by(Contribution.prompt_key, Contribution.status)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, status, count in rows:
        found[key][status] = count
    return found
