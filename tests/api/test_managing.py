"""Programs that set things up: consultations, surveys, threads, editions, the log."""

import io
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.jobs import Job
from engage.people.models import User
from engage.reports.actions import press_of, publish_edition
from engage.surveys.models import Response, Survey
from tests.api.conftest import Program
from tests.factories.reports import reportable
from tests.factories.surveys import (
    definition,
    make_consultation,
    make_survey,
    question,
    respond,
)
from tests.factories.threads import a_consultation, a_thread, count

ProgramOf = Callable[..., Program]
NEW: dict[str, Any] = {
    "slug": "housing",
    "title": {"en": "Work and housing", "fr": "Emploi et logement"},
    "summary": {"en": "Say what you need.", "fr": "Dites ce qu’il vous faut."},
    "opens_on": "2026-11-01",
    "closes_on": "2026-11-30",
    "catchments": ["northeast"],
    "participation": {"en": "I agree.", "fr": "J’accepte."},
    "quoting": {"en": "Quote me.", "fr": "Citez-moi."},
}


def test_a_consultation_is_made_changed_and_opened(
    program_of: ProgramOf, program: Program, luc: User
):
    staff = program_of(luc)
    made = staff.post("/consultations", NEW, 201)
    assert (made["state"], made["version"]) == ("draft", 1)
    program.get("/consultations/housing", 404)

    path = "/consultations/housing"
    change = {"title": {"en": "Homes and work", "fr": "Logement et emploi"}}
    staff.patch(path, change, 428)
    done = staff.patch(path, change, headers={"If-Match": '"1"'})
    staff.patch(path, change, 409, headers={"If-Match": '"1"'})
    assert done["title"]["en"] == "Homes and work"
    assert done["summary"] == NEW["summary"]

    staff.patch(path, {"state": "open", "version": done["version"]})
    assert program.get(path)["state"] == "open"


def test_a_consultation_is_judged_as_on_the_page(program_of: ProgramOf, luc: User):
    staff = program_of(luc)

    for change in (
        {"slug": "Not A Slug"},
        {"closes_on": "2026-10-01"},
        {"opens_on": "tomorrow"},
        {"zone": "Nowhere"},
        {"catchments": ["toronto"]},
        {"catchments": []},
        {"retention_months": 0},
        {"retention_months": True},
        {"title": {"en": "", "fr": ""}},
        {"title": {"en": "x" * 300}},
        {"title": {"de": "Arbeit"}},
        {"state": "open"},
        {"id": 7},
    ):
        staff.post("/consultations", NEW | change, 422)
    staff.post("/consultations", NEW | {"catchments": ["moon"]}, 404)
    staff.post("/consultations", NEW, 201)
    staff.post("/consultations", NEW, 409)


def test_rule_2_facilitators_change_only_what_is_wholly_theirs(
    program_of: ProgramOf, luc: User, theo: User
):
    a_consultation("both")
    a_consultation("north", catchments=("northeast",))
    change = {"summary": {"en": "New.", "fr": "Nouveau."}, "version": 1}

    program_of(luc).patch("/consultations/both", change, 403)
    program_of(theo).patch("/consultations/north", change, 404)
    program_of(theo).patch("/consultations/never", change, 404)


def test_a_survey_is_made_changed_and_published(
    program_of: ProgramOf, program: Program, luc: User
):
    staff = program_of(luc)
    make_consultation(catchments=("northeast",))
    new = {
        "slug": "needs",
        "consultation": "talk",
        "title": {"en": "Your needs", "fr": "Vos besoins"},
        "definition": definition(question("role", "short_text")),
    }
    made = staff.post("/surveys", new, 201)
    assert (made["survey_version"], made["state"]) == (0, "draft")
    staff.post("/surveys", new, 409)
    program.get("/surveys/needs", 404)
    staff.post("/surveys", new | {"slug": "x", "consultation": "never"}, 404)

    broken = {"definition": {"sections": [{"questions": [5]}]}}
    path = "/surveys/needs"
    staff.patch(path, broken, 428)
    done = staff.patch(path, broken | {"version": made["version"]})
    staff.post(f"{path}/publish", None, 422)
    asked = definition(question("needs", "long_text"))
    staff.patch(path, {"definition": asked, "version": done["version"]})
    staff.patch(path, {"definition": asked, "version": done["version"]}, 409)
    published = staff.post(f"{path}/publish", None)

    assert published["survey_version"] == 1
    assert staff.get(f"{path}/draft")["definition"] == asked
    assert program.get(path)["definition"] == asked


def test_rule_2_surveys_and_threads_of_others_are_not_made(
    program_of: ProgramOf, luc: User, theo: User
):
    make_consultation(catchments=("northeast", "toronto"))
    make_survey(consultation=a_consultation("north", catchments=("northeast",)))
    title = {"en": "A", "fr": "B"}
    thread = {"slug": "t", "consultation": "talk", "title": title, "prompt": title}

    program_of(luc).post("/threads", thread, 403)
    program_of(theo).post("/threads", thread | {"consultation": "north"}, 404)
    program_of(theo).post("/surveys/work/publish", None, 404)
    program_of(theo).get("/surveys/work/export", 404)
    program_of(theo).get("/surveys/work/draft", 404)


