"""What a run hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from analysis.documents import Assignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.corpus import Reading
    from analysis.documents import Corpus, Document, Status, Theme
    from analysis.model import Model
    from analysis.placing import Placed


@dataclass(frozen=True)
class Assignments(Sequence[Assignment]):
    """Every document's assignment, in input order, each made when looked at.

    A million of them would fill the memory; the arrays behind them do not.
    """

    documents: Sequence[Document]
    reading: Reading
    placed: Placed

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Each document as id, status, theme, part, strength, campaign, language.

        The reasons are left out, which makes this quick for very many documents.
        """
        names = (*self.placed.model.ids, "")
        places = self.placed.places
        lists = (places.theme, places.part, self.reading.campaigns)
        themes, parts, campaigns = (values.tolist() for values in lists)
        strengths, languages = places.strength.tolist(), self.reading.languages
        read = self.reading.row.tolist(), self.reading.blank.tolist()
        for document, row, is_blank in zip(self.documents, *read, strict=True):
            if row < 0:
                status = "blank" if is_blank else "excluded"
                yield document.id, status, "", "", "", "", document.language or ""
                continue
            theme, campaign = themes[row], campaigns[row]
            yield (
                document.id,
                "assigned" if theme >= 0 else "unassigned",
                names[theme],
                names[parts[row]],
                f"{strengths[row]:.6f}" if theme >= 0 else "",
                str(campaign + 1) if campaign >= 0 else "",
                languages[row],
            )

    def __len__(self) -> int:
        return len(self.documents)

    @overload
    def __getitem__(self, at: int) -> Assignment: ...
    @overload
    def __getitem__(self, at: slice) -> list[Assignment]: ...
    def __getitem__(self, at: int | slice) -> Assignment | list[Assignment]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        document = self.documents[at]
        row = int(self.reading.row[at])
        if row < 0:
            status: Status = "blank" if self.reading.blank[at] else "excluded"
            none = None, None, 0.0, None, None
            return Assignment(document.id, status, *none, document.language or "", ())
        campaign = int(self.reading.campaigns[row])
        return self.placed.assignment(
            row,
            document.id,
            self.reading.languages[row],
            campaign + 1 if campaign >= 0 else None,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: themes largest first, each followed by its parts.

    `assignments` are in input order and made when looked at; `notes` are codes of
    things a reader must know (`too_few`); `faded` are ids of previous themes nobody
    speaks of now; `model` goes into `assign`, or the next run's `previous`.
    """

    themes: tuple[Theme, ...]
    assignments: Assignments
    corpus: Corpus
    unassigned: int
    unassigned_share: float
    parameters: Mapping[str, object]
    notes: tuple[str, ...]
    faded: tuple[str, ...]
    model: Model
