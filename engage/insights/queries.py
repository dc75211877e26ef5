"""Questions about votes and closed answers, and what was drawn from them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.insights.models import InsightRun
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.queries import definition_of, get_version, list_surveys
from engage.surveys.questions import Points, Question, Ranking, Scale
from engage.threads.models import Comment, Reaction, Thread

WEIGHED = (Ranking, Points, Scale)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an approved comment that people voted on."""

    public_id: str
    words: str
    language: str
    is_quotable: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that can be weighed, with what people answered."""

    survey: str
    question: Question
    answers: tuple[Any, ...]


def latest_insights(consultation_id: int) -> InsightRun | None:
    """Return the newest run of a consultation, or None."""
    newest = (
        select(InsightRun)
        .where(InsightRun.consultation_id == consultation_id)
        .order_by(InsightRun.number.desc())
        .limit(1)
    )
    return session().scalar(newest)


def list_voted_threads(consultation_id: int) -> list[Thread]:
    """Return the discussions of a consultation, in a fixed order."""
    mine = select(Thread).where(Thread.consultation_id == consultation_id)
    return list(session().scalars(mine.order_by(Thread.slug)))


def list_weighed(consultation_id: int) -> list[AskedQuestion]:
    """Return rankings, points and scales with the answers of all who still stand."""
    asked: list[AskedQuestion] = []
    for survey, questions in _weighed_by_survey(consultation_id):
        given = _answers(survey.id, [one.key for one in questions])
        asked += [
            AskedQuestion(survey.slug, one, tuple(given[one.key])) for one in questions
        ]
    return asked


def list_weighed_questions(consultation_id: int) -> list[AskedQuestion]:
    """Return rankings, points and scales without their answers."""
    return [
        AskedQuestion(survey.slug, question, ())
        for survey, questions in _weighed_by_survey(consultation_id)
        for question in questions
    ]


def has_something_to_weigh(consultation_id: int) -> bool:
    """Return whether anybody voted in a discussion or answered a closed question."""
    voted = (
        select(Reaction.comment_id)
        .join(Comment, Comment.id == Reaction.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Thread.consultation_id == consultation_id)
    )
    answered = (
        select(Answer.response_id)
        .join(Response, Response.id == Answer.response_id)
        .join(Survey, Survey.id == Response.survey_id)
        .where(Survey.consultation_id == consultation_id)
    )
    return session().scalar(voted.union_all(answered).limit(1)) is not None


def find_said(public_ids: Collection[str]) -> Mapping[str, Said]:
    """Return the words of those comments that are still approved, by public id."""
    rows = session().execute(
        select(Comment.public_id, Contribution)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Comment.public_id.in_(public_ids), Contribution.status == "approved")
    )
    return {
        name: Said(name, text.text, text.language, text.is_quotable)
        for name, text in rows
    }


def votes_on(public_ids: Collection[str]) -> Mapping[str, Mapping[int, int]]:
    """Return who voted how on some comments: value by participant, by comment."""
    rows = session().execute(
        select(Comment.public_id, Reaction.participant_id, Reaction.value)
        .join(Comment, Comment.id == Reaction.comment_id)
        .where(Comment.public_id.in_(public_ids))
    )
    votes: dict[str, dict[int, int]] = defaultdict(dict)
    for name, participant, value in rows:
        votes[name][participant] = value
    return votes


def _weighed_by_survey(consultation_id: int) -> Iterator[tuple[Survey, list[Question]]]:
    for survey in list_surveys(consultation_id):
        if survey.number:
            asked = definition_of(get_version(survey, survey.number)).questions
            yield survey, [one for one in asked if isinstance(one, WEIGHED)]


def _answers(survey_id: int, keys: list[str]) -> Mapping[str, list[Any]]:
    rows = session().execute(
        select(Answer.question_key, Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .where(
            Response.survey_id == survey_id,
            Response.is_withdrawn.is_(False),
            Answer.question_key.in_(keys),
        )
        .order_by(Response.public_id)
    )
    given: dict[str, list[Any]] = defaultdict(list)
    for key, value in rows:
        given[key].append(value)
    return given
