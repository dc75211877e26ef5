"""Numbers that stand for one person, and the day somebody was born."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_OF = (
    r"(?:file|case|claim|client|member(?:ship)?|health\s(?:card|number)|ohip|licen[cs]e"
    r"|permit|passport|student|uci|reference|application|account|badge|employee|card"
    r"|confirmation|dossier|cas|demande|réclamation|carte(?:\s[\w'’-]+){0,2}|permis"
    r"|passeport|étudiante?|matricule|référence|compte|adhésion|employée?)"
)
_SAID = (
    r"(?:\s?(?:(?:with|at|chez|à)\s\w+|numbers?|numéro|nº|n°|no\.?|num\.?|id|#|is|was|est|(?:de|à)\sconduire"
    r"|le|:|,))"
)
_VALUE = (
    r"(?P<it>(?=(?:[A-Z -]{{0,3}}\d){{{least}}})[A-Z]{{0,5}}-?\d[\dA-Z]*"
    r"(?:[ -][\dA-Z]*\d[\dA-Z]*)*+(?:-[A-Z]{{2}}\b)?)"
)
_NUMBERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_OF}{_SAID}{{1,4}}\s?{_VALUE.format(least=4)}(?!\w)",
        rf"\b{_OF}\s{_VALUE.format(least=5)}(?!\w)",
        r"\b(?P<it>\d{4}[ -]\d{3}[ -]\d{3}(?:[ -][A-Z]{2})?)\b",
        (
            r"\b(?:plates?|plaque)(?:\s(?:number|d['’]immatriculation|numéro|is|est|reads"
            r"|no\.?|:))*\s?:?\s(?P<it>[A-Z]{2,4}[ -]?\d{2,4}|\d{3}[ -]?[A-Z]{3})\b"
        ),
    )
)
_MONTH = (
    r"(?:jan(?:uary|vier|\.)?|feb(?:ruary|\.)?|février|mar(?:ch|s|\.)?|a[pv]r(?:il|\.)?"
    r"|ma[yi]|june?|juin|july?|juillet|aug(?:ust|\.)?|août|sept?(?:ember|embre|\.)?"
    r"|oct(?:ob(?:er|re)|\.)?|nov(?:emb(?:er|re)|\.)?|d[eé]c(?:emb(?:er|re)|\.)?)"
)
_DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}})?)"
)
_BORN = re.compile(
    r"\b(?:born|birth\s?da(?:y|te)|date\sof\sbirth|d\.?o\.?b\.?|née?s?|anniversaire"
    r"|date\sde\snaissance|ddn)(?:\s?(?::|,|is|on|in|the|est|le))*\s?"
    rf"(?P<it>{_DATE})(?!\w)",
    re.IGNORECASE,
)


def find_identifiers(text: str, language: str) -> Iterator[Span]:
    """Find file, card and licence numbers after their name, and number plates."""
    del language
    for pattern in _NUMBERS:
        for found in pattern.finditer(text):
            yield found.span("it")


def find_birth_dates(text: str, language: str) -> Iterator[Span]:
    """Find the day somebody was born, with or without the year."""
    del language
    return (found.span("it") for found in _BORN.finditer(text))
