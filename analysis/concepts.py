"""What two languages share: words of one origin, and a lexicon of common notions."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.words import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

LEXICON_LANGUAGES = ("en", "fr")
LEXICA = "lexicon.csv", "everyday.csv"
"""Notions of the field, and everyday words."""
SHORTEST_COGNATE = 5
"""Letters two stems must share: short look-alikes are mostly false friends."""
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"(.)\1", r"\1"), ("ph", "f"), ("qu|ck|k", "c"), ("y", "i"), ("th", "t"),
        ("x", "s"), ("(eur|our|or|er|re)$", "r"), ("(iq|ic|ik|iqu)$", "ic"),
        ("(if|iv)$", "iv"), ("(aire|ar|ari|air)$", "ar"), ("(ell|el|al)$", "al"),
    )
)  # fmt: skip


@cache
def cognate_key(stem: str) -> str:
    """Spell a stem as its relatives in other languages would; '' for short ones."""
    if len(stem) < SHORTEST_COGNATE or not stem.isalpha():
        return ""
    for pattern, plain in _SPELLINGS:
        stem = pattern.sub(plain, stem)
    return stem if len(stem) >= SHORTEST_COGNATE else ""


@cache
def lexicon() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every listed term as (notion, language, one or two stems)."""
    listed = [entry for name in LEXICA for entry in _entries(name)]
    found: set[tuple[str, str, tuple[str, ...]]] = set()
    for code in LEXICON_LANGUAGES:
        mine = [(notion, term) for notion, own, term in listed if own == code]
        stream = read_words([term for _, term in mine], code)
        stems: list[list[str]] = [[] for _ in mine]
        for row, stem in zip(stream.rows.tolist(), stream.ids.tolist(), strict=True):
            stems[row].append(stream.stems[stem])
        found.update(
            (notion, code, tuple(words))
            for (notion, _), words in zip(mine, stems, strict=True)
            if 1 <= len(words) <= 2
        )
    return tuple(sorted(found))


def _entries(name: str) -> list[tuple[str, str, str]]:
    source = Path(__file__).parent / "data" / name
    with source.open(newline="", encoding="utf-8") as lines:
        return [
            (f"{row['concept']} {name}", code, term)
            for row in csv.DictReader(lines)
            for code in LEXICON_LANGUAGES
            for term in row[f"{code}_terms"].split("|")
        ]


def link(
    stems: Sequence[str],
    pairs: NDArray[np.int64],
    spoken: Mapping[str, NDArray[np.bool_]],
) -> sparse.csr_matrix:
    """Tie terms to the notions they share across languages: (terms, notions) of ones.

    `spoken` (stems,) says for each language which stems its texts hold; with fewer
    than two languages nothing is tied.
    """
    ties: set[tuple[str, int]] = set()
    if len(spoken) > 1:
        ties = {*_listed(stems, pairs, spoken), *_cognates(stems, spoken)}
    names = tuple(sorted({notion for notion, _ in ties}))
    number = {notion: i for i, notion in enumerate(names)}
    rows = np.array(sorted((column, number[n]) for n, column in ties), np.int64)
    shape = (len(stems) + len(pairs), len(names))
    rows = rows.reshape(-1, 2)
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_matrix((ones, (rows[:, 0], rows[:, 1])), shape=shape)


def _listed(
    stems: Sequence[str],
    pairs: NDArray[np.int64],
    spoken: Mapping[str, NDArray[np.bool_]],
) -> Iterable[tuple[str, int]]:
    at = {stem: i for i, stem in enumerate(stems)}
    for notion, code, words in lexicon():
        known = [at.get(word, -1) for word in words]
        if min(known) < 0 or code not in spoken or not spoken[code][known].all():
            continue
        if len(known) == 1:
            yield notion, known[0]
            continue
        key = known[0] * len(stems) + known[1]
        place = int(np.searchsorted(pairs, key))
        if place < len(pairs) and pairs[place] == key:
            yield notion, len(stems) + place


def _cognates(
    stems: Sequence[str], spoken: Mapping[str, NDArray[np.bool_]]
) -> Iterable[tuple[str, int]]:
    """Stems of different spelling and language that share a key."""
    relatives: defaultdict[str, list[int]] = defaultdict(list)
    for column, stem in enumerate(stems):
        key = cognate_key(stem)
        if key:
            relatives[key].append(column)
    for key, columns in relatives.items():
        tongues = [{c for c, has in spoken.items() if has[i]} for i in columns]
        if len(columns) > 1 and len(set().union(*tongues)) > 1:
            yield from ((f"~{key}", column) for column in columns)
