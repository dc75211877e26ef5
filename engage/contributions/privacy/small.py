"""Names typed in small letters: an unknown word where only a person can be meant."""

import re
from collections.abc import Iterator

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
    r"(?:s|ed|ing|ly|tion|ment|ful|less|ous|able|ive|é|ée|ent|ait|ir|ant|ante|eux|euse|oire|ude|isme|ible|aire|ance|ence|ère|ique)$"
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
_WORD = re.compile(
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,}+(?![\w@/’'-]*[\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{2,}+-[a-zß-öø-ÿœā-ž]{2,}+(?![\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,}+(?=['’]s\s)"
)


def find_small_names(text: str) -> Iterator[Span]:
    """Find names in small letters: after a role, a title, or words about a person."""
    is_shouted, typed = text.isupper(), text
    text = _SHOUTED.sub(lambda found: found.group().lower(), text)
    yield from _introduced(text)
    yield from _of_themselves(text)
    for found in _WORD.finditer(text):
        # An abbreviation may well open a sentence: "BGMU needs …".
        may_open = is_shouted or typed[found.start()].islower()
        is_person = _is_unknown(found.group()) and _is_person(
            text, found, may_open=may_open
        )
        if is_person:
            more = _WORD.match(text, found.end() + 1)
            is_whole = more and not _NO_NAME.search(more[0]) and _is_unknown(more[0])
            yield found.start(), more.end() if more and is_whole else found.end()


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


def _is_person(text: str, found: re.Match[str], *, may_open: bool) -> bool:
    start, end, word = found.start(), found.end(), found.group()
    before = in_small_letters(text[max(0, start - AROUND) : start])
    after = in_small_letters(text[end : end + AROUND])
    if _NEVER_NAME.search(word):
        return False
    if SMALL_PERSON_BEFORE.search(before) or PERSON_TOLD.search(before):
        return True
    if _NO_NAME.search(word):
        return False
    is_first = may_open and (not before or before[-1] in ".!?")
    is_last = (
        may_open and not after.strip(" .!") and bool(re.search(r"[-–—~,.!]$", before))
    )
    acts = SMALL_PERSON_AFTER.match(after) or (is_first and PERSON_AFTER.match(after))
    is_beside = SMALL_PERSON_BESIDE.search(before)
    return is_last or bool(acts or is_beside) or _is_likely(word, before, after)


def _is_likely(word: str, before: str, after: str) -> bool:
    """Return whether weak signs on both sides of a word speak for a person."""
    if ALONGSIDE_BEFORE.search(before) and ALONGSIDE_AFTER.match(after):
        return not _NOT_ALONE.search(word)
    is_framed = WEAK_BEFORE.search(before) and WEAK_AFTER.match(after)
    return bool(is_framed) and not _NOT_ALONE.search(word)


def _is_unknown(word: str) -> bool:
    return not is_common(word) and not is_place(word) and names_somebody(word.title())
