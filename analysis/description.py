"""From clusters to themes a person can read: names, quotes, figures, ids."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from analysis.documents import Keyword, Origin, Quote, Theme
from analysis.groups import all_group_figures
from analysis.labels import (
    KEYWORDS,
    LABEL_SHARE,
    LABEL_WORDS,
    Term,
    choose_quotes,
    is_quote_length,
    telling_terms,
)
from analysis.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.documents import Document
    from analysis.groups import GroupFigure
    from analysis.phrases import Phrases
    from analysis.placing import Places
    from analysis.tree import Tree
    from analysis.wording import Wording

SITE_LANGUAGES = ("en", "fr")
SHORT = 2
"""Letters up to which only an acronym is a word fit for a name."""
SPOKEN = 2
"""Texts of a language a theme must hold to be named in it."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the describing of themes draws on; rows are different texts."""

    documents: Sequence[Document]
    reading: Reading
    wording: Wording
    places: Places
    tree: Tree

    @property
    def parents(self) -> NDArray[np.int32]:
        """The row of each part's theme, -1 for a theme."""
        return self.tree.parents


Names = list[dict[str, list[Term]]]


def find_terms(material: Material) -> Names:
    """For each theme and part, the telling terms in each language it speaks."""
    names: Names = [{} for _ in material.parents]
    themes = int((material.parents < 0).sum())
    heard = material.reading.voices > 0
    codes = np.array(material.reading.languages)
    for language in sorted(set(codes.tolist())):
        mine = np.flatnonzero(heard & (codes == language))
        _name_level(names, material, mine, language, range(themes), 0)
        for theme in range(themes):
            inside = mine[material.places.theme[mine] == theme]
            rows = np.flatnonzero(material.parents == theme)
            if len(rows):
                span = range(int(rows[0]), int(rows[-1]) + 1)
                _name_level(names, material, inside, language, span, 1)
    return names


def _name_level(
    names: Names,
    material: Material,
    texts: NDArray[np.intp],
    language: str,
    rows: range,
    level: int,
) -> None:
    placed = (material.places.part if level else material.places.theme)[texts]
    labels = np.where(placed >= 0, placed - rows.start, -1)
    sizes = np.bincount(labels[labels >= 0], minlength=len(rows))
    found = telling_terms(
        material.wording.counts[texts], labels, len(rows), material.wording.vocabulary
    )
    for row, size, terms in zip(rows, sizes, found, strict=True):
        if size >= SPOKEN and terms:
            names[row][language] = terms


def make_labels(names: Names, phrases: Phrases) -> list[dict[str, str | None]]:
    """A label per language: its first telling terms, enough of them to be unlike."""
    spoken = sorted({code for terms in names for code in terms} | set(SITE_LANGUAGES))
    labels: list[dict[str, str | None]] = [dict.fromkeys(spoken) for _ in names]
    for code in spoken:
        used: set[str] = set()
        for label, terms in zip(labels, names, strict=True):
            if code not in terms:
                continue
            text = _unlike(used, _covering(terms[code]), phrases, code)
            used.add(text)
            label[code] = text
    return labels


def _unlike(
    used: set[str], terms: Sequence[Term], phrases: Phrases, language: str
) -> str:
    """The first terms put together: enough of them to be unlike what is used."""
    words: list[str] = []
    others: list[str] = []
    for term in terms:
        word = phrases.write(term.column, language)
        (words if _is_name(word, language) else others).append(word)
        if len(words) >= LABEL_WORDS and _join(words) not in used:
            break
    return _join(words or others[:LABEL_WORDS])


def _covering(terms: Sequence[Term]) -> list[Term]:
    """The terms fit for a label: the best one, then those that many texts say."""
    fit = [term for term in terms[1:] if term.share >= LABEL_SHARE]
    return [*terms[:1], *(fit or terms[1:2])]


def _is_name(word: str, language: str) -> bool:
    """Whether a term can name a theme: no number, no two small letters such as `rd`."""
    if language not in UNSPACED and len(word) <= SHORT:
        return word.isupper()
    return any(mark.isalpha() for mark in word)


def _join(words: Sequence[str]) -> str:
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def make_keywords(
    terms: Mapping[str, list[Term]], phrases: Phrases
) -> tuple[Keyword, ...]:
    """The telling terms of a theme, of all its languages, best first."""
    found = [
        (-term.weight, code, term.column)
        for code, mine in terms.items()
        for term in mine
    ]
    seen: dict[str, Keyword] = {}
    for less, code, column in sorted(found):
        word = phrases.write(column, code)
        seen.setdefault(word, Keyword(word, -less, code))
        if len(seen) == KEYWORDS:
            break
    return tuple(seen.values())


