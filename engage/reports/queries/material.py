"""What a report is made of, as it is in the tables: true counts, before disclosure.

Nothing here may be shown: `engage.reports.document` turns it into published figures.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, or_, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import get_consultation_by_id
from engage.contributions.models import Contribution, EarlierWording, QuoteVerdict
from engage.core.db import session
from engage.insights.queries import latest_insights
from engage.insights.readings import get_audit
from engage.insights.results import (
    Opinions,
    Priorities,
    list_opinions,
    list_priorities,
)
from engage.reports.models import REMOVED, WITHDRAWN
from engage.reports.queries.records import Asked, Material, Person, Statement, Text
from engage.surveys.models import Answer, Response, Survey, voice_of
from engage.surveys.queries import definition_of, get_version, list_surveys
from engage.themes.queries import (
    ThemeWithMembers,
    latest_run,
    list_lapsed,
    themes_with_members,
    unassigned,
)
from engage.threads.models import Comment, Reaction, Thread


def gather_material(consultation: Consultation) -> Material:
    """Return what a report of a consultation is made of now; it is read afresh."""
    consultation = get_consultation_by_id(consultation.id)
    people, texts = _people_and_texts(consultation)
    questions, respondents = _answers(consultation)
    people = {**people, **respondents}
    themes = (_as_read(item, texts) for item in themes_with_members(consultation.id))
    loose = unassigned(consultation.id)
    statements, voters = (
        _statements(consultation) if consultation.has_public_source else ((), 0)
    )
    opinions, priorities = _insights(consultation)
    return Material(
        consultation=consultation,
        people=people,
        texts=texts,
        themes=tuple(themes),
        unassigned=tuple(item for item in loose if item.contribution_id in texts),
        run=latest_run(consultation.id),
        questions=questions,
        statements=statements,
        voters=voters,
        catchments=tuple(consultation.catchments),
        lapsed=frozenset(list_lapsed(consultation.id)),
        opinions=opinions,
        priorities=priorities,
        reading=get_audit(consultation).agreement,
    )


def _insights(
    consultation: Consultation,
) -> tuple[tuple[Opinions, ...], tuple[Priorities, ...]]:
    run = latest_insights(consultation.id)
    if run is None:
        return (), ()
    return (
        tuple(list_opinions(consultation.id, run.findings["threads"])),
        tuple(list_priorities(consultation.id, run.findings["questions"])),
    )


def find_gone(texts: Collection[str]) -> dict[str, str]:
    """Return which quoted texts are no longer there, and why, by public id.

    Votes quote comments, themes contributions: both kinds of ids may be given.
    """
    # What was kept long enough and then forgotten stays quoted: nobody took it back.
    # Words that were cleared once, or of which details were taken out, are quoted
    # again when a person clears them.
    redacted = select(EarlierWording.contribution_id).where(
        EarlierWording.cause == "redacted"
    )
    judged = select(QuoteVerdict.contribution_id)
    is_judged = Contribution.id.in_(redacted) | Contribution.id.in_(judged)
    taken = or_(
        Contribution.status.not_in(("approved", "expired")),
        Contribution.is_cleared.is_(False) & is_judged,
    )
    own = select(Contribution.public_id, Contribution.status).where(
        taken, Contribution.public_id.in_(texts)
    )
    voted = (
        select(Comment.public_id, Contribution.status)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(taken, Comment.public_id.in_(texts))
    )
    rows = [*session().execute(own), *session().execute(voted)]
    return {name: WITHDRAWN if why == "withdrawn" else REMOVED for name, why in rows}


def _as_read(item: ThemeWithMembers, texts: Mapping[int, Text]) -> ThemeWithMembers:
    """Return a theme without texts that were decided while the others were read."""
    members = (one for one in item.members if one.contribution_id in texts)
    return replace(item, members=tuple(members))


def _people_and_texts(
    consultation: Consultation,
) -> tuple[dict[str, Person], dict[int, Text]]:
    """Return who wrote approved texts, and these texts."""
    rows = session().execute(
        select(Contribution, Catchment.slug, QuoteVerdict.verdict)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .outerjoin(QuoteVerdict, QuoteVerdict.contribution_id == Contribution.id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status == "approved",
        )
        .order_by(Contribution.public_id)
    )
    people: dict[str, Person] = {}
    texts: dict[int, Text] = {}
    for row, slug, verdict in rows:
        said = Person(row.voice, slug, row.language, row.channel, row.received_on)
        people[row.voice] = _one_person(people.get(row.voice), said)
        texts[row.id] = Text(
            row.id,
            row.public_id,
            row.voice,
            row.quotable_text,
            row.language,
            row.is_quotable,
            is_refused=verdict == "refused",
        )
    return people, texts


def _one_person(known: Person | None, said: Person) -> Person:
    """Return what is known of somebody: a catchment they named, their first day."""
    if known is None:
        return said
    days = [day for day in (known.since, said.since) if day is not None]
    named = said if known.catchment is None else known
    return replace(named, since=min(days, default=None))


def _answers(
    consultation: Consultation,
) -> tuple[tuple[Asked, ...], dict[str, Person]]:
    """Return the closed questions with their answers, and everybody who answered."""
    people: dict[str, Person] = {}
    asked: list[Asked] = []
    for survey in list_surveys(consultation.id):
        if survey.number == 0:
            continue
        voices = _respondents(survey)
        people |= {person.voice: person for person in voices.values()}
        given = _given(survey)
        version = get_version(survey, survey.number)
        for question in definition_of(version).questions:
            answers = {
                voices[response].voice: value
                for response, value in given[question.key].items()
                if response in voices
            }
            if answers and not question.is_text:
                asked.append(Asked(survey.slug, question, answers))
    return tuple(asked), people


def _respondents(survey: Survey) -> dict[int, Person]:
    rows = session().execute(
        select(
            Response.id,
            Response.public_id,
            Catchment.slug,
            Response.language,
            Response.channel,
            Response.received_on,
        )
        .outerjoin(Catchment, Catchment.id == Response.catchment_id)
        .where(Response.survey_id == survey.id, Response.is_withdrawn.is_(False))
    )
    return {
        row.id: Person(
            voice_of(row.public_id),
            row.slug,
            row.language,
            row.channel,
            row.received_on,
        )
        for row in rows
    }


def _given(survey: Survey) -> dict[str, dict[int, Any]]:
    rows = session().execute(
        select(Answer.question_key, Answer.response_id, Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey.id)
    )
    given: dict[str, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        given[row.question_key][row.response_id] = row.value
    return given


def _statements(consultation: Consultation) -> tuple[tuple[Statement, ...], int]:
    """Return the statements people voted on in public, and how many people did."""
    rows = session().execute(
        select(
            Comment.public_id,
            Contribution.text,
            Contribution.language,
            Comment.agrees,
            Comment.disagrees,
            Comment.passes,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status == "approved",
        )
        .order_by(Comment.public_id)
    )
    voters = session().scalar(
        select(func.count(Reaction.participant_id.distinct()))
        .join(Comment, Comment.id == Reaction.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Thread.consultation_id == consultation.id)
    )
    return tuple(Statement(*row) for row in rows), int(voters or 0)
