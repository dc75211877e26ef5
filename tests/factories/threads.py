"""Consultations with a thread, and comments in it, made by the actions people use."""

from datetime import date

from sqlalchemy import func, select, update

from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.db import session, transaction
from engage.core.i18n import Bilingual
from engage.core.tokens import new_token
from engage.threads.actions import (
    ThreadFacts,
    Words,
    create_thread,
    submit_comment,
)
from engage.threads.models import Thread

PROMPT = Bilingual("What would help you find work?", "De quoi avez-vous besoin ?")


def a_consultation(
    slug: str = "rides",
    *,
    state: str = "open",
    catchments: tuple[str, ...] = ("northeast", "toronto"),
) -> Consultation:
    """Make a consultation of November 2026 in a state."""
    facts = ConsultationFacts(
        slug=slug,
        title=Bilingual("Getting to work", "Aller travailler"),
        summary=Bilingual("How people get there.", "Les trajets des gens."),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 30),
        participation=Bilingual(
            "We keep your comment, the day and your catchment.",
            "Nous gardons votre commentaire, le jour et votre région désignée.",
        ),
        quoting=Bilingual(
            "You may quote my words in the report.",
            "Vous pouvez citer mes mots dans le rapport.",
        ),
    )
    consultation = create_consultation(facts, catchments=catchments, by=SYSTEM)
    for step in ("open", "closed", "reported"):
        if consultation.state == state:
            break
        advance_consultation(consultation, step, by=SYSTEM)
    return consultation


def a_thread(
    consultation: Consultation | None = None,
    slug: str = "buses",
    *,
    moderation: str = "pre",
    catchment: str | None = None,
) -> Thread:
    """Make a thread, in a consultation that is open unless one is given."""
    facts = ThreadFacts(
        slug=slug,
        title=Bilingual("Buses and jobs", "Autobus et emplois"),
        prompt=PROMPT,
        moderation=moderation,
        catchment=catchment,
    )
    return create_thread(
        facts, consultation=consultation or a_consultation(), by=SYSTEM
    )


def a_comment(
    thread: Thread,
    text: str = "Buses that run at night.",
    *,
    status: str = "approved",
    reply_to: str | None = None,
    token: str | None = None,
    name: str = "",
) -> str:
    """Say something in a thread, have it decided, return its public id."""
    words = Words(text=text, language="en", reply_to=reply_to, display_name=name)
    said = submit_comment(
        thread,
        words,
        token=token or new_token(),
        receipt=new_token(),
        by=ANONYMOUS,
    )
    decide(said.public_id, status)
    return said.public_id


def decide(public_id: str, status: str) -> None:
    """Give the words of a comment a status."""
    with transaction() as current:
        current.execute(
            update(Contribution)
            .where(Contribution.source_key == f"comment:{public_id}")
            .values(status=status, received_hour=None)
        )


def decide_all(status: str) -> None:
    """Give the words of all comments a status."""
    with transaction() as current:
        current.execute(update(Contribution).values(status=status, received_hour=None))


def count(model: type) -> int:
    """Return how many rows a table has."""
    return session().scalar(select(func.count()).select_from(model)) or 0
