"""Questions about sessions and what was said in them.

What counts as said in a session: responses and comments that came in under its code,
and its notes.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from engage.consultations.models import Consultation
from engage.consultations.queries import is_in_scope
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.sessions.models import FacilitatedSession
from engage.surveys.models import Response, voice_of
from engage.themes.models import Assignment, Theme
from engage.threads.models import Comment

NOTES_SHOWN = 200


@dataclass(frozen=True)
class Heard:
    """A theme and how many voices of a session are in it."""

    label: Bilingual
    voices: int


def list_sessions(actor: Actor, consultation: Consultation) -> list[FacilitatedSession]:
    """Return the sessions that the actor may host, the newest first."""
    selected = (
        select(FacilitatedSession)
        .where(FacilitatedSession.consultation_id == consultation.id)
        .order_by(FacilitatedSession.held_on.desc(), FacilitatedSession.id.desc())
    )
    if actor.catchments is not None:
        own = FacilitatedSession.catchment_id.in_(actor.catchments)
        selected = selected.where(own)
    return list(session().scalars(selected))


def get_session(actor: Actor, code: str) -> FacilitatedSession:
    """Return a session of a consultation that everybody may see, by code.

    Raises:
        NotFound: There is none, or it belongs to a draft of somebody else.
    """
    found = find_session(code)
    if found is None:
        raise NotFound
    owner = found.consultation
    if not (owner.is_public or is_in_scope(actor, owner)):
        raise NotFound
    return found


def get_hosted_session(actor: Actor, code: str) -> FacilitatedSession:
    """Return a session in the actor's catchments, by code.

    Raises:
        NotFound: There is none, or it is held elsewhere.
    """
    found = find_session(code)
    if found is None or not is_in_scope(actor, found.consultation):
        raise NotFound
    if not actor.covers(found.catchment_id):
        raise NotFound
    return found


def find_session(code: str) -> FacilitatedSession | None:
    """Return a session by code, in capitals or not, or None."""
    selected = select(FacilitatedSession).where(FacilitatedSession.code == code.upper())
    return session().scalar(selected)


def has_session(consultation_id: int, code: str) -> bool:
    """Return whether a consultation has a session with this code."""
    found = find_session(code)
    return found is not None and found.consultation_id == consultation_id


def count_voices(held: FacilitatedSession) -> int:
    """Return how many came from a session and still stand.

    Each response and each note is one voice, each participant of a discussion too.
    """
    responses = select(func.count()).where(
        Response.session_code == held.code, Response.is_withdrawn.is_(False)
    )
    notes = select(func.count()).where(
        _is_note(held), Contribution.status.in_(("pending", "approved"))
    )
    speakers = (
        select(func.count(Comment.participant_id.distinct()))
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Comment.session_code == held.code,
            Contribution.status.in_(("pending", "approved")),
        )
    )
    counted = (responses, notes, speakers)
    return sum(int(session().scalar(count) or 0) for count in counted)


def list_newest_words(held: FacilitatedSession, most: int) -> list[Contribution]:
    """Return the newest approved words, in an order that tells nothing (rule 16).

    Words of a survey are shown to the room only where their author agreed to be quoted.
    """
    may_be_shown = or_(Contribution.kind != "answer", Contribution.may_quote.is_(True))
    found = session().scalars(
        select(Contribution)
        .where(_was_said_in(held), Contribution.status == "approved", may_be_shown)
        .order_by(Contribution.received_on.desc(), Contribution.id.desc())
        .limit(most)
    )
    return sorted(found, key=lambda item: item.public_id)


def list_heard_themes(held: FacilitatedSession) -> list[Heard]:
    """Return the themes that approved words of a session belong to."""
    voices = func.count(Contribution.voice.distinct())
    rows = session().execute(
        select(Theme.label, voices)
        .join(Assignment, Assignment.theme_id == Theme.id)
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(
            _was_said_in(held),
            Contribution.status == "approved",
            Theme.state == "active",
        )
        .group_by(Theme.id, Theme.label)
        .order_by(Theme.id)
    )
    return [Heard(label, int(count)) for label, count in rows]


def list_notes(held: FacilitatedSession) -> list[Contribution]:
    """Return the notes of a session for its host, the newest first."""
    return list(
        session().scalars(
            select(Contribution)
            .where(_is_note(held))
            .order_by(Contribution.id.desc())
            .limit(NOTES_SHOWN)
        )
    )


def _is_note(held: FacilitatedSession) -> ColumnElement[bool]:
    return and_(
        Contribution.consultation_id == held.consultation_id,
        Contribution.kind == "note",
        Contribution.prompt_key == held.prompt_key,
    )


def _was_said_in(held: FacilitatedSession) -> ColumnElement[bool]:
    voices = select(literal(voice_of("")) + Response.public_id).where(
        Response.session_code == held.code
    )
    answered = and_(
        Contribution.consultation_id == held.consultation_id,
        Contribution.voice.in_(voices),
    )
    said = select(Comment.contribution_id).where(Comment.session_code == held.code)
    return or_(_is_note(held), answered, Contribution.id.in_(said))