def make_ids(material: Material, kept: Sequence[str | None]) -> list[str]:
    """An id for each theme and part: the one it had, else made from who is in it."""
    keys = material.reading.keys
    ids = list(kept)
    for at, parent in enumerate(material.parents.tolist()):
        places = material.places.theme if parent < 0 else material.places.part
        digits = keys[places == at].astype(">u8").tobytes().hex()
        mine = [digits[i : i + 16] for i in range(0, len(digits), 16)]
        own = blake2b(f"{parent < 0}{mine}".encode(), digest_size=5).hexdigest()
        ids[at] = ids[at] or f"t-{own}"
    return [str(name) for name in ids]


def describe(
    material: Material,
    ids: Sequence[str],
    keywords: Sequence[tuple[Keyword, ...]],
    labels: Sequence[Mapping[str, str | None]],
    origins: Sequence[Origin],
    steadiness: Sequence[float | None],
) -> tuple[Theme, ...]:
    """Every theme and part in full, largest theme first, its parts after it."""
    places = material.places
    theme = _of_documents(places.theme, material)
    part = _of_documents(places.part, material)
    voiced = material.reading.voices
    quotes = _Quotes(material)
    asked = int((~material.reading.blank).sum())
    figures = _figures((theme, part), material)
    said_by = [document.id for document in material.documents]
    names_of, tongues = np.unique(material.reading.languages, return_inverse=True)
    spoken = _of_documents(tongues, material)
    made = []
    for row, parent in enumerate(material.parents.tolist()):
        inside = np.flatnonzero((theme if parent < 0 else part) == row).tolist()
        texts = (places.theme if parent < 0 else places.part) == row
        speakers = np.bincount(spoken[inside], minlength=len(names_of)).tolist()
        made.append(
            Theme(
                id=ids[row],
                parent=None if parent < 0 else ids[parent],
                label=labels[row],
                keywords=keywords[row],
                size=len(inside),
                distinct=int(voiced[texts].sum()),
                share=round(len(inside) / max(asked, 1), 6),
                stability=steadiness[row],
                lineage=origins[row],
                quotes=quotes.of(np.flatnonzero(texts)),
                groups=figures[parent >= 0].get(row, {}),
                languages={
                    str(c): n for c, n in zip(names_of, speakers, strict=True) if n
                },
                members=tuple(map(said_by.__getitem__, inside)),
            )
        )
    return _in_order(made)


def _in_order(made: Sequence[Theme]) -> tuple[Theme, ...]:
    ranked = sorted(made, key=lambda theme: (-theme.size, theme.id))
    return tuple(
        one
        for top in ranked
        if top.parent is None
        for one in (top, *(sub for sub in ranked if sub.parent == top.id))
    )


def _of_documents(
    of_texts: NDArray[np.signedinteger], material: Material
) -> NDArray[np.signedinteger]:
    row = material.reading.row
    return np.where(row >= 0, of_texts[row], -1)


def _figures(
    levels: Sequence[NDArray[np.signedinteger]], material: Material
) -> list[dict[int, dict[str, GroupFigure]]]:
    """Group figures of each level, over the documents that say something."""
    if all(document.group is None for document in material.documents):
        return [{} for _ in levels]
    heard = np.flatnonzero(material.reading.row >= 0)
    chosen = [material.documents[i] for i in heard.tolist()]
    groups = [document.group for document in chosen]
    weights = np.array([document.weight for document in chosen])
    return [
        all_group_figures(level[heard].tolist(), groups, weights) for level in levels
    ]


class _Quotes:
    """Chooses quotes among the documents that may be quoted."""

    def __init__(self, material: Material) -> None:
        self.material = material
        reading = material.reading
        row = reading.row.copy()
        row[[not document.is_quotable for document in material.documents]] = -1
        self.row = row
        sizes = np.fromiter(map(len, reading.texts), np.int64, len(reading.texts))
        self.fit = (reading.voices > 0) & is_quote_length(sizes)
        self.fit &= np.bincount(row[row >= 0], minlength=len(sizes)) > 0

    def of(self, texts: NDArray[np.intp]) -> tuple[Quote, ...]:
        """Quotes among these texts, a campaign heard once."""
        reading = self.material.reading
        fit = texts[self.fit[texts]]
        vectors, strength = self.material.wording.vectors, self.material.places.strength
        return tuple(
            Quote(self._speaker(row), reading.texts[row], reading.languages[row])
            for row in choose_quotes(fit, vectors, strength)
        )

    def _speaker(self, row: int) -> str:
        """The first by name of the documents with a text."""
        said = np.flatnonzero(self.row == row).tolist()
        return min(self.material.documents[at].id for at in said)
