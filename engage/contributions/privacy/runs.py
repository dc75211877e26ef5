"""Runs of capitalised words that may be names, with what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engage.contributions.privacy.cues import ROLE
from engage.contributions.privacy.words import (
    BODY_WORDS,
    NAME,
    NOT_PEOPLE,
    VERBS_TOO,
    is_common,
    is_place,
    names_somebody,
)

_NAME = re.compile(rf"(?<![\w@#/&-]){NAME}(?!\w)")
_ROLE = re.compile(
    rf"{ROLE}|old|little|big|young|poor|late|vieux|vieille|petite?|gros", re.IGNORECASE
)
_PART = re.compile(r"\S+")
_WORD_OR_SIGN = re.compile(r"\w+['’]?|[^\w\s]")
_OPENS = re.compile(r"(?:[.!?…:;)+•*–—][\"'»”)]*\s+|[\"“«(\n]\s*|(?:^|\s)[-–—~]\s?)$")
_SENTENCE = re.compile(r"[^.!?\n]+")
AROUND = 90
_ARTICLE = re.compile(r"^[LD]['’]")
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Run:
    """Capitalised words: `text[start:end]`, and the words before and after them."""

    start: int
    end: int
    words: str
    before: str
    after: str
    is_first: bool

    @property
    def has_two_words(self) -> bool:
        """Return whether it is a first and a last name rather than one word."""
        return " " in self.words

    @property
    def is_initial(self) -> bool:
        """Return whether it is made of capitals with points alone."""
        return all(len(part) < 3 and part.endswith(".") for part in self.words.split())

    @property
    def is_known(self) -> bool:
        """Return whether it is a place or an everyday word rather than a name."""
        parts = self.words.split()
        return (
            is_place(self.words)
            or not names_somebody(_ARTICLE.sub("", self.words))
            or is_common(parts[0])
            or (self.opens_phrase and any(is_common(part) for part in parts))
            or all(is_place(part) for part in parts)
        )

    @property
    def opens_phrase(self) -> bool:
        """Return whether it opens a sentence that goes on, unlike a signature."""
        return self.is_first and bool(self.after) and self.after[0] != ","

    @property
    def is_of_body(self) -> bool:
        """Return whether it is, or begins, the name of a street, shop or body."""
        parts = {part.lower().rstrip(".") for part in self.words.split()}
        following = self.after.partition(" ")[0]
        return following in BODY_WORDS - VERBS_TOO or bool(parts & BODY_WORDS)


def find_runs(text: str) -> Iterator[Run]:
    """Find the capitalised words of a text that may name somebody."""
    for found in _NAME.finditer(text):
        yield from _cut(text, found)


def in_small_letters(text: str) -> str:
    """Return words in small letters with one blank between them and their signs."""
    words = _WORD_OR_SIGN.findall(text.lower().replace("’", "'"))
    return " ".join(word for word in words if word not in '"“”«»*_')


def titles_in(text: str) -> list[tuple[int, int]]:
    """Return the sentences in which nearly every word is capitalised, like a title."""
    return [
        found.span()
        for found in _SENTENCE.finditer(text)
        if _is_title(found.group().split())
    ]


def _is_title(words: list[str]) -> bool:
    if any(word.endswith(",") for word in words):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 4 and capitals / len(words) > 0.6


def _cut(text: str, found: re.Match[str]) -> Iterator[Run]:
    """Return the parts of a run between words that name nobody."""
    kept: list[re.Match[str]] = []
    parts = list(_PART.finditer(found.group()))
    is_first = _opens_sentence(text, found.start())
    in_body = False
    for part in parts[_length_of_place(parts) :]:
        word = POSSESSIVE.sub("", part.group())
        is_role = _ROLE.fullmatch(word)
        # « L'idée de … »: what leads in a name is no part of it.
        is_lead = word.islower() or (is_common(word) and (is_first or is_role))
        if (kept or not is_lead) and not in_body and names_somebody(word):
            kept.append(part)
            continue
        if kept:
            yield _run(text, found.start(), kept, is_first=is_first)
        kept, is_first = [], False
        in_body = not is_role and (in_body or word in NOT_PEOPLE)
    if kept:
        yield _run(text, found.start(), kept, is_first=is_first)


def _opens_sentence(text: str, at: int) -> bool:
    return at == 0 or bool(_OPENS.search(text, max(0, at - 8), at))


def _length_of_place(parts: list[re.Match[str]]) -> int:
    """Return how many words at the beginning are one place ("Sault Ste. Marie")."""
    for length in range(len(parts), 1, -1):
        words = " ".join(part.group() for part in parts[:length])
        if is_place(POSSESSIVE.sub("", words)):
            return length
    return 0


def _run(text: str, at: int, parts: list[re.Match[str]], *, is_first: bool) -> Run:
    start, end = at + parts[0].start(), at + parts[-1].end()
    end -= len(text[start:end]) - len(POSSESSIVE.sub("", text[start:end]))
    return Run(
        start,
        end,
        text[start:end],
        in_small_letters(text[max(0, start - AROUND) : start]),
        in_small_letters(text[end : end + AROUND]),
        is_first and start == at,
    )
