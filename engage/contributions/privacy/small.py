"""Names typed in small letters: an unknown word where only a person can be meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engage.contributions.privacy.cues import (
    ALONGSIDE_AFTER,
    ALONGSIDE_BEFORE,
    PERSON_AFTER,
    PERSON_TOLD,
    SELF_IN_SMALL,
    SMALL_LETTERS,
    SMALL_PERSON_AFTER,
    SMALL_PERSON_BEFORE,
    SMALL_PERSON_BESIDE,
    WEAK_AFTER,
    WEAK_BEFORE,
)
from engage.contributions.privacy.runs import AROUND, in_small_letters
from engage.contributions.privacy.words import is_common, is_place, names_somebody

Span = tuple[int, int]

# Endings of what is no name when it follows "my worker" in small letters.
_NO_NAME = re.compile(
    r"(?:s|ed|ing|ly|tion|ment|ful|less|ous|able|ive|é|ée|ent|ait|ir|ant|ante|eux|euse"
    r"|oire|ude|isme|ible|aire|ance|ence|ère|ique)$"
)
# After weak signs, nor words that end like verbs and things.
_NOT_ALONE = re.compile(
    r"(?:[eo]?ir|er|re|[^o]u|ue|ge|te|ique|al|el|elle|ic|y|eur|ism)$"
)
# After the surest signs, only what never ends a name.
_NEVER_NAME = re.compile(
    r"(?:ings?|tions?|ments?|ful|less|ness|ously|able|ables|ively|aient|[^d]ée?s"
    r"|eux|euses?|ers|ies|ity|ités?)$"
)
# Words all in capitals: "MY WORKER ADA TOLD ME". Shorter ones are mostly abbreviations.
_SHOUTED = re.compile(r"(?<![\w@.-])[A-ZÀ-ÖØ-Þ]{4,}(?![\w@-])")
# "ada, sault ste marie": a name and where it is from.
_SIGNED = re.compile(r", (?:de |from )?[\w' -]+$")
_SIGNS = re.compile(r"[-–—~,.!]$")
# A capital that tells something: neither "I" nor an abbreviation.
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ](?![A-ZÀ-ÖØ-Þ'’]|\b)")
_WORD = re.compile(
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,}+(?![\w@/’'-]*[\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{2,}+-[a-zß-öø-ÿœā-ž]{2,}+(?![\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,}+(?=['’]s\s)"
)


@dataclass(frozen=True)
class _Word:
    """An unknown word with what stands around it."""

    word: str
    before: str
    after: str
    # Whether it may open or end a text by itself: an abbreviation does too ("BGMU …").
    may_stand: bool
    # Whether nothing in the text tells a name by its capital.
    is_unsigned: bool


def find_small_names(text: str) -> Iterator[Span]:
    """Find names in small letters: after a role, a title, or words about a person."""
    is_shouted, typed = text.isupper(), text
    is_unsigned = is_shouted or not _CAPITAL.search(text)
    text = _SHOUTED.sub(lambda found: found.group().lower(), text)
    yield from _introduced(text)
    yield from _of_themselves(text)
    for found in _WORD.finditer(text):
        start, end = found.span()
        if not _is_unknown(found.group()) or _NEVER_NAME.search(found.group()):
            continue
        word = _Word(
            found.group(),
            in_small_letters(text[max(0, start - AROUND) : start]),
            in_small_letters(text[end : end + AROUND]),
            is_shouted or typed[start].islower(),
            is_unsigned,
        )
        if _is_person(word):
            more = _WORD.match(text, end + 1)
            is_whole = more and not _NO_NAME.search(more[0]) and _is_unknown(more[0])
            yield start, more.end() if more and is_whole else end


def _introduced(text: str) -> Iterator[Span]:
    for found in SMALL_LETTERS.finditer(text):
        word, more = found["it"].split()[0], found["more"]
        if not word.islower() or not _is_unknown(word):
            continue
        if not found["title"] and _NO_NAME.search(word):
            continue
        is_whole = more and more.islower() and _is_unknown(more)
        end = found.end("it") if is_whole else found.start("it") + len(word)
        yield found.start("it"), end


def _of_themselves(text: str) -> Iterator[Span]:
    for found in SELF_IN_SMALL.finditer(text):
        pair = found["one"], found["two"]
        if all(_is_unknown(word) and not _NO_NAME.search(word) for word in pair):
            yield found.span("it")


def _is_person(it: _Word) -> bool:
    if SMALL_PERSON_BEFORE.search(it.before) or PERSON_TOLD.search(it.before):
        return True
    if _NO_NAME.search(it.word):
        return False
    acts = SMALL_PERSON_AFTER.match(it.after)
    is_sure = acts or SMALL_PERSON_BESIDE.search(it.before)
    return bool(is_sure) or (it.may_stand and _stands_alone(it)) or _is_likely(it)


def _stands_alone(it: _Word) -> bool:
    """Return whether a word opens a sentence and acts, or signs a text."""
    is_first = not it.before or it.before[-1] in ".!?"
    is_last = not it.after.strip(" .!") and _SIGNS.search(it.before)
    signs = it.is_unsigned and not it.before and _SIGNED.match(it.after)
    return bool(is_last or signs or (is_first and PERSON_AFTER.match(it.after)))


def _is_likely(it: _Word) -> bool:
    """Return whether weak signs speak for a person; one, where capitals never do."""
    weak = bool(WEAK_BEFORE.search(it.before)), bool(WEAK_AFTER.match(it.after))
    if all(weak) or _NOT_ALONE.search(it.word):
        return all(weak)
    if ALONGSIDE_BEFORE.search(it.before) and ALONGSIDE_AFTER.match(it.after):
        return True
    return it.is_unsigned and any(weak)


def _is_unknown(word: str) -> bool:
    return not is_common(word) and not is_place(word) and names_somebody(word.title())
