"""Export a survey's responses into a file."""

from dataclasses import dataclass
from pathlib import Path

from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Invalid, NotAllowed
from engage.core.i18n import gettext as _
from engage.surveys.exporting import Exporter
from engage.surveys.files import FORMATS, write_file
from engage.surveys.models import Survey
from engage.surveys.policy import may_export_raw

VARIANTS = ("safe", "raw")


@dataclass(frozen=True)
class ExportOptions:
    """What to export: `safe` holds approved texts only, `raw` every word."""

    kind: str = "csv"
    variant: str = "safe"


def export_responses(
    survey: Survey, path: Path, options: ExportOptions, *, by: Actor
) -> int:
    """Write a survey's responses in the actor's catchments into a file; count them.

    Raises:
        Invalid: There is no such format or variant.
        NotAllowed: The actor may not have every word.
    """
    if options.kind not in FORMATS:
        raise Invalid(_("Export as csv, json, sqlite or xlsx."))
    if options.variant not in VARIANTS:
        raise Invalid(_("Export the responses as safe or raw."))
    is_raw = options.variant == "raw"
    if is_raw and not may_export_raw(by):
        raise NotAllowed
    survey_id = survey.id
    exporter = Exporter(survey, by, is_raw=is_raw)
    count = write_file(exporter, options.kind, path, has_mark=not is_raw)
    with transaction() as current:
        record_detailed(
            current,
            "surveys.responses.exported",
            by=by,
            subject=("survey", survey_id),
            detail={"variant": options.variant, "format": options.kind},
        )
    return count
