"""Every change that a person makes is kept with what was and what became.

A picture of the rows a change may touch is taken before and after it. To undo is to
put the rows back as the first picture shows them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.themes import queries
from engage.themes.models import Assignment, Theme, ThemeEdit

PLAIN = ("state", "merged_into_id", "parent_id", "stability", "signed_off_by")
PLACE = ("theme_id", "subtheme_id", "is_pinned", "is_excluded")


@dataclass
class Touched:
    """The rows one change may touch; a split adds the theme it makes."""

    themes: list[Theme] = field(default_factory=list)
    places: Sequence[Assignment] = ()


@contextmanager
def edit(
    current: Session, kind: str, theme: Theme | None, touched: Touched, *, by: Actor
) -> Iterator[None]:
    """Keep what the caller changes inside as one edit, with its audit entry.

    Themes that are touched get a new version, so that a page that shows them as they
    were cannot change them.
    """
    consultation_id = touched.themes[0].consultation_id
    run = queries.latest_run(consultation_id)
    if run is None:
        raise Conflict(_("Themes have not been found here yet."))
    before = _picture(touched)
    yield
    for item in touched.themes:
        flag_modified(item, "position")
    current.flush()
    current.add(
        ThemeEdit(
            consultation_id=consultation_id,
            run_id=run.id,
            theme_id=theme.id if theme is not None else None,
            kind=kind,
            before=before,
            after=_picture(touched),
            by_id=by.user_id,
            by_name=by.name,
            at=clock.now(),
        )
    )
    subject = theme.public_id if theme is not None else ""
    record(current, f"themes.theme.{kind}", by=by, subject=("theme", subject))


def fresh_theme(current: Session, theme: Theme, version: int | None) -> Theme:
    """Return the row to change, if it is still as the caller saw it (rule 24).

    Raises:
        Conflict: Somebody changed the theme in the meantime, or it is gone.
    """
    fresh = current.get_one(Theme, theme.id)
    if version is not None and fresh.version != version:
        raise Conflict(_("Somebody changed this theme in the meantime."))
    if fresh.state in {"merged", "faded"}:
        raise Conflict(_("This theme is no longer there."))
    return fresh


def undo_edit(consultation: Consultation, edit_id: int, *, by: Actor) -> ThemeEdit:
    """Put themes back as they were before the newest edit that still stands.

    Raises:
        Conflict: The edit is not the newest one, is undone already, or a run came
            after it.
    """
    with transaction() as current:
        last = queries.find_last_edit(consultation.id)
        if last is None or last.id != edit_id:
            raise Conflict(_("Something else was changed in the meantime."))
        _put_back(current, last)
        current.add(
            ThemeEdit(
                consultation_id=consultation.id,
                run_id=last.run_id,
                theme_id=last.theme_id,
                kind="undo",
                before=last.after,
                after=last.before,
                undoes_id=last.id,
                by_id=by.user_id,
                by_name=by.name,
                at=clock.now(),
            )
        )
        record(current, "themes.edit.undone", by=by, subject=("theme_edit", last.id))
    return last


def _picture(touched: Touched) -> dict[str, Any]:
    return {
        "themes": {str(theme.id): _theme(theme) for theme in touched.themes},
        "places": {
            str(place.contribution_id): [getattr(place, name) for name in PLACE]
            for place in touched.places
        },
    }


def _theme(theme: Theme) -> dict[str, Any]:
    signed = theme.signed_off_at
    return {
        **{name: getattr(theme, name) for name in PLAIN},
        "label": asdict(theme.label),
        "description": asdict(theme.description),
        "written": list(theme.written),
        "signed_off_at": signed.isoformat() if signed else None,
    }


def _put_back(current: Session, undone: ThemeEdit) -> None:
    """Restore the rows of an edit; a theme it made fades, withdrawn texts stay gone."""
    before = undone.before["themes"]
    ids = {int(theme_id) for theme_id in undone.after["themes"]}
    for theme in current.scalars(select(Theme).where(Theme.id.in_(ids))):
        if str(theme.id) in before:
            _restore(theme, before[str(theme.id)])
        else:
            theme.state = "faded"
    places = undone.before["places"]
    chosen = Assignment.contribution_id.in_([int(item) for item in places])
    for place in current.scalars(select(Assignment).where(chosen)):
        was = places[str(place.contribution_id)]
        for name, value in zip(PLACE, was, strict=True):
            setattr(place, name, value)


def _restore(theme: Theme, was: Mapping[str, Any]) -> None:
    for name in PLAIN:
        setattr(theme, name, was[name])
    theme.label = Bilingual(**was["label"])
    theme.description = Bilingual(**was["description"])
    theme.written = was["written"]
    signed = was["signed_off_at"]
    theme.signed_off_at = datetime.fromisoformat(signed) if signed else None
