"""Publishing: an edition's folder and its row, whole or not at all."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.actions import take_step
from engage.consultations.models import Consultation
from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.events import announce
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, add_job
from engage.reports import queries
from engage.reports.actions.drafting import Draft, Press, draft_report
from engage.reports.actions.gates import refuse_leaks, refuse_unsound
from engage.reports.actions.reproducing import placed_by_model
from engage.reports.dataset import clear_orphans, publishing_turn, write_folder
from engage.reports.facts import LICENCES
from engage.reports.models import Edition, Report
from engage.reports.pictures import pictures_of
from engage.reports.policy import may_publish_report
from engage.reports.printing import printed_report

PUBLISH = "reports.publish"
Told = Callable[[float, str], None]
DOUBLES = (
    "uq_report_edition_folder",
    "uq_report_edition_report_id_number_revision",
)


def ask_for_edition(
    consultation: Consultation,
    press: Press,
    *,
    is_final: bool = False,
    licence: str | None = None,
    by: Actor,
) -> Job:
    """Have a worker publish the next edition; return the job, one at a time.

    `licence` is one of `facts.LICENCES`; None keeps that of the edition before.

    Raises:
        Conflict: Too little changed since the edition before; or it is to be the final
            one of a consultation that is not closed.
        Invalid: Something must be done first, which the message says; or no report is
            published under such a licence.
        NotAllowed: The actor may not publish.
    """
    require_publisher(by)
    draft = _licensed(draft_report(consultation, press), licence)
    _require_ready(draft, is_final=is_final)
    number = draft.document["edition"]["number"]
    with transaction() as current:
        return add_job(
            current,
            PUBLISH,
            {
                "consultation": consultation.slug,
                "number": number,
                "is_final": is_final,
                "licence": licence,
            },
            by=by,
            key=publishing_key(consultation),
        )


def publishing_key(consultation: Consultation) -> str:
    """Return the key that the publishing of a consultation's report runs under."""
    return f"{PUBLISH}:{consultation.id}"


def publish_edition(
    consultation: Consultation,
    press: Press,
    *,
    is_final: bool = False,
    licence: str | None = None,
    by: Actor,
    tell: Told | None = None,
) -> Edition:
    """Publish the next edition: its folder and its row, whole or not at all.

    With the final edition a closed consultation counts as reported.

    Raises:
        Conflict: Too little changed since the edition before, or somebody else
            published at the same time; or it is to be the final one of a consultation
            that is not closed.
        Invalid: Something must be done first, which the message says; or no report is
            published under such a licence.
        Leaking: Its figures would tell what must stay hidden.
        NotAllowed: The actor may not publish.
    """
    require_publisher(by)
    told = tell or quietly
    folder = press.folder / consultation.slug
    with publishing_turn(folder):
        clear_unknown(folder, consultation)
        told(0.1, _("Counting"))
        draft = _licensed(draft_report(consultation, press), licence)
        _require_ready(draft, is_final=is_final)
        told(0.2, _("Trying to work out what is hidden"))
        refuse_leaks(draft.document, _before(draft))
        found = draft.run.model if draft.run else None
        document, model = placed_by_model(draft.document, found, press.rules)
        draft = replace(draft, document=document)
        name = str(document["edition"]["number"])
        marked = write_files(folder, name, document, told, model=model)
        failpoints.reach("report.publish.mid")
        return _keep(draft, f"{consultation.slug}/{name}", marked, is_final, by)


def clear_unknown(folder: Path, consultation: Consultation) -> None:
    """Remove folders of editions that were never out: what a killed process left."""
    known = {Path(name).name for name in queries.list_folders(consultation.id)}
    clear_orphans(folder, known)


def write_files(
    folder: Path,
    name: str,
    document: dict[str, Any],
    told: Told,
    replaces: dict[str, Any] | None = None,
    model: bytes | None = None,
) -> str:
    """Draw, print, write and check all files of an edition; return its manifest's hash.

    Raises:
        Leaking: A file says something else than the report; nothing is left of it.
    """
    told(0.3, _("Drawing the pictures"))
    pictures = pictures_of(document)
    told(0.6, _("Writing the files"))
    more = {name: picture.encode() for name, picture in pictures.items()} | {
        f"report.{language}.pdf": printed_report(document, pictures, language)
        for language in LANGUAGES
    }
    marked = write_folder(folder, name, document, more, replaces, model)
    refuse_unsound(folder / name)
    return marked


def add_edition(current: Session, edition: Edition, verb: str, by: Actor) -> None:
    """Add an edition's row inside the caller's transaction, with its audit entry.

    Raises:
        Conflict: Somebody else published it at the same time.
    """
    try:
        current.add(edition)
        current.flush()
    except IntegrityError as error:
        if any(is_duplicate(error, constraint) for constraint in DOUBLES):
            raise Conflict from error
        raise
    record_detailed(
        current,
        f"reports.edition.{verb}",
        by=by,
        subject=("report_edition", edition.id),
        detail={"edition": edition.folder, "manifest": edition.manifest_hash},
    )


def require_publisher(by: Actor) -> None:
    """Let publishers pass only.

    Raises:
        NotAllowed: The actor may not publish.
    """
    if not may_publish_report(by):
        raise NotAllowed(_("Only publishers may publish a report."))


def quietly(_share: float, _detail: str) -> None:
    """Tell nobody."""


def _keep(
    draft: Draft,
    folder: str,
    marked: str,
    is_final: bool,  # noqa: FBT001
    by: Actor,
) -> Edition:
    with transaction() as current:
        consultation = current.get_one(Consultation, draft.consultation.id)
        edition = Edition(
            report_id=_report_id(current, consultation),
            number=draft.document["edition"]["number"],
            revision=0,
            published_at=clock.now(),
            published_on=clock.today(consultation.zone),
            published_by=by.user_id,
            is_interim=draft.document["edition"]["is_interim"],
            folder=folder,
            manifest_hash=marked,
            document=draft.document,
            counted=dict(draft.counted),
        )
        add_edition(current, edition, "published", by)
        announce(
            "edition.published",
            current=current,
            edition=edition,
            consultation=consultation,
        )
        if is_final:
            take_step(current, consultation, "reported", by=by)
    return edition


def _before(draft: Draft) -> dict[str, Any] | None:
    """Return what the edition before says, None for the first."""
    return queries.get_document(draft.previous) if draft.previous else None


def _report_id(current: Session, consultation: Consultation) -> int:
    report = current.scalar(
        select(Report).where(Report.consultation_id == consultation.id)
    )
    if report is None:
        report = Report(consultation_id=consultation.id)
        current.add(report)
        current.flush()
    return report.id


def _licensed(draft: Draft, licence: str | None) -> Draft:
    if licence is None:
        return draft
    if licence not in LICENCES:
        raise Invalid(_("Choose one of the licences."))
    return replace(draft, document={**draft.document, "licence": LICENCES[licence]})


def _require_ready(draft: Draft, *, is_final: bool) -> None:
    if is_final and draft.consultation.state != "closed":
        raise Conflict(
            _("Close the consultation first: only then can a report be its final one.")
        )
    if draft.blocked:
        raise Invalid(" ".join(draft.blocked))
    if draft.unchanged:
        raise Conflict(draft.unchanged)
