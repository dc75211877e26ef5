"""Telephone and social insurance numbers, postal codes, street addresses."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_EXTENSION = r"(?:,?\s?(?:ext\.?|extension|x|poste)\s?\d{1,5})?"
_GAP = r"\s?[-–.·/]?\s?"
_TEN_DIGITS = re.compile(
    rf"(?<![\d.-])(?:\+?1{_GAP})?\(?(?P<area>[2-9]\d{{2}})\)?{_GAP}"
    rf"[2-9]\d{{2}}{_GAP}\d{{4}}(?!\d){_EXTENSION}"
)
_SEVEN_DIGITS = re.compile(rf"(?<![\d.-])(?:[2-9]\d{{2}})-\d{{4}}(?![\d-]){_EXTENSION}")
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_NINE_DIGITS = re.compile(r"(?<![\d-])\d{3}(?P<gap>[-\s]?)\d{3}(?P=gap)\d{3}(?![\d-])")
# A number that is said to be one counts even when it was typed wrong.
_SIN_SAID = re.compile(
    r"\b(?:sin|nas|social\sinsurance|assurance\ssociale)\b\D{0,30}$", re.IGNORECASE
)
_POSTAL_CODE = re.compile(
    r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][-\s]?\d[ABCEGHJ-NPRSTV-Z]\d\b",
    re.IGNORECASE,
)

_NUMBER = (
    r"(?:(?:apt|apartment|app|appartement|unit|suite|#)\.?\s?\w{1,5},?\s(?:-\s)?"
    r"|\b\d{1,4}-)?\b\d{1,5}[A-Za-z]?"
)
_SIDE = r"(?:\s(?:[NSEWO]\b|north|south|east|west|nord|sud|est|ouest))?"
_WORD = r"[A-ZÀ-ÞŒ](?!\d)[\w'’.-]*"
_NOT_STREETS = (
    r"(?!(?:minutes?|hours?|hrs?|km|miles?|way|lane|years?|days?|weeks?|months?"
    r"|buses|more|of|the|other|different|in|on|to|and|or|dead)\b)"
)
_STREETS = (
    re.compile(
        rf"(?i:{_NUMBER})\s(?:[NSEW]\.?\s)?(?:{_WORD}\s){{1,3}}"
        r"(?i:street|st|avenue|ave|road|rd|crescent|cres|boulevard|blvd|lane|court|crt"
        r"|drive|dr|way|place|pl|line|trail|circle|square|terrace|parkway|pkwy)\b\.?"
        rf"(?i:{_SIDE})"
    ),
    re.compile(
        rf"{_NUMBER}\s(?:{_NOT_STREETS}[a-zà-ÿœ]+\s){{1,2}}"
        rf"(?:street|st|avenue|ave|road|rd|crescent|cres|blvd)\b\.?{_SIDE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NUMBER}\s(?:highway|hwy|county road|concession(?: road| rd)?|line"
        rf"|sideroad)\s\d+{_SIDE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?i:{_NUMBER}),?\s(?i:rue|ruelle|boulevard|boul\.?|avenue|av\.|chemin|ch\.)\s"
        rf"(?:(?:de\sla|des|de|du|la|le)\s|[ld]['’])*(?:de\sl['’])?[\w'’.-]+"
        rf"(?:\s{_WORD})*(?i:{_SIDE})"
    ),
    re.compile(
        rf"(?i:{_NUMBER}),?\s(?i:route|rte|rang|croissant|place|allée|montée|côte|impasse"
        rf"|promenade)\s(?:(?:de\sla|des|de|du)\s|[ld]['’])*(?:{_WORD}|\d+)"
        rf"(?:\s{_WORD})*(?i:{_SIDE})"
    ),
    # Where somebody lives: a number and a name are enough.
    re.compile(
        r"\b(?i:live|lives|lived|living|address\sis|house\sat|home\sat|moved\sto|stay(?:ing)?"
        r"|habite|reste|demeure|vis|logeons|habitons|adresse\sest|déménagé)"
        rf"\s(?i:(?:at|on|au|le)\s)?(?P<it>(?i:{_NUMBER}),?\s{_WORD}(?:\s{_WORD})*)"
    ),
    re.compile(
        r"\b(?:lot\s\d+,?\s(?:concession|con\.?|rang)\s\d+"
        r"|(?:fire|emergency|911)\s(?:number|no\.?|#)\s?\d+)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NUMBER}\s\d{{1,3}}(?:st|nd|rd|th)\s(?:street|st|avenue|ave|line|concession"
        rf"|side\s?road)\b{_SIDE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b\d{{1,5}},?\s\d{{1,3}}(?:re|e)\s(?:avenue|rue)\b{_SIDE}", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:(?:P\.?\s?O\.?\s)?Box|C\.\s?P\.|R\.?\s?R\.?\s?#?|casier\spostal|boîte\spostale|case\spostale|[Rr]ural\s[Rr]oute|[Rr]oute\srurale|rang)\s?\d{1,5}\b",
        re.IGNORECASE,
    ),
)


def find_phones(text: str, language: str) -> Iterator[Span]:
    """Find telephone numbers; toll-free lines belong to nobody in particular."""
    del language
    for found in _TEN_DIGITS.finditer(text):
        if found["area"] not in _TOLL_FREE:
            yield found.span()
    for found in _SEVEN_DIGITS.finditer(text):
        before = text[max(0, found.start() - 4) : found.start()]
        if not any(area in before for area in _TOLL_FREE):
            yield found.span()


def find_social_insurance_numbers(text: str, language: str) -> Iterator[Span]:
    """Find nine digits whose check digit is right."""
    del language
    for found in _NINE_DIGITS.finditer(text):
        said = _SIN_SAID.search(text, max(0, found.start() - 40), found.start())
        if said or has_valid_check_digit(re.sub(r"\D", "", found.group())):
            yield found.span()


def find_postal_codes(text: str, language: str) -> Iterator[Span]:
    """Find full postal codes; the first three characters alone are no detail."""
    del language
    return (found.span() for found in _POSTAL_CODE.finditer(text))


def find_streets(text: str, language: str) -> Iterator[Span]:
    """Find a number with the name of a street, boxes and rural routes."""
    del language
    for pattern in _STREETS:
        for found in pattern.finditer(text):
            it = "it" if pattern.groups else 0
            yield found.start(it), found.start(it) + len(found[it].rstrip(".'’"))


def has_valid_check_digit(digits: str) -> bool:
    """Return whether digits pass the Luhn check (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
