"""Questions about runs, themes and what people did to them."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation, is_in_scope
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.themes.models import Theme, ThemeEdit, ThemeRun


def latest_run(consultation_id: int) -> ThemeRun | None:
    """Return the newest run of a consultation, or None."""
    return session().scalar(
        select(ThemeRun)
        .where(ThemeRun.consultation_id == consultation_id)
        .order_by(ThemeRun.number.desc())
        .limit(1)
    )


def get_run(job: str) -> ThemeRun:
    """Return the run that a job (public id) made.

    Raises:
        NotFound: It made none.
    """
    found = session().scalar(select(ThemeRun).where(ThemeRun.job == job))
    if found is None:
        raise NotFound
    return found


def list_themes(consultation_id: int) -> list[Theme]:
    """Return the themes of now and their parts, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation_id, Theme.state == "active")
            .order_by(Theme.position, Theme.id)
        )
    )


def is_vouched_for() -> ColumnElement[bool]:
    """Return the condition that a theme is one of now that a person vouches for."""
    return and_(
        Theme.state == "active",
        Theme.parent_id.is_(None),
        Theme.signed_off_at.is_not(None),
    )


def list_set_aside(consultation_id: int) -> list[Theme]:
    """Return the themes that were merged, faded or taken out, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation_id, Theme.state != "active")
            .order_by(Theme.position, Theme.id)
        )
    )


def list_all_themes(consultation_id: int) -> list[Theme]:
    """Return the themes there are and were, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation_id)
            .order_by(Theme.position, Theme.id)
        )
    )


def get_theme(actor: Actor, consultation: str, theme: str) -> Theme:
    """Return a theme by public id, in a consultation in which the actor works.

    Raises:
        NotFound: There is none, or it lies outside the actor's catchments.
    """
    owner = get_managed_consultation(actor, consultation)
    found = session().scalar(
        select(Theme).where(Theme.public_id == theme, Theme.consultation_id == owner.id)
    )
    if found is None:
        raise NotFound
    return found


def get_managed_theme(actor: Actor, theme: str) -> Theme:
    """Return a theme by public id alone; its own consultation decides (rule 2).

    Raises:
        NotFound: There is none, or it lies outside the actor's catchments.
    """
    row = session().execute(
        select(Theme, Consultation)
        .join(Consultation, Consultation.id == Theme.consultation_id)
        .where(Theme.public_id == theme)
    )
    found = row.one_or_none()
    if found is None or not is_in_scope(actor, found[1]):
        raise NotFound
    return found[0]


def list_edits(consultation_id: int, most: int = 50) -> list[ThemeEdit]:
    """Return what people did to the themes, the newest first."""
    return list(
        session().scalars(
            select(ThemeEdit)
            .where(ThemeEdit.consultation_id == consultation_id)
            .order_by(ThemeEdit.id.desc())
            .limit(most)
        )
    )


def find_last_edit(consultation_id: int) -> ThemeEdit | None:
    """Return the newest edit of the newest run that can still be undone, or None."""
    run = latest_run(consultation_id)
    if run is None:
        return None
    undo = aliased(ThemeEdit)
    return session().scalar(
        select(ThemeEdit)
        .where(
            ThemeEdit.consultation_id == consultation_id,
            ThemeEdit.run_id == run.id,
            ThemeEdit.undoes_id.is_(None),
            ~exists().where(undo.undoes_id == ThemeEdit.id),
        )
        .order_by(ThemeEdit.id.desc())
        .limit(1)
    )


def newest_edit_id(consultation_id: int) -> int:
    """Return the number of the newest edit, 0 where nobody did anything."""
    newest = (
        select(ThemeEdit.id)
        .where(ThemeEdit.consultation_id == consultation_id)
        .order_by(ThemeEdit.id.desc())
        .limit(1)
    )
    return session().scalar(newest) or 0


def list_lapsed(consultation_id: int) -> set[int]:
    """Return the themes (ids) that somebody vouched for and that changed since.

    They fall out of the next report by name until somebody vouches for them again.
    """
    undo = aliased(ThemeEdit)
    was_signed = exists().where(
        ThemeEdit.theme_id == Theme.id,
        ThemeEdit.kind == "signed_off",
        ~exists().where(undo.undoes_id == ThemeEdit.id),
    )
    return set(
        session().scalars(
            select(Theme.id).where(
                Theme.consultation_id == consultation_id,
                Theme.state == "active",
                Theme.signed_off_at.is_(None),
                was_signed,
            )
        )
    )


def is_arranged_since(consultation_id: int, moment: datetime) -> bool:
    """Return whether themes were found or worked on after a moment."""
    worked = select(ThemeEdit.id).where(
        ThemeEdit.consultation_id == consultation_id, ThemeEdit.at > moment
    )
    found = select(ThemeRun.id).where(
        ThemeRun.consultation_id == consultation_id, ThemeRun.made_at > moment
    )
    return session().scalar(select(or_(worked.exists(), found.exists()))) is True