def test_a_thread_is_opened(program_of: ProgramOf, program: Program, odile: User):
    make_consultation()
    title = {"en": "Buses", "fr": "Autobus"}
    new = {"slug": "buses", "consultation": "talk", "title": title, "prompt": title}
    staff = program_of(odile)

    staff.post("/threads", new | {"catchment": "central"}, 422)
    staff.post("/threads", new | {"title": {"en": "Only English"}}, 422)
    staff.post("/threads", new | {"catchment": "toronto"}, 201)
    staff.post("/threads", new, 409)

    shown = program.get("/threads/buses")
    assert shown["title"] == title
    assert (shown["moderation"], shown["version"]) == ("pre", 1)


def test_rule_24_a_thread_is_changed_by_its_version(
    program_of: ProgramOf, luc: User, theo: User, odile: User
):
    make_consultation(catchments=("northeast", "toronto"))
    title = {"en": "Buses", "fr": "Autobus"}
    new = {"slug": "buses", "consultation": "talk", "title": title, "prompt": title}
    staff = program_of(odile)
    staff.post("/threads", new, 201)
    other = {"prompt": {"en": "And trains?", "fr": "Et les trains ?"}}

    staff.patch("/threads/buses", other, 428)
    told = staff.patch("/threads/buses", {**other, "version": 1})
    assert (told["prompt"], told["title"]) == (other["prompt"], title)
    staff.patch("/threads/buses", {"moderation": "post", "version": 1}, 409)
    staff.patch("/threads/buses", {"moderation": "never", "version": 2}, 422)
    staff.patch("/threads/buses", {"catchment": "central", "version": 2}, 422)
    told = staff.patch("/threads/buses", {"moderation": "flags", "version": 2})
    assert (told["moderation"], told["version"]) == ("flags", 3)
    program_of(luc).patch("/threads/buses", {"moderation": "post", "version": 3}, 403)


def test_responses_are_imported_all_or_none(
    program_of: ProgramOf, luc: User, theo: User
):
    survey = a_survey()
    staff, path = program_of(luc), f"/surveys/{survey.slug}/imports"
    good = b"age,needs,catchment\n41,Buses,northeast\n17,Trains,unsure\n"
    bad = good + b"old,Ships,moon\n"

    told = send_file(staff, path, bad, 422)
    assert {(f["row"], f["column"]) for f in told["errors"]} == {
        (4, "age"),
        (4, "catchment"),
    }
    looked = send_file(staff, path, good, 200, dry_run="true")
    assert looked == {"responses": 2, "texts": 2, "left_out": 0, "is_dry_run": True}
    assert count(Response) == 0
    send_file(staff, path, good, 201)
    send_file(staff, path, good, 409)
    send_file(staff, path, good, 201, allow_duplicate="true")
    send_file(staff, path, good, 422, dry_run="perhaps")
    theirs = b"submitdate,age\n2026-10-05 10:00:00,41\n,17\n"
    told = send_file(staff, path, theirs, 422)
    assert told["errors"][0]["column"] == "submitdate"
    send_file(staff, path, theirs, 422, **{"from": "a drawer"})
    looked = send_file(
        staff, path, theirs, 200, dry_run="true", **{"from": "limesurvey"}
    )
    assert looked["responses"] == 1
    send_file(program_of(theo), path, good, 404)
    staff.post(path, {"file": "x"}, 415)
    assert staff.send("POST", path, data={"dry_run": "1"}).status_code == 415
    assert count(Response) == 4


