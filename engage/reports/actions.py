"""Verbs about reports: draft, ask for an edition, publish it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core import clock, failpoints
from engage.core.actors import SYSTEM, Actor
from engage.core.audit import record_detailed
from engage.core.config import Settings
from engage.core.db import is_duplicate, transaction
from engage.core.disclosure import Disclosure, rules_of
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.i18n import LANGUAGES
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, add_job
from engage.reports import queries
from engage.reports.dataset import clear_orphans, publishing_turn, write_folder
from engage.reports.document import (
    blocks,
    build_document,
    changed_people,
    folded_labels,
    marks_of,
)
from engage.reports.models import Edition, Report
from engage.reports.pictures import pictures_of
from engage.reports.policy import may_publish_report
from engage.reports.printing import printed_report

PUBLISH = "reports.publish"
Told = Callable[[float, str], None]


@dataclass(frozen=True)
class Press:
    """What an installation publishes with: a folder and the rules of disclosure."""

    folder: Path
    rules: Disclosure


@dataclass(frozen=True)
class Draft:
    """The next edition as it would be published now, and what keeps it from that.

    `blocked` says what must be done first; `unchanged` is set where too few people's
    answers changed since the edition before.
    """

    consultation: Consultation
    document: dict[str, Any]
    blocked: tuple[str, ...]
    unchanged: str
    folded: tuple[str, ...]
    counted: Mapping[str, str]
    previous: Edition | None

    @property
    def may_go(self) -> bool:
        """Whether nothing keeps it from being published."""
        return not self.blocked and not self.unchanged


def press_of(settings: Settings) -> Press:
    """Return what this installation publishes with."""
    return Press(settings.data_dir / "editions", rules_of(settings.secret_key))


def draft_report(consultation: Consultation, press: Press) -> Draft:
    """Return the next edition as it would be published now."""
    material = queries.gather_material(consultation)
    consultation = material.consultation
    previous = queries.find_latest_edition(consultation.id)
    counted = marks_of(material, press.rules)
    return Draft(
        consultation=consultation,
        document=build_document(
            material,
            press.rules,
            number=previous.number + 1 if previous else 1,
            published_on=clock.today(consultation.zone),
            is_interim=consultation.state == "open",
        ),
        blocked=tuple(blocks(material, press.rules)),
        unchanged=_too_little_changed(previous, counted, press.rules),
        folded=tuple(folded_labels(material)),
        counted=counted,
        previous=previous,
    )


def ask_for_edition(consultation: Consultation, press: Press, *, by: Actor) -> Job:
    """Have a worker publish the next edition; return the job, one at a time.

    Raises:
        Conflict: Too little changed since the edition before.
        Invalid: Something must be done first; the message says what.
        NotAllowed: The actor may not publish.
    """
    _require_publisher(by)
    draft = draft_report(consultation, press)
    _require_ready(draft)
    number = draft.document["edition"]["number"]
    with transaction() as current:
        return add_job(
            current,
            PUBLISH,
            {"consultation": consultation.slug, "number": number},
            by=by,
            key=publishing_key(consultation),
        )


@dataclass(frozen=True)
class Rederived:
    """An edition made anew: its document, and how many answers changed since."""

    document: dict[str, Any]
    changed: int


def rederive_edition(consultation: Consultation, name: str, press: Press) -> Rederived:
    """Make the figures of a published edition again from what is in the tables.

    Raises:
        NotFound: There is no such edition.
    """
    edition = queries.get_edition(SYSTEM, consultation.slug, name).edition
    material = queries.gather_material(consultation)
    counted = marks_of(material, press.rules)
    document = build_document(
        material,
        press.rules,
        number=edition.number,
        published_on=edition.published_on,
        is_interim=edition.is_interim,
    )
    return Rederived(document, changed_people(queries.get_counted(edition), counted))


def publishing_key(consultation: Consultation) -> str:
    """Return the key that the publishing of a consultation's report runs under."""
    return f"{PUBLISH}:{consultation.id}"


def publish_edition(
    consultation: Consultation, press: Press, *, by: Actor, tell: Told | None = None
) -> Edition:
    """Publish the next edition: its folder and its row, whole or not at all.

    Raises:
        Conflict: Too little changed since the edition before, or somebody else
            published at the same time.
        Invalid: Something must be done first; the message says what.
        NotAllowed: The actor may not publish.
    """
    _require_publisher(by)
    told = tell or _quietly
    folder = press.folder / consultation.slug
    with publishing_turn(folder):
        names = {Path(name).name for name in queries.list_folders(consultation.id)}
        clear_orphans(folder, names)
        told(0.1, _("Counting"))
        draft = draft_report(consultation, press)
        _require_ready(draft)
        told(0.3, _("Drawing the pictures"))
        pictures = pictures_of(draft.document)
        told(0.6, _("Writing the files"))
        name = str(draft.document["edition"]["number"])
        more = {name: picture.encode() for name, picture in pictures.items()} | {
            f"report.{language}.pdf": printed_report(draft.document, pictures, language)
            for language in LANGUAGES
        }
        marked = write_folder(folder, name, draft.document, more)
        failpoints.reach("report.publish.mid")
        return _keep(draft, f"{consultation.slug}/{name}", marked, by)


def _keep(draft: Draft, folder: str, marked: str, by: Actor) -> Edition:
    try:
        with transaction() as current:
            edition = Edition(
                report_id=_report_id(current, draft.consultation),
                number=draft.document["edition"]["number"],
                revision=0,
                published_at=clock.now(),
                published_on=clock.today(draft.consultation.zone),
                published_by=by.user_id,
                is_interim=draft.document["edition"]["is_interim"],
                folder=folder,
                manifest_hash=marked,
                document=draft.document,
                counted=dict(draft.counted),
            )
            current.add(edition)
            current.flush()
            record_detailed(
                current,
                "reports.edition.published",
                by=by,
                subject=("report_edition", edition.id),
                detail={"edition": folder, "manifest": marked},
            )
    except IntegrityError as error:
        if is_duplicate(error, "uq_report_edition_folder") or is_duplicate(
            error, "uq_report_edition_report_id_number_revision"
        ):
            raise Conflict from error
        raise
    return edition


def _report_id(current: Session, consultation: Consultation) -> int:
    report = current.scalar(
        select(Report).where(Report.consultation_id == consultation.id)
    )
    if report is None:
        report = Report(consultation_id=consultation.id)
        current.add(report)
        current.flush()
    return report.id


def _too_little_changed(
    previous: Edition | None, counted: Mapping[str, str], rules: Disclosure
) -> str:
    """Return why there can be no next edition yet, or nothing (rule 18)."""
    if previous is None:
        return ""
    changed = changed_people(queries.get_counted(previous), dict(counted))
    if changed >= rules.k:
        return ""
    message: str = _(
        "Since edition %(number)d, fewer than %(least)d people’s answers are new or "
        "changed. The next edition can be published when there are more: the "
        "difference between two editions must not tell what one person said.",
        number=previous.number,
        least=rules.k,
    )
    return message


def _require_publisher(by: Actor) -> None:
    if not may_publish_report(by):
        raise NotAllowed(_("Only publishers may publish a report."))


def _require_ready(draft: Draft) -> None:
    if draft.blocked:
        raise Invalid(" ".join(draft.blocked))
    if draft.unchanged:
        raise Conflict(draft.unchanged)


def _quietly(_share: float, _detail: str) -> None:
    """Tell nobody."""
