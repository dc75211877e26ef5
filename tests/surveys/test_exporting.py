"""Exports: safe to share or raw, streamed, joined over versions, guarded."""

import csv
import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Invalid, NotAllowed
from engage.people.models import User
from engage.surveys.actions import (
    ExportOptions,
    ImportOptions,
    edit_draft,
    export_responses,
    import_responses,
    publish_survey,
    withdraw_response,
)
from engage.surveys.models import Response, Survey
from tests.factories.surveys import choices, definition, make_survey, question, respond

ANSWERS = {
    "needs": "=SUM(A1)",
    "job": "-cook",
    "role": "worker",
    "ways": ["bus", "car"],
    "order": ["c", "a"],
    "views": {"staff": "good"},
    "ease": "unknown",
    "age": 41,
    "town": "P3E",
    "budget": {"rent": 4, "food": 6},
}


def decide(status: str, key: str) -> None:
    with transaction() as current:
        found = select(Contribution).where(Contribution.prompt_key == key)
        for text in current.scalars(found):
            text.status, text.received_hour = status, None


def export(survey: Survey, folder: Path, kind: str, variant: str = "safe") -> Path:
    path = folder / f"out.{kind}"
    export_responses(survey, path, ExportOptions(kind, variant), by=SYSTEM)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rule_15_formulas_are_guarded_and_numbers_stay_numbers(
    app: Flask, tmp_path: Path
) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    decide("approved", "needs")
    path = export(survey, tmp_path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    row = read_csv(path)[0]
    assert row["needs"] == "'=SUM(A1)"
    assert (row["age"], row["budget.rent"], row["ways"]) == ("41", "4", "bus|car")
    assert row["status"] == "needs:approved|job:pending"
    sheet = load_workbook(export(survey, tmp_path, "xlsx")).active
    header, cells = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert cells[header.index("needs")] == "'=SUM(A1)"
    assert cells[header.index("age")] == 41


def test_safe_holds_approved_words_only_and_raw_every_one(
    app: Flask, tmp_path: Path
) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    decide("rejected", "needs")
    assert read_csv(export(survey, tmp_path, "csv"))[0]["needs"] == ""
    assert read_csv(export(survey, tmp_path, "csv"))[0]["job"] == ""
    raw = export(survey, tmp_path, "csv", "raw")
    assert not raw.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(raw)[0]["needs"] == "'=SUM(A1)"


def test_rule_20_a_withdrawn_response_leaves_the_safe_export(
    app: Flask, tmp_path: Path
) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    withdraw_response(session().scalars(select(Response)).one(), by=SYSTEM)
    assert read_csv(export(survey, tmp_path, "csv")) == []
    row = read_csv(export(survey, tmp_path, "csv", "raw"))[0]
    assert (row["status"], row["needs"], row["role"]) == ("withdrawn", "", "")


def test_json_has_the_encoding_of_the_api(app: Flask, tmp_path: Path) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    found = json.loads(export(survey, tmp_path, "json", "raw").read_text("utf-8"))
    assert found[0]["answers"] == ANSWERS
    assert found[0]["catchment"] == "unsure"
    assert found[0]["consent"] == {"version": 1, "quote": False}


def test_sqlite_has_one_table(app: Flask, tmp_path: Path) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    database = sqlite3.connect(export(survey, tmp_path, "sqlite", "raw"))
    row = database.execute('SELECT age, "views.staff", needs FROM responses').fetchone()
    assert row == (41, "good", "=SUM(A1)")


def test_an_export_can_be_imported_again(app: Flask, tmp_path: Path) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    before = read_csv(export(survey, tmp_path, "csv", "raw"))
    import_responses(survey, tmp_path / "out.csv", ImportOptions(), by=SYSTEM)
    after = read_csv(export(survey, tmp_path, "csv", "raw"))
    assert len(after) == 2
    assert after[0] == after[1] == before[0]


def test_a_thousand_answers_keep_their_meaning_when_the_survey_changes(
    app: Flask, tmp_path: Path
) -> None:
    survey = make_survey(
        question("role", "single", choices=choices("worker", "boss")),
        question("views", "matrix", rows=choices("staff"), choices=choices("good")),
    )
    path = tmp_path / "in.csv"
    path.write_text("role,views.staff\n" + "boss,good\n" * 999 + "worker,\n")
    import_responses(survey, path, ImportOptions(), by=SYSTEM)
    changed = definition(
        question("role", "single", choices=choices("worker", "employer")),
        question("views", "matrix", rows=choices("hours"), choices=choices("good")),
        question("age", "number"),
    )
    edit_draft(survey, changed, version=survey.version, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    respond(survey, {"role": "employer", "age": 30}, key="another-submission-key")
    rows = read_csv(export(survey, tmp_path, "csv"))
    columns = ("survey_version", "role", "views.staff", "views.hours", "age")
    assert Counter(tuple(row[name] for name in columns) for row in rows) == {
        ("1", "boss", "good", "", ""): 999,
        ("1", "worker", "", "", ""): 1,
        ("2", "employer", "", "", "30"): 1,
    }


def test_rule_33_an_export_is_audited_and_raw_needs_the_right(
    app: Flask, tmp_path: Path, odile: User
) -> None:
    survey = make_survey()
    export(survey, tmp_path, "csv", "raw")
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "surveys.responses.exported"
    assert entry.detail == {"variant": "raw", "format": "csv"}
    with pytest.raises(NotAllowed):
        export_responses(
            survey, tmp_path / "x.csv", ExportOptions("csv", "raw"), by=odile.actor
        )


def test_an_answer_too_long_for_a_spreadsheet_is_refused_not_cut(
    app: Flask, tmp_path: Path
) -> None:
    many = [f"choice-{n:05}" for n in range(4000)]
    survey = make_survey(question("order", "ranking", choices=choices(*many)))
    respond(survey, {"order": many})
    with pytest.raises(Invalid):
        export(survey, tmp_path, "xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    assert read_csv(export(survey, tmp_path, "csv"))[0]["order"] == "|".join(many)
