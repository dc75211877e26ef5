"""What other pages show of reports: cards of editions, and findings of a catchment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.reports.models import Edition
from engage.reports.queries import CatchmentFinding
from engage.web.formatting import day, number, percent, pick

MOST_THEMES = 5


@dataclass(frozen=True)
class Card:
    """An edition in two lines, with its address."""

    title: str
    address: str
    note: str
    is_sample: bool = False


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a catchment: its figure in words, and its share if it may be shown."""

    label: str
    figure: str
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Heard:
    """What one report found in a catchment; no themes where too few answered."""

    title: str
    address: str
    themes: list[ThemeLine]


def edition_cards(editions: Iterable[Edition]) -> list[Card]:
    """Return a card for each edition."""
    return [_card(edition) for edition in editions]


def heard_in_catchment(findings: Iterable[CatchmentFinding]) -> list[Heard]:
    """Return what the newest reports found in a catchment, the largest themes first."""
    return [
        Heard(
            title=pick(finding.consultation.title),
            address=_address(finding.edition),
            themes=[_line(theme) for theme in finding.themes[:MOST_THEMES]],
        )
        for finding in findings
    ]


def _card(edition: Edition) -> Card:
    name, published = edition.name, day(edition.published_on)
    note = _("Report, edition %(number)s", number=name)
    if edition.is_interim:
        note = _("Interim report, edition %(number)s", number=name)
    consultation = edition.report.consultation
    note = f"{note} · {published}"
    is_sample = consultation.is_sample
    return Card(pick(consultation.title), _address(edition), note, is_sample)


def _address(edition: Edition) -> str:
    return url_for("reports.latest", consultation=edition.report.consultation.slug)


def _line(theme: dict[str, Any]) -> ThemeLine:
    share, label = theme["share"], theme["label"][current_language()]
    if share is None:
        people = _("%(people)s people", people=number(theme["people"]["value"]))
        return ThemeLine(label, people, None, None, None)
    figure = percent(share["value"])
    return ThemeLine(label, figure, share["value"], share["low"], share["high"])
