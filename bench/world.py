"""What the web pages are measured on: a survey of ten questions, a thread of fifty."""

from datetime import timedelta
from typing import Any

from engage.app import create_app
from engage.catchments.actions import load_catchments
from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.i18n import Bilingual
from engage.core.tokens import new_token
from engage.operations.schema import upgrade_database
from engage.surveys.actions import SurveyFacts, create_survey_from_definition
from engage.threads.actions import (
    ThreadFacts,
    Words,
    create_thread,
    submit_comment,
)
from engage.threads.models import Thread

SURVEY = "bench"
THREAD = "bench"
# As many of each kind as a short survey has: choices, a number, a ranking, words.
KINDS = (*["single"] * 4, "multiple", "number", "ranking", *["long_text"] * 3)
STATEMENTS = 20
REPLIES = 30
WORDS = "A later bus to the college would let me take the evening shift. "


def build_world() -> None:
    """Fill an empty database, inside an application."""
    upgrade_database()
    load_catchments(by=SYSTEM)
    consultation = _consultation()
    create_survey_from_definition(
        SurveyFacts(
            slug=SURVEY,
            title=Bilingual("Work near you", "L'emploi près de chez vous"),
            intro=Bilingual("Five minutes.", "Cinq minutes."),
            moderation="pre",
            definition={"sections": [{"key": "main", "questions": _questions()}]},
        ),
        consultation=consultation,
        by=SYSTEM,
    )
    _fill(_thread(consultation))


def _consultation() -> Consultation:
    today = clock.today()
    consultation = create_consultation(
        ConsultationFacts(
            slug="bench",
            title=Bilingual("Work and transit", "Travail et transports"),
            summary=Bilingual("What would help?", "Qu'est-ce qui aiderait ?"),
            opens_on=today - timedelta(days=1),
            closes_on=today + timedelta(days=30),
            participation=Bilingual("I take part.", "Je participe."),
            quoting=Bilingual("You may quote me.", "Vous pouvez me citer."),
        ),
        catchments=("northeast", "toronto"),
        by=SYSTEM,
    )
    advance_consultation(consultation, "open", by=SYSTEM)
    return consultation


def _questions() -> list[dict[str, Any]]:
    return [_question(number, kind) for number, kind in enumerate(KINDS)]


def _question(number: int, kind: str) -> dict[str, Any]:
    title = {
        "en": f"Question {number}: how should work near you change?",
        "fr": f"Question {number} : qu'est-ce qui devrait changer ?",
    }
    asked: dict[str, Any] = {"key": f"q{number}", "kind": kind, "title": title}
    if kind in {"single", "multiple", "ranking"}:
        labels = ("Strongly agree", "Agree", "Neither", "Disagree", "Not at all")
        asked["choices"] = [
            {"key": f"c{place}", "label": {"en": label, "fr": f"{label} (fr)"}}
            for place, label in enumerate(labels)
        ]
    return asked


def _thread(consultation: Consultation) -> Thread:
    facts = ThreadFacts(
        slug=THREAD,
        title=Bilingual("Buses and jobs", "Autobus et emplois"),
        prompt=Bilingual("What would help?", "Qu'est-ce qui aiderait ?"),
        moderation="post",
        catchment=None,
    )
    return create_thread(facts, consultation=consultation, by=SYSTEM)


def _fill(thread: Thread) -> None:
    """Add statements, and replies to some of them: fifty comments on one page."""
    said = [_say(thread, number, None) for number in range(STATEMENTS)]
    for number in range(REPLIES):
        _say(thread, STATEMENTS + number, said[number % (STATEMENTS // 2)])


def _say(thread: Thread, number: int, reply_to: str | None) -> str:
    words = Words(
        text=f"{WORDS * 4}{number}",
        language="en",
        display_name=f"Person {number}",
        catchment="toronto",
        may_quote=True,
        reply_to=reply_to,
    )
    said = submit_comment(
        thread, words, token=new_token(), receipt=new_token(), by=ANONYMOUS
    )
    return said.public_id


def main() -> None:
    """Fill the installation that the environment names."""
    with create_app().app_context():
        build_world()


if __name__ == "__main__":
    main()
