"""Writing a design: who manages it, what it says, how it answers themes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import gettext as _
from engage.designs.actions.listing import require_writer
from engage.designs.facts import (
    AboutFacts,
    AnswerFacts,
    TextFacts,
    checked_about,
    checked_answer,
    checked_text,
)
from engage.designs.models import DesignElement, DesignText, Disposition, SSMDesign
from engage.designs.queries import find_element, get_theme_asked
from engage.themes.models import Theme

DOUBLES = (
    "uq_ssm_design_catchment_id",
    "uq_design_text_design_id_element_id_number",
    "uq_disposition_design_id_theme_id",
)


def describe_design(
    catchment: Catchment, facts: AboutFacts, *, version: int, by: Actor
) -> SSMDesign:
    """Say who manages a catchment's system, and where the design can be read.

    Raises:
        Conflict: Somebody else changed it since `version` (0: there was none).
        Invalid: A fact cannot be used.
        NotAllowed: The actor does not write designs.
    """
    require_writer(by)
    facts = checked_about(facts)
    with _first_one_wins(), transaction() as current:
        known = current.scalar(_of(catchment))
        if version != (known.version if known else 0):
            raise _stale()
        design = known or SSMDesign(catchment_id=catchment.id)
        current.add(design)
        place = current.get_one(Catchment, catchment.id)
        place.ssm_name = facts.manager
        design.about, design.source_url = facts.about, facts.source_url
        _note(current, "described", catchment, {}, by)
    return design


def write_text(
    catchment: Catchment,
    element: DesignElement,
    facts: TextFacts,
    *,
    version: int,
    by: Actor,
) -> DesignText:
    """Write what a design says of an element, as a version beside the ones before.

    Raises:
        Conflict: Somebody else wrote it since `version` (0: nothing was written).
        Invalid: A fact cannot be used.
        NotAllowed: The actor does not write designs.
    """
    require_writer(by)
    facts = checked_text(facts)
    with _first_one_wins(), transaction() as current:
        design = current.scalar(_of(catchment)) or _begun(current, catchment)
        newest = _newest_text(current, design, element)
        if version != (newest.number if newest else 0):
            raise _stale()
        if newest is not None and newest.facts == facts:
            return newest
        made = DesignText(
            design_id=design.id,
            element_id=element.id,
            number=version + 1,
            text=facts.text,
            section=facts.section,
            status=facts.state,
            status_on=facts.status_on,
            status_reason=facts.status_reason,
            written_at=clock.now(),
            written_by=by.name,
        )
        current.add(made)
        current.flush()
        detail = {"element": element.slug, "number": made.number}
        _note(current, "written", catchment, detail, by)
    return made


def answer_theme(
    catchment: Catchment, theme: Theme, facts: AnswerFacts, *, version: int, by: Actor
) -> Disposition:
    """Say how a design answers a theme, why, and where.

    Raises:
        Conflict: Somebody else answered it since `version` (0: nobody had).
        Invalid: A fact cannot be used.
        NotAllowed: The actor does not write designs.
        NotFound: The theme was not asked in this catchment.
    """
    require_writer(by)
    facts = checked_answer(facts)
    with _first_one_wins(), transaction() as current:
        asked = get_theme_asked(by, catchment, theme.public_id).theme
        element = _chosen(facts.element)
        design = current.scalar(_of(catchment)) or _begun(current, catchment)
        answer = current.scalar(
            select(Disposition).where(
                Disposition.design_id == design.id, Disposition.theme_id == asked.id
            )
        )
        if version != (answer.version if answer else 0):
            raise _stale()
        if answer is None:
            answer = Disposition(design_id=design.id, theme_id=asked.id)
            current.add(answer)
        answer.verdict, answer.reason = facts.verdict, facts.reason
        answer.section = facts.section
        answer.element_id = element.id if element else None
        answer.decided_on = facts.decided_on or clock.today()
        current.flush()
        detail = {"theme": asked.public_id, "verdict": facts.verdict}
        _note(current, "answered", catchment, detail, by)
    return answer


def _of(catchment: Catchment) -> Select[SSMDesign]:
    return select(SSMDesign).where(SSMDesign.catchment_id == catchment.id)


def _begun(current: Session, catchment: Catchment) -> SSMDesign:
    """Return the design of a catchment that had none."""
    design = SSMDesign(catchment_id=catchment.id)
    current.add(design)
    current.flush()
    return design


def _newest_text(
    current: Session, design: SSMDesign, element: DesignElement
) -> DesignText | None:
    return current.scalar(
        select(DesignText)
        .where(DesignText.design_id == design.id, DesignText.element_id == element.id)
        .order_by(DesignText.number.desc())
        .limit(1)
    )


def _chosen(slug: str) -> DesignElement | None:
    """Return the element that was chosen, or None where none was.

    Raises:
        Invalid: There is none of this name, or it is retired.
    """
    found = find_element(slug) if slug else None
    if slug and (found is None or found.is_retired):
        told = _("Choose one of the elements in the list.")
        raise Invalid(told, {"element": told})
    return found


@contextmanager
def _first_one_wins() -> Iterator[None]:
    """Turn what two people wrote at the same moment into a conflict for the second."""
    try:
        yield
    except IntegrityError as error:
        if any(is_duplicate(error, name) for name in DOUBLES):
            raise _stale() from error
        raise


def _stale() -> Conflict:
    return Conflict(_("Somebody changed this in the meantime."))


def _note(
    current: Session,
    verb: str,
    catchment: Catchment,
    detail: Mapping[str, object],
    by: Actor,
) -> None:
    record_detailed(
        current,
        f"designs.design.{verb}",
        by=by,
        subject=("catchment", catchment.id),
        detail=dict(detail),
    )
