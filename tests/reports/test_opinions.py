"""Opinion groups and scores of rankings in a report: disclosed, and without words."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import transaction
from engage.core.disclosure import Disclosure, Whole
from engage.insights.actions import find_insights_now
from engage.reports.attack import puzzle_of
from engage.reports.dataset import tables_of
from engage.reports.document import build_document, quoted_ids, without_words
from engage.reports.document.figures import Row
from engage.reports.queries import gather_material
from engage.reports.verify import arithmetic_faults
from engage.threads.models import Thread
from tests.factories.insights import OTHERS, SHARED, two_camps

RULES = Disclosure(b"a key of a test")
TODAY = date(2026, 11, 22)


@pytest.fixture
def thread(app: Flask) -> Thread:
    thread = two_camps()
    find_insights_now(thread.consultation, by=SYSTEM)
    return thread


def clear_all() -> None:
    """Let every comment be quoted: its author agreed, and somebody read it."""
    with transaction() as current:
        current.execute(update(Contribution).values(may_quote=True, is_cleared=True))


def drafted(thread: Thread) -> Row:
    material = gather_material(thread.consultation)
    return build_document(
        material, RULES, number=1, published_on=TODAY, is_interim=False
    )


def test_groups_are_counted_and_their_votes(thread: Thread) -> None:
    clear_all()
    document = drafted(thread)
    (found,) = document["opinions"]
    assert found["placed"]["value"] == 40
    assert [group["people"]["value"] for group in found["groups"]] in (
        [25, 15],
        [20, 15],
        [25, 20],
        [20, 20],
    )
    assert {row["text"] for row in found["joining"]} == {SHARED}
    assert set(OTHERS) <= {row["text"] for row in found["dividing"]}
    assert arithmetic_faults(document) == []
    tables = tables_of(document)
    assert len(tables["opinion_groups"]) == 2
    statements = len(found["joining"]) + len(found["dividing"])
    assert len(tables["opinion_votes"]) == 2 * statements


def test_rule_17_what_a_whole_group_did_is_not_told(thread: Thread) -> None:
    clear_all()
    (found,) = drafted(thread)["opinions"]
    for row in (*found["joining"], *found["dividing"]):
        for group in row["groups"]:
            assert group["people"]["value"] is None
            assert group["share"] is None


def test_rule_17_the_attack_recovers_nothing_of_the_groups(thread: Thread) -> None:
    clear_all()
    known = puzzle_of(drafted(thread))
    assert sum("opinions" in name for name in known.hidden) >= 10
    assert known.recovered() == {}


def test_words_without_consent_are_not_quoted(thread: Thread) -> None:
    document = drafted(thread)
    (found,) = document["opinions"]
    assert found["joining"] == found["dividing"] == []
    assert not quoted_ids(document)


def test_rule_20_words_that_are_withdrawn_leave_a_revision(thread: Thread) -> None:
    clear_all()
    document = drafted(thread)
    (shared,) = (row["id"] for row in document["opinions"][0]["joining"])
    assert shared in quoted_ids(document)
    revised = without_words(document, {shared: "withdrawn"})
    assert SHARED not in str(revised)
    assert revised["opinions"][0]["joining"][0]["gone"] == "withdrawn"


def test_rule_17_one_person_moves_a_score_by_no_more_than_a_step() -> None:
    people = frozenset(f"response:{number}" for number in range(40))
    whole = Whole(RULES.count("answered", people), people)
    for value in (0.0, 0.41, 0.5, 0.99, 1.0):
        shown = RULES.score("cell", value, (value - 0.03, value + 0.03), whole)
        assert shown is not None
        assert abs(shown.value - value) < 0.05
        assert round(shown.value / 0.05, 6).is_integer()
        assert shown.low <= shown.value <= shown.high


def test_rule_17_no_score_for_fewer_than_thirty() -> None:
    people = frozenset(f"response:{number}" for number in range(20))
    whole = Whole(RULES.count("answered", people), people)
    assert RULES.score("cell", 0.5, (0.4, 0.6), whole) is None
