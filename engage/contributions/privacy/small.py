"""Names typed in small letters: an unknown word where only a person can be meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engage.contributions.privacy.cues import PERSON_AFTER, PERSON_BEFORE
from engage.contributions.privacy.cues_in_small import (
    LED_IN_BEFORE,
    PERSON_TOLD,
    SELF_IN_SMALL,
    SMALL_LETTERS,
    SMALL_PERSON_AFTER,
    SMALL_PERSON_BEFORE,
    SMALL_PERSON_BESIDE,
    THING_BEFORE,
)
from engage.contributions.privacy.dictionary import is_word
from engage.contributions.privacy.runs import AROUND, in_small_letters
from engage.contributions.privacy.spelling import is_misspelt
from engage.contributions.privacy.words import is_common, is_place, names_somebody

Span = tuple[int, int]

# Unknown words of three letters are mostly abbreviations.
_SHORT = 3


# Endings of what is no name when it follows "my worker" in small letters.
_NO_NAME = re.compile(
    r"(?:s|ed|ing|ly|tion|ment|ful|less|ous|able|ive|é|ée|ent|ait|ir|ant|ante|eux|euse"
    r"|oire|ude|isme|ible|aire|ance|ence|ère|ique)$"
)
# After the surest signs, only what never ends a name.
_NEVER_NAME = re.compile(
    r"(?:ings?|tions?|ments?|ful|less|ness|ously|able|ables|ively|aient|[^d]ée?s"
    r"|eux|euses?|ers|ies|ity|ités?|i[sz]e[dr]?|i?ally|iques?|ismes?|[ai]tive"
    r"|trices?|[at]teurs?|iatres?|isent|trer?|[^r]ant|[^cr]ent)$"
)
# Words all in capitals: "MY WORKER ADA TOLD ME". Shorter ones are mostly abbreviations.
_SHOUTED = re.compile(r"(?<![\w@.-])[A-ZÀ-ÖØ-Þ]{4,}(?![\w@-])")
_WORD = re.compile(
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,24}+(?![\w@/’'-]*[\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{2,24}+-[a-zß-öø-ÿœā-ž]{2,24}+(?![\w@/])|"
    r"(?<![\w@#/.'’-])[a-zß-öø-ÿœā-ž]{3,24}+(?=['’]s\s)"
)


@dataclass(frozen=True)
class _Word:
    """A word that is none of everyday, with what stands around it."""

    word: str
    before: str
    after: str
    # Whether its letters tell nothing: capitals in a row, or a text in other languages.
    is_doubtful: bool


def find_small_names(text: str) -> Iterator[Span]:
    """Find names in small letters: words of neither language, or led in as a name."""
    is_shouted, typed = text.isupper(), text
    text = _SHOUTED.sub(lambda found: found.group().lower(), text)
    yield from _introduced(text)
    yield from _of_themselves(text)
    words = list(_WORD.finditer(text))
    is_other = _is_other_language([found.group() for found in words])
    for found in words:
        start, end = found.span()
        if not _is_unknown(found.group()) or _NEVER_NAME.search(found.group()):
            continue
        word = _Word(
            found.group(),
            in_small_letters(text[max(0, start - AROUND) : start]),
            in_small_letters(text[end : end + AROUND]),
            is_other or not (is_shouted or typed[start].islower()),
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
        if _NO_NAME.search(word) and (not found["title"] or is_word(word)):
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
    ends_like_word = bool(_NO_NAME.search(it.word))
    if SMALL_PERSON_BEFORE.search(it.before) or PERSON_TOLD.search(it.before):
        return not (ends_like_word and is_word(it.word))
    acts = SMALL_PERSON_AFTER.match(it.after)
    is_beside = SMALL_PERSON_BESIDE.search(it.before)
    if it.is_doubtful or is_word(it.word):
        is_sure = is_beside or (acts and not LED_IN_BEFORE.search(it.before))
        return bool(is_sure) and not ends_like_word
    return bool(acts or is_beside) or _stands_for_somebody(it)


def _stands_for_somebody(it: _Word) -> bool:
    """Return whether nothing speaks against an unknown word being a name."""
    if THING_BEFORE.search(it.before) or _is_part_of_place(it) or is_misspelt(it.word):
        return False
    return len(it.word) > _SHORT or bool(
        PERSON_BEFORE.search(it.before) or PERSON_AFTER.match(it.after)
    )


def _is_part_of_place(it: _Word) -> bool:
    """Return whether a word is half of a place of two words, as in "fort frances"."""
    before, after = it.before.rpartition(" ")[2], it.after.partition(" ")[0]
    return is_place(f"{before} {it.word}") or is_place(f"{it.word} {after}")


def _is_other_language(words: list[str]) -> bool:
    """Return whether a text is in neither language: unknown words then tell nothing."""
    unknown = sum(not (is_common(word) or is_word(word)) for word in words)
    return unknown > 3 and unknown > len(words) / 3


def _is_unknown(word: str) -> bool:
    return not is_common(word) and not is_place(word) and names_somebody(word.title())
