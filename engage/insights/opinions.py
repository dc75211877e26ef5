"""Opinion groups of a discussion: the bridge to the engine, which knows only votes."""

from typing import TYPE_CHECKING, Any

from engage.threads.models import Thread
from engage.threads.queries import VoteMatrix, vote_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.opinions import OpinionGroups
    from analysis.statements import Highlight

MOST_HIGHLIGHTS = 8
FEWEST_VOTERS = 10
FEWEST_STATEMENTS = 3
DIGITS = 4


def find_opinions(thread: Thread) -> dict[str, Any] | None:
    """Return the opinion groups of a discussion as plain data.

    None where fewer than ten people voted, or on fewer than three comments. `groups`
    lists the participants of each group, the largest first; `consensus`, `dividing`
    and `representative` (by group) name comments by public id.
    """
    votes = vote_matrix(thread)
    few_people = len(votes.participants) < FEWEST_VOTERS
    if few_people or len(votes.comments) < FEWEST_STATEMENTS:
        return None
    found = _grouped(votes)
    return {
        "thread": thread.slug,
        "people": len(votes.participants),
        "statements": len(votes.comments),
        "votes": len(votes.votes),
        "groups": _members(votes, found),
        "consensus": _named(votes, found.consensus),
        "dividing": _named(votes, found.dividing),
        "representative": [_named(votes, one) for one in found.representative],
    }


def _grouped(votes: VoteMatrix) -> "OpinionGroups":
    # Heavy: loaded only where it is used, in the worker.
    import numpy as np  # noqa: PLC0415
    from scipy import sparse  # noqa: PLC0415

    from analysis.opinions import find_opinion_groups  # noqa: PLC0415

    cells = np.array(votes.votes, dtype=np.int64).reshape(-1, 3)
    rows, columns, values = cells.T
    shape = (len(votes.participants), len(votes.comments))
    matrix = sparse.csr_array((values.astype(np.float64), (rows, columns)), shape=shape)
    return find_opinion_groups(matrix)


def _members(votes: VoteMatrix, found: "OpinionGroups") -> list[list[int]]:
    groups: list[list[int]] = [[] for _size in found.sizes]
    for participant, group in zip(
        votes.participants, found.groups.tolist(), strict=True
    ):
        if group >= 0:
            groups[group].append(participant)
    return groups


def _named(
    votes: VoteMatrix, highlights: "Sequence[Highlight]"
) -> list[dict[str, Any]]:
    return [
        {
            "comment": votes.comments[one.statement],
            "side": one.side,
            "strength": round(one.strength, DIGITS),
            "q": round(one.q, DIGITS),
        }
        for one in highlights[:MOST_HIGHLIGHTS]
    ]
