"""Revisions: words go or are corrected, the figures stay (rules 18 and 20).

A revision has its own folder and row. What the earlier row and folder say of words
that must go is removed with it; nothing else of an edition ever changes.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock, failpoints
from engage.core.actors import SYSTEM, Actor
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, add_job
from engage.reports import queries
from engage.reports.actions.drafting import Press, draft_report
from engage.reports.actions.publishing import (
    Told,
    add_edition,
    clear_unknown,
    publishing_key,
    quietly,
    require_publisher,
    write_files,
)
from engage.reports.actions.reproducing import placed_by_model
from engage.reports.dataset import publishing_turn, read_model, replaced_by
from engage.reports.document import (
    as_revision,
    quoted_ids,
    rewritten_ids,
    without_words,
)
from engage.reports.models import REMOVED, Edition

REVISE = "reports.revise"
CORRECT = "reports.correct"
# A person turned these down before anybody could quote them.
NEVER_QUOTED = ("approved", "rejected")


def follow_withdrawals(
    *, current: Session, contributions: Sequence[int], **_facts: object
) -> None:
    """Have the editions revised that quote these texts (ids), soon (rule 20).

    Which editions do is asked by the job: it waits for a publishing under way.
    """
    chosen = Contribution.id.in_(contributions)
    concerned = select(Contribution.consultation_id).where(chosen).distinct()
    for consultation_id in sorted(current.scalars(concerned)):
        add_job(current, REVISE, {"consultation": consultation_id}, by=SYSTEM)


def follow_decisions(
    *, current: Session, contributions: Sequence[Contribution]
) -> None:
    """Have the editions revised that quote texts which moderation took away."""
    gone = [item.id for item in contributions if item.status not in NEVER_QUOTED]
    follow_withdrawals(current=current, contributions=gone)


def ask_for_correction(consultation: Consultation, press: Press, *, by: Actor) -> Job:
    """Have a worker publish the newest edition anew, with the words of now.

    Raises:
        Conflict: No word differs from the edition that is out.
        Invalid: A text is missing; the message says which.
        NotAllowed: The actor may not publish.
    """
    require_publisher(by)
    _correction(consultation, press)
    with transaction() as current:
        return add_job(
            current,
            CORRECT,
            {"consultation": consultation.slug},
            by=by,
            key=publishing_key(consultation),
        )


def revise_editions(
    consultation: Consultation, press: Press, *, by: Actor, tell: Told | None = None
) -> list[Edition]:
    """Take words out of every edition that quotes a text which is no longer there.

    Safe to run again: where nothing is left to take out, nothing happens.
    """
    folder = press.folder / consultation.slug
    if not folder.is_dir():
        return []
    with publishing_turn(folder):
        clear_unknown(folder, consultation)
        made = _take_out(consultation, press, {}, by, tell or quietly)
        _clear_replaced(consultation, press)
    return made


def correct_edition(
    consultation: Consultation, press: Press, *, by: Actor, tell: Told | None = None
) -> Edition:
    """Publish the newest edition anew: the same figures with the words of now.

    Quotes whose words changed are blanked wherever they stood before.

    Raises:
        Conflict: No word differs from the edition that is out.
        Invalid: A text is missing; the message says which.
        NotAllowed: The actor may not publish.
    """
    require_publisher(by)
    told = tell or quietly
    folder = press.folder / consultation.slug
    with publishing_turn(folder):
        clear_unknown(folder, consultation)
        _take_out(consultation, press, {}, by, told)
        edition, document = _correction(consultation, press)
        changed = rewritten_ids(queries.get_document(edition), document)
        gone = dict.fromkeys(changed, REMOVED)
        made = publish_revision(press, edition, document, gone, by, told)
        _take_out(consultation, press, gone, by, told, besides=made)
        _clear_replaced(consultation, press)
    return made


def _correction(
    consultation: Consultation, press: Press
) -> tuple[Edition, dict[str, Any]]:
    """Return the newest edition and what it says with the words of now."""
    draft = draft_report(consultation, press)
    if draft.blocked:
        raise Invalid(" ".join(draft.blocked))
    if draft.previous is None or draft.corrected is None:
        raise Conflict(_("No word differs from the edition that is out."))
    return draft.previous, draft.corrected


def _take_out(
    consultation: Consultation,
    press: Press,
    gone: Mapping[str, str],
    by: Actor,
    told: Told,
    besides: Edition | None = None,
) -> list[Edition]:
    """Revise each edition that quotes what is gone or was taken away since."""
    made = []
    for edition in queries.list_newest_revisions(consultation.id):
        if besides is not None and edition.number == besides.number:
            continue
        document = queries.get_document(edition)
        quoted = quoted_ids(document)
        missing = {**queries.find_gone(quoted), **gone}
        missing = {name: why for name, why in missing.items() if name in quoted}
        if missing:
            left = without_words(document, missing)
            made.append(publish_revision(press, edition, left, missing, by, told))
    return made


def publish_revision(
    press: Press,
    edition: Edition,
    document: dict[str, Any],
    gone: Mapping[str, str],
    by: Actor,
    told: Told,
) -> Edition:
    """Write a revision's files, then its row; earlier rows lose the words with it."""
    consultation = edition.report.consultation
    today = clock.today(consultation.zone)
    before = press.folder / edition.folder
    document, model = placed_by_model(
        as_revision(document, edition.revision + 1, today),
        read_model(before / "data.sqlite"),
        press.rules,
    )
    name = f"{edition.number}.{edition.revision + 1}"
    replaces = replaced_by(before, edition.name)
    folder = press.folder / consultation.slug
    marked = write_files(folder, name, document, told, replaces, model)
    failpoints.reach("report.revise.mid")
    with transaction() as current:
        made = Edition(
            report_id=edition.report_id,
            number=edition.number,
            revision=edition.revision + 1,
            published_at=clock.now(),
            published_on=edition.published_on,
            published_by=by.user_id,
            is_interim=edition.is_interim,
            folder=f"{consultation.slug}/{name}",
            manifest_hash=marked,
            document=document,
            counted=queries.get_counted(edition),
        )
        _blank_earlier(current, edition, gone)
        add_edition(current, made, "revised", by)
    failpoints.reach("report.revise.end")
    return made


def _blank_earlier(current: Session, edition: Edition, gone: Mapping[str, str]) -> None:
    """Take words out of the rows of an edition: the one way in which a row changes."""
    table = cast("Table", Edition.__table__)
    same = (table.c.report_id == edition.report_id) & (table.c.number == edition.number)
    for row in current.execute(select(table.c.id, table.c.document).where(same)):
        left = without_words(row.document, gone)
        if left != row.document:
            kept = update(table).where(table.c.id == row.id)
            current.execute(kept.values(document=left))


def _clear_replaced(consultation: Consultation, press: Press) -> None:
    """Remove folders of earlier revisions that say more than their row still does."""
    newest = {one.id for one in queries.list_newest_revisions(consultation.id)}
    for edition in queries.list_editions(consultation.id):
        folder = press.folder / edition.folder
        is_earlier = edition.id not in newest and folder.is_dir()
        if is_earlier and _says_more(folder, edition):
            shutil.rmtree(folder)


def _says_more(folder: Path, edition: Edition) -> bool:
    """Return whether a folder does not hold just what its row says."""
    path = folder / "data.json"
    if not path.is_file():
        return True  # its removal was begun
    written = json.loads(path.read_text(encoding="utf-8"))
    return bool(written != queries.get_document(edition))
