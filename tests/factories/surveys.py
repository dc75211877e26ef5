"""Surveys for tests: one of every kind of question, and the small sample."""

from datetime import date
from typing import Any

from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.i18n import Bilingual
from engage.surveys.actions import (
    Receipt,
    Reply,
    SurveyFacts,
    create_survey_from_definition,
    submit_response,
)
from engage.surveys.models import Survey
from engage.surveys.queries import definition_of, get_version

SECRET = "test-key-that-is-long-enough-0123456789"
KEY = "a-submission-key-of-a-test"


def words(en: str, fr: str) -> dict[str, str]:
    return {"en": en, "fr": fr}


def choices(*keys: str) -> list[dict[str, Any]]:
    return [
        {"key": key, "label": words(key.capitalize(), f"{key.capitalize()} (fr)")}
        for key in keys
    ]


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    title = words(f"Question {key}", f"Question {key} en français")
    return {"key": key, "kind": kind, "title": title, **more}


def every_kind() -> list[dict[str, Any]]:
    return [
        question("needs", "long_text"),
        question("role", "single", choices=choices("worker", "employer", "other")),
        question("ways", "multiple", choices=choices("bus", "car", "bike")),
        question(
            "order", "ranking", choices=choices("a", "b", "c", "d", "e", "f", "g")
        ),
        question(
            "views",
            "matrix",
            rows=choices("staff", "hours"),
            choices=choices("good", "fair", "poor"),
        ),
        question("ease", "scale", unknown=True, low_label=words("Hard", "Difficile")),
        question("age", "number", least=0, most=120),
        question("job", "short_text"),
        question("town", "place"),
        question("budget", "points", choices=choices("rent", "food"), total=10),
    ]


def definition(*questions: dict[str, Any]) -> dict[str, Any]:
    section = {"key": "main", "questions": list(questions or every_kind())}
    return {"sections": [section]}


def make_consultation(
    slug: str = "talk", *, catchments: tuple[str, ...] = ("northeast", "toronto")
) -> Consultation:
    consultation = create_consultation(
        ConsultationFacts(
            slug=slug,
            title=Bilingual("Work in your area", "L'emploi chez vous"),
            summary=Bilingual("Say what you need.", "Dites ce qu'il vous faut."),
            opens_on=date(2026, 10, 1),
            closes_on=date(2026, 11, 30),
            participation=Bilingual(
                "I agree to take part.", "J'accepte de participer."
            ),
            quoting=Bilingual("You may quote me.", "Vous pouvez me citer."),
        ),
        catchments=catchments,
        by=SYSTEM,
    )
    advance_consultation(consultation, "open", by=SYSTEM)
    return consultation


def make_survey(
    *questions: dict[str, Any],
    slug: str = "work",
    moderation: str = "pre",
    consultation: Consultation | None = None,
    shows_similar: bool = False,
) -> Survey:
    return create_survey_from_definition(
        SurveyFacts(
            slug=slug,
            title=Bilingual("Your view of work", "Votre avis sur l'emploi"),
            intro=Bilingual("Two minutes.", "Deux minutes."),
            moderation=moderation,
            shows_similar=shows_similar,
            definition=definition(*questions),
        ),
        consultation=consultation or make_consultation(),
        by=SYSTEM,
    )


def respond(
    survey: Survey,
    answers: dict[str, Any],
    *,
    key: str = KEY,
    catchment_id: int | None = None,
    language: str = "en",
    may_quote: bool = False,
    **more: Any,
) -> Receipt:
    version = get_version(survey, survey.number)
    checked = definition_of(version).check_values(answers)
    assert not checked.refused, checked.refused
    around = {"consent_number": 1, **more}
    reply = Reply(
        answers=checked.answers,
        catchment_id=catchment_id,
        language=language,
        may_quote=may_quote,
        **around,
    )
    return submit_response(survey, version, reply, key=key, secret=SECRET, by=ANONYMOUS)
