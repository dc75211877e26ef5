"""What a run reads: the approved texts, and where texts are now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.themes.models import Assignment


def list_sources(consultation_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the approved texts: id, public_id, text, language, may_quote, slug."""
    return session().execute(_sources(consultation_id)).all()


def list_unplaced(consultation_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the approved texts that no run and nobody has placed yet."""
    is_new = Assignment.contribution_id.is_(None)
    selected = _sources(consultation_id).outerjoin(
        Assignment, Assignment.contribution_id == Contribution.id
    )
    return session().execute(selected.where(is_new)).all()


def list_places(consultation_id: int) -> list[Assignment]:
    """Return where each text of a consultation is now."""
    return list(
        session().scalars(
            select(Assignment)
            .join(Contribution, Contribution.id == Assignment.contribution_id)
            .where(Contribution.consultation_id == consultation_id)
        )
    )


def _sources(consultation_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Contribution.public_id,
            Contribution.text,
            Contribution.language,
            Contribution.may_quote,
            Catchment.slug,
        )
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.status == "approved",
        )
        .order_by(Contribution.public_id)
    )
