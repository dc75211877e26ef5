"""What a design says and how it answers a theme, checked once for pages and files."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import Faults, checked_line, checked_pair, refuse_faults

ANSWERS = ("accepted", "partly", "not")
VERDICTS = (*ANSWERS, "open")
STATUSES = ("planned", "under_way", "done", "dropped")
LONGEST_NAME = 120
LONGEST_DEFINITION = 600
LONGEST_TEXT = 4000
LONGEST_REASON = 1000
LONGEST_SECTION = 60
LONGEST_ADDRESS = 300
MOST_ELEMENTS = 40
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class ElementFacts:
    """One element of the list that every design is read by."""

    name: Bilingual
    definition: Bilingual
    position: int
    is_retired: bool = False


@dataclass(frozen=True)
class AboutFacts:
    """Who manages the service system, and where the design itself can be read."""

    manager: Bilingual
    about: Bilingual
    source_url: str = ""


@dataclass(frozen=True)
class TextFacts:
    """What a design says of one element; `section` is its place in the document.

    `state` is how far that is: empty until there is something to report; it holds
    since `status_on`.
    """

    text: Bilingual
    section: str = ""
    state: str = ""
    status_on: date | None = None
    status_reason: Bilingual = field(default_factory=Bilingual)


@dataclass(frozen=True)
class AnswerFacts:
    """How a design answers a theme; `element` is a slug, empty where none fits."""

    verdict: str
    reason: Bilingual = field(default_factory=Bilingual)
    section: str = ""
    element: str = ""
    decided_on: date | None = None


def checked_element(facts: ElementFacts) -> ElementFacts:
    """Return an element as it is kept.

    Raises:
        Invalid: A name is missing in one language, or something is too long.
    """
    faults: Faults = {}
    name = checked_pair("name", facts.name, LONGEST_NAME, faults)
    definition = checked_pair(
        "definition", facts.definition, LONGEST_DEFINITION, faults
    )
    for code in name.missing_languages:
        faults.setdefault(f"name_{code}", _("Write the name in both languages."))
    if not 1 <= facts.position <= MOST_ELEMENTS:
        told = _("Enter a place from 1 to %(most)s.", most=MOST_ELEMENTS)
        faults["position"] = told
    refuse_faults(faults)
    return replace(facts, name=name, definition=definition)


def checked_slug(slug: str) -> str:
    """Return the name of an element in addresses.

    Raises:
        Invalid: It cannot be used.
    """
    clean = slug.strip()
    if len(clean) > 40 or not SLUG.fullmatch(clean):
        told = _("Use small letters, digits and single hyphens, at most 40.")
        raise Invalid(told, {"slug": told})
    return clean


def checked_about(facts: AboutFacts) -> AboutFacts:
    """Return who manages a system as it is kept.

    Raises:
        Invalid: Something is too long, or the address is none.
    """
    faults: Faults = {}
    manager = checked_pair("manager", facts.manager, LONGEST_NAME, faults)
    about = checked_pair("about", facts.about, LONGEST_TEXT, faults)
    address = checked_line("source_url", facts.source_url, LONGEST_ADDRESS, faults)
    if address and not ADDRESS.fullmatch(address):
        faults["source_url"] = _("Begin the address with https:// or http://.")
    refuse_faults(faults)
    return AboutFacts(manager, about, address)


def checked_text(facts: TextFacts) -> TextFacts:
    """Return what a design says of an element as it is kept.

    Raises:
        Invalid: Something is too long, a status has no day, or no reason is given why
            it was dropped.
    """
    faults: Faults = {}
    text = checked_pair("text", facts.text, LONGEST_TEXT, faults)
    section = checked_line("section", facts.section, LONGEST_SECTION, faults)
    reason = checked_pair("status_reason", facts.status_reason, LONGEST_REASON, faults)
    if facts.state and facts.state not in STATUSES:
        faults["state"] = _("Choose one of the stages in the list.")
    if facts.state and facts.status_on is None:
        faults["status_on"] = _("Enter a day, such as 2026-11-30.")
    if facts.state == "dropped":
        _require_reason("status_reason", reason, faults)
    if facts.state and not (text.en or text.fr):
        faults.setdefault("text_en", _("Write what the design says first."))
    refuse_faults(faults)
    since = facts.status_on if facts.state else None
    return TextFacts(text, section, facts.state, since, reason)


def checked_answer(facts: AnswerFacts) -> AnswerFacts:
    """Return how a design answers a theme as it is kept.

    Raises:
        Invalid: The answer is none of the list, something is too long, or an answer
            has no reason: why is said in both languages.
    """
    faults: Faults = {}
    reason = checked_pair("reason", facts.reason, LONGEST_REASON, faults)
    section = checked_line("section", facts.section, LONGEST_SECTION, faults)
    if facts.verdict not in VERDICTS:
        faults["verdict"] = _("Choose one of the answers in the list.")
    elif facts.verdict != "open":
        _require_reason("reason", reason, faults)
    refuse_faults(faults)
    return replace(facts, reason=reason, section=section)


def _require_reason(name: str, reason: Bilingual, faults: Faults) -> None:
    for code in reason.missing_languages:
        faults.setdefault(f"{name}_{code}", _("Give the reason in both languages."))
