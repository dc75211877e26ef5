"""Plan a session, note how many came, take down what was said."""

import secrets

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution, add_contributions
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Closed, Conflict, Invalid
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.core.tokens import ALPHABET, token_hash
from engage.core.written import Faults, checked_text, refuse_faults
from engage.sessions.facts import SessionFacts, checked_facts
from engage.sessions.models import CODE_LENGTH, MOST_PEOPLE, FacilitatedSession

LONGEST_NOTE = 2000
TAKES_NOTES = frozenset({"open", "closed"})


def plan_session(
    consultation: Consultation, facts: SessionFacts, *, by: Actor
) -> FacilitatedSession:
    """Plan a session of a consultation, with a code to join it.

    Raises:
        Invalid: A fact cannot be used, or the catchment is not the actor's.
    """
    facts = checked_facts(facts)
    with transaction() as current:
        owner = current.get_one(Consultation, consultation.id)
        held = FacilitatedSession(
            code="".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH)),
            consultation_id=owner.id,
            catchment_id=_catchment_id(owner, facts.catchment, by),
            title=facts.title,
            place=facts.place,
            held_on=facts.held_on,
            languages=list(facts.languages),
        )
        current.add(held)
        current.flush()
        _note(current, "planned", held, by)
    return held


def edit_session(
    held: FacilitatedSession, facts: SessionFacts, *, version: int, by: Actor
) -> None:
    """Change what a session is; its code stays.

    Raises:
        Conflict: Somebody else changed it since `version`.
        Invalid: A fact cannot be used, or the catchment is not the actor's.
    """
    facts = checked_facts(facts)
    with transaction() as current:
        fresh = _fresh(current, held, version)
        place = _catchment_id(fresh.consultation, facts.catchment, by)
        fresh.title, fresh.place = facts.title, facts.place
        fresh.held_on, fresh.languages = facts.held_on, list(facts.languages)
        fresh.catchment_id = place
        _note(current, "edited", fresh, by)


def count_attendance(
    held: FacilitatedSession, people: int, *, version: int, by: Actor
) -> None:
    """Note how many people came.

    Raises:
        Conflict: Somebody else changed the session since `version`.
        Invalid: It is no number of people.
    """
    if not 0 <= people <= MOST_PEOPLE:
        told = _("Enter how many people came.")
        raise Invalid(told, {"people": told})
    with transaction() as current:
        fresh = _fresh(current, held, version)
        fresh.attendance = people
        _note(current, "counted", fresh, by)


def add_note(
    held: FacilitatedSession, text: str, *, language: str, key: str, by: Actor
) -> None:
    """Take down what somebody said; it waits for moderation like every other text.

    The same key again adds nothing: a note sent twice is one note.

    Raises:
        Closed: The consultation takes no notes now.
        Invalid: The note is blank, too long or unusable.
    """
    words = _checked_note(text, language)
    source_key = f"note:{token_hash(key)}"
    try:
        with transaction() as current:
            fresh = current.get_one(FacilitatedSession, held.id)
            owner = fresh.consultation
            if owner.state not in TAKES_NOTES:
                raise Closed(_("Notes are taken while a consultation is open."))
            note = NewContribution(
                consultation_id=owner.id,
                catchment_id=fresh.catchment_id,
                kind="note",
                source_key=source_key,
                prompt_key=fresh.prompt_key,
                prompt=fresh.title,
                voice=source_key[:64],
                channel="session",
                language=language,
                text=words,
                received_on=clock.today(owner.zone),
                received_hour=clock.now().replace(minute=0, second=0, microsecond=0),
            )
            add_contributions(current, [note])
            _note(current, "noted", fresh, by)
    except IntegrityError as error:
        if not is_duplicate(error, "uq_contribution_source_key"):
            raise


def _checked_note(text: str, language: str) -> str:
    faults: Faults = {}
    words = checked_text("text", text, LONGEST_NOTE, faults)
    if not words:
        faults.setdefault("text", _("Write what was said."))
    if language not in LANGUAGES:
        faults["language"] = _("Choose the language it was said in.")
    refuse_faults(faults)
    return words


def _catchment_id(owner: Consultation, slug: str | None, by: Actor) -> int | None:
    """Return the id of a catchment of the consultation in which the actor works.

    Raises:
        Invalid: It is none of those.
    """
    found = next((item.id for item in owner.catchments if item.slug == slug), None)
    is_unknown = slug is not None and found is None
    if is_unknown or not by.covers(found):
        told = _("Choose a catchment of this consultation in which you work.")
        raise Invalid(told, {"catchment": told})
    return found


def _fresh(
    current: Session, held: FacilitatedSession, version: int
) -> FacilitatedSession:
    fresh = current.get_one(FacilitatedSession, held.id)
    if fresh.version != version:
        raise Conflict(_("Somebody changed this session in the meantime."))
    return fresh


def _note(current: Session, verb: str, held: FacilitatedSession, by: Actor) -> None:
    record(current, f"sessions.session.{verb}", by=by, subject=("session", held.id))
