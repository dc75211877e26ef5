"""Words that are taken back leave every page and file; the figures stay."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.worker import run_waiting_jobs
from engage.moderation.actions import decide, redact
from engage.operations.actions import run_retention
from engage.people.models import User
from engage.reports import actions, queries
from engage.reports.actions import Press, press_of
from engage.reports.dataset import hash_of
from engage.reports.document import gone_ids
from engage.reports.models import Edition
from engage.reports.verify import findings, verify_folder
from engage.surveys.actions import withdraw_response
from engage.surveys.models import Response, voice_of
from engage.surveys.queries import list_surveys
from engage.themes.models import Theme
from tests.factories.reports import Crowd
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PREVIEW = "/en/manage/consultations/needs/report"


@pytest.fixture
def press(app: Flask) -> Press:
    return press_of(app.config["SETTINGS"])


@pytest.fixture
def consultation(needs: Consultation) -> Consultation:
    return needs


@pytest.fixture
def quoted(edition: Edition) -> Contribution:
    """A text that the edition quotes, the first of its largest theme."""
    first = edition.document["themes"][0]["quotes"][0]["id"]
    chosen = select(Contribution).where(Contribution.public_id == first)
    return session().scalars(chosen).one()


def published_of(author: str, edition: Edition) -> int:
    """Return how many texts of somebody an edition holds."""
    ids = [row["id"] for row in edition.document["texts"]]
    mine = Contribution.voice == author, Contribution.public_id.in_(ids)
    return len(session().scalars(select(Contribution).where(*mine)).all())


def withdraw_author_of(text: Contribution) -> None:
    every = session().scalars(select(Response))
    author = next(one for one in every if voice_of(one.public_id) == text.voice)
    withdraw_response(author, by=SYSTEM)


def places_of(words: str, folder: Path) -> list[str]:
    """Return the files that hold some words; PDFs are read page by page."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and words in _content(path)
    )


