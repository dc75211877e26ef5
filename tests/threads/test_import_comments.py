"""Bringing comments into a thread from a file."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import Conflict, Invalid
from engage.moderation.models import ModerationDecision
from engage.threads.actions import ImportedComments, import_comments
from engage.threads.models import Comment, Reaction, Thread
from engage.threads.queries import vote_matrix
from tests.factories.threads import a_thread, count, decide_all
from tests.pages import Browser

HEADER = (
    "comment_id,reply_to,catchment,language,name,received_on,text,"
    "agrees,disagrees,passes,decision,reason\n"
)
ROWS = (
    "c2,c1,toronto,fr,,2026-10-03,Chez nous aussi,3,0,1,approve,\n"
    "c1,,northeast,en,A parent,2026-10-02,A later bus,5,2,0,approve,\n"
    "c3,,,en,,,Buy my course,0,4,0,reject,advertising\n"
    "c4,,,en,,2026-11-01,Still waiting,,,,pending,\n"
)
VOTES = "comment_id,participant,vote\nc1,ann,agree\nc1,bob,-1\nc4,ann,pass\n"


def bring_in(
    tmp_path: Path, thread: Thread, comments: str = HEADER + ROWS, votes: str = ""
) -> ImportedComments:
    path = tmp_path / "comments.csv"
    path.write_text(comments, encoding="utf-8")
    votes_path = None
    if votes:
        votes_path = tmp_path / "votes.csv"
        votes_path.write_text(votes, encoding="utf-8")
    return import_comments(thread, path, votes=votes_path, by=SYSTEM)


def texts() -> dict[str, Contribution]:
    found = session().scalars(select(Contribution))
    return {item.source_key.rsplit(":", 1)[-1]: item for item in found}


def comment_of(key: str) -> Comment:
    where = Comment.contribution_id == texts()[key].id
    return session().scalars(select(Comment).where(where)).one()


def test_comments_and_replies_wait_for_moderation(app: Flask, tmp_path: Path) -> None:
    done = bring_in(tmp_path, a_thread())

    found = texts()
    assert {item.status for item in found.values()} == {"pending"}
    assert comment_of("c2").reply_to_id == comment_of("c1").id
    assert comment_of("c1").display_name == "A parent"
    assert (comment_of("c1").agrees, comment_of("c1").disagrees) == (5, 2)
    assert found["c2"].language == "fr"
    assert found["c2"].received_on == date(2026, 10, 3)
    assert found["c3"].received_on == date(2026, 11, 2)
    assert found["c3"].catchment_id is None
    assert len({item.voice for item in found.values()}) == 4
    assert done.decisions == {
        ("approve", ""): sorted([found["c1"].id, found["c2"].id]),
        ("reject", "advertising"): [found["c3"].id],
    }


def test_a_vote_moves_imported_counts(amina: Browser, tmp_path: Path) -> None:
    bring_in(tmp_path, a_thread())
    decide_all("approved")
    public_id = comment_of("c1").public_id
    for reaction in ("agree", "disagree"):
        amina.open("/en/threads/buses")
        amina.submit("/en/threads/buses/reactions", reaction=f"{public_id}:{reaction}")
    session().expire_all()
    comment = comment_of("c1")
    assert (comment.agrees, comment.disagrees, comment.passes) == (5, 3, 0)


def test_votes_come_in_a_file_of_their_own(app: Flask, tmp_path: Path) -> None:
    thread = a_thread()
    comments = HEADER.replace("name,", "name,participant,") + ROWS.replace(
        "en,A parent,", "en,A parent,ann,"
    ).replace("fr,,", "fr,,,").replace("en,,", "en,,,")
    done = bring_in(tmp_path, thread, comments, VOTES)

    assert (done.votes, done.participants) == (3, 5)
    comment = comment_of("c1")
    assert (comment.agrees, comment.disagrees, comment.passes) == (1, 1, 0)
    ann = comment.participant_id
    assert session().get_one(Reaction, (comment.id, ann)).value == 1


def test_the_matrix_holds_votes_on_approved_comments(
    app: Flask, tmp_path: Path
) -> None:
    thread = a_thread()
    bring_in(tmp_path, thread, votes=VOTES)
    assert vote_matrix(thread).votes == []
    decide_all("approved")
    matrix = vote_matrix(thread)
    named = {
        (matrix.participants[voter], matrix.comments[comment], value)
        for voter, comment, value in matrix.votes
    }
    first, last = comment_of("c1"), comment_of("c4")
    assert {(comment, value) for _voter, comment, value in named} == {
        (first.public_id, 1),
        (first.public_id, -1),
        (last.public_id, 0),
    }
    assert matrix.comments == sorted(matrix.comments)
    assert len(matrix.participants) == 2
    place = matrix.comments.index(first.public_id)
    assert matrix.contributions[place] == first.contribution_id


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("c1,,", "c2,,", "row 3, comment_id"),
        ("c4,", ",", "row 5, comment_id"),
        ("c4,", "x" * 31 + ",", "row 5, comment_id"),
        ("northeast", "ottawa", "row 3, catchment"),
        ("toronto,fr", "toronto,de", "row 2, language"),
        ("c2,c1", "c2,c9", "row 2, reply_to"),
        ("c4,,", "c4,c2,", "row 5, reply_to"),
        ("Still waiting", " ", "row 5, text"),
        ("Still waiting", "x" * 2001, "row 5, text"),
        ("A parent", "x" * 61, "row 3, name"),
        ("A parent", "\x07", "row 3, name"),
        ("2026-11-01", "2026-11-03", "row 5, received_on"),
        ("2026-11-01", "soon", "row 5, received_on"),
        (",5,2,0", ",5,-2,0", "row 3, disagrees"),
        (",5,2,0", ",5,two,0", "row 3, disagrees"),
        ("pending", "perhaps", "row 5, decision"),
        ("advertising", "", "row 4, reason"),
        ("pending,", "pending,insult", "row 5, reason"),
    ],
)
def test_faults_are_told_by_place_and_nothing_is_kept(
    app: Flask, tmp_path: Path, was: str, becomes: str, place: str
) -> None:
    thread = a_thread()
    with pytest.raises(Invalid) as caught:
        bring_in(tmp_path, thread, HEADER + ROWS.replace(was, becomes, 1))
    assert f"comments.csv, {place}" in caught.value.fields
    assert count(Comment) == count(Contribution) == 0


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("c4,ann", "c9,ann", "row 4, comment_id"),
        ("pass", "maybe", "row 4, vote"),
        ("c1,bob", "c1,ann", "row 3, participant"),
        ("c1,bob", "c1,", "row 3, participant"),
    ],
)
def test_faults_of_votes_are_told_by_place(
    app: Flask, tmp_path: Path, was: str, becomes: str, place: str
) -> None:
    with pytest.raises(Invalid) as caught:
        bring_in(tmp_path, a_thread(), votes=VOTES.replace(was, becomes, 1))
    assert list(caught.value.fields) == [f"votes.csv, {place}"]


def test_a_column_nobody_knows_is_a_fault(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        bring_in(tmp_path, a_thread(), "comment_id,language,text,mood\nc1,en,Hi,:)\n")
    assert list(caught.value.fields) == ["comments.csv, row 1, mood"]


def test_three_columns_are_enough(app: Flask, tmp_path: Path) -> None:
    thread = a_thread(catchment="northeast")
    bring_in(
        tmp_path,
        thread,
        "comment_id;language;text\nc1;en;One; two\n".replace("One; two", '"One; two"'),
    )
    assert texts()["c1"].text == "One; two"
    assert texts()["c1"].catchment_id == thread.catchment_id


def test_rule_28_the_same_file_twice_is_refused(app: Flask, tmp_path: Path) -> None:
    thread = a_thread()
    bring_in(tmp_path, thread)
    with pytest.raises(Conflict, match="imported before"):
        bring_in(tmp_path, thread)
    assert count(Comment) == 4


def test_rule_28_a_failure_in_the_middle_leaves_nothing(
    app: Flask, tmp_path: Path
) -> None:
    thread = a_thread()
    failpoints.configure({"import.mid": "raise"})
    with pytest.raises(RuntimeError):
        bring_in(tmp_path, thread)
    failpoints.configure({})
    assert count(Comment) == count(Contribution) == 0


def test_nothing_is_added_to_a_reported_consultation(
    app: Flask, tmp_path: Path
) -> None:
    thread = a_thread()
    for step in ("closed", "reported"):
        advance_consultation(thread.consultation, step, by=SYSTEM)
    with pytest.raises(Conflict, match="reported"):
        bring_in(tmp_path, thread)


def test_the_command_takes_the_decisions_too(
    command, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    a_thread()
    path = tmp_path / "comments.csv"
    path.write_text(HEADER + ROWS)
    asked = ("import", "comments", path, "--thread", "buses")

    assert command(*asked) == 0
    told = "4 comments (2 approved, 1 pending, 1 rejected)"
    assert told in capsys.readouterr().out
    session().expire_all()
    assert texts()["c3"].status == "rejected"
    reasons = session().scalars(select(ModerationDecision.reason)).all()
    assert sorted(reasons) == ["", "", "advertising"]
    assert command(*asked) == 1
    assert command("import", "comments", path, "--thread", "nowhere") == 1


def test_the_command_knows_the_reasons_before_it_begins(
    command, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    a_thread()
    path = tmp_path / "comments.csv"
    path.write_text(HEADER + ROWS.replace("advertising", "because"))
    assert command("import", "comments", path, "--thread", "buses") == 1
    assert "because" in capsys.readouterr().err
    assert count(Comment) == 0
