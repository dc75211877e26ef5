"""What staff brought into a survey together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.surveys.models import CHECKED, ImportBatch, Response, Survey
from engage.surveys.policy import may_type_in
from engage.surveys.queries.finding import get_managed_survey
from engage.surveys.scope import standing_of


@dataclass(frozen=True)
class Batch:
    """One file or one stack as it is listed; `responses` still stand."""

    id: int
    kind: str
    name: str
    imported_at: datetime
    session_code: str | None
    is_undone: bool
    responses: int


@dataclass(frozen=True)
class TypedForm:
    """Whether a form of a stack was checked by a second typing, and who typed first."""

    is_checked: bool
    typed_by: int | None

    def waits_for(self, actor: Actor) -> bool:
        """Return whether the actor can be the second person to type it."""
        is_own = self.typed_by is not None and self.typed_by == actor.user_id
        return not self.is_checked and not is_own


def list_batches(actor: Actor, survey: Survey) -> list[Batch]:
    """Return what was brought into a survey, the newest first.

    Whoever works in a part of the consultation sees the responses of that part, and
    only the batches that hold some or that come from there (rule 2).
    """
    counted = (
        select(Response.batch_id, func.count().label("n"))
        .where(*standing_of(survey, actor))
        .group_by(Response.batch_id)
        .subquery()
    )
    rows = session().execute(
        select(ImportBatch, func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.batch_id == ImportBatch.id)
        .where(ImportBatch.survey_id == survey.id)
        .order_by(ImportBatch.id.desc())
    )
    return [
        Batch(
            id=item.id,
            kind=item.kind,
            name=item.name,
            imported_at=item.imported_at,
            session_code=item.session_code,
            is_undone=item.is_undone,
            responses=int(count),
        )
        for item, count in rows
        if count or may_type_in(actor, item)
    ]


def get_batch(survey: Survey, number: str) -> ImportBatch:
    """Return a batch of a survey by its number, as an address has it.

    Raises:
        NotFound: There is none in this survey.
    """
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    found = session().scalar(
        select(ImportBatch).where(
            ImportBatch.survey_id == survey.id, ImportBatch.id == int(number)
        )
    )
    if found is None:
        raise NotFound
    return found


def get_stack(actor: Actor, survey: str, batch: str) -> ImportBatch:
    """Return a stack of paper forms of a survey in which the actor works.

    Raises:
        NotFound: There is none, or it is not for this actor.
    """
    found = get_batch(get_managed_survey(actor, survey), batch)
    is_stack = found.kind == "paper" and not found.is_undone
    if not is_stack or not may_type_in(actor, found):
        raise NotFound
    return found


def list_stacks(survey: Survey) -> list[ImportBatch]:
    """Return the stacks of paper forms that stand, the newest first."""
    return list(
        session().scalars(
            select(ImportBatch)
            .where(
                ImportBatch.survey_id == survey.id,
                ImportBatch.kind == "paper",
                ImportBatch.is_undone.is_(False),
            )
            .order_by(ImportBatch.id.desc())
        )
    )


def forms_of(batch: ImportBatch) -> dict[int, TypedForm]:
    """Return the forms of a stack by their numbers."""
    rows = session().execute(
        select(Response.batch_place, Response.marks, Response.typed_by)
        .where(Response.batch_id == batch.id, Response.is_withdrawn.is_(False))
        .order_by(Response.batch_place)
    )
    return {
        place: TypedForm(CHECKED in marks, typed_by)
        for place, marks, typed_by in rows
        if place is not None
    }


def next_place(batch: ImportBatch) -> int:
    """Return the number for the next paper form of a stack."""
    most = select(func.max(Response.batch_place)).where(Response.batch_id == batch.id)
    return (session().scalar(most) or 0) + 1


def find_form(batch: ImportBatch, place: int) -> Response | None:
    """Return the response that was typed in from a paper form, or None."""
    return session().scalar(
        select(Response).where(
            Response.batch_id == batch.id,
            Response.batch_place == place,
            Response.is_withdrawn.is_(False),
        )
    )
