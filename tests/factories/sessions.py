"""Sessions, their notes, and answers that came in under their code."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select, update

from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session, transaction
from engage.core.i18n import Bilingual
from engage.sessions.actions import add_note, plan_session
from engage.sessions.facts import SessionFacts
from engage.sessions.models import FacilitatedSession
from engage.sessions.queries import list_notes
from engage.surveys.models import Response, Survey, SurveyVersion

_numbers = count(1)


def a_session(
    consultation: Consultation, catchment: str | None = "northeast", **facts: Any
) -> FacilitatedSession:
    """Plan an evening at the library."""
    told = {
        "title": Bilingual("At the library", "À la bibliothèque"),
        "place": "Sudbury",
        "held_on": date(2026, 11, 2),
        "languages": ("en", "fr"),
        **facts,
    }
    told_all = SessionFacts(catchment=catchment, **told)
    return plan_session(consultation, told_all, by=SYSTEM)


def a_note(
    held: FacilitatedSession, text: str, *, status: str = "pending"
) -> Contribution:
    """Take down a note and put it in a status."""
    key = f"note-key-{next(_numbers):08d}"
    add_note(held, text, language="en", key=key, by=SYSTEM)
    made = list_notes(held)[0]
    if status != "pending":
        with transaction() as current:
            current.execute(
                update(Contribution)
                .where(Contribution.id == made.id)
                .values(status=status, received_hour=None)
            )
    return session().get_one(Contribution, made.id)


def an_answer(
    held: FacilitatedSession, text: str, *, may_quote: bool, code: str | None = None
) -> None:
    """Add an approved answer of a response that came in under a code."""
    number = next(_numbers)
    with transaction() as current:
        survey = current.scalar(select(Survey).where(Survey.slug == "room"))
        if survey is None:
            survey = Survey(
                slug="room",
                consultation_id=held.consultation_id,
                title=Bilingual("Room", "Salle"),
                intro=Bilingual(),
                draft={"sections": []},
            )
            current.add(survey)
            current.flush()
            current.add(
                SurveyVersion(
                    survey_id=survey.id,
                    number=1,
                    definition={},
                    digest="0" * 64,
                    published_on=held.held_on,
                )
            )
            current.flush()
        version = current.scalar(
            select(SurveyVersion.id).where(SurveyVersion.survey_id == survey.id)
        )
        response = Response(
            public_id=f"response{number}",
            survey_id=survey.id,
            survey_version_id=version,
            language="en",
            channel="session",
            received_on=held.held_on,
            consent_number=1,
            submission_hash=f"hash{number}",
            session_code=code or held.code,
        )
        current.add(response)
        current.flush()
        given = NewContribution(
            consultation_id=held.consultation_id,
            catchment_id=held.catchment_id,
            kind="answer",
            source_key=f"response:{number}:q1",
            prompt_key="q1",
            prompt=Bilingual("What?", "Quoi?"),
            voice=response.voice,
            channel="session",
            language="en",
            text=text,
            received_on=held.held_on,
            status="approved",
            may_quote=may_quote,
        )
        add_contributions(current, [given])