def packed(*rows: list[str]) -> bytes:
    """Return a workbook with these rows."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


GOOD_BOOK = packed(["age", "needs"], ["41", "Buses"])
LATIN = "age,needs\n41,Étés".encode("latin-1")
FAULTY_FILES = [
    (GOOD_BOOK[: len(GOOD_BOOK) // 2], 415, []),
    (b"PK\x03\x04 but no workbook", 415, []),
    ("age,needs\n41,Buses".encode("utf-16"), 415, []),
    (b"", 422, []),
    (packed(), 422, []),
    (b"age,needs\n", 422, []),
    (LATIN, 422, [(2, "needs")]),
    (b"age,wants\n41,Buses", 422, [(1, "wants")]),
    (b"age,needs\n41," + b"x" * 40_000, 422, [(2, "needs")]),
    (b"age,needs\n41," + b"x" * 1_100_000, 422, []),
    (packed(["age", "needs"], ["41", "x" * 32_000]), 422, [(2, "needs")]),
]


def test_rule_31_what_is_wrong_with_a_file_is_told(program_of: ProgramOf, luc: User):
    staff, path = program_of(luc), f"/surveys/{a_survey().slug}/imports"
    assert send_file(staff, path, GOOD_BOOK, 200, dry_run="1")["responses"] == 1
    for content, status, places in FAULTY_FILES:
        told = send_file(staff, path, content, status)
        assert told["detail"].endswith(".")
        assert [(f["row"], f["column"]) for f in told["errors"]] == places
        assert all(fault["message"].endswith(".") for fault in told["errors"])
    assert count(Response) == 0


def test_a_file_larger_than_a_form_can_be_imported(program_of: ProgramOf, luc: User):
    survey = a_survey()
    words = b"41," + b"word " * 900 + b",northeast\n"
    body = b"age,needs,catchment\n" + words * 1000
    assert len(body) > 4 * 1024 * 1024

    path = f"/surveys/{survey.slug}/imports"
    done = send_file(program_of(luc), path, body, 200, dry_run="1")

    assert done["responses"] == 1000


def test_responses_are_exported(
    program_of: ProgramOf, luc: User, odile: User, ada: User, tmp_path: Path
):
    survey = a_survey()
    respond(survey, {"age": 41, "needs": "A secret."})
    path = f"/surveys/{survey.slug}/export"

    safe = program_of(luc).send("GET", path)
    assert safe.headers["Content-Type"].startswith("text/csv")
    assert "A secret." not in safe.text
    assert safe.headers["Cache-Control"] == "no-store"
    program_of(odile).get(f"{path}?variant=raw", 403)
    program_of(luc).get(f"{path}?format=exe", 422)
    program_of(luc, "admin").get(path, 403)

    raw = program_of(ada).get(f"{path}?variant=raw&format=json")
    assert raw[0]["answers"] == {"age": 41, "needs": "A secret."}
    file = tmp_path / "export.sqlite"
    file.write_bytes(program_of(ada).send("GET", f"{path}?format=sqlite").data)
    rows = sqlite3.connect(file).execute("SELECT age FROM responses").fetchall()
    assert rows == [(41,)]
    exports = select(AuditEntry).where(
        AuditEntry.action == "surveys.responses.exported"
    )
    assert len(session().scalars(exports).all()) == 3


def test_editions_are_asked_for_by_publishers(
    app: Flask, program_of: ProgramOf, luc: User, odile: User
):
    consultation = reportable()
    path = f"/consultations/{consultation.slug}/editions"

    program_of(luc).post(path, None, 403)
    program_of(odile, "themes").post(path, None, 403)
    told = program_of(odile).post(path, {"licence": "mine"}, 422)
    assert [fault["field"] for fault in told["errors"]] == ["licence"]
    job = program_of(odile).post(path, None, 202)

    assert job["kind"] == "reports.publish"
    assert program_of(odile).get(f"/jobs/{job['id']}")["state"] == "queued"


def test_a_publisher_names_the_licence(app: Flask, program_of: ProgramOf, odile: User):
    consultation = reportable()
    path = f"/consultations/{consultation.slug}/editions"
    job = program_of(odile).post(path, {"licence": "CC0-1.0"}, 202)
    kept = session().scalars(select(Job.payload)).one()
    assert kept["licence"] == "CC0-1.0"
    assert job["kind"] == "reports.publish"


def test_an_edition_is_the_file_that_was_published(app: Flask, program: Program):
    consultation = reportable()
    press = press_of(app.config["SETTINGS"])
    edition = publish_edition(consultation, press, by=SYSTEM)

    listed = program.get("/reports")["items"]
    assert [item["edition"] for item in listed] == ["1"]
    path = f"/reports/{consultation.slug}/editions"
    assert program.get(path)["items"] == listed
    got = program.send("GET", f"{path}/1")
    kept = press.folder / edition.folder / "data.json"
    assert got.data == kept.read_bytes()
    again = program.send(
        "GET", f"{path}/1", headers={"If-None-Match": got.headers["ETag"]}
    )
    assert again.status_code == 304
    for wrong in ("2", "1.1", "x", "-1"):
        program.get(f"{path}/{wrong}", 404)


def test_the_log_is_for_administrators(program_of: ProgramOf, luc: User, ada: User):
    a_thread()
    program_of(luc).get("/audit", 403)
    staff = program_of(ada)

    first = staff.get("/audit?limit=2")
    rest = staff.get(f"/audit?limit=100&cursor={first['next']}")

    ids = [item["id"] for part in (first, rest) for item in part["items"]]
    assert ids == sorted(ids, reverse=True)
    assert ids[-1] == 1
    assert rest["next"] is None
    staff.get("/audit?cursor=abc", 422)


def a_survey() -> Survey:
    return make_survey(
        question("age", "number", least=0, most=120),
        question("needs", "long_text"),
        consultation=make_consultation(catchments=("northeast",)),
    )


def send_file(
    program: Program, path: str, content: bytes, status: int, **flags: str
) -> Any:
    data = {"file": (io.BytesIO(content), "responses.csv"), **flags}
    return program.ask("POST", path, status, data=data)
