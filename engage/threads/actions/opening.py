"""Open a thread in a consultation; change what it asks."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.facts import LONGEST_SLUG, MODERATIONS, SLUG
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, NotFound
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_pair, refuse_faults
from engage.threads.facts import ThreadFacts
from engage.threads.models import LONGEST_PROMPT, LONGEST_TITLE, Thread

# Addresses of pages that stand where a thread's would.
TAKEN = frozenset({"new"})


def create_thread(
    facts: ThreadFacts, *, consultation: Consultation, by: Actor
) -> Thread:
    """Add a thread to a consultation.

    Raises:
        Conflict: Its slug is taken, or the consultation is reported.
        Invalid: A fact cannot be used; `fields` names which and why.
    """
    facts = checked_facts(facts, consultation)
    try:
        with transaction() as current:
            thread = add_thread(current, consultation.id, facts, by=by)
    except IntegrityError as error:
        if is_duplicate(error, "uq_thread_slug"):
            raise Conflict(_("There is a thread with this address already.")) from error
        raise
    return thread


def edit_thread(thread: Thread, facts: ThreadFacts, *, version: int, by: Actor) -> None:
    """Change what a thread asks and how it is moderated from now on.

    Its address stays. What was said keeps the question it replied to.

    Raises:
        Conflict: Somebody else changed it since `version`, or it is reported.
        Invalid: A fact cannot be used; `fields` names which and why.
    """
    facts = checked_facts(replace(facts, slug=thread.slug), thread.consultation)
    with transaction() as current:
        fresh = current.get_one(Thread, thread.id)
        if fresh.version != version:
            raise Conflict(_("Somebody changed this in the meantime."))
        fresh.title, fresh.prompt = facts.title, facts.prompt
        fresh.catchment_id = find_catchment_id(current, facts.catchment)
        fresh.moderation = facts.moderation
        record(current, "threads.thread.edited", by=by, subject=("thread", thread.id))


def checked_facts(facts: ThreadFacts, consultation: Consultation) -> ThreadFacts:
    """Return the facts of a thread as they are kept.

    Raises:
        Conflict: The consultation is reported.
        Invalid: Something cannot be used; `fields` names what and why.
    """
    if consultation.state == "reported":
        raise Conflict(_("This consultation is reported: nothing is added."))
    faults: Faults = {}
    title = checked_pair("title", facts.title, LONGEST_TITLE, faults, is_line=True)
    prompt = checked_pair("prompt", facts.prompt, LONGEST_PROMPT, faults)
    for name, pair in (("title", title), ("prompt", prompt)):
        for code in LANGUAGES:
            if not getattr(pair, code):
                told = _("People must be able to read this text in both languages.")
                faults.setdefault(f"{name}_{code}", told)
    is_address = SLUG.fullmatch(facts.slug) and len(facts.slug) <= LONGEST_SLUG
    if not is_address or facts.slug in TAKEN:
        faults["slug"] = _(
            "Use small letters, digits and hyphens, such as jobs-in-the-north."
        )
    places = [item.slug for item in consultation.catchments]
    # Where there is but one, all that is said is about it.
    catchment = places[0] if len(places) == 1 else facts.catchment
    if facts.catchment is not None and facts.catchment not in places:
        faults["catchment"] = _("Choose one of the catchments in the list.")
    if facts.moderation not in MODERATIONS:
        faults["moderation"] = _("Choose one of these.")
    refuse_faults(faults)
    return replace(facts, title=title, prompt=prompt, catchment=catchment)


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
