"""What an edition rests on stays: staff may hide words, never wipe voices (rule 20)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.errors import Conflict
from engage.core.i18n import gettext as _
from engage.reports.models import Edition, Report
from engage.surveys.models import ImportBatch, Survey


def refuse_counted(*, current: Session, batch: ImportBatch) -> None:
    """Keep a batch that an edition may count from being undone.

    Raises:
        Conflict: An edition came out since the batch was brought in.
    """
    since = (
        select(Edition.id)
        .join(Report, Report.id == Edition.report_id)
        .join(Survey, Survey.consultation_id == Report.consultation_id)
        .where(Survey.id == batch.survey_id, Edition.published_at >= batch.imported_at)
    )
    if current.scalar(since.limit(1)) is not None:
        raise Conflict(
            _(
                "An edition published since then counts these responses, so they stay. "
                "Single texts can be hidden at the moderation desk."
            )
        )
