"""Create and edit a consultation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.catchments.models import Catchment
from engage.consultations.actions.stepping import require_complete
from engage.consultations.facts import ConsultationFacts, checked_facts
from engage.consultations.models import ConsentText, Consultation
from engage.core.actors import Actor
from engage.core.audit import record, record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _

EDITABLE = (
    "title",
    "summary",
    "purpose",
    "outcome",
    "contact",
    "opens_on",
    "closes_on",
    "zone",
    "retention_months",
    "moderation",
)
COLUMNS = ("slug", *EDITABLE, "sample_notice", "attribution", "source_url")


def create_consultation(
    facts: ConsultationFacts, *, catchments: Sequence[str] = (), by: Actor
) -> Consultation:
    """Create a draft consultation over some catchments (none: outside them).

    Raises:
        Conflict: Its slug is taken.
        Invalid: A fact cannot be used, or a catchment is not the actor's.
        NotFound: A catchment does not exist.
    """
    try:
        with transaction() as current:
            made = add_consultation(current, facts, catchments=catchments, by=by)
    except IntegrityError as error:
        if is_duplicate(error, "uq_consultation_slug"):
            raise _taken() from error
        raise
    return made


def add_consultation(
    current: Session,
    facts: ConsultationFacts,
    *,
    catchments: Sequence[str] = (),
    by: Actor,
) -> Consultation:
    """Add a draft consultation inside the caller's transaction.

    Raises:
        Conflict, Invalid, NotFound: As `create_consultation`.
    """
    facts = checked_facts(facts)
    found = find_places(current, catchments, by=by)
    taken = select(Consultation.id).where(Consultation.slug == facts.slug)
    if current.scalar(taken) is not None:
        raise _taken()
    consultation = _new_row(facts)
    consultation.catchments = found
    current.add(consultation)
    current.flush()
    record(
        current,
        "consultations.consultation.created",
        by=by,
        subject=("consultation", consultation.id),
    )
    return consultation


def edit_consultation(
    consultation: Consultation,
    facts: ConsultationFacts,
    *,
    catchments: Sequence[str],
    version: int,
    by: Actor,
) -> Consultation:
    """Change a consultation; its address and consent texts stay as they are.

    Raises:
        Conflict: Somebody else changed it since `version`.
        Invalid: A fact cannot be used, a catchment is not the actor's, or a text of a
            consultation that everybody sees would be missing in one language.
        NotFound: A catchment does not exist.
    """
    facts = checked_facts(facts)
    with transaction() as current:
        fresh = current.get_one(Consultation, consultation.id)
        if fresh.version != version:
            raise Conflict(_("Somebody changed this consultation in the meantime."))
        places = find_places(current, catchments, by=by)
        changed = [n for n in EDITABLE if getattr(fresh, n) != getattr(facts, n)]
        if set(places) != set(fresh.catchments):
            changed.append("catchments")
        if not changed:
            return fresh
        for name in EDITABLE:
            setattr(fresh, name, getattr(facts, name))
        fresh.catchments = places
        if fresh.is_public:
            require_complete(fresh)
        mark_changed(fresh)
        record_detailed(
            current,
            "consultations.consultation.edited",
            by=by,
            subject=("consultation", fresh.id),
            detail={"changed": changed},
        )
    return fresh


def find_places(
    current: Session, slugs: Sequence[str], *, by: Actor
) -> list[Catchment]:
    """Return catchments by slug, all in the actor's scope.

    Raises:
        Invalid: One is not the actor's, or none is named by one who has a scope.
        NotFound: One does not exist.
    """
    found = list(current.scalars(select(Catchment).where(Catchment.slug.in_(slugs))))
    if len(found) != len(set(slugs)):
        raise NotFound(_("One of these catchments does not exist."))
    if by.catchments is not None:
        is_inside = all(by.covers(item.id) for item in found)
        if not (found and is_inside):
            told = _("Choose one or more of your own catchments.")
            raise Invalid(told, {"catchments": told})
    return sorted(found, key=lambda item: item.slug)


def mark_changed(consultation: Consultation) -> None:
    """Count a change up even where only what hangs on the row has changed."""
    flag_modified(consultation, "state")


def _new_row(facts: ConsultationFacts) -> Consultation:
    columns: dict[str, Any] = {name: getattr(facts, name) for name in COLUMNS}
    consent = ConsentText(
        number=1, participation=facts.participation, quoting=facts.quoting
    )
    return Consultation(**columns, consent_texts=[consent])


def _taken() -> Conflict:
    return Conflict(_("There is a consultation with this address already."))
