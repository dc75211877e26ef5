"""What has happened that the public may know, from what stands in the tables now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import undefer

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import find_consultation, list_public_consultations
from engage.core import clock
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.designs.models import DesignRelease, SSMDesign, answered_in
from engage.reports.models import Edition, Report
from engage.reports.queries import list_latest_documents

# What a feed holds at most.
MOST = 50


@dataclass(frozen=True)
class Happening:
    """One thing that happened: `opened`, `closed`, `published`, `revised`, `released`.

    It is about a consultation, about an edition of its report, or about a design.
    """

    kind: str
    at: datetime
    consultation: Consultation | None = None
    edition: Edition | None = None
    release: DesignRelease | None = None


@dataclass(frozen=True)
class PublishedTheme:
    """A theme as the newest edition of a report shows it."""

    edition: Edition
    theme: dict[str, Any]


def list_happenings(
    catchment: str | None = None, consultation: str | None = None
) -> list[Happening]:
    """Return what happened in the province, a catchment or one consultation.

    The newest comes first, and there are fifty at most.
    """
    chosen = [
        one
        for one in list_public_consultations()
        if consultation in {None, one.slug}
        and (catchment is None or any(p.slug == catchment for p in one.catchments))
    ]
    found = [
        *_dates(chosen),
        *_editions([one.id for one in chosen]),
        *(_answering(consultation) if consultation else _releases(catchment)),
    ]
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:MOST]


def get_public_consultation(actor: Actor, consultation: str) -> Consultation:
    """Return a consultation that everybody may see, whoever asks.

    Raises:
        NotFound: There is none.
    """
    del actor
    found = find_consultation(consultation)
    if found is None or not found.is_public:
        raise NotFound
    return found


def get_published_theme(actor: Actor, theme: str) -> PublishedTheme:
    """Return a theme of the newest edition that has it.

    Raises:
        NotFound: No edition that is out now has it.
    """
    del actor
    for edition, document in list_latest_documents():
        for item in document["themes"]:
            if item["id"] == theme:
                return PublishedTheme(edition, item)
    raise NotFound


def _dates(consultations: Iterable[Consultation]) -> Iterator[Happening]:
    """Yield openings and closings whose day has come, each at its own midnight."""
    now = clock.now()
    for one in consultations:
        opened = _midnight(one.opens_on, one.zone)
        closed = _midnight(one.closes_on + timedelta(days=1), one.zone)
        if opened <= now:
            yield Happening("opened", opened, one)
        if closed <= now:
            yield Happening("closed", closed, one)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _editions(consultations: list[int]) -> Iterator[Happening]:
    found = session().scalars(
        select(Edition)
        .join(Report, Report.id == Edition.report_id)
        .where(Report.consultation_id.in_(consultations))
        .order_by(Edition.published_at.desc())
        .limit(MOST)
    )
    for one in found:
        kind = "revised" if one.revision else "published"
        yield Happening(kind, one.published_at, one.report.consultation, one)


def _releases(catchment: str | None) -> Iterator[Happening]:
    chosen = select(DesignRelease).order_by(DesignRelease.released_at.desc())
    if catchment is not None:
        place = select(Catchment.id).where(Catchment.slug == catchment)
        designs = select(SSMDesign.id).where(SSMDesign.catchment_id.in_(place))
        chosen = chosen.where(DesignRelease.design_id.in_(designs))
    for one in session().scalars(chosen.limit(MOST)):
        yield Happening("released", one.released_at, release=one)


def _answering(consultation: str) -> Iterator[Happening]:
    """Yield the releases of designs that answer a consultation's themes, or did."""
    before: dict[int, set[str]] = {}
    every = select(DesignRelease).order_by(DesignRelease.number)
    for one in session().scalars(every.options(undefer(DesignRelease.content))):
        told = answered_in(one.content)
        if consultation in told | before.get(one.design_id, set()):
            yield Happening("released", one.released_at, release=one)
        before[one.design_id] = told
