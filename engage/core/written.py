"""What staff write, checked once for pages, API and files (rule 30).

What is wrong goes to `faults` by the name of the field; the text is then empty.
"""

import re

from engage.core.errors import Invalid
from engage.core.i18n import LANGUAGES, Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import clean_text, is_blank

# No-break spaces stay: French stands on them.
ONE_SPACE = re.compile(r"[^\S\u00a0\u202f]+")

Faults = dict[str, str]


def checked_text(name: str, text: str, most: int, faults: Faults) -> str:
    """Return a text as it is kept; its paragraphs stay."""
    return _checked(name, text, most, faults, is_line=False)


def checked_line(name: str, text: str, most: int, faults: Faults) -> str:
    """Return a text as it is kept: one clean line."""
    return _checked(name, text, most, faults, is_line=True)


def checked_pair(
    name: str, content: Bilingual, most: int, faults: Faults, *, is_line: bool = False
) -> Bilingual:
    """Return a text in both languages as it is kept."""
    clean = {
        code: _checked(
            f"{name}_{code}", getattr(content, code), most, faults, is_line=is_line
        )
        for code in LANGUAGES
    }
    return Bilingual(**clean)


def refuse_faults(faults: Faults) -> None:
    """Raise what is wrong, if anything is.

    Raises:
        Invalid: There are faults; its message is the first.
    """
    if faults:
        raise Invalid(next(iter(faults.values())), faults)


def _checked(name: str, text: str, most: int, faults: Faults, *, is_line: bool) -> str:
    try:
        clean = clean_text(text)
    except ValueError:
        faults[name] = _("This holds characters that cannot be used.")
        return ""
    if is_line:
        clean = ONE_SPACE.sub(" ", clean).strip()
    if len(clean) > most:
        faults[name] = _("This is too long: %(most)s characters at most.", most=most)
        return ""
    return "" if is_blank(clean) else clean
