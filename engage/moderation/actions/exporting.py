"""Take the log of decisions out, as rows for a file; the taking is audited."""

from collections.abc import Iterator

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.cells import guarded_cell
from engage.core.db import transaction
from engage.moderation import queries

Cell = str | float | None
COLUMNS = (
    "decided_on",
    "text",
    "kind",
    "catchment",
    "language",
    "decision",
    "reason",
    "status_before",
    "status",
    "hours_waited",
    "moderator",
    "note",
)


def export_log(consultation: Consultation, *, by: Actor) -> Iterator[list[Cell]]:
    """Return every decision in the actor's catchments, the names of columns first.

    Texts are named by their public id; no word of theirs is in it. Cells are guarded
    (rule 15).
    """
    with transaction() as current:
        subject = ("consultation", consultation.id)
        record(current, "moderation.log.exported", by=by, subject=subject)
    return _rows(consultation, by)


def _rows(consultation: Consultation, by: Actor) -> Iterator[list[Cell]]:
    yield list(COLUMNS)
    for row, text, slug in queries.list_log(by, consultation):
        yield [
            guarded_cell(value)
            for value in (
                row.decided_at.date().isoformat(),
                text.public_id,
                text.kind,
                slug or "",
                text.language,
                row.decision,
                row.reason,
                row.status_before,
                text.status,
                row.hours_waited,
                row.user_id,
                row.note,
            )
        ]
