"""Opinion groups: planted camps are found, noise is not taken for camps."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from analysis.opinions import OpinionGroups, find_opinion_groups
from analysis.statements import Tally

POLIS = Path(__file__).parents[3] / "shared/data/polis"


def camps(
    sizes: tuple[int, ...], statements: int = 40, seen: float = 0.6, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Make votes of camps that agree on the first five statements only.

    Each camp takes its own sides on the others, one vote in ten against its line.
    """
    rng = np.random.default_rng(seed)
    lines = rng.choice([-1.0, 1.0], (len(sizes), statements))
    lines[:, :5] = 1.0
    camp = np.repeat(np.arange(len(sizes)), sizes)
    votes = lines[camp]
    votes[rng.random(votes.shape) < 0.1] *= -1
    votes[rng.random(votes.shape) < 0.05] = 0
    votes[rng.random(votes.shape) > seen] = np.nan
    return votes, camp


@pytest.mark.parametrize(
    "sizes", [(120, 80), (100, 70, 50), (90, 80, 70, 60), (80, 70, 60, 50, 40)]
)
def test_planted_camps_are_found(sizes):
    votes, camp = camps(sizes)
    found = find_opinion_groups(votes)
    assert len(found.sizes) == len(sizes)
    assert list(found.sizes) == sorted(found.sizes, reverse=True)
    assert adjusted_rand_score(camp, found.groups) > 0.95
    assert max(found.silhouettes, key=found.silhouettes.get) == len(sizes)


def leans(votes: np.ndarray, camp: np.ndarray) -> np.ndarray:
    """Mean vote of each camp on each statement: shape (camps, statements)."""
    return np.array([np.nanmean(votes[camp == n], axis=0) for n in np.unique(camp)])


def test_statements_the_camps_share_are_consensus():
    votes, camp = camps((120, 80))
    found = find_opinion_groups(votes)
    one, other = leans(votes, camp)
    agreed = {(n, "agree") for n in np.flatnonzero((one > 0) & (other > 0))}
    rejected = {(n, "disagree") for n in np.flatnonzero((one < 0) & (other < 0))}
    assert agreed
    assert rejected
    assert {(h.statement, h.side) for h in found.consensus} == agreed | rejected
    assert all(0.5 < h.strength < 1 and h.q < 0.05 for h in found.consensus)


def test_statements_camps_disagree_on_divide_and_represent():
    votes, camp = camps((120, 80))
    found = find_opinion_groups(votes)
    one, other = leans(votes, camp)
    opposed = set(np.flatnonzero(one * other < 0).tolist())
    assert {h.statement for h in found.dividing} == opposed
    assert all(h.side is None and h.strength > 0.3 for h in found.dividing)
    for lean, highlights in zip((one, other), found.representative, strict=True):
        assert {h.statement for h in highlights} == opposed
        assert all((h.side == "agree") == (lean[h.statement] > 0) for h in highlights)
        strengths = [h.strength for h in highlights]
        assert strengths == sorted(strengths, reverse=True)


def test_votes_at_random_make_one_group():
    rng = np.random.default_rng(4)
    alone = 0
    for _ in range(12):
        votes = rng.choice([-1.0, 0.0, 1.0], (150, 30), p=[0.3, 0.2, 0.5])
        votes[rng.random(votes.shape) < 0.4] = np.nan
        alone += find_opinion_groups(votes).sizes == (150,)
    assert alone >= 10


def test_one_group_divides_on_nothing_and_represents_nothing():
    votes = np.ones((30, 8))
    found = find_opinion_groups(votes)
    assert found.sizes == (30,)
    assert found.dividing == ()
    assert found.representative == ((),)
    assert len(found.consensus) == 8
    assert found.silhouettes == {}


def test_people_with_few_votes_are_in_no_group():
    votes, _ = camps((60, 40))
    votes[3, 6:] = np.nan
    votes[4] = np.nan
    found = find_opinion_groups(votes)
    assert found.groups[3] == found.groups[4] == -1
    assert np.isnan(found.positions[4]).all()
    assert sum(found.sizes) == 98


