"""What a session is, checked once for pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engage.core.errors import Invalid
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank

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
        name: _line(name, text, most, faults) for name, (text, most) in texts.items()
    }
    if not faults and not (clean["title_en"] or clean["title_fr"]):
        faults["title_en"] = _("Write a title, in one language at least.")
    spoken = [code for code in LANGUAGES if code in facts.languages]
    if not spoken:
        faults["languages"] = _("Choose the languages that will be spoken.")
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    title = Bilingual(clean["title_en"], clean["title_fr"])
    return SessionFacts(title, clean["place"], facts.held_on, facts.catchment, spoken)


def _line(name: str, text: str, most: int, faults: dict[str, str]) -> str:
    try:
        clean = " ".join(clean_text(text).split())
    except ValueError:
        faults[name] = _("This holds characters that cannot be used.")
        return ""
    if len(clean) > most:
        faults[name] = _("This is too long: %(most)s characters at most.", most=most)
    return "" if is_blank(clean) else clean