def _content(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_bytes().decode(errors="replace")
    pages = (page.extract_text() for page in PdfReader(path).pages)
    return " ".join(" ".join(pages).split())


def figures_in(document: object) -> list[object]:
    """Return every figure of a document in its order."""
    if isinstance(document, dict):
        if "value" in document:
            return [document]
        inside = [figures_in(document[name]) for name in sorted(document)]
    elif isinstance(document, list):
        inside = [figures_in(item) for item in document]
    else:
        return []
    return [figure for some in inside for figure in some]


def test_rule_20_a_withdrawn_response_leaves_every_file(
    edition: Edition, quoted: Contribution, press: Press, browser: Browser
) -> None:
    words = quoted.text
    assert "needs/1/data.json" in places_of(words, press.folder)
    assert "needs/1/data.sqlite" in places_of(words, press.folder)
    assert "needs/1/report.en.pdf" in places_of(words, press.folder)
    withdraw_author_of(quoted)
    run_waiting_jobs()
    assert places_of(words, press.folder) == []
    with sqlite3.connect(press.folder / "needs/1.1/data.sqlite") as database:
        number = words.split("(")[1].split(")")[0]
        found = "select count(*) from quotes_fts where quotes_fts match ?"
        assert database.execute(found, (number,)).fetchone() == (0,)
        assert database.execute("pragma freelist_count").fetchone() == (0,)
    for address in ("", "/1", "/1.0", "/1.1"):
        for language in ("en", "fr"):
            browser.open(f"/{language}/reports/needs{address}")
            assert words not in browser.words()


def test_rule_20_after_retention_no_byte_of_the_data_folder_holds_the_words(
    app: Flask, edition: Edition, quoted: Contribution, press: Press, browser: Browser
) -> None:
    words, folder = quoted.text, press.folder.parent
    browser.open("/en/reports/needs")
    withdraw_author_of(quoted)
    run_waiting_jobs()
    run_retention(folder, by=SYSTEM)
    assert places_of(words, folder) == []
    stem = words.removeprefix("We need more about ")
    assert places_of(stem, folder) == []


def test_rule_20_what_is_past_its_time_stays_quoted_and_is_not_called_withdrawn(
    edition: Edition, quoted: Contribution, consultation: Consultation, press: Press
) -> None:
    with transaction() as current:
        fresh = current.get_one(Contribution, quoted.id)
        fresh.status, fresh.text = "expired", ""
    assert queries.find_gone([quoted.public_id]) == {}
    assert actions.revise_editions(consultation, press, by=SYSTEM) == []


def test_rule_20_the_page_says_that_words_were_withdrawn(
    edition: Edition, quoted: Contribution, browser: Browser
) -> None:
    gone = published_of(quoted.voice, edition)
    withdraw_author_of(quoted)
    run_waiting_jobs()
    browser.open("/en/reports/needs/1")
    assert "edition 1.1" in browser.words()
    assert "These words were withdrawn by their author." in browser.words()
    assert f"Texts withdrawn or removed since: {gone}." in browser.words()
    browser.open("/fr/reports/needs")
    assert "retirés par la personne qui les a écrits" in browser.words()
    browser.open("/en/reports/needs/1.0")
    assert "There is a later edition" in browser.words()
    browser.open("/en/reports/needs/1.0/data.json", status=410)


def test_rule_18_a_revision_has_the_same_figures(
    edition: Edition, quoted: Contribution, press: Press, consultation: Consultation
) -> None:
    before = edition.document
    withdraw_author_of(quoted)
    run_waiting_jobs()
    revision = queries.get_latest_report(SYSTEM, "needs")
    assert revision.edition.name == "1.1"
    assert revision.document["summary"] == before["summary"]
    assert figures_in(revision.document) == figures_in(before)
    assert revision.edition.published_on == edition.published_on
    assert queries.get_counted(revision.edition) == queries.get_counted(edition)
    with pytest.raises(Conflict, match="Since edition 1, fewer than 10"):
        actions.publish_edition(consultation, press, by=SYSTEM)


def test_rule_18_a_revision_names_the_hashes_it_replaces(
    edition: Edition, quoted: Contribution, press: Press
) -> None:
    folder = press.folder / "needs"
    before = {path.name: hash_of(path) for path in (folder / "1").iterdir()}
    withdraw_author_of(quoted)
    run_waiting_jobs()
    replaces = json.loads((folder / "1.1/manifest.json").read_text())["replaces"]
    assert replaces["edition"] == "1"
    assert replaces["manifest"] == before.pop("manifest.json") == edition.manifest_hash
    assert replaces["files"] == before
    assert not (folder / "1").exists()


def test_rule_20_a_revised_edition_holds_with_a_finding(
    edition: Edition, quoted: Contribution, press: Press
) -> None:
    assert "withdrawn" not in findings(press.folder / "needs/1")[0]
    gone = published_of(quoted.voice, edition)
    withdraw_author_of(quoted)
    run_waiting_jobs()
    folder = press.folder / "needs/1.1"
    assert verify_folder(folder) == []
    assert findings(folder)[0] == f"{gone} text{'s' * (gone > 1)} withdrawn"


def test_rule_20_the_rows_lose_the_words_too(
    edition: Edition, quoted: Contribution
) -> None:
    words = quoted.text
    withdraw_author_of(quoted)
    run_waiting_jobs()
    said = session().scalars(select(Edition.document).order_by(Edition.id)).all()
    assert len(said) == 2
    assert all(words not in json.dumps(one) for one in said)
    assert [one["edition"]["revision"] for one in said] == [0, 1]


def test_rule_20_a_withdrawn_comment_reaches_editions_too(
    edition: Edition, quoted: Contribution, press: Press
) -> None:
    words = quoted.text
    with transaction() as current:
        gone = withdraw_contribution(current, quoted.id)
        announce("contribution.withdrawn", current=current, contributions=gone)
    run_waiting_jobs()
    assert places_of(words, press.folder) == []


def test_what_a_moderator_hides_is_removed_and_not_called_withdrawn(
    edition: Edition, quoted: Contribution, press: Press, odile: User, browser: Browser
) -> None:
    words = quoted.text
    decide(
        quoted,
        "hide",
        reason="personal_details",
        version=quoted.version,
        by=odile.actor,
    )
    run_waiting_jobs()
    assert places_of(words, press.folder) == []
    browser.open("/en/reports/needs")
    assert "These words were removed after publication." in browser.words()
    assert "withdrawn by their author" not in browser.words()


def test_rule_20_words_of_which_details_are_taken_out_leave_the_editions(
    edition: Edition, quoted: Contribution, press: Press, odile: User
) -> None:
    words = quoted.text
    first = words.split()[0]
    redact(quoted, words=[first], version=quoted.version, by=odile.actor)
    run_waiting_jobs()
    assert places_of(words, press.folder) == []


def test_rule_20_every_edition_that_quotes_a_text_is_revised(
    edition: Edition, quoted: Contribution, press: Press, consultation: Consultation
) -> None:
    Crowd(consultation, list_surveys(consultation.id)[0], number=500).add(
        {"toronto": 12}
    )
    actions.publish_edition(consultation, press, by=SYSTEM)
    words = quoted.text
    assert "needs/2/data.json" in places_of(words, press.folder)
    withdraw_author_of(quoted)
    run_waiting_jobs()
    names = [one.name for one in queries.list_editions(consultation.id)]
    assert names == ["2.1", "2", "1.1", "1"]
    assert places_of(words, press.folder) == []


def test_rule_20_words_taken_back_one_after_the_other(
    edition: Edition, press: Press, consultation: Consultation, browser: Browser
) -> None:
    ids = [row["id"] for row in edition.document["themes"][0]["quotes"][:2]]
    chosen = select(Contribution).where(Contribution.public_id.in_(ids))
    for text in session().scalars(chosen).all():
        withdraw_author_of(text)
        run_waiting_jobs()
    browser.open("/en/reports/needs/1")
    gone = gone_ids(queries.get_edition(SYSTEM, "needs", "1").document)
    assert gone >= set(ids)
    assert f"Texts withdrawn or removed since: {len(gone)}." in browser.words()
    assert [one.name for one in queries.list_editions(consultation.id)] == [
        "1.2",
        "1.1",
        "1",
    ]
    assert sorted(path.name for path in (press.folder / "needs").iterdir()) == [
        ".lock",
        "1.2",
    ]


def test_a_withdrawal_that_nothing_quotes_revises_nothing(
    edition: Edition, press: Press, consultation: Consultation
) -> None:
    quoted = {row["id"] for t in edition.document["themes"] for row in t["quotes"]}
    chosen = select(Contribution).where(Contribution.public_id.not_in(quoted))
    withdraw_author_of(
        session().scalars(chosen.where(~Contribution.is_cleared)).all()[0]
    )
    run_waiting_jobs()
    assert [one.name for one in queries.list_editions(consultation.id)] == ["1"]
    assert verify_folder(press.folder / "needs/1") == []


def test_rule_26_revising_again_changes_nothing(
    edition: Edition, quoted: Contribution, press: Press, consultation: Consultation
) -> None:
    withdraw_author_of(quoted)
    assert len(actions.revise_editions(consultation, press, by=SYSTEM)) == 1
    assert actions.revise_editions(consultation, press, by=SYSTEM) == []
    run_waiting_jobs()
    assert len(queries.list_editions(consultation.id)) == 2


@pytest.mark.parametrize("place", ["report.revise.mid", "report.revise.end"])
def test_rule_26_a_revision_that_was_cut_off_is_made_whole(
    edition: Edition,
    quoted: Contribution,
    press: Press,
    consultation: Consultation,
    place: str,
) -> None:
    words = quoted.text
    withdraw_author_of(quoted)
    failpoints.configure({place: "raise"})
    with pytest.raises(RuntimeError):
        actions.revise_editions(consultation, press, by=SYSTEM)
    failpoints.configure({})
    left = len(queries.list_editions(consultation.id))
    assert left == (1 if place.endswith("mid") else 2)
    run_waiting_jobs()
    assert places_of(words, press.folder) == []
    assert [one.name for one in queries.list_editions(consultation.id)] == ["1.1", "1"]
    assert verify_folder(press.folder / "needs/1.1") == []


def test_revisions_are_in_the_audit_log(
    edition: Edition, quoted: Contribution, press: Press
) -> None:
    withdraw_author_of(quoted)
    run_waiting_jobs()
    revised = AuditEntry.action == "reports.edition.revised"
    entry = session().scalars(select(AuditEntry).where(revised)).one()
    made = queries.get_latest_report(SYSTEM, "needs").edition
    assert entry.detail == {"edition": "needs/1.1", "manifest": made.manifest_hash}
    assert entry.actor_kind == "system"


def retitle(title: Bilingual) -> None:
    with transaction() as current:
        theme = current.scalars(select(Theme).where(Theme.key == "t-rides")).one()
        theme.label = title


def test_odile_corrects_a_title(
    edition: Edition, press: Press, sign_in: SignIn, odile: User, browser: Browser
) -> None:
    desk = sign_in(odile)
    desk.open(PREVIEW)
    assert "Words changed since" not in desk.words()
    retitle(Bilingual("Getting to work", "Se rendre au travail"))
    desk.open(PREVIEW)
    assert "Words changed since edition 1 was published" in desk.words()
    reply = desk.submit(f"{PREVIEW}/correction")
    run_waiting_jobs()
    desk.open(reply.headers["Location"])
    assert "Words changed since" not in desk.words()
    browser.open("/en/reports/needs/1")
    assert "Getting to work" in browser.words()
    assert "Words were corrected." in browser.words()
    assert "Getting there" not in browser.words()
    browser.open("/en/reports/needs/1.0")
    assert "Getting there" in browser.words()
    revision = queries.get_latest_report(SYSTEM, "needs")
    assert figures_in(revision.document) == figures_in(edition.document)
    for name in ("1", "1.1"):
        assert verify_folder(press.folder / "needs" / name) == []


def test_rule_19_words_cleared_anew_replace_the_old_ones_everywhere(
    edition: Edition, quoted: Contribution, press: Press, consultation: Consultation
) -> None:
    words = quoted.text
    with transaction() as current:
        chosen = update(Contribution).where(Contribution.id == quoted.id)
        current.execute(chosen.values(cleared_text="We need more about getting […]."))
    made = actions.correct_edition(consultation, press, by=SYSTEM)
    assert made.name == "1.1"
    assert places_of(words, press.folder) == []
    assert "needs/1.1/data.json" in places_of("about getting […]", press.folder)
    assert words not in json.dumps(queries.get_edition(SYSTEM, "needs", "1.0").document)


def test_nothing_to_correct_is_refused(
    edition: Edition, press: Press, consultation: Consultation, luc: User
) -> None:
    with pytest.raises(Conflict, match="No word differs"):
        actions.ask_for_correction(consultation, press, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.ask_for_correction(consultation, press, by=luc.actor)
    with pytest.raises(NotAllowed):
        actions.correct_edition(consultation, press, by=luc.actor)
    retitle(Bilingual("Getting to work", ""))
    with pytest.raises(Invalid, match="Write the French title"):
        actions.correct_edition(consultation, press, by=SYSTEM)
    assert [one.name for one in queries.list_editions(consultation.id)] == ["1"]
