"""Open a thread in a consultation."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, NotFound
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.threads.models import Thread


@dataclass(frozen=True)
class ThreadFacts:
    """What a new thread is made of."""

    slug: str
    title: Bilingual
    prompt: Bilingual
    catchment: str | None = None
    moderation: str = "pre"


def create_thread(
    facts: ThreadFacts, *, consultation: Consultation, by: Actor
) -> Thread:
    """Add a thread to a consultation.

    Raises:
        Conflict: Its slug is taken.
        NotFound: Its catchment does not exist.
    """
    try:
        with transaction() as current:
            thread = add_thread(current, consultation.id, facts, by=by)
    except IntegrityError as error:
        if is_duplicate(error, "uq_thread_slug"):
            raise Conflict(_("There is a thread with this address already.")) from error
        raise
    return thread


def add_thread(
    current: Session, consultation_id: int, facts: ThreadFacts, *, by: Actor
) -> Thread:
    """Add a thread inside the caller's transaction."""
    thread = Thread(
        slug=facts.slug,
        consultation_id=consultation_id,
        catchment_id=find_catchment_id(current, facts.catchment),
        title=facts.title,
        prompt=facts.prompt,
        moderation=facts.moderation,
    )
    current.add(thread)
    current.flush()
    record(current, "threads.thread.created", by=by, subject=("thread", thread.id))
    return thread


def find_catchment_id(current: Session, slug: str | None) -> int | None:
    """Return the id of a catchment, None where none is named.

    Raises:
        NotFound: There is no such catchment.
    """
    if slug is None:
        return None
    found = current.scalar(select(Catchment.id).where(Catchment.slug == slug))
    if found is None:
        raise NotFound(_("One of these catchments does not exist."))
    return found
