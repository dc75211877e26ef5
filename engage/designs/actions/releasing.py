"""Releasing a design: what stands in the working copy, in both languages, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid
from engage.core.events import announce
from engage.core.i18n import Bilingual, current_language, inner_quotes
from engage.core.i18n import gettext as _
from engage.designs.actions.listing import require_writer
from engage.designs.changes import Change, changes_between, mark_of
from engage.designs.document import design_as_data
from engage.designs.models import DesignRelease, SSMDesign, answered_in
from engage.designs.queries import (
    WorkingDesign,
    find_release,
    get_design,
    list_elements,
    list_texts,
    list_themes_asked,
)


@dataclass(frozen=True)
class Draft:
    """What the next release would say, what that changes, and its mark."""

    changes: list[Change]
    mark: str


def draft_release(catchment: Catchment) -> Draft:
    """Return what a release would change now; nothing where nothing is written."""
    working, before = get_design(catchment), find_release(catchment)
    if working.design is None:
        return Draft([], "")
    content = _content(working, working.design)
    known = before.content if before else {}
    return Draft(changes_between(known, content), mark_of(content))


def release_design(
    catchment: Catchment, *, seen: str | None = None, by: Actor
) -> DesignRelease:
    """Make the working copy of a design public, whole, as its next release.

    `seen` is the mark of the draft that somebody looked at before.

    Reports of the consultations it answers are told: their newest edition shows it in
    a revision.

    Raises:
        Conflict: Nothing has changed since the last release, somebody else released it
            at the same time, or it is not what was looked at any more.
        Invalid: A text is missing in one language; the message says which.
        NotAllowed: The actor does not write designs.
    """
    require_writer(by)
    try:
        with transaction() as current:
            made = _next_release(current, catchment, seen, by)
    except IntegrityError as error:
        if is_duplicate(error, "uq_design_release_design_id_number"):
            raise Conflict from error
        raise
    return made


def missing_words(catchment: Catchment) -> list[str]:
    """Return what has to be written before a design can be released."""
    working = get_design(catchment)
    return [*_missing_about(working), *_missing_texts(working)]


def has_changed(catchment: Catchment) -> bool:
    """Return whether the working copy says anything else than the last release."""
    working, before = get_design(catchment), find_release(catchment)
    if working.design is None:
        return False
    return before is None or before.content != _content(working, working.design)


def _content(working: WorkingDesign, design: SSMDesign) -> dict[str, Any]:
    return design_as_data(
        working,
        list_elements(),
        list_texts(design),
        list_themes_asked(working.catchment),
    )


def _next_release(
    current: Session, catchment: Catchment, seen: str | None, by: Actor
) -> DesignRelease:
    working, before = get_design(catchment), find_release(catchment)
    design = working.design
    if design is None:
        raise Invalid(_("Write something first."))
    told = missing_words(catchment)
    if told:
        raise Invalid(" ".join(told))
    content = _content(working, design)
    if before is not None and before.content == content:
        raise Conflict(_("Nothing has changed since the last release."))
    if seen is not None and seen != mark_of(content):
        raise Conflict(
            _("The design changed since you looked. Look again, then release.")
        )
    made = DesignRelease(
        design_id=design.id,
        number=before.number + 1 if before else 1,
        released_at=clock.now(),
        released_on=clock.today(),
        released_by=by.user_id,
        content=content,
    )
    current.add(made)
    current.flush()
    record_detailed(
        current,
        "designs.design.released",
        by=by,
        subject=("catchment", catchment.id),
        detail={"release": made.number},
    )
    concerned = answered_in(content) | answered_in(before.content if before else {})
    announce("design.released", current=current, consultations=concerned)
    announce("design.published", current=current, release=made, consultations=concerned)
    return made


def _missing_texts(working: WorkingDesign) -> Iterator[str]:
    for element in list_elements():
        text = working.texts.get(element.id)
        pair = text.text if text else Bilingual()
        if pair.is_complete or pair == Bilingual():
            continue
        name = inner_quotes(element.name[current_language()])
        messages: dict[str, str] = {
            "en": _("Write in English what it says of “%(name)s”.", name=name),
            "fr": _("Write in French what it says of “%(name)s”.", name=name),
        }
        yield from (messages[code] for code in pair.missing_languages)


def _missing_about(working: WorkingDesign) -> Iterator[str]:
    manager = working.catchment.ssm_name
    about = working.design.about if working.design else Bilingual()
    messages: dict[str, str] = {
        "manager_en": _("Write in English who manages the service system."),
        "manager_fr": _("Write in French who manages the service system."),
        "about_en": _("Write the description in English."),
        "about_fr": _("Write the description in French."),
    }
    for name, pair in (("manager", manager), ("about", about)):
        if pair != Bilingual():
            yield from (messages[f"{name}_{code}"] for code in pair.missing_languages)
