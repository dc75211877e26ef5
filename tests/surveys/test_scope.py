"""Counts that staff see beside a survey are those of where they work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from engage.core.actors import SYSTEM
from engage.people.models import User
from engage.surveys.actions import ImportOptions, import_responses
from engage.surveys.models import Survey
from engage.surveys.queries import count_responses, list_batches
from engage.surveys.queries_staff import page_of_surveys
from tests.factories.surveys import make_survey, respond
from tests.pages import Browser


def bring_in(survey: Survey, folder: Path, name: str, *places: str) -> None:
    path = folder / name
    path.write_text("role,catchment\n" + "".join(f"worker,{at}\n" for at in places))
    import_responses(survey, path, ImportOptions(name=name), by=SYSTEM)


@pytest.fixture
def survey(app: Flask, tmp_path: Path) -> Survey:
    made = make_survey()
    bring_in(made, tmp_path, "both.csv", "northeast", "northeast", "toronto", "")
    bring_in(made, tmp_path, "south.csv", "toronto")
    respond(made, {"role": "worker"})
    return made


def listed(user: User, survey: Survey) -> dict[str, int]:
    return {item.name: item.responses for item in list_batches(user.actor, survey)}


def total_listed(user: User) -> int:
    (place,), _pages = page_of_surveys(user.actor, 1)
    return sum(count for _survey, count in place.surveys)


def test_rule_2_counts_are_those_of_ones_catchments(
    survey: Survey, luc: User, odile: User
) -> None:
    assert count_responses(luc.actor, survey) == total_listed(luc) == 2
    assert count_responses(odile.actor, survey) == total_listed(odile) == 6


def test_rule_2_batches_from_elsewhere_are_not_listed(
    survey: Survey, luc: User, odile: User
) -> None:
    assert listed(luc, survey) == {"both.csv": 2}
    assert listed(odile, survey) == {"south.csv": 1, "both.csv": 4}


def test_rule_2_the_pages_show_the_same(
    survey: Survey, sign_in: Callable[[User], Browser], luc: User
) -> None:
    browser = sign_in(luc)
    for address in ("/en/manage/surveys", "/en/manage/surveys/work"):
        browser.open(address)
        assert "2 responses" in browser.words()
    browser.open("/en/manage/surveys/work/files")
    assert "both.csv" in browser.words()
    assert "south.csv" not in browser.words()
