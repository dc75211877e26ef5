"""What passes between the engine and our tables: frozen records, no logic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.core.i18n import Bilingual


@dataclass(frozen=True, slots=True)
class Source:
    """One approved text as it goes to the engine."""

    contribution_id: int
    public_id: str
    text: str
    language: str
    catchment: str | None
    is_quotable: bool


@dataclass(frozen=True, slots=True)
class PastTheme:
    """A theme as it stands before a run, with the decisions people took about it.

    `members` are ids of contributions. `is_merged_into` says that a person brought
    several themes together in it; `labels` are the labels a person wrote.
    """

    key: str
    parent: str | None
    members: frozenset[int]
    is_merged_into: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme that the engine found; a part where `parent` is set."""

    key: str
    parent: str | None
    label: Bilingual
    keywords: list[dict[str, Any]]
    quotes: list[int]
    stability: float | None


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where the engine put one contribution; the names are keys of themes.

    A campaign is named by the public id of one of its texts.
    """

    contribution_id: int
    theme: str | None
    part: str | None = None
    second: str | None = None
    strength: float = 0.0
    reasons: list[list[Any]] = field(default_factory=list)
    campaign: str | None = None
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """All that a run of the engine found; `model` is its file."""

    themes: Sequence[FoundTheme]
    places: Sequence[FoundPlace]
    version: str
    seed: int
    parameters: Mapping[str, Any]
    corpus: Mapping[str, Any]
    notes: Sequence[str]
    inputs_hash: str
    model: bytes
