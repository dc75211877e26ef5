"""Questions about published editions: which there are, and what they say."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import undefer

from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.core.search import found
from engage.core.stems import Query
from engage.reports.models import Edition, Report

# Built once: the pages of every discussion ask it.
_SOME_EDITION = (
    select(Edition.id)
    .join(Report, Report.id == Edition.report_id)
    .where(Report.consultation_id == bindparam("consultation"))
    .limit(1)
)


@dataclass(frozen=True)
class Published:
    """One edition with its report as data, and the edition before and after it."""

    consultation: Consultation
    edition: Edition
    document: dict[str, Any]
    numbers: tuple[int, ...]

    newest: Edition

    @property
    def is_latest(self) -> bool:
        """Whether there is no later edition or revision."""
        return self.edition.id == self.newest.id


@dataclass(frozen=True)
class CatchmentFinding:
    """What one report found in one catchment, in rounded figures."""

    consultation: Consultation
    edition: Edition
    people: dict[str, Any]
    themes: list[dict[str, Any]]


@dataclass(frozen=True)
class FoundTheme:
    """A theme of a newest edition that has the words."""

    consultation: Consultation
    theme_id: str
    label: Bilingual


def get_latest_report(actor: Actor, consultation: str) -> Published:
    """Return the newest edition of a consultation's report.

    Raises:
        NotFound: Nothing has been published of it.
    """
    del actor
    return _published(consultation, None)


def get_edition(actor: Actor, consultation: str, edition: str) -> Published:
    """Return one edition, with its latest revision unless one is named (2.1).

    Raises:
        NotFound: There is no such edition.
    """
    del actor
    return _published(consultation, edition)


def find_latest_edition(consultation_id: int) -> Edition | None:
    """Return the newest edition of a consultation without what it says, or None."""
    return session().scalar(
        _editions(consultation_id)
        .order_by(Edition.number.desc(), Edition.revision.desc())
        .limit(1)
    )


def has_edition(consultation_id: int) -> bool:
    """Return whether an edition of a consultation is out."""
    given = {"consultation": consultation_id}
    return session().connection().scalar(_SOME_EDITION, given) is not None


def get_counted(edition: Edition) -> dict[str, str]:
    """Return the keyed marks of who was counted in an edition."""
    found = session().scalar(select(Edition.counted).where(Edition.id == edition.id))
    return found or {}


def get_document(edition: Edition) -> dict[str, Any]:
    """Return what an edition says, as data."""
    found = session().scalar(select(Edition.document).where(Edition.id == edition.id))
    return found or {}


def list_folders(consultation_id: int) -> set[str]:
    """Return the folders of all editions of a consultation."""
    rows = _editions(consultation_id).with_only_columns(Edition.folder)
    return set(session().scalars(rows))


def list_editions(consultation_id: int) -> list[Edition]:
    """Return all editions of a consultation, the newest first."""
    return list(
        session().scalars(
            _editions(consultation_id).order_by(
                Edition.number.desc(), Edition.revision.desc()
            )
        )
    )


def list_newest_revisions(consultation_id: int) -> list[Edition]:
    """Return each edition of a consultation as it stands now, the newest first."""
    newest: dict[int, Edition] = {}
    for edition in list_editions(consultation_id):
        newest.setdefault(edition.number, edition)
    return list(newest.values())


def list_latest_editions() -> list[Edition]:
    """Return the newest edition of each report, the newest first."""
    return list(session().scalars(_latest()))


def list_latest_documents() -> list[tuple[Edition, dict[str, Any]]]:
    """Return the newest edition of each report with what it says, newest first."""
    found = session().scalars(_latest().options(undefer(Edition.document)))
    return [(edition, edition.document) for edition in found]


def catchment_findings(catchment: str) -> list[CatchmentFinding]:
    """Return what the newest editions found in a catchment, in rounded figures.

    Themes whose figure is withheld there are left out; where too few people answered
    the list of themes is empty. Each theme holds `id`, `label`, `people`, `share`.
    """
    found = []
    for edition, document in list_latest_documents():
        place = _place(document["who"]["catchments"], catchment)
        if place is None:
            continue
        themes = [
            {"id": theme["id"], "label": theme["label"], **cell}
            for theme in document["themes"]
            if (cell := _place(theme["catchments"], catchment)) is not None
            and cell["people"]["value"] is not None
        ]
        themes.sort(key=lambda one: (-one["people"]["value"], one["id"]))
        found.append(
            CatchmentFinding(
                edition.report.consultation, edition, place["people"], themes
            )
        )
    return found


def search_themes(query: Query, most: int) -> list[FoundTheme]:
    """Return themes of the newest editions that have all the words, the best first."""
    if query.is_blank:
        return []
    entry = found("theme", query).subquery()
    some = select(entry.c.owner_id, entry.c.part).order_by(
        entry.c.place, entry.c.owner_id, entry.c.part
    )
    places = session().execute(some.limit(most)).all()
    if not places:
        return []
    reports = {report_id for report_id, _part in places}
    newest = _latest().where(Edition.report_id.in_(reports))
    themes = {
        (edition.report_id, theme["id"]): FoundTheme(
            edition.report.consultation, theme["id"], Bilingual(**theme["label"])
        )
        for edition in session().scalars(newest.options(undefer(Edition.document)))
        for theme in edition.document["themes"]
    }
    return [themes[place] for row in places if (place := tuple(row)) in themes]


def _place(rows: list[dict[str, Any]], catchment: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["slug"] == catchment), None)


def _latest() -> Select[Edition]:
    newest = (
        select(
            Edition.report_id,
            func.max(Edition.number * 1_000_000 + Edition.revision).label("newest"),
        )
        .group_by(Edition.report_id)
        .subquery()
    )
    is_newest = and_(
        newest.c.report_id == Edition.report_id,
        newest.c.newest == Edition.number * 1_000_000 + Edition.revision,
    )
    return (
        select(Edition)
        .join(newest, is_newest)
        .order_by(Edition.published_on.desc(), Edition.report_id.desc())
    )


def _editions(consultation_id: int) -> Select[Edition]:
    return (
        select(Edition)
        .join(Report, Report.id == Edition.report_id)
        .where(Report.consultation_id == consultation_id)
    )


def _published(slug: str, name: str | None) -> Published:
    consultation = find_consultation(slug)
    if consultation is None:
        raise NotFound
    editions = list_editions(consultation.id)
    wanted = [one for one in editions if name is None or _answers_to(one, name)]
    if not wanted:
        raise NotFound
    edition = wanted[0]
    numbers = tuple(sorted({one.number for one in editions}))
    document = get_document(edition)
    return Published(consultation, edition, document, numbers, editions[0])


def _answers_to(edition: Edition, name: str) -> bool:
    """Return whether an edition is the one meant: 2 means its latest revision."""
    return name in {str(edition.number), f"{edition.number}.{edition.revision}"}
