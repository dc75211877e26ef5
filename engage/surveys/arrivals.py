"""How responses came in, and from whom, within an actor's catchments."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.core.actors import Actor
from engage.core.db import session
from engage.surveys import queries
from engage.surveys.models import Characteristic, Response, Survey
from engage.surveys.questions import Question
from engage.surveys.scope import standing_of


@dataclass(frozen=True)
class Arrivals:
    """How many responses by day, by channel and by language."""

    days: dict[date, int]
    channels: dict[str, int]
    languages: dict[str, int]


def get_arrivals(actor: Actor, survey: Survey) -> Arrivals:
    """Return how the responses of a survey came in."""
    return Arrivals(
        days=_counted(actor, survey, Response.received_on),
        channels=_counted(actor, survey, Response.channel),
        languages=_counted(actor, survey, Response.language),
    )


def about_questions(survey: Survey) -> list[Question]:
    """Return the questions that ask who answers, over all versions, by key."""
    found: dict[str, Question] = {}
    for version in queries.list_versions(survey):
        definition = queries.definition_of(version)
        found |= {key: definition.by_key[key] for key in sorted(definition.about)}
    return list(found.values())


def count_about(actor: Actor, survey: Survey) -> dict[str, Counter[str]]:
    """Return how often each thing was said of oneself, by question."""
    rows = session().execute(
        select(Characteristic.question_key, Characteristic.value)
        .join(Response, Response.id == Characteristic.response_id)
        .where(*standing_of(survey, actor))
    )
    found: dict[str, Counter[str]] = {}
    for key, value in rows:
        said = value if isinstance(value, list) else [value]
        found.setdefault(key, Counter()).update(map(str, said))
    return found


def _counted(
    actor: Actor, survey: Survey, column: InstrumentedAttribute[Any]
) -> dict[Any, int]:
    rows = session().execute(
        select(column, func.count())
        .where(*standing_of(survey, actor))
        .group_by(column)
        .order_by(column)
    )
    return {row[0]: row[1] for row in rows}
