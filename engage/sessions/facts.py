"""What a session is, checked once for pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.written import checked_line, refuse_faults

LONGEST_TITLE = 200
LONGEST_PLACE = 200


@dataclass(frozen=True)
class SessionFacts:
    """What a session is: `catchment` a slug, None for the whole province."""

    title: Bilingual
    place: str
    held_on: date
    catchment: str | None
    languages: Sequence[str]


def checked_facts(facts: SessionFacts) -> SessionFacts:
    """Return facts as they are kept: texts clean, languages in order.

    Raises:
        Invalid: Something cannot be used; `fields` names what and why.
    """
    faults: dict[str, str] = {}
    texts = {
        "title_en": (facts.title.en, LONGEST_TITLE),
        "title_fr": (facts.title.fr, LONGEST_TITLE),
        "place": (facts.place, LONGEST_PLACE),
    }
    clean = {
        name: checked_line(name, text, most, faults)
        for name, (text, most) in texts.items()
    }
    if not faults and not (clean["title_en"] or clean["title_fr"]):
        faults["title_en"] = _("Write a title, in one language at least.")
    spoken = [code for code in LANGUAGES if code in facts.languages]
    if not spoken:
        faults["languages"] = _("Choose the languages that will be spoken.")
    refuse_faults(faults)
    title = Bilingual(clean["title_en"], clean["title_fr"])
    return SessionFacts(title, clean["place"], facts.held_on, facts.catchment, spoken)
