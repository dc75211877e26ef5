"""Check a file of responses, or bring it in, as work in the background."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Gone
from engage.core.i18n import current_language, in_language
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, add_job
from engage.surveys import queries, uploads
from engage.surveys.actions.importing import import_responses
from engage.surveys.actions.judging import ImportOptions, ImportRefused
from engage.surveys.models import Survey
from engage.surveys.tables import Progress

BRING_IN = "surveys.import"


def start_import(
    survey: Survey, upload: str, options: ImportOptions, *, by: Actor
) -> Job:
    """Ask for an uploaded file to be checked or brought in; a worker does it."""
    payload = {
        "survey": survey.slug,
        "upload": upload,
        "options": asdict(options),
        "language": current_language(),
    }
    with transaction() as current:
        job = add_job(current, BRING_IN, payload, by=by, key=f"{BRING_IN} {upload}")
        about = ("survey", survey.id)
        record(current, "surveys.file.sent", by=by, subject=about)
    return job


def import_upload(
    survey: Survey,
    data_dir: Path,
    payload: Mapping[str, Any],
    *,
    job: str,
    by: Actor,
    progress: Progress,
) -> None:
    """Do what `start_import` asked for; what came of it is kept for the job's page.

    Done twice it adds once: the batch carries the id of its job.

    Raises:
        Conflict, ImportRefused, Invalid: As `import_responses`.
        Gone: The file waited too long.
    """
    if queries.find_batch_of_job(job) is not None:
        uploads.drop(data_dir, payload["upload"])
        return
    options = replace(ImportOptions(**payload["options"]), job=job)
    with in_language(payload["language"]):
        path = uploads.find_upload(data_dir, payload["upload"])
        if path is None:
            raise Gone(_("The file is no longer here. Choose it again."))
        try:
            done = import_responses(survey, path, options, by=by, progress=progress)
        except ImportRefused as refused:
            faults = [asdict(fault) for fault in refused.faults]
            uploads.keep_outcome(path, job, {"faults": faults})
            raise
        uploads.keep_outcome(path, job, asdict(done))
        if not done.is_dry_run:
            path.unlink()
