"""Numbers, days and shares in words, in both languages."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from engage.core.i18n import Bilingual

NBSP = "\u00a0"
SMALLEST_NAMED = 0.05
# How the words of a share name the people in French.
NAMED = re.compile(r"\s(?:des\s)?personnes?\b")
HINT = re.compile(r"\s*\([^()]*\)\s*$")
# Shares people can picture: halves to tenths, and the usual larger ones.
_PICTURED = [Fraction(1, n) for n in range(10, 1, -1)] + [
    Fraction(2, 5), Fraction(3, 5), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5),
    Fraction(9, 10),
]  # fmt: skip


def number(value: float) -> Bilingual:
    """Return a number as each language writes it."""
    return Bilingual(
        format_decimal(value, locale="en_CA"),
        format_decimal(value, locale="fr_CA").replace("\u202f", NBSP),
    )


def percent(share: float) -> Bilingual:
    """Return a share (0 to 1) as a whole percentage."""
    whole = round(share * 100)
    return Bilingual(f"{whole}%", f"{whole}{NBSP}%")


def day(value: date) -> Bilingual:
    """Return a day in full; the first of a month is « 1er » in French."""
    french = format_date(value, format="long", locale="fr_CA").replace(" ", NBSP, 1)
    if value.day == 1:
        french = french.replace("1" + NBSP, "1er" + NBSP, 1)
    return Bilingual(format_date(value, format="long", locale="en_CA"), french)


def quoted(title: dict[str, str]) -> Bilingual:
    """Return a title in the quotation marks of each language."""
    return Bilingual(f"“{title['en']}”", f"«{NBSP}{title['fr']}{NBSP}»")


def without_hint(title: dict[str, str]) -> dict[str, str]:
    """Return a question's title without the hint in brackets that ends it."""
    return {code: HINT.sub("", text) or text for code, text in title.items()}


@dataclass(frozen=True)
class Pictured:
    """A share in words; in French its verb is in the singular where `is_one`."""

    words: Bilingual
    is_one: bool

    @property
    def short_french(self) -> str:
        """Return the French words for a sentence that has named the people before."""
        return NAMED.sub("", self.words.fr)

    def verb(self, one: str, several: str) -> str:
        """Return the French verb that agrees with it."""
        return one if self.is_one else several


def pictured(share: float) -> Pictured:
    """Return a share as "about 1 in 4 people"."""
    if share < SMALLEST_NAMED:
        french = f"moins d’une personne sur{NBSP}20"
        return Pictured(Bilingual("fewer than 1 in 20 people", french), is_one=True)
    nearest = min(_PICTURED, key=lambda one: abs(float(one) - share))
    if nearest == Fraction(1, 2):
        half = Bilingual("about half of the people", "environ la moitié des personnes")
        return Pictured(half, is_one=False)
    some, of = nearest.numerator, nearest.denominator
    who = "personne" if some == 1 else "personnes"
    told = f"environ {some}{NBSP}{who} sur{NBSP}{of}"
    return Pictured(Bilingual(f"about {some} in {of} people", told), is_one=some == 1)


def of_place(name: str) -> str:
    """Return a French place name after "of": du Nord-Est, d’Ottawa, de Toronto."""
    if name.startswith("Nord"):
        return f"du {name}"
    return f"d’{name}" if name[:1] in "AEÉIOU" else f"de {name}"


def joined(parts: list[Bilingual]) -> Bilingual:
    """Return a list in words: one, two and three."""
    if len(parts) == 1:
        return parts[0]
    return Bilingual(
        ", ".join(part.en for part in parts[:-1]) + " and " + parts[-1].en,
        ", ".join(part.fr for part in parts[:-1]) + " et " + parts[-1].fr,
    )


def capital(text: Bilingual) -> Bilingual:
    """Return a text that begins with a capital."""
    return Bilingual(
        text.en[:1].upper() + text.en[1:], text.fr[:1].upper() + text.fr[1:]
    )
