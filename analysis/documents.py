"""What goes into the theme engine and what comes out: frozen records, no logic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from analysis.groups import GroupFigure

SCHEMA = "engage.themes/1"
VERSION = "1"

Status = Literal["assigned", "unassigned", "blank", "excluded"]
Progress = Callable[[str, float], None]
"""Called with the stage (`words`, `vectors`, `clusters`…) and the share done, 0-1."""
Cancelled = Callable[[], bool]
"""Asked between stages; when it says yes the run ends with `RunCancelled`."""


class AnalysisError(Exception):
    """A run cannot go on; the message is one plain sentence for a person."""


class TooFewTexts(AnalysisError):
    """There are fewer than two different texts with words in them."""


class RunCancelled(AnalysisError):
    """The caller asked the run to stop."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text somebody wrote.

    `language` is an ISO 639-1 code, or None to have it detected; `group` is any
    partition of interest (a catchment); `weight` is the caller's survey weight;
    `is_quotable` says whether the words may be shown as a quote.
    """

    id: str
    text: str
    language: str | None = None
    group: str | None = None
    weight: float = 1.0
    is_quotable: bool = True


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided about an earlier run, kept by the next one.

    Documents are named by their id, themes by the id the previous run gave them.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    pinned: Mapping[str, str] = field(default_factory=dict)
    """Document id → id of the theme it stays in, of the previous run or a new one."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """Theme id → id of the theme of the previous run that it was made part of."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Theme id → language → label a person wrote."""
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that sets a theme apart, as people wrote it, and its weight (0-1]."""

    term: str
    weight: float
    language: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A text that shows what a theme says."""

    id: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a theme comes from: `kind` is new, same, merged, split or faded."""

    kind: str = "new"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme, or one part of a theme when `parent` is set.

    `size` counts documents, `distinct` counts different texts, a campaign once.
    `share` is size over all documents that are not blank. `stability` is the mean
    resampled Jaccard (0-1), None when it was not measured. `members` are document
    ids in input order, nearest to the heart of the theme being `quotes`.
    """

    id: str
    parent: str | None
    label: Mapping[str, str | None]
    keywords: tuple[Keyword, ...]
    size: int
    distinct: int
    share: float
    stability: float | None
    lineage: Origin
    quotes: tuple[Quote, ...]
    groups: Mapping[str, GroupFigure]
    languages: Mapping[str, int]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of the text that put it in its theme; weights add up to `strength`."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where one document went, how firmly (0-1), and why.

    `theme` is the id of a theme, `subtheme` of one of its parts where it has any;
    `second` is the next best theme. `campaign` numbers groups of near-identical texts.
    """

    id: str
    status: Status
    theme: str | None
    subtheme: str | None
    strength: float
    second: str | None
    campaign: int | None
    language: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read. `languages` counts the documents that are not blank."""

    documents: int
    blank: int
    excluded: int
    distinct: int
    campaigns: int
    languages: Mapping[str, int]
    crossing: float | None = None
    """How often two texts of different languages share a theme, over how often two of
    one language do; about 1 when languages mix freely, None with one language."""
