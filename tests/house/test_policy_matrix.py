"""Who may do what: one table, role by verb. A new predicate needs a row."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.catchments.models import Catchment
from engage.catchments.queries import list_catchments
from engage.consultations.models import Consultation
from engage.core.actors import ANONYMOUS, SYSTEM, Actor
from engage.core.config import PACKAGE
from engage.core.jobs import Job
from engage.moderation.models import Appeal
from engage.people.models import User
from engage.surveys.at_door import AnySurvey
from engage.surveys.models import ImportBatch, Survey
from engage.threads.models import Thread
from tests.factories.contributions import a_consultation
from tests.factories.surveys import every_kind, make_survey
from tests.factories.threads import a_thread

EVERYBODY = "amina luc theo odile ada system"
STAFF = "luc theo odile ada system"
# Luc facilitates where the thing is, Theo elsewhere; that Theo never gets hold of it
# is the work of the loaders, whose scope other tests hold.
MATRIX = {
    "may_administer": "ada system",
    # An appeal to a decision of Luc's.
    "may_answer_appeal": "theo odile ada system",
    "may_clear_quotes": "odile ada system",
    "may_create_consultation": STAFF,
    "may_edit_consultation": "luc odile ada system",
    "may_edit_survey": "luc odile ada system",
    "may_edit_thread": "luc odile ada system",
    "may_export_consultation": "luc ada system",
    "may_export_raw": "luc theo ada system",
    "may_follow_job": STAFF,
    "may_host": STAFF,
    "may_join": EVERYBODY,
    "may_list_consultations": STAFF,
    "may_manage": STAFF,
    "may_manage_surveys": STAFF,
    "may_moderate": STAFF,
    "may_preview_report": STAFF,
    "may_read_statement": EVERYBODY,
    "may_publish_report": "odile ada system",
    "may_read_drafts": STAFF,
    "may_read_released": EVERYBODY,
    "may_read_thread": EVERYBODY,
    "may_respond": EVERYBODY,
    "may_see_catchment": EVERYBODY,
    "may_see_consultation": EVERYBODY,
    "may_see_insights": STAFF,
    "may_see_news": EVERYBODY,
    "may_shape_themes": STAFF,
    "may_sign_off_themes": "odile ada system",
    "may_stop_job": "luc odile ada system",
    "may_type_in": "luc odile ada system",
    "may_view_consultation": STAFF,
    "may_write_designs": "odile ada system",
}


def predicates() -> dict[str, Callable[..., bool]]:
    """Return every predicate of every room's policy, by name."""
    rooms = sorted(path.parent.name for path in PACKAGE.glob("*/policy.py"))
    modules = [importlib.import_module(f"engage.{room}.policy") for room in rooms]
    return {
        name: function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("may_") and function.__module__ == module.__name__
    }


@pytest.fixture
def actors(
    app: Flask, luc: User, theo: User, odile: User, ada: User
) -> dict[str, Actor]:
    staff = {"luc": luc, "theo": theo, "odile": odile, "ada": ada}
    known = {name: user.actor for name, user in staff.items()}
    return {"amina": ANONYMOUS, **known, "system": SYSTEM}


@pytest.fixture
def things(app: Flask, luc: User) -> dict[object, Any]:
    """One thing of each kind, all of them in Northeast; the job is Luc's."""
    jobs = a_consultation(catchments=("northeast",))
    survey = make_survey(*every_kind(), consultation=jobs)
    north = next(c for c in list_catchments() if c.slug == "northeast")
    return {
        Consultation: jobs,
        Survey: survey,
        AnySurvey: survey,
        ImportBatch: ImportBatch(survey=survey, catchment_id=north.id),
        Thread: a_thread(jobs),
        Catchment: north,
        Job: Job(actor_id=luc.id),
        Appeal: Appeal(decided_by_id=luc.id),
        object: jobs,
    }


def ask(
    predicate: Callable[..., bool], actor: Actor, things: dict[object, Any]
) -> bool:
    needed = list(inspect.signature(predicate).parameters.values())[1:]
    kinds = inspect.get_annotations(predicate, eval_str=True)
    return predicate(actor, *(things[kinds[one.name]] for one in needed))


def test_rule_01_every_predicate_has_its_row() -> None:
    assert set(predicates()) == set(MATRIX)


def test_rule_01_the_matrix_holds(
    actors: dict[str, Actor], things: dict[object, Any]
) -> None:
    found = {
        name: " ".join(
            who for who, actor in actors.items() if ask(predicate, actor, things)
        )
        for name, predicate in predicates().items()
    }
    assert found == MATRIX
