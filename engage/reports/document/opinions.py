"""Opinion groups of discussions: how large they are, what joins and divides them.

Who votes alike was never shown to anybody, so every count here passes through
disclosure, even where the votes themselves were public.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from engage.core.disclosure import Figure, Whole
from engage.insights.results import GroupVotes, Highlight, Opinions
from engage.reports.document.figures import (
    Counting,
    Row,
    both,
    figure_cell,
    part_cells,
)

MOST = 5
LETTERS = "abcde"
LISTS = ("joining", "dividing")


def opinion_rows(counting: Counting) -> list[Row]:
    """Return the discussions in which people form opinion groups, largest first."""
    material = counting.material
    return [_row(counting, one) for one in material.opinions if len(one.groups) > 1]


def opinion_quotes(document: Row) -> Iterator[Row]:
    """Yield the rows of this part that hold a person's words."""
    for found in document["opinions"]:
        for name in LISTS:
            yield from found[name]


def with_opinion_quotes(document: Row, change: Callable[[Row], Row]) -> list[Row]:
    """Return this part with every row that holds a person's words changed."""
    return [
        {**found, **{name: [change(row) for row in found[name]] for name in LISTS}}
        for found in document["opinions"]
    ]


def _row(counting: Counting, found: Opinions) -> Row:
    name = f"opinions:{found.thread.slug}"
    placed = [one for group in found.groups for one in group]
    whole = counting.rules.whole(counting.cell(name), _names(placed))
    groups = [
        _group(counting, name, letter, members, whole)
        for letter, members in zip(LETTERS, found.groups, strict=False)
    ]
    return {
        "id": found.thread.slug,
        "title": both(found.thread.title),
        "placed": figure_cell(whole.figure),
        "groups": [
            part_cells(one, whole.figure) | {"id": letter}
            for letter, one in zip(LETTERS, groups, strict=False)
        ],
        "joining": _statements(counting, name, found.consensus, groups),
        "dividing": _statements(counting, name, found.dividing, groups),
    }


def _group(
    counting: Counting, name: str, letter: str, members: Iterable[int], whole: Whole
) -> Figure:
    cell = counting.cell(name, f"group:{letter}")
    return counting.rules.part(cell, _names(members), whole)


def _statements(
    counting: Counting,
    name: str,
    highlights: Sequence[Highlight],
    groups: Sequence[Figure],
) -> list[Row]:
    public = counting.material.consultation.has_public_source
    shown = [one for one in highlights if public or one.said.is_quotable]
    return [
        {
            "id": one.said.public_id,
            "text": one.said.words,
            "language": one.said.language,
            "side": one.side,
            "gone": None,
            "groups": [
                _votes(counting, f"{name}:{one.said.public_id}", letter, votes, group)
                for letter, votes, group in zip(
                    LETTERS, one.groups, groups, strict=False
                )
            ],
        }
        for one in shown[:MOST]
    ]


def _votes(
    counting: Counting, name: str, letter: str, votes: GroupVotes, group: Figure
) -> Row:
    """Return how many of a group voted on a statement, and how many agreed."""
    rules = counting.rules
    voted = rules.within(
        counting.cell(name, f"voted:{letter}"), _names(votes.voted), group
    )
    whole = Whole(voted, frozenset(_names(votes.voted)))
    agreed = rules.part(
        counting.cell(name, f"agreed:{letter}"), _names(votes.agreed), whole
    )
    return {"id": letter, "voted": figure_cell(voted), **part_cells(agreed, voted)}


def _names(participants: Iterable[int]) -> list[str]:
    return [f"voter:{one}" for one in participants]
