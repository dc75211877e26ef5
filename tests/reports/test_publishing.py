"""Publishing: whole or not at all, never changed, at least k changed responses."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from engage.consultations.actions import advance_consultation
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.i18n import Bilingual
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from engage.reports import actions, queries
from engage.reports.actions import Press, press_of
from engage.reports.dataset import hash_of
from engage.reports.models import Edition
from engage.surveys.models import Response
from engage.surveys.queries import list_surveys
from engage.themes.models import Theme
from tests.factories.reports import Crowd, a_bare_consultation

FILES = [
    "data.csv",
    "data.json",
    "data.sqlite",
    "datapackage.json",
    "manifest.json",
    "map.en.svg",
    "map.fr.svg",
    "metadata.json",
    "places.en.svg",
    "places.fr.svg",
    "question-needs-survey-ease.en.svg",
    "question-needs-survey-ease.fr.svg",
    "question-needs-survey-rank.en.svg",
    "question-needs-survey-rank.fr.svg",
    "report.en.pdf",
    "report.fr.pdf",
    "sureness.en.svg",
    "sureness.fr.svg",
    "themes.en.svg",
    "themes.fr.svg",
]


@pytest.fixture
def press(app: Flask) -> Press:
    return press_of(app.config["SETTINGS"])


@pytest.fixture
def consultation(needs: Consultation) -> Consultation:
    return needs


@pytest.fixture
def folder(edition: Edition, press: Press) -> Path:
    return press.folder / edition.folder


def test_an_edition_has_all_its_files(edition: Edition, folder: Path) -> None:
    assert edition.name == "1"
    assert edition.is_interim
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert hash_of(folder / "manifest.json") == edition.manifest_hash
    manifest = json.loads((folder / "manifest.json").read_text())
    assert sorted(manifest["files"]) == [n for n in FILES if n != "manifest.json"]
    for name, facts in manifest["files"].items():
        assert hash_of(folder / name) == facts["sha256"]
    assert (manifest["k"], manifest["base"], manifest["seed"]) == (10, 5, 0)
    assert json.loads((folder / "data.json").read_text()) == edition.document


def test_the_files_are_described_for_programs(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    resources = {one["path"]: one for one in package["resources"]}
    assert sorted(resources) == [
        name for name in FILES if name not in {"manifest.json", "datapackage.json"}
    ]
    for name, one in resources.items():
        assert one["hash"] == f"sha256:{hash_of(folder / name)}"
    text = (folder / "data.csv").read_text(encoding="utf-8-sig")
    header = next(csv.reader(io.StringIO(text)))
    fields = resources["data.csv"]["schema"]["fields"]
    assert [field["name"] for field in fields] == header


def test_a_consultation_read_long_ago_is_read_afresh(
    consultation: Consultation, press: Press
) -> None:
    session().expunge_all()
    assert actions.publish_edition(consultation, press, by=SYSTEM).number == 1


def test_the_files_agree(edition: Edition, folder: Path) -> None:
    text = (folder / "data.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    rides = next(row for row in rows if row["id"] == "t-rides")
    people = edition.document["themes"][0]["people"]["value"]
    assert rides["people"] == str(people)
    with sqlite3.connect(folder / "data.sqlite") as database:
        found = database.execute("select people from themes where id = 't-rides'")
        assert found.fetchone() == (people,)
        where = database.execute("select count(*) from themes_where").fetchone()
        assert where[0] > 0
        words = database.execute(
            "select count(*) from quotes_fts where quotes_fts match 'rides'"
        )
        assert words.fetchone()[0] > 0
        columns = database.execute("select count(*) from dictionary").fetchone()
        assert columns[0] > 40
        assert not database.execute("pragma foreign_key_check").fetchall()


def test_rule_15_a_label_is_no_formula(
    consultation: Consultation, press: Press
) -> None:
    with transaction() as current:
        theme = current.scalars(select(Theme).where(Theme.key == "t-rides")).one()
        theme.label = Bilingual("=1+1", "=1+1")
    edition = actions.publish_edition(consultation, press, by=SYSTEM)
    text = (press.folder / edition.folder / "data.csv").read_text("utf-8-sig")
    assert ",'=1+1,'=1+1," in text


def test_rule_18_an_edition_never_changes(edition: Edition) -> None:
    with pytest.raises(Conflict), transaction() as current:
        current.get_one(Edition, edition.id).is_interim = False
    with pytest.raises(Conflict), transaction() as current:
        current.delete(current.get_one(Edition, edition.id))
    assert session().scalar(select(Edition.is_interim)) is True


def test_rule_18_a_next_edition_needs_changed_responses(
    edition: Edition, consultation: Consultation, press: Press
) -> None:
    with pytest.raises(Conflict, match="Since edition 1, fewer than 10"):
        actions.publish_edition(consultation, press, by=SYSTEM)
    crowd = Crowd(consultation, list_surveys(consultation.id)[0], number=500)
    crowd.add({"toronto": 9})
    with pytest.raises(Conflict):
        actions.publish_edition(consultation, press, by=SYSTEM)
    crowd.add({"toronto": 1})
    second = actions.publish_edition(consultation, press, by=SYSTEM)
    assert second.name == "2"
    assert queries.get_latest_report(SYSTEM, "needs").edition.id == second.id
    assert queries.get_edition(SYSTEM, "needs", "1").document == edition.document


def test_rule_18_arranging_themes_changes_nobody(
    edition: Edition, consultation: Consultation, press: Press
) -> None:
    with transaction() as current:
        current.execute(update(Theme).values(stability=0.9))
    with pytest.raises(Conflict):
        actions.publish_edition(consultation, press, by=SYSTEM)


def test_withdrawn_responses_are_changes(
    edition: Edition, consultation: Consultation, press: Press
) -> None:
    with transaction() as current:
        gone = list(current.scalars(select(Response).limit(12)))
        for response in gone:
            response.is_withdrawn = True
        current.execute(
            update(Contribution)
            .where(Contribution.voice.in_([item.voice for item in gone]))
            .values(status="withdrawn")
        )
    assert actions.publish_edition(consultation, press, by=SYSTEM).number == 2


def test_what_blocks_is_told(app: Flask, press: Press) -> None:
    consultation = a_bare_consultation()
    with pytest.raises(Invalid, match="Wait for more answers"):
        actions.publish_edition(consultation, press, by=SYSTEM)
    assert not list((press.folder / "needs").glob("*"))[1:]


def test_only_publishers_publish(
    consultation: Consultation, press: Press, luc: User, odile: User
) -> None:
    with pytest.raises(NotAllowed):
        actions.publish_edition(consultation, press, by=luc.actor)
    with pytest.raises(NotAllowed):
        actions.ask_for_edition(consultation, press, by=luc.actor)
    edition = actions.publish_edition(consultation, press, by=odile.actor)
    entry = (
        session()
        .scalars(
            select(AuditEntry).where(AuditEntry.action == "reports.edition.published")
        )
        .one()
    )
    assert entry.actor_id == odile.id == edition.published_by
    assert entry.detail == {"edition": "needs/1", "manifest": edition.manifest_hash}


def test_rule_26_what_a_killed_process_left_is_cleared(
    consultation: Consultation, press: Press
) -> None:
    failpoints.configure({"report.publish.mid": "raise"})
    with pytest.raises(RuntimeError):
        actions.publish_edition(consultation, press, by=SYSTEM)
    failpoints.configure({})
    assert session().scalar(select(Edition)) is None
    left = press.folder / "needs" / ".building-left"
    left.mkdir()
    edition = actions.publish_edition(consultation, press, by=SYSTEM)
    assert edition.number == 1
    assert not left.exists()
    manifest = press.folder / "needs" / "1" / "manifest.json"
    assert hash_of(manifest) == edition.manifest_hash


def test_a_worker_publishes_once(
    consultation: Consultation, press: Press, odile: User
) -> None:
    first = actions.ask_for_edition(consultation, press, by=odile.actor)
    again = actions.ask_for_edition(consultation, press, by=odile.actor)
    assert first.id == again.id
    run_waiting_jobs()
    session().refresh(first)
    assert (first.state, first.error) == ("done", "")
    assert [item.number for item in queries.list_editions(consultation.id)] == [1]


def test_rule_3_the_right_is_asked_again_when_the_job_runs(
    consultation: Consultation, press: Press, odile: User
) -> None:
    job = actions.ask_for_edition(consultation, press, by=odile.actor)
    with transaction() as current:
        current.get_one(User, odile.id).role = "facilitator"
    run_waiting_jobs()
    session().refresh(job)
    assert job.state == "failed"
    assert queries.list_editions(consultation.id) == []


def test_the_job_after_the_edition_is_out_does_nothing(
    consultation: Consultation, press: Press, odile: User
) -> None:
    job = actions.ask_for_edition(consultation, press, by=odile.actor)
    actions.publish_edition(consultation, press, by=SYSTEM)
    run_waiting_jobs()
    session().refresh(job)
    assert job.state == "done"


def test_findings_of_a_catchment_come_from_the_newest_edition(
    edition: Edition, consultation: Consultation
) -> None:
    (found,) = queries.catchment_findings("northeast")
    assert found.edition.id == edition.id
    assert [theme["id"] for theme in found.themes][:1] == ["t-rides"]
    (thin,) = queries.catchment_findings("ottawa")
    assert thin.themes == []
    assert queries.catchment_findings("york") == []


def test_a_report_needs_no_folder_but_its_own(app: Flask, press: Press) -> None:
    assert press.folder == current_app.config["SETTINGS"].data_dir / "editions"


def test_the_final_edition_of_a_closed_consultation_makes_it_reported(
    consultation: Consultation, press: Press, odile: User
) -> None:
    with pytest.raises(Conflict, match="Close the consultation first"):
        actions.ask_for_edition(consultation, press, is_final=True, by=odile.actor)
    with pytest.raises(Conflict, match="Close the consultation first"):
        actions.publish_edition(consultation, press, is_final=True, by=SYSTEM)
    advance_consultation(consultation, "closed", by=SYSTEM)
    job = actions.ask_for_edition(consultation, press, is_final=True, by=odile.actor)
    run_waiting_jobs()
    session().refresh(job)
    assert (job.state, job.error) == ("done", "")
    session().refresh(consultation)
    assert consultation.state == "reported"
    (edition,) = queries.list_editions(consultation.id)
    assert not edition.is_interim
    last = select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
    assert session().scalar(last) == "consultations.consultation.reported"


def test_an_edition_that_is_not_final_leaves_the_consultation_closed(
    consultation: Consultation, press: Press
) -> None:
    advance_consultation(consultation, "closed", by=SYSTEM)
    actions.publish_edition(consultation, press, by=SYSTEM)
    session().refresh(consultation)
    assert consultation.state == "closed"
