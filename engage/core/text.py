"""Text is decided once, at the edge (rule 30)."""

import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
_KEPT_CONTROLS = frozenset("\n\t")
# Joiners shape emoji and some scripts; a direction mark is part of what was written.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


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
    return any(
        unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _KEPT_CONTROLS
        for sign in one_line_end(text)
    )
