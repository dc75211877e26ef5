"""Staff bring files of responses in and take them out, on one page."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from engage.catchments.models import Catchment
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.jobs import Job
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from engage.surveys.actions import ImportOptions, import_responses
from engage.surveys.blank_tables import blank_csv, blank_xlsx
from engage.surveys.models import Response, Survey
from engage.surveys.queries import definition_of, get_version
from engage.surveys.routes_files import SMALL
from engage.surveys.uploads import forget_old, place_for
from tests.factories.surveys import make_consultation, make_survey, respond
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGE = "/en/manage/surveys/work/files"


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(consultation=make_consultation(catchments=("northeast",)))


@pytest.fixture
def browser(survey: Survey, luc: User, sign_in: SignIn) -> Browser:
    signed_in = sign_in(luc)
    signed_in.open(PAGE)
    return signed_in


def count() -> int:
    return int(session().scalar(select(func.count(Response.id))) or 0)


def upload(content: bytes, name: str = "answers.csv", **more: Any) -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name), "source": "engage", **more}


def send(browser: Browser, status: int, **fields: Any) -> None:
    browser.submit(f"{PAGE}/import", status, **fields)


def follow(browser: Browser) -> None:
    """Open the page that a form led to."""
    assert browser.response is not None
    browser.open(browser.response.headers["Location"])


def bring(browser: Browser, content: bytes, **more: Any) -> None:
    """Send a file, and open the page that tells what came of it."""
    browser.open(PAGE)
    send(browser, 303, **(upload(content) | more))
    follow(browser)


def test_a_file_is_checked_and_then_brought_in_without_choosing_it_again(
    browser: Browser,
) -> None:
    bring(browser, b"role,needs\nworker,A bus\n,\nworker,\n", check="y")
    assert "The file has no faults" in browser.words()
    assert "2 responses, 1 text. 1 row without an answer is left out." in (
        browser.words()
    )
    assert count() == 0
    browser.submit(f"{browser.address}/go-on")
    follow(browser)
    assert "The file is in" in browser.words()
    assert "answers.csv" in browser.words()
    assert count() == 2
    assert not any(".json" not in one.name for one in uploaded())


def uploaded() -> list[Path]:
    folder = Path(current_app.config["SETTINGS"].data_dir) / "uploads"
    return list(folder.iterdir())


LARGE = b"role,needs\n" + b"worker,A bus at night\n" * 8000


def test_a_large_file_is_read_by_a_worker_while_the_page_waits(
    browser: Browser,
) -> None:
    bring(browser, LARGE)
    assert "Waiting for a worker" in browser.words()
    told = browser.client.get(f"{browser.address}/state").json
    assert told["state"] == "queued"
    assert count() == 0
    assert run_waiting_jobs() == 1
    browser.open(browser.address)
    assert "8,000 responses, 8,000 texts." in browser.words()
    assert count() == 8000
    job = session().scalars(select(Job)).one()
    assert (job.detail, job.progress) == ("Bringing the responses in", 1.0)


def test_reading_a_file_can_be_stopped(browser: Browser) -> None:
    bring(browser, LARGE)
    browser.submit(f"{browser.address}/stop")
    follow(browser)
    assert "Stopped: nothing was brought in" in browser.words()
    assert (run_waiting_jobs(), count()) == (0, 0)


def test_rule_03_who_lost_the_right_brings_nothing_in(
    browser: Browser, luc: User
) -> None:
    bring(browser, LARGE)
    with transaction() as current:
        current.get_one(User, luc.id).is_disabled = True
    run_waiting_jobs()
    assert session().scalars(select(Job.state)).one() == "failed"
    assert count() == 0


def test_rule_26_work_that_is_done_twice_adds_once(browser: Browser) -> None:
    bring(browser, b"role\nworker\n", again="y", check="y")
    browser.submit(f"{browser.address}/go-on")
    job = session().scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None
    # As where a worker is killed after the file was in, before it could say so.
    path = place_for(Path(current_app.config["SETTINGS"].data_dir))
    path.write_bytes(b"role\nworker\n")
    with transaction() as current:
        fresh = current.get_one(Job, job.id)
        fresh.state, fresh.payload = "queued", fresh.payload | {"upload": path.name}
    assert run_waiting_jobs() == 1
    session().rollback()
    assert session().get_one(Job, job.id).state == "done"
    assert count() == 1


def files() -> list[Path]:
    """Return the uploads themselves, without what came of them."""
    return [one for one in uploaded() if ".json" not in one.name]


def test_rule_26_a_file_that_is_in_need_not_be_there_any_more(
    browser: Browser,
) -> None:
    bring(browser, b"role\nworker\n")
    # As where a worker is killed once the file is gone, before it could say so.
    with transaction() as current:
        current.scalars(select(Job)).one().state = "queued"
    assert (run_waiting_jobs(), files()) == (1, [])
    session().rollback()
    assert session().scalars(select(Job.state)).one() == "done"
    assert count() == 1


def test_rule_33_a_file_of_a_job_that_failed_does_not_stay(
    browser: Browser, luc: User
) -> None:
    for content in (b"role\nboss\n", b"\0\1\2", b"role\n"):
        bring(browser, content)
        assert files() == []
    bring(browser, LARGE)
    assert len(files()) == 1
    browser.submit(f"{browser.address}/stop")
    assert files() == []
    bring(browser, LARGE)
    with transaction() as current:
        current.get_one(User, luc.id).is_disabled = True
    run_waiting_jobs()
    assert files() == []


def test_rule_26_a_file_stays_while_its_work_will_be_tried_again(
    browser: Browser,
) -> None:
    failpoints.configure({"import.mid": "raise"})
    bring(browser, b"role\nworker\n")
    failpoints.configure({})
    assert len(files()) == 1
    assert run_waiting_jobs() == 1
    assert (count(), files()) == (1, [])


def test_a_small_file_that_unpacks_to_much_waits_for_a_worker(
    browser: Browser,
) -> None:
    content = workbook(["role", "needs"], *[["worker", "A bus"]] * 4000)
    assert len(content) < SMALL
    bring(browser, content)
    assert "Waiting for a worker" in browser.words()


def test_who_may_not_bring_files_in_is_told_who_does(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    make_survey()
    browser = sign_in(luc)
    browser.open(PAGE)
    assert "Files are brought in by publishers" in browser.words()
    assert "Empty file to fill in" not in browser.words()


def workbook(*rows: list[str]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_brought_in_by_the_page(browser: Browser) -> None:
    bring(browser, workbook(["role", "needs"], ["worker", "A bus"]))
    assert count() == 1


def test_a_damaged_workbook_is_refused_by_the_page(browser: Browser) -> None:
    sound = workbook(["role", "needs"], ["worker", "A bus"])
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part[:-40] if "sheet1" in name else part)
    bring(browser, file.getvalue())
    assert "cannot be read as XLSX" in browser.words()
    assert count() == 0


def test_faults_are_shown_with_row_column_value_and_what_to_do(
    browser: Browser,
) -> None:
    bring(browser, b"role,age\nboss,old\n")
    assert "2 faults in the file" in browser.words()
    cells = ["".join(cell.itertext()) for cell in browser.tree.iter("td")]
    assert cells[:2] == ["role", "boss"]
    assert cells[2].startswith("Choose one of the answers offered")
    assert "One of these: worker, employer" in cells[2]
    assert count() == 0


@pytest.mark.parametrize(("column", "cell"), [("ways", "bus;car"), ("order", "a,b")])
def test_answers_separated_by_another_sign_are_told_the_right_one(
    browser: Browser, column: str, cell: str
) -> None:
    bring(browser, f'{column}\n"{cell}"\n'.encode())
    assert f"“{cell}” is not." in browser.words()
    assert "with | between: " in browser.words()
    assert count() == 0


def test_rule_10_markup_in_a_cell_stays_words(browser: Browser) -> None:
    bring(browser, b"role\n<script>alert(1)</script>\n")
    assert "<script>alert" not in browser.text
    assert "<script>alert" in browser.words()


def test_rule_28_the_same_file_again_is_refused_until_allowed(
    browser: Browser,
) -> None:
    content = b"role\nworker\n"
    bring(browser, content)
    bring(browser, content)
    assert "was imported before" in browser.words()
    bring(browser, content, again="y")
    assert count() == 2


def test_a_limesurvey_file_is_read(browser: Browser) -> None:
    content = b"id,submitdate,role\n1,2026-10-05 10:00:00,A1\n"
    bring(browser, content, source="limesurvey")
    assert count() == 1


def test_rule_31_a_missing_file_and_a_wrong_one_are_told(browser: Browser) -> None:
    send(browser, 422, source="engage")
    assert "Choose a file." in browser.words()
    bring(browser, b"\0\1\2")
    assert "Only CSV and XLSX" in browser.words()


def test_a_checked_file_that_waited_too_long_is_chosen_again(browser: Browser) -> None:
    bring(browser, b"role\nworker\n", check="y")
    for path in uploaded():
        path.unlink()
    browser.submit(f"{browser.address}/go-on", 422)
    assert "no longer here" in browser.words()
    browser.open(browser.address)
    assert "no longer kept" in browser.words()


def test_rule_02_what_came_of_a_file_is_nobody_elses(
    browser: Browser, odile: User, sign_in: SignIn
) -> None:
    bring(browser, b"role\nworker\n", check="y")
    other = sign_in(odile)
    for part in ("", "/state"):
        other.open(f"{browser.address}{part}", 404)
    other.open(PAGE)
    other.submit(f"{browser.address}/go-on", 404)
    assert count() == 0


def test_rule_12_a_stale_form_changes_nothing(browser: Browser) -> None:
    send(browser, 422, **upload(b"role\nworker\n"), csrf_token="old")
    assert count() == 0


def test_a_batch_is_undone_from_the_page(browser: Browser, survey: Survey) -> None:
    bring(browser, b"role\nworker\n")
    number = session().scalar(select(Response.batch_id))
    browser.submit(f"{PAGE}/{number}/undo")
    browser.open(PAGE)
    assert "It is undone. Responses taken back: 1." in browser.words()
    assert session().scalars(select(Response.is_withdrawn)).all() == [True]
    browser.submit(f"{PAGE}/99/undo", status=404)
    bring(browser, b"role\nworker\n")
    assert "The file is in" in browser.words()


def test_rule_33_a_facilitator_takes_every_word_of_the_own_catchment_and_is_noted(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    survey = make_survey()
    for slug in ("northeast", "toronto"):
        area = session().scalar(select(Catchment.id).where(Catchment.slug == slug))
        answers = {"needs": f"Words from {slug}"}
        respond(survey, answers, key=f"submission-key-{slug}", catchment_id=area)
    browser = sign_in(luc)
    browser.open(PAGE)
    reply = browser.submit("/en/manage/surveys/work/export", 200, variant="raw")
    assert "Words from northeast" in reply.text
    assert "toronto" not in reply.text
    safe = browser.client.post(
        "/en/manage/surveys/work/export",
        data={"csrf_token": _token(browser), "variant": "safe"},
    )
    assert "Words from" not in safe.text
    acts = select(AuditEntry.detail).where(
        AuditEntry.action == "surveys.responses.exported"
    )
    assert [act["variant"] for act in session().scalars(acts)] == ["raw", "safe"]


def test_a_variant_that_nobody_knows_is_refused(browser: Browser) -> None:
    browser.submit("/en/manage/surveys/work/export", 422, variant="Raw")
    assert "as safe or raw" in browser.words()


def _token(browser: Browser) -> str:
    browser.open(PAGE)
    return browser.hidden_fields()["csrf_token"]


def test_rule_02_only_those_of_the_catchment_come_in(
    survey: Survey, theo: User, odile: User, sign_in: SignIn
) -> None:
    sign_in(theo).open(PAGE, status=404)
    browser = sign_in(odile)
    browser.open(PAGE)
    browser.submit("/en/manage/surveys/work/export", 403, variant="raw")


def test_the_empty_file_comes_in_once_it_is_filled(
    survey: Survey, browser: Browser, tmp_path: Path
) -> None:
    definition = definition_of(get_version(survey, 1))
    header = blank_csv(definition).decode("utf-8-sig").strip()
    path = tmp_path / "filled.csv"
    row = ["northeast", "en", "paper", "2026-10-05", "no", "A bus"]
    path.write_text(f"{header}\n{','.join(row)}\n")
    assert import_responses(survey, path, ImportOptions(), by=SYSTEM).responses == 1
    for kind in ("csv", "xlsx"):
        reply = browser.client.get(f"/en/manage/surveys/work/template.{kind}")
        assert reply.status_code == 200
    browser.open("/en/manage/surveys/work/template.pdf", status=404)


def test_the_workbook_explains_every_column(survey: Survey) -> None:
    definition = definition_of(get_version(survey, 1))
    book = load_workbook(io.BytesIO(blank_xlsx(definition, ["northeast"], "en")))
    first, second = book.worksheets
    columns = [cell.value for cell in first[1]]
    told = {row[0]: row[2] for row in second.iter_rows(2, values_only=True)}
    assert list(told) == columns
    assert all(told.values())
    assert told["role"] == "One of these: worker, employer, other"
    assert told["ease"].endswith("1 to 5.")


def test_what_nobody_came_back_for_is_removed(app: Flask) -> None:
    from engage.core import clock

    folder = app.config["SETTINGS"].data_dir
    old, new = place_for(folder), place_for(folder)
    for path, age in ((old, 7200), (new, 60)):
        path.write_text("x")
        moment = clock.now().timestamp() - age
        os.utime(path, (moment, moment))
    assert forget_old(folder, clock.now()) == 1
    assert (old.exists(), new.exists()) == (False, True)
