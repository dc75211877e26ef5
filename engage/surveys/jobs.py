"""The door for background work: a file of responses is read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app

from engage.core.errors import NotAllowed
from engage.core.i18n import gettext as _
from engage.core.i18n import lazy_gettext as _l
from engage.core.jobs import get_job_by_id
from engage.core.worker import Progress
from engage.people.queries import find_actor
from engage.surveys import actions, queries, uploads
from engage.surveys.policy import may_edit_survey

READING, ADDING = _l("Reading the rows"), _l("Bringing the responses in")
# What is left after the last row was read: they are all added at once.
READ = 0.7


def bring_in(
    payload: Mapping[str, Any], actor_id: int | None, progress: Progress
) -> None:
    """Check a file or bring it in; one that is done with does not stay (rule 33)."""
    data_dir = current_app.config["SETTINGS"].data_dir
    try:
        _bring_in(payload, actor_id, progress, data_dir)
    except Exception as error:
        if progress.is_over_after(error):
            uploads.drop(data_dir, payload["upload"])
        raise


def _bring_in(
    payload: Mapping[str, Any],
    actor_id: int | None,
    progress: Progress,
    data_dir: Path,
) -> None:
    """Do the work if the one who sent the file still may ask for it (rule 3)."""
    by = find_actor(actor_id)
    survey = queries.get_managed_survey(by, payload["survey"])
    if not may_edit_survey(by, survey):
        raise NotAllowed(_("The person who asked for this may no longer do it."))

    def tell(rows: int, expected: int) -> None:
        is_read = rows >= expected
        share = READ if is_read else READ * rows / expected
        progress(share, str(ADDING if is_read else READING))

    actions.import_upload(
        survey,
        data_dir,
        payload,
        job=get_job_by_id(progress.job_id).public_id,
        by=by,
        progress=tell,
    )
