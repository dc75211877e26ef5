"""A consultation that can be reported: people, texts, themes, answers, made as rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.db import transaction
from engage.core.i18n import Bilingual
from engage.core.tokens import new_public_id
from engage.surveys.actions import SurveyFacts, create_survey, publish_survey
from engage.surveys.models import Answer, Response, Survey, voice_of
from engage.themes.models import Assignment, Theme, ThemeRun

PLACES = {"northeast": 60, "toronto": 45, "ottawa": 4}
RIDES = Bilingual("Getting there", "Se rendre au travail")
SKILLS = Bilingual("Learning a trade", "Apprendre un métier")
CARE = Bilingual("Child care", "La garde des enfants")
CHOICES = ("rides", "skills", "care", "housing")


def reportable(slug: str = "needs", **people: int) -> Consultation:
    """Make an open consultation with people, texts, themes and a survey's answers."""
    consultation = a_bare_consultation(slug)
    survey = a_survey(consultation)
    crowd = Crowd(consultation, survey)
    crowd.add(people or PLACES)
    crowd.find_themes()
    return consultation


def a_bare_consultation(slug: str = "needs", **facts: Any) -> Consultation:
    """Make an open consultation of November 2026 in which nobody has answered yet."""
    told: dict[str, Any] = {
        "title": Bilingual("What people need", "Ce qu’il faut aux gens"),
        "summary": Bilingual("What would help you?", "Qu’est-ce qui vous aiderait?"),
        "opens_on": date(2026, 10, 1),
        "closes_on": date(2026, 11, 30),
        **facts,
    }
    places = told.pop("catchments", tuple(PLACES))
    consultation = create_consultation(
        ConsultationFacts(slug=slug, **told), catchments=places, by=SYSTEM
    )
    advance_consultation(consultation, "open", by=SYSTEM)
    return consultation


def a_survey(consultation: Consultation) -> Survey:
    """Make a survey with a ranking and a scale, and publish it."""
    choices = [
        {
            "key": key,
            "label": {"en": key.capitalize(), "fr": f"{key.capitalize()} (fr)"},
        }
        for key in CHOICES
    ]
    questions = [
        {
            "key": "rank",
            "kind": "ranking",
            "title": {"en": "What matters most?", "fr": "Qu’est-ce qui compte?"},
            "choices": choices,
        },
        {
            "key": "ease",
            "kind": "scale",
            "title": {"en": "How easy is it?", "fr": "Est-ce facile?"},
            "low": 1,
            "high": 3,
            "low_label": {"en": "hard", "fr": "difficile"},
            "high_label": {"en": "easy", "fr": "facile"},
            "unknown": True,
        },
    ]
    section = {"key": "all", "title": {}, "intro": {}, "questions": questions}
    facts = SurveyFacts(
        slug=f"{consultation.slug}-survey",
        title=consultation.title,
        definition={"sections": [section]},
    )
    survey = create_survey(facts, consultation=consultation, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    return survey


@dataclass
class Crowd:
    """People who answer a consultation: two of three speak of rides, and so on."""

    consultation: Consultation
    survey: Survey
    spoken: dict[str, list[int]] = field(default_factory=dict)
    number: int = 0

    def add(self, people: dict[str, int], channel: str = "web") -> None:
        """Have so many people of each catchment answer."""
        with transaction() as current:
            slugs = select(Catchment.slug, Catchment.id)
            ids = {row.slug: row.id for row in current.execute(slugs)}
            for slug, count in people.items():
                for _ in range(count):
                    self.number += 1
                    response = self._response(ids[slug], channel)
                    current.add(response)
                    current.flush()
                    current.add_all(self._answers(response))
                    for name, text in self._texts(response, ids[slug], channel):
                        current.add(text)
                        current.flush()
                        self.spoken.setdefault(name, []).append(text.id)

    def _response(self, catchment: int, channel: str) -> Response:
        code = new_public_id()
        return Response(
            public_id=code,
            survey_id=self.survey.id,
            survey_version_id=1,
            catchment_id=catchment,
            language="fr" if self.number % 4 == 0 else "en",
            channel=channel,
            received_on=date(2026, 10, 5),
            consent_number=1,
            may_quote=True,
            submission_hash=code,
            receipt_hash=code,
            content_hash=code,
        )

    def _answers(self, response: Response) -> Iterator[Answer]:
        ranked = CHOICES if self.number % 3 else CHOICES[::-1]
        yield Answer(
            response_id=response.id, question_key="rank", value=list(ranked[:3])
        )
        level = "unknown" if self.number % 7 == 0 else 1 + self.number % 3
        yield Answer(response_id=response.id, question_key="ease", value=level)

    def _texts(
        self, response: Response, catchment: int, channel: str
    ) -> Iterator[tuple[str, Contribution]]:
        names = {"rides": self.number % 3 != 0, "skills": self.number % 2 == 0}
        names |= {"care": self.number % 5 == 0, "": self.number % 9 == 3}
        for name, is_spoken in names.items():
            if is_spoken:
                words = f"We need more about {name or 'other things'} ({self.number})."
                yield (
                    name,
                    Contribution(
                        consultation_id=self.consultation.id,
                        catchment_id=catchment,
                        kind="answer",
                        source_key=f"{response.voice}:{name}",
                        prompt_key=name or "other",
                        prompt=RIDES,
                        voice=voice_of(response.public_id),
                        channel=channel,
                        language=response.language,
                        text=words,
                        status="approved",
                        received_on=response.received_on,
                        may_quote=response.may_quote,
                        is_cleared=self.number % 10 == 0,
                    ),
                )

    def find_themes(self) -> None:
        """Put the texts into three themes: two are signed off, the unsteady one not."""
        with transaction() as current:
            run = a_run(self.consultation)
            current.add(run)
            current.flush()
            for name, label, stability in (
                ("rides", RIDES, 0.9),
                ("skills", SKILLS, 0.65),
                ("care", CARE, 0.3),
            ):
                theme = a_theme(self.consultation, name, label, stability)
                if name == "care":
                    theme.signed_off_at = None
                current.add(theme)
                current.flush()
                current.add_all(
                    Assignment(
                        contribution_id=number,
                        run_id=run.id,
                        theme_id=theme.id,
                        strength=0.5,
                    )
                    for number in self.spoken.get(name, [])
                )


def a_run(consultation: Consultation) -> ThemeRun:
    """Make a finished run of the engine."""
    return ThemeRun(
        consultation_id=consultation.id,
        number=1,
        job=new_public_id(),
        engine_version="1",
        parameters={"themes": 3},
        corpus={},
        notes=[],
        inputs_hash="0" * 64,
        made_on=date(2026, 11, 1),
        made_at=clock.now(),
    )


def a_theme(
    consultation: Consultation, name: str, label: Bilingual, stability: float | None
) -> Theme:
    """Make a theme that somebody vouches for."""
    return Theme(
        consultation_id=consultation.id,
        key=f"t-{name}",
        label=label,
        written=["en", "fr"],
        keywords=[
            {"term": "bus", "weight": 1.0, "language": "en"},
            {"term": "autobus", "weight": 1.0, "language": "fr"},
        ],
        stability=stability,
        signed_off_by="Odile",
        signed_off_at=clock.now(),
    )
