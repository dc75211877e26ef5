"""Questions about votes and closed answers, and what was drawn from them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.insights.models import InsightRun
from engage.surveys.arrivals import about_questions
from engage.surveys.models import Answer, Characteristic, Response, Survey, voice_of
from engage.surveys.queries import definition_of, get_version, list_surveys
from engage.surveys.questions import (
    Points,
    Question,
    Ranking,
    Scale,
    WithChoices,
)
from engage.threads.models import Comment, Reaction, Thread

WEIGHED = (Ranking, Points, Scale)
LANGUAGES = {
    "en": Bilingual("English", "Anglais"),
    "fr": Bilingual("French", "Français"),
}
CHANNELS = {
    "web": Bilingual("Online", "En ligne"),
    "paper": Bilingual("On paper", "Sur papier"),
    "session": Bilingual("In a session", "En séance"),
    "kiosk": Bilingual("At a kiosk", "À une borne"),
    "import": Bilingual("From a file", "D’un fichier"),
}


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


@dataclass(frozen=True)
class Trait:
    """Something that people have in common, and who (voices) is of which kind."""

    key: str
    title: Bilingual
    labels: Mapping[str, Bilingual]
    voices: Mapping[str, set[str]]


def list_traits(consultation_id: int) -> list[Trait]:
    """Return the language and way of all who wrote, and what they said they are.

    What was asked about people is in bands and kinds alone, never in words.
    """
    return [*_of_texts(consultation_id), *_said_of_themselves(consultation_id)]


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


def _of_texts(consultation_id: int) -> Iterator[Trait]:
    rows = session().execute(
        select(Contribution.voice, Contribution.language, Contribution.channel).where(
            Contribution.consultation_id == consultation_id,
            Contribution.status == "approved",
        )
    )
    spoken, ways = defaultdict(set), defaultdict(set)
    for voice, language, channel in rows:
        spoken[language].add(voice)
        ways[channel].add(voice)
    yield Trait("language", Bilingual("Language", "Langue"), LANGUAGES, spoken)
    way = Bilingual("Way of taking part", "Façon de participer")
    yield Trait("channel", way, CHANNELS, ways)


def _said_of_themselves(consultation_id: int) -> Iterator[Trait]:
    for survey in list_surveys(consultation_id):
        said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        rows = session().execute(
            select(
                Characteristic.question_key, Characteristic.value, Response.public_id
            )
            .join(Response, Response.id == Characteristic.response_id)
            .where(Response.survey_id == survey.id, Response.is_withdrawn.is_(False))
        )
        for key, value, public_id in rows:
            for one in value if isinstance(value, list) else [value]:
                said[key][str(one)].add(voice_of(public_id))
        for question in about_questions(survey):
            if isinstance(question, WithChoices):
                yield Trait(
                    f"{survey.slug}:{question.key}",
                    Bilingual(**question.title),
                    {one.key: Bilingual(**one.label) for one in question.choices},
                    said[question.key],
                )


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
