"""Coverage: themes and people (once a theme) with an answer."""

import pytest

from engage.designs.coverage import (
    Coverage,
    Heard,
    ProvinceCoverage,
    coverage_of,
    province_coverage,
)


def test_every_answer_counts_and_open_does_not() -> None:
    found = coverage_of(
        [
            Heard(40, "accepted"),
            Heard(20, "not"),
            Heard(10, "partly"),
            Heard(20, "open"),
            Heard(10),
        ]
    )
    assert found == Coverage(5, 3, 100, 70)
    assert found.share == 0.7


def test_rule_17_a_figure_that_is_not_shown_adds_nobody() -> None:
    found = coverage_of([Heard(None, "accepted"), Heard(40)])
    assert (found.themes, found.answered, found.share) == (2, 1, 0.0)


def test_rule_17_no_share_is_shown_of_fewer_than_30() -> None:
    found = coverage_of([Heard(10, "accepted"), Heard(15)])
    assert found.share is None
    assert found.true_share == 0.4
    assert Coverage().true_share == 0.0


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ({}, ProvinceCoverage(None, None)),
        ({"a": Coverage(2, 1, 10, 10)}, ProvinceCoverage(None, None)),
        (
            {"a": Coverage(2, 2, 100, 100), "b": Coverage(2, 0, 300, 0)},
            ProvinceCoverage(0.25, 0.75),
        ),
        (
            {"a": Coverage(2, 2, 100, 50), "b": Coverage(2, 1, 10, 10)},
            ProvinceCoverage(0.5, 0.5),
        ),
    ],
)
def test_weighted_each_catchment_counts_by_its_people(
    places: dict[str, Coverage], found: ProvinceCoverage
) -> None:
    assert province_coverage(places, {"a": 3000, "b": 1000}) == found
