"""Programs that find, name and arrange themes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import transaction
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.themes.actions import start_theme_run
from engage.themes.models import Assignment
from tests.api.conftest import Program
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.reports import a_run, a_theme

ProgramOf = Callable[..., Program]


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    """Two themes, Buses and Childcare, with three texts each."""
    consultation = a_consultation()
    with transaction() as current:
        run = a_run(consultation)
        current.add(run)
        current.flush()
        run_id = run.id
    for name in ("Buses", "Childcare"):
        texts = [
            a_contribution(consultation, f"{name} {n}.", status="approved").id
            for n in range(3)
        ]
        with transaction() as current:
            theme = a_theme(consultation, name, Bilingual(name, f"{name} (fr)"), 0.9)
            current.add(theme)
            current.flush()
            current.add_all(
                Assignment(
                    contribution_id=text,
                    run_id=run_id,
                    theme_id=theme.id,
                    strength=0.5,
                    reasons=[["bus", 1.0]],
                )
                for text in texts
            )
    return consultation


def themes_of(program: Program) -> dict[str, dict[str, Any]]:
    listed = program.get("/consultations/jobs/themes")["items"]
    return {item["label"]["en"]: item for item in listed}


def texts_of(program: Program, theme: dict[str, Any]) -> list[str]:
    listed = program.get(f"/themes/{theme['id']}/contributions")["items"]
    return [item["id"] for item in listed]


def test_themes_are_listed_with_true_counts(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    found = themes_of(program_of(luc))

    assert set(found) == {"Buses", "Childcare"}
    assert found["Buses"]["texts"] == 3


def test_rule_24_a_name_is_changed_in_the_version_that_was_read(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    program = program_of(luc)
    theme = themes_of(program)["Buses"]
    path = f"/themes/{theme['id']}"
    tag = program.send("GET", path).headers["ETag"]
    body = {"label": {"en": "Transit", "fr": "Transports"}}

    program.patch(path, body, 428)
    done = program.patch(path, body, headers={"If-Match": tag})
    program.patch(path, body, 409, headers={"If-Match": tag})
    program.patch(path, body, 409, headers={"If-Match": '"no-tag"'})

    assert done["label"]["en"] == "Transit"
    assert done["version"] > theme["version"]
    assert done["is_signed_off"] is False


def test_one_change_at_a_time(program_of: ProgramOf, jobs: Consultation, odile: User):
    program = program_of(odile)
    theme = themes_of(program)["Buses"]
    path, version = f"/themes/{theme['id']}", {"version": theme["version"]}

    for body in (
        {},
        {"state": "excluded", "is_signed_off": True},
        {"is_signed_off": False},
        {"parent": "other"},
        {"label": {"en": "", "fr": ""}},
        {"label": {"en": "x" * 200}},
        {"label": "Transit"},
        {"consultation_id": 2},
    ):
        program.patch(path, {**body, **version}, 422)
    out = program.patch(path, {"state": "excluded", **version})
    back = program.patch(path, {"state": "active", "version": out["version"]})
    signed = program.patch(path, {"is_signed_off": True, "version": back["version"]})
    assert signed["signed_off_by"] == "Odile"


def test_facilitators_do_not_vouch_for_themes(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    program = program_of(luc)
    theme = themes_of(program)["Buses"]

    body = {"is_signed_off": True, "version": theme["version"]}
    program.patch(f"/themes/{theme['id']}", body, 403)


def test_themes_are_merged_and_the_merge_taken_back(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    program = program_of(luc)
    found = themes_of(program)
    gone = {name: found["Childcare"][name] for name in ("id", "version")}
    body = {"themes": [gone], "into": found["Buses"]["id"]}

    stale = {"themes": [gone | {"version": 99}], "into": found["Buses"]["id"]}
    program.post("/themes/merge", stale, 409)
    merged = program.post("/themes/merge", body)
    assert merged["texts"] == 6

    last = program.get("/consultations/jobs/themes")["last_edit"]
    undo = {"consultation": "jobs", "edit": last}
    assert program.post("/themes/undo", undo) == {"undone": last, "kind": "merged"}
    program.post("/themes/undo", undo, 409)
    assert themes_of(program)["Childcare"]["texts"] == 3


def test_texts_are_split_off_moved_pinned_and_taken_out(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    program = program_of(luc)
    found = themes_of(program)
    buses, childcare = found["Buses"], found["Childcare"]
    first, second, third = texts_of(program, buses)
    path = f"/themes/{buses['id']}"

    label = {"en": "Night buses", "fr": "Autobus de nuit"}
    body = {"texts": [first], "label": label}
    program.post(f"{path}/split", body, 428)
    made = program.post(f"{path}/split", body | {"version": buses["version"]}, 201)
    assert (made["label"], made["texts"]) == (label, 1)

    path += "/contributions"
    version = themes_of(program)["Buses"]["version"]
    move = {"action": "move", "texts": [second], "version": version}
    program.post(path, move, 422)
    left = program.post(path, move | {"to": childcare["id"]})
    assert left["texts"] == 1
    pin = {"action": "pin", "texts": [third], "version": left["version"]}
    left = program.post(path, pin)
    out = {"action": "exclude", "texts": [third], "version": left["version"]}
    assert program.post(path, out)["texts"] == 0
    assert set(texts_of(program, childcare)) >= {second}


def test_rule_2_nothing_elsewhere_is_reached_by_an_id_in_a_body(
    program_of: ProgramOf, jobs: Consultation, theo: User, luc: User
):
    other = a_consultation("elsewhere", ("toronto",))
    program, stranger = program_of(luc), program_of(theo)
    buses, childcare = themes_of(program).values()
    with transaction() as current:
        theirs = a_theme(other, "Subways", Bilingual("Subways", "Métro"), 0.9)
        current.add(theirs)
        current.flush()
        public_id = theirs.public_id

    program.get(f"/themes/{public_id}", 404)
    body = {
        "themes": [{"id": buses["id"], "version": buses["version"]}],
        "into": public_id,
    }
    program.post("/themes/merge", body, 404)
    program.post("/themes/undo", {"consultation": "elsewhere", "edit": 1}, 404)
    move = {
        "action": "move",
        "texts": texts_of(program, buses),
        "to": public_id,
        "version": buses["version"],
    }
    program.post(f"/themes/{buses['id']}/contributions", move, 404)
    assert texts_of(stranger, childcare) == []


def test_a_run_is_asked_for_followed_and_stopped(
    program_of: ProgramOf, jobs: Consultation, luc: User, theo: User
):
    program = program_of(luc)

    asked = program.send("POST", "/consultations/jobs/theme-runs")
    again = program.post("/consultations/jobs/theme-runs", None, 202)

    assert asked.status_code == 202
    job = asked.json["id"]
    assert again["id"] == job
    assert asked.headers["Location"] == f"/api/v1/jobs/{job}"
    shown = program.get(f"/jobs/{job}")
    assert (shown["state"], shown["progress"]) == ("queued", 0.0)
    assert program.post(f"/jobs/{job}/cancel", None, 202)["state"] == "cancelled"
    program.get("/jobs/never", 404)
    program_of(luc, "moderation").get(f"/jobs/{job}", 403)


def test_rule_2_a_job_elsewhere_is_not_there(program_of: ProgramOf, theo: User):
    north = a_consultation("north", ("northeast",))
    job = start_theme_run(north, by=SYSTEM)

    program_of(theo).get(f"/jobs/{job.public_id}", 404)
    program_of(theo).post(f"/jobs/{job.public_id}/cancel", None, 404)
    program_of(theo).post("/consultations/north/theme-runs", None, 404)
    program_of(theo).get("/consultations/north/themes", 404)
