"""Bringing a Polis conversation in, with all its faults."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import ConsultationFacts
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.config import PACKAGE
from engage.core.db import session
from engage.core.errors import Conflict, Invalid, Misconfigured
from engage.core.i18n import Bilingual
from engage.threads.actions import (
    Imported,
    ThreadFacts,
    import_polis,
    read_polis,
)
from engage.threads.models import Comment, Participant, Reaction
from tests.factories.threads import count
from tests.pages import Browser

BOWLING_GREEN = PACKAGE / "demo" / "bowling-green"
HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,"
COMMENTS = (
    HEADER + "comment-body\n"
    "1518501496471,x,0,7,9,9,1,More buses\n"
    "1518414096471,x,1,8,9,9,-1,Rude words\n"
    '1518414096471,x,2,7,9,9,0,"Two lines,\nand a comma"\n'
)
MATRIX = (
    "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
    "7,0,2,2,1,1,1,,-1\n"
    "9,,0,3,1,1,1,0,-1\n"
)
SUMMARY = (
    "topic,Buses\nurl,https://pol.is/abc\nconversation-description,How do you travel?\n"
)


def a_folder(tmp_path: Path, **files: str | bytes | None) -> Path:
    """Write an export; a name with None leaves that file out."""
    given: dict[str, str | bytes | None] = {
        "summary": SUMMARY,
        "comments": COMMENTS,
        "participants_votes": MATRIX,
        **files,
    }
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    for name, content in given.items():
        if content is not None:
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name.replace('_', '-')}.csv").write_bytes(data)
    return folder


def bring_in(folder: Path, slug: str = "buses") -> Imported:
    facts = ConsultationFacts(
        slug=slug,
        title=Bilingual("Buses", "Autobus"),
        summary=Bilingual("About buses.", "Au sujet des autobus."),
        opens_on=date(2018, 2, 1),
        closes_on=date(2018, 2, 28),
    )
    thread = ThreadFacts(
        slug=slug, title=facts.title, prompt=Bilingual("How?", "Comment donc?")
    )
    export = read_polis(folder)
    return import_polis(export, facts, thread, language="en", by=SYSTEM)


def faults(folder: Path) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read_polis(folder)
    return caught.value.fields or {"": caught.value.message}


def test_comments_keep_their_status_authors_and_votes(
    app: Flask, tmp_path: Path
) -> None:
    done = bring_in(a_folder(tmp_path))

    assert done == Imported(
        comments=3,
        statuses={"approved": 1, "rejected": 1, "pending": 1},
        participants=3,
        votes=5,
        blank=0,
    )
    first, second, third = session().scalars(
        select(Contribution).order_by(Contribution.source_key)
    )
    assert (first.source_key, first.status) == ("polis:abc:0", "approved")
    assert (second.status, third.status) == ("rejected", "pending")
    assert first.voice == third.voice != second.voice
    assert third.text == "Two lines,\nand a comma"
    # 2018-02-13 05:58 in UTC is still that day's small hours in Toronto.
    assert first.received_on == date(2018, 2, 13)
    comment = (
        session()
        .scalars(select(Comment).where(Comment.contribution_id == first.id))
        .one()
    )
    assert (comment.agrees, comment.disagrees, comment.passes) == (2, 0, 0)
    consultation = session().scalars(select(Consultation)).one()
    assert consultation.state == "closed"
    assert consultation.catchments == []


def test_rule_16_nothing_of_the_participants_ids_is_kept(
    app: Flask, tmp_path: Path
) -> None:
    bring_in(a_folder(tmp_path))
    assert set(session().scalars(select(Participant.token_hash))) == {None}


def test_only_accepted_comments_are_on_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    bring_in(a_folder(tmp_path))
    browser.open("/en/threads/buses")
    assert "More buses" in browser.words()
    assert "2 people agree · 0 disagree · 0 pass" in browser.words()
    assert "Rude words" not in browser.text
    assert "Two lines" not in browser.text


def test_votes_may_come_one_a_row_and_the_last_counts(
    app: Flask, tmp_path: Path
) -> None:
    votes = (
        "timestamp,datetime,comment-id,voter-id,vote\n"
        "30,x,0,9,1\n10,x,0,9,-1\n20,x,1,9,0\n40,x,2,7,-1\n"
    )
    done = bring_in(a_folder(tmp_path, participants_votes=None, votes=votes))
    assert (done.votes, done.participants) == (3, 3)
    values = session().scalars(select(Reaction.value)).all()
    assert sorted(values) == [-1, 0, 1]


def test_semicolons_and_a_byte_order_mark_are_read(app: Flask, tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        comments="\ufeff" + COMMENTS.replace(",\nand a comma", "").replace(",", ";"),
        summary="\ufeff" + SUMMARY,
    )
    assert [item.id for item in read_polis(folder).comments] == ["0", "1", "2"]


def test_the_same_words_twice_stay_two_comments(app: Flask, tmp_path: Path) -> None:
    done = bring_in(
        a_folder(tmp_path, comments=COMMENTS.replace("Rude words", "More buses"))
    )
    assert done.comments == 3


def test_comments_without_words_are_left_out_and_counted(
    app: Flask, tmp_path: Path
) -> None:
    done = bring_in(
        a_folder(tmp_path, comments=COMMENTS.replace("More buses", " \u200b "))
    )
    assert (done.comments, done.blank, done.votes) == (2, 1, 3)


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        (",-1,Rude", ",5,Rude", "comments.csv, row 3, moderated"),
        ("x,1,8", "x,0,8", "comments.csv, row 3, comment-id"),
        ("x,1,8", "x,1,", "comments.csv, row 3, author-id"),
        ("1518501496471", "yesterday", "comments.csv, row 2, timestamp"),
        ("1518501496471", "9" * 30, "comments.csv, row 2, timestamp"),
        ("Rude words", "bell \x07", "comments.csv, row 3, comment-body"),
        ("Rude words", "x" * 2001, "comments.csv, row 3, comment-body"),
    ],
)
def test_faults_of_comments_are_told_by_place(
    app: Flask, tmp_path: Path, was: str, becomes: str, place: str
) -> None:
    folder = a_folder(tmp_path, comments=COMMENTS.replace(was, becomes, 1))
    assert list(faults(folder)) == [place]


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("\n9,,0,3,1,1,1,0,-1", "\n9,,0,3,1,1,1,7,-1", "row 3, 1"),
        ("\n9,,", "\n7,,", "row 3, participant"),
        ("\n9,,", "\n,,", "row 3, participant"),
        ("n-disagree,0,1,2", "n-disagree,0,1,99", "99"),
        ("n-disagree,0,1,2", "n-disagree,0,1,1", "twice"),
        ("\n9,,0,3,1,1,1,0,-1", "\n9,,0,3", "row 3: 4 columns in place of 9"),
    ],
)
def test_faults_of_votes_are_told_by_place(
    app: Flask, tmp_path: Path, was: str, becomes: str, place: str
) -> None:
    folder = a_folder(tmp_path, participants_votes=MATRIX.replace(was, becomes, 1))
    [(where, why)] = faults(folder).items()
    assert place in where + why


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,x,44,9,1", "comment-id"),
        ("1,x,0,9,2", "vote"),
        ("1,x,0,,1", "voter-id"),
        ("soon,x,0,9,1", "timestamp"),
    ],
)
def test_faults_of_single_votes_are_told_by_place(
    app: Flask, tmp_path: Path, row: str, column: str
) -> None:
    votes = f"timestamp,datetime,comment-id,voter-id,vote\n{row}\n"
    folder = a_folder(tmp_path, participants_votes=None, votes=votes)
    assert list(faults(folder)) == [f"votes.csv, row 2, {column}"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"comments": None}, "comments.csv is missing"),
        ({"summary": None}, "summary.csv is missing"),
        ({"participants_votes": None}, "votes.csv / participants-votes.csv is missing"),
        ({"comments": HEADER + "comment-body\n"}, "no comments"),
        ({"comments": ""}, "lacks these columns"),
        ({"comments": "a,b\n1,2\n"}, "lacks these columns"),
        ({"comments": COMMENTS.encode("utf-16")}, "not in UTF-8"),
        ({"comments": COMMENTS.replace("More", "Mör").encode("cp1252")}, "not in UTF"),
        ({"summary": b"\xff\xfe"}, "not in UTF-8"),
        ({"comments": COMMENTS + '"open'}, "not a CSV file"),
    ],
)
def test_a_folder_that_is_no_export_is_refused(
    app: Flask, tmp_path: Path, files: dict[str, str | bytes | None], told: str
) -> None:
    assert told in next(iter(faults(a_folder(tmp_path, **files)).values()))


def test_at_most_a_hundred_faults_are_told(app: Flask, tmp_path: Path) -> None:
    rows = "".join(f"soon,x,{n},7,0,0,1,Words\n" for n in range(300))
    folder = a_folder(tmp_path, comments=HEADER + "comment-body\n" + rows)
    assert len(faults(folder)) == 100


def test_an_unreadable_file_is_the_environments_fault(
    app: Flask, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, comments=None)
    (folder / "comments.csv").mkdir()
    with pytest.raises(Misconfigured):
        read_polis(folder)


def test_rule_28_the_same_conversation_twice_is_refused(
    app: Flask, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path)
    bring_in(folder)
    with pytest.raises(Conflict, match="address already"):
        bring_in(folder)
    with pytest.raises(Conflict, match="imported before"):
        bring_in(folder, slug="trams")
    assert count(Consultation) == 1
    assert count(Comment) == 3


def test_rule_28_a_failure_in_the_middle_leaves_nothing(
    app: Flask, tmp_path: Path
) -> None:
    failpoints.configure({"import.mid": "raise"})
    with pytest.raises(RuntimeError):
        bring_in(a_folder(tmp_path))
    failpoints.configure({})
    assert count(Consultation) == count(Contribution) == count(Comment) == 0
    bring_in(a_folder(tmp_path))


def test_a_real_conversation_of_225_524_votes(app: Flask) -> None:
    export = read_polis(BOWLING_GREEN)
    assert len(export.comments) == 896
    assert len(export.people) == 2031
    assert export.conversation == "9wtchdmmun"
    done = import_polis(
        replace(export, comments=export.comments),
        ConsultationFacts(
            slug="bowling-green",
            title=Bilingual("Bowling Green", "Bowling Green"),
            summary=Bilingual("A county.", "Un comté."),
            opens_on=date(2018, 2, 2),
            closes_on=date(2018, 2, 12),
            zone="America/Chicago",
        ),
        ThreadFacts("bowling-green", Bilingual("A", "B"), Bilingual("C", "D")),
        language="en",
        by=SYSTEM,
    )
    assert done.statuses == {"approved": 607, "rejected": 289}
    assert done.votes == 225_524
    # The export's own counts differ a little from its votes; the votes are kept.
    with (BOWLING_GREEN / "participants-votes.csv").open(encoding="utf-8") as file:
        first = [row["0"] for row in csv.DictReader(file)]
    source = select(Contribution.id).where(
        Contribution.source_key == "polis:9wtchdmmun:0"
    )
    comment = (
        session()
        .scalars(
            select(Comment).where(Comment.contribution_id == source.scalar_subquery())
        )
        .one()
    )
    assert comment.agrees == first.count("1")
    assert comment.disagrees == first.count("-1")
    assert comment.passes == first.count("0")


def test_the_command(command, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    folder = a_folder(tmp_path)
    asked = ("import", "polis", folder, "--consultation", "buses")
    assert command(*asked, "--title-en", "Rides", "--title-fr", "Trajets") == 0
    assert "3 comments (1 approved, 1 pending, 1 rejected)" in capsys.readouterr().out
    consultation = session().scalars(select(Consultation)).one()
    assert consultation.title == Bilingual("Rides", "Trajets")
    assert consultation.opens_on == date(2018, 2, 12)
    assert consultation.closes_on == date(2018, 2, 13)
    assert command(*asked) == 1
    assert "address already" in capsys.readouterr().err


def test_the_command_with_facts(command, tmp_path: Path) -> None:
    asked = ("import", "polis", a_folder(tmp_path), "--consultation", "green")
    broken = tmp_path / "facts.json"
    for content in ("{", "[]", "{}", '{"thread": 3}'):
        broken.write_text(content)
        assert command(*asked, "--facts", broken) == 1
    facts = BOWLING_GREEN / "bowling-green.json"
    assert command(*asked, "--facts", facts, "--json") == 0
    consultation = session().scalars(select(Consultation)).one()
    said = json.loads(facts.read_text(encoding="utf-8"))
    assert consultation.attribution == Bilingual(**said["attribution"])
    assert consultation.has_public_source
    assert all(session().scalars(select(Contribution.may_quote)))


def test_wrong_use_of_the_command(command, tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert command("import", "polis", folder) == 2
    assert command("import", "polis", tmp_path / "no", "--consultation", "a") == 3
    for slug in ("Big", "a--b", "-a", "a" * 61, "été"):
        assert command("import", "polis", folder, "--consultation", slug) == 2
