"""What a consultation is made of, checked once for pages, files and commands."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_pair, refuse_faults

MODERATIONS = ("pre", "post", "flags")
RETENTION_MONTHS = 24
LONGEST_RETENTION = 120
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBERED = re.compile(r"-\d{1,4}$")
LONGEST_SLUG = 60
LONGEST_ADDRESS = 300
# Addresses of pages that stand where a consultation's would.
RESERVED = frozenset({"new"})
LONGEST = {
    "title": 200,
    "summary": 1000,
    "purpose": 4000,
    "outcome": 4000,
    "contact": 600,
    "participation": 4000,
    "quoting": 1000,
    "sample_notice": 600,
    "attribution": 1000,
}


@dataclass(frozen=True)
class ConsultationFacts:
    """What a new consultation is made of."""

    slug: str
    title: Bilingual
    summary: Bilingual
    opens_on: date
    closes_on: date
    zone: str = "America/Toronto"
    purpose: Bilingual = field(default_factory=Bilingual)
    outcome: Bilingual = field(default_factory=Bilingual)
    contact: Bilingual = field(default_factory=Bilingual)
    participation: Bilingual = field(default_factory=Bilingual)
    quoting: Bilingual = field(default_factory=Bilingual)
    sample_notice: Bilingual | None = None
    attribution: Bilingual | None = None
    source_url: str = ""
    retention_months: int = RETENTION_MONTHS
    moderation: str = "pre"


@dataclass(frozen=True)
class Copy:
    """What the duplicate has of its own."""

    slug: str
    title: Bilingual
    opens_on: date
    closes_on: date


def checked_facts(facts: ConsultationFacts) -> ConsultationFacts:
    """Return facts as they are kept: texts clean, dates and zone right.

    Raises:
        Invalid: Something cannot be used; `fields` names what and why.
    """
    faults: Faults = dict([*_address_faults(facts), *_faults(facts)])
    cleaned: dict[str, Any] = {}
    for item in fields(facts):
        content = getattr(facts, item.name)
        if isinstance(content, Bilingual):
            cleaned[item.name] = clean_pair(item.name, content, faults)
    if not (facts.title.en.strip() or facts.title.fr.strip()):
        faults.setdefault("title_en", _("Write a title, in one language at least."))
    refuse_faults(faults)
    return replace(facts, **cleaned)


def clean_pair(name: str, content: Bilingual, faults: Faults) -> Bilingual:
    """Return a text as it is kept in both languages; what is wrong goes to `faults`."""
    is_line = name == "title"
    return checked_pair(name, content, LONGEST[name], faults, is_line=is_line)


def is_zone(name: str) -> bool:
    """Return whether a name is an IANA time zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return "/" in name


def next_address(slug: str, taken: Collection[str]) -> str:
    """Return an address with the next number, for the copy of a thing that has one."""
    stem = NUMBERED.sub("", slug)[: LONGEST_SLUG - 6].rstrip("-")
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _address_faults(facts: ConsultationFacts) -> Iterator[tuple[str, str]]:
    if not SLUG.fullmatch(facts.slug):
        yield "slug", _("Use small letters a to z, digits and single hyphens.")
    elif len(facts.slug) > LONGEST_SLUG:
        told = _("This is too long: %(most)s characters at most.", most=LONGEST_SLUG)
        yield "slug", told
    elif facts.slug in RESERVED:
        yield "slug", _("This address is taken by another page.")
    if facts.source_url and not _is_address(facts.source_url):
        yield "source_url", _("Write a web address that begins with https://.")


def _faults(facts: ConsultationFacts) -> Iterator[tuple[str, str]]:
    if facts.closes_on < facts.opens_on:
        yield "closes_on", _("It must not close before it opens.")
    if not is_zone(facts.zone):
        yield "zone", _("Choose a time zone, such as America/Toronto.")
    if not 1 <= facts.retention_months <= LONGEST_RETENTION:
        yield (
            "retention_months",
            _("Choose from 1 to %(most)s months.", most=LONGEST_RETENTION),
        )
    if facts.moderation not in MODERATIONS:
        yield "moderation", _("Choose one of the two.")


def _is_address(text: str) -> bool:
    is_web = text.startswith(("https://", "http://"))
    return is_web and len(text) <= LONGEST_ADDRESS and text.isprintable()