def test_tallies_add_up_by_hand():
    votes, _ = camps((60, 40))
    found = find_opinion_groups(votes)
    for statement, tallies in enumerate(found.tallies):
        for group, tally in enumerate(tallies):
            cast = votes[found.groups == group, statement]
            assert tally == Tally(
                int(np.isfinite(cast).sum()),
                int((cast == 1).sum()),
                int((cast == -1).sum()),
            )


def test_sparse_votes_keep_their_passes():
    votes, _ = camps((60, 40))
    cells = np.nonzero(~np.isnan(votes))
    stored = sparse.coo_array((votes[cells], cells), shape=votes.shape)
    same(find_opinion_groups(stored), find_opinion_groups(votes))


def test_the_same_votes_give_the_same_groups():
    votes, _ = camps((100, 70, 50), seen=0.3)
    same(find_opinion_groups(votes, seed=5), find_opinion_groups(votes, seed=5))


def same(one: OpinionGroups, other: OpinionGroups) -> None:
    assert one.groups.tobytes() == other.groups.tobytes()
    assert one.positions.tobytes() == other.positions.tobytes()
    assert one.silhouettes == other.silhouettes
    assert one.tallies == other.tallies
    assert one.consensus == other.consensus
    assert one.dividing == other.dividing
    assert one.representative == other.representative


def test_the_number_of_groups_may_be_given():
    votes, _ = camps((100, 70, 50))
    assert len(find_opinion_groups(votes, count=4).sizes) == 4
    assert find_opinion_groups(votes, count=1).sizes == (220,)


def test_few_people_or_statements_make_one_group():
    assert find_opinion_groups(camps((5, 4))[0]).sizes == (9,)
    assert find_opinion_groups(camps((50, 40))[0][:, 5:7]).silhouettes == {}


def test_few_different_ways_to_vote_limit_the_number_of_groups():
    votes = np.repeat([[1.0] * 4 + [-1.0] * 4, [-1.0] * 4 + [1.0] * 4], 20, axis=0)
    votes = np.vstack([votes, np.ones((20, 8))])
    found = find_opinion_groups(votes)
    assert list(found.silhouettes) == [2, 3]
    with pytest.raises(ValueError, match="fewer different people"):
        find_opinion_groups(votes, count=4)


def test_nobody_voted():
    for shape in [(0, 0), (0, 5), (6, 0), (6, 4)]:
        found = find_opinion_groups(np.full(shape, np.nan))
        assert found.sizes == ()
        assert found.consensus == found.dividing == found.representative == ()
        assert found.tallies == ((),) * shape[1]


def test_other_votes_are_refused():
    with pytest.raises(ValueError, match="1, -1 or 0"):
        find_opinion_groups(np.array([[1.0, 2.0]]))


def published(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Read the votes of a conversation and the group its platform gave each person."""
    with (POLIS / name / "participants-votes.csv").open(newline="") as rows:
        header, *people = csv.reader(rows)
    columns = [place for place, key in enumerate(header) if key.isdigit()]
    votes = [[float(row[c]) if row[c] else np.nan for c in columns] for row in people]
    return np.array(votes), np.array([int(row[1] or -1) for row in people])


@pytest.mark.parametrize(
    ("name", "agreement"), [("bowling-green", 0.7), ("canadian-electoral-reform", 0.8)]
)
def test_groups_agree_with_those_the_platform_published(name, agreement):
    if not POLIS.exists():
        pytest.skip("the published conversations are not on this machine")
    votes, theirs = published(name)
    ours = find_opinion_groups(votes)
    both = (ours.groups >= 0) & (theirs >= 0)
    assert len(ours.sizes) == len(set(theirs[both].tolist())) == 2
    assert adjusted_rand_score(theirs[both], ours.groups[both]) >= agreement
    assert ours.consensus
    assert ours.dividing


def test_two_ways_to_vote_make_two_groups():
    votes = np.vstack(
        [np.tile([1, 1, 1, 1], (24, 1)), np.tile([1, -1, -1, -1], (16, 1))]
    )
    found = find_opinion_groups(votes.astype(float))
    assert found.sizes == (24, 16)
    assert [one.statement for one in found.consensus] == [0]
