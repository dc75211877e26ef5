"""Coded marks that take the place of personal details in the public words."""

from collections.abc import Collection

from engage.contributions.privacy.finding import Found

MARKS = {
    "en": {
        "email": "[e-mail]",
        "url": "[link]",
        "handle": "[online name]",
        "phone": "[telephone number]",
        "sin": "[number]",
        "birth_date": "[date of birth]",
        "identifier": "[number]",
        "postal_code": "[postal code]",
        "street": "[address]",
        "employer": "[employer]",
        "name": "[name]",
        "": "[removed]",
    },
    "fr": {
        "email": "[courriel]",
        "url": "[lien]",
        "handle": "[pseudonyme]",
        "phone": "[numéro de téléphone]",
        "sin": "[numéro]",
        "birth_date": "[date de naissance]",
        "identifier": "[numéro]",
        "postal_code": "[code postal]",
        "street": "[adresse]",
        "employer": "[employeur]",
        "name": "[nom]",
        "": "[retiré]",
    },
}


def redacted(text: str, language: str, details: Collection[Found]) -> str:
    """Return a text with a mark in the place of each detail, in its own language."""
    marks = MARKS.get(language, MARKS["en"])
    pieces, at = [], 0
    for item in sorted(details, key=lambda found: found.start):
        if item.start < at:
            continue
        pieces += [text[at : item.start], marks[item.kind]]
        at = item.end
    return "".join([*pieces, text[at:]])


def find_words(text: str, words: str) -> list[Found]:
    """Return every place of some words in a text, whatever their capitals."""
    wanted, lower, at = words.lower(), text.lower(), 0
    found: list[Found] = []
    # Lower case may be longer than what it came from: then only exact words are found.
    if len(lower) != len(text) or len(wanted) != len(words):
        wanted, lower = words, text
    while wanted and (start := lower.find(wanted, at)) >= 0:
        at = start + len(wanted)
        found.append(Found("", start, at))
    return found
