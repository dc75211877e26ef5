"""Statements: exact tests, by hand."""

import numpy as np
import pytest
from scipy import sparse, stats

from analysis.statements import (
    Highlight,
    VoteCount,
    contrast_groups,
    count_votes,
    find_consensus,
    find_dividing,
    find_representative,
)


def counted(votes: list[list[int]], agrees, disagrees) -> VoteCount:
    return VoteCount(np.array(votes), np.array([agrees, disagrees]))


def test_votes_are_counted_by_group_and_side():
    stored = (np.array([1.0, -1.0, 0.0, 1.0]), ([0, 1, 2, 2], [0, 0, 0, 1]))
    count = count_votes(sparse.csr_array(stored, shape=(3, 2)), np.array([0, 1, 1]))
    assert count.votes.tolist() == [[1, 0], [2, 1]]
    assert count.on_side.tolist() == [[[1, 0], [0, 1]], [[0, 0], [1, 0]]]


def test_consensus_is_the_binomial_test_of_the_least_sure_group():
    count = counted([[20], [12]], agrees=[[19], [11]], disagrees=[[1], [0]])
    (found,) = find_consensus(count)
    p = stats.binomtest(11, 12, alternative="greater").pvalue
    assert (found.statement, found.side) == (0, "agree")
    assert found.q == pytest.approx(2 * p)  # two sides were tested
    assert found.strength == pytest.approx((20 / 22) * (12 / 14))


def test_one_undecided_group_is_enough_to_have_no_consensus():
    count = counted([[500], [4]], agrees=[[499], [3]], disagrees=[[0], [1]])
    assert find_consensus(count) == ()


def test_a_group_that_did_not_see_a_statement_has_no_say_in_it():
    count = counted([[50], [0]], agrees=[[50], [0]], disagrees=[[0], [0]])
    assert find_consensus(count) == ()
    assert contrast_groups(count).min() > 0.9


def test_contrast_is_fishers_exact_test():
    count = counted([[20], [15]], agrees=[[14], [2]], disagrees=[[3], [12]])
    p = [
        stats.fisher_exact(table, alternative="greater").pvalue
        for table in (
            [[14, 6], [2, 13]],
            [[2, 13], [14, 6]],
            [[3, 17], [12, 3]],
            [[12, 3], [3, 17]],
        )
    ]
    known = stats.false_discovery_control(p)
    assert contrast_groups(count).ravel() == pytest.approx(np.minimum(known, 1))


def test_a_divided_statement_and_who_stands_for_it():
    count = counted([[20], [15]], agrees=[[14], [2]], disagrees=[[3], [12]])
    q = contrast_groups(count)
    assert find_dividing(count, q) == (
        Highlight(0, None, pytest.approx(15 / 22 - 3 / 17), pytest.approx(q.min())),
    )
    (first,), (second,) = find_representative(count, q)
    assert (first.side, second.side) == ("agree", "disagree")
    assert second.strength == pytest.approx(13 / 17 - 4 / 22)


def test_a_difference_of_degree_does_not_divide():
    count = counted([[90], [90]], agrees=[[88], [55]], disagrees=[[1], [20]])
    q = contrast_groups(count)
    assert q.min() < 0.001
    assert find_dividing(count, q) == ()
    assert [len(found) for found in find_representative(count, q)] == [1, 0]


def test_groups_that_differ_by_chance_only_have_no_highlights():
    rng = np.random.default_rng(3)
    votes = np.full((3, 400), 40)
    agrees = rng.binomial(40, 0.5, votes.shape)
    count = VoteCount(votes, np.array([agrees, votes - agrees]))
    q = contrast_groups(count)
    found = [*find_dividing(count, q), *find_consensus(count)]
    assert len(found) <= 4
