"""Text is decided once, at the edge (rule 30)."""

import re
import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
# Controls other than newline and tab, and halves of characters (Cc and Cs).
_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Joiners shape emoji and some scripts; a direction mark is part of what was written.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Words of one language that the other has not.
_EN = """the and is are was were of to for with that this they we you it be have has not
do would should can could more people need there their from when my
yes also"""
_FR = """le les des est sont une un du de et pour avec que qui dans il elle nous vous je
pas plus aux ce cette ont avoir faut gens leur sur au mais où ma mes oui
aussi"""
_TELLING = {"en": frozenset(_EN.split()), "fr": frozenset(_FR.split())}
_ENOUGH = 2


def guessed_language(text: str, expected: str) -> str:
    """Return the language a text seems to be in, the expected one unless it is clear.

    It counts the small words of both; a person can correct it.
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {
        code: sum(word in telling for word in words)
        for code, telling in _TELLING.items()
    }
    best = max(counts, key=lambda code: counts[code])
    others = sum(counts.values()) - counts[best]
    is_clear = counts[best] >= _ENOUGH and counts[best] > 2 * others
    return best if is_clear else expected


def is_blank(text: str) -> bool:
    """Return whether nothing visible is left of a text."""
    return all(
        unicodedata.category(sign) in _INVISIBLE or sign in _BLANK_LETTERS
        for sign in text
    )


def clean_text(text: str) -> str:
    """Return a text in NFC with one kind of line end, outer white space removed.

    Raises:
        ValueError: It holds a NUL, another control character or half a character.
    """
    if has_unusable_characters(text):
        raise ValueError("unusable characters")
    return unicodedata.normalize("NFC", one_line_end(text)).strip()


def one_line_end(text: str) -> str:
    """Return a text in which each line ends with one newline character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_unusable_characters(text: str) -> bool:
    """Return whether a text holds controls, lone surrogates or non-characters."""
    return _UNUSABLE.search(one_line_end(text)) is not None


def shown_text(text: str) -> str:
    """Return what was typed as a page can show it again: without unusable parts."""
    return _UNUSABLE.sub("", one_line_end(text))
