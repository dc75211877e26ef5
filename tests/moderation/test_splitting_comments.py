"""A comment that says two things becomes two: votes stay, nothing is lost, undone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select

from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS
from engage.core.db import session
from engage.core.errors import Conflict
from engage.core.stems import read_query
from engage.core.tokens import new_token, receipt_code
from engage.moderation.actions import decide, merge, split, undo
from engage.people.models import User
from engage.receipts.queries import find_own_comment, get_own_comment
from engage.themes.discovery import read_sources
from engage.threads.actions import (
    Words,
    flag_comment,
    react,
    submit_comment,
    withdraw_comment,
)
from engage.threads.models import Comment, Reaction, Thread
from engage.threads.queries import (
    Narrowing,
    list_comments,
    list_parts,
    search_comments,
    vote_matrix,
)
from tests.factories.threads import a_comment, a_thread
from tests.pages import Browser

TWO = "The bus is late. Also, daycare costs too much."
CUT = TWO.index("Also")
CODE = receipt_code("a key for tests", "once")


def said(public_id: str) -> Contribution:
    session().rollback()
    session().expire_all()
    found = select(Contribution).join(
        Comment, Comment.contribution_id == Contribution.id
    )
    return session().scalars(found.where(Comment.public_id == public_id)).one()


def cut(public_id: str, by: User) -> list[str]:
    """Split a comment; return the public ids of its parts."""
    whole = said(public_id)
    parts = split(whole, CUT, version=whole.version, by=by.actor)
    ids = select(Comment.public_id).where(
        Comment.contribution_id.in_([part.id for part in parts])
    )
    return list(session().scalars(ids.order_by(Comment.contribution_id)))


def shown(thread: Thread) -> dict[str, int]:
    session().rollback()
    listed = list_comments(thread, sort="newest", number=1, reader=None)
    return {item.text: item.agrees for item in listed.items}


def test_two_comments_stand_for_one_and_no_vote_moves(odile: User) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO)
    react(thread, whole, "agree", token=new_token(), by=ANONYMOUS)
    parts = cut(whole, odile)
    assert shown(thread) == {"The bus is late.": 0, "Also, daycare costs too much.": 0}
    assert (said(whole).text, said(whole).status) == (TWO, "hidden")
    assert said(parts[0]).voice == said(parts[1]).voice == said(whole).voice
    voted = session().scalars(select(Reaction.comment_id)).all()
    assert voted == [session().scalars(_id_of(whole)).one()]
    assert sorted(vote_matrix(thread).comments) == sorted(parts)


def test_the_parts_are_found_and_themed_and_the_whole_is_not(odile: User) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO)
    parts = cut(whole, odile)
    session().rollback()
    found, _more = search_comments(read_query("daycare"), 1, Narrowing())
    assert [item.public_id for item in found] == [parts[1]]
    words = {source.text for source in read_sources(thread.consultation_id)}
    assert words == {"The bus is late.", "Also, daycare costs too much."}


def test_a_permalink_leads_on_and_back_after_an_undo(
    client: FlaskClient, odile: User
) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO)
    address = f"/en/threads/{thread.slug}/comments/"
    parts = cut(whole, odile)
    reply = client.get(address + whole)
    assert (reply.status_code, reply.location) == (302, address + parts[0])
    page = client.get(address + parts[0]).get_data(as_text=True)
    assert parts[1] in page
    undo(said(whole), version=said(whole).version, by=odile.actor)
    assert client.get(address + whole).status_code == 200
    assert client.get(address + parts[0]).status_code == 404
    assert shown(thread) == {TWO: 0}


def test_replies_go_to_the_first_part_and_come_back(odile: User) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO)
    reply = a_comment(thread, "So it is.", reply_to=whole)
    parts = cut(whole, odile)
    assert _parent(reply) == parts[0]
    undo(said(whole), version=said(whole).version, by=odile.actor)
    assert _parent(reply) == whole


@pytest.mark.parametrize("answer", ["vote", "flag", "reply", "decision"])
def test_a_split_stays_once_somebody_answered_to_a_part(
    odile: User, answer: str
) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO)
    second = cut(whole, odile)[1]
    token = new_token()
    if answer == "vote":
        react(thread, second, "pass", token=token, by=ANONYMOUS)
    elif answer == "flag":
        flag_comment(thread, second, "hurtful", token=token, by=ANONYMOUS)
    elif answer == "reply":
        a_comment(thread, "Yes.", reply_to=second)
    else:
        decide(said(second), "hide", reason="insult", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        undo(said(whole), version=said(whole).version, by=odile.actor)
    assert said(whole).status == "hidden"


def test_a_comment_that_waits_is_split_and_put_together(odile: User) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO, status="pending")
    hour = said(whole).received_hour
    parts = cut(whole, odile)
    assert [said(part).status for part in parts] == ["pending", "pending"]
    assert said(whole).received_hour is None
    undo(said(whole), version=said(whole).version, by=odile.actor)
    assert (said(whole).status, said(whole).received_hour) == ("pending", hour)
    cut(whole, odile)


def test_what_stands_in_parts_is_not_shown_beside_them(odile: User) -> None:
    whole = a_comment(a_thread(), TWO)
    cut(whole, odile)
    text = said(whole)
    with pytest.raises(Conflict):
        decide(text, "restore", version=text.version, by=odile.actor)


def test_rule_20_all_of_it_goes_whichever_part_is_taken_back(odile: User) -> None:
    thread = a_thread()
    whole = a_comment(thread, TWO, name="Amina")
    second = cut(whole, odile)[1]
    again = said(second)
    split(again, again.text.index("costs"), version=again.version, by=odile.actor)
    part = session().scalars(select(Comment).where(Comment.public_id == second)).one()
    withdraw_comment(part, by=ANONYMOUS)
    session().rollback()
    texts = session().scalars(select(Contribution)).all()
    assert {(item.text, item.status) for item in texts} == {("", "withdrawn")}
    assert set(session().scalars(select(Comment.display_name))) == {""}


def test_the_author_reads_what_became_of_each_part(
    browser: Browser, odile: User
) -> None:
    thread = a_thread()
    words = Words(text=TWO, language="en")
    public_id = submit_comment(
        thread, words, token=new_token(), receipt=CODE, by=ANONYMOUS
    ).public_id
    second = cut(public_id, odile)[1]
    decide(said(second), "reject", reason="insult", version=1, by=odile.actor)
    own = find_own_comment(CODE)
    assert own is not None
    assert [part.text.status for part in list_parts(own)] == ["pending", "rejected"]
    assert get_own_comment(CODE, second).text.text.startswith("Also")
    browser.open("/en/my-response")
    browser.submit(status=200, code=CODE)
    assert browser.words().count("Open this part") == 2
    browser.submit(status=200, code=CODE, part=second)
    assert "Ask for another look" in browser.words()
    again = "Also, daycare is dear."
    version = str(said(second).version)
    browser.submit(
        "/en/my-response/change",
        status=200,
        code=CODE,
        part=second,
        text=again,
        version=version,
    )
    assert (said(second).text, said(second).status) == (again, "pending")
    browser.submit("/en/my-response", status=422, code="nonsense", part=second)
    browser.submit("/en/my-response", status=404, code=CODE, part="elsewhere")


def test_a_part_that_another_text_leans_on_stays(odile: User) -> None:
    thread = a_thread()
    whole, other = a_comment(thread, TWO), a_comment(thread, "Daycare costs a lot.")
    parts = cut(whole, odile)
    again = said(other)
    merge(again, said(parts[1]).public_id, version=again.version, by=odile.actor)
    with pytest.raises(Conflict):
        undo(said(whole), version=said(whole).version, by=odile.actor)
    assert said(whole).status == "hidden"


def test_a_reply_typed_meanwhile_goes_to_the_first_part(
    amina: Browser, odile: User
) -> None:
    whole = a_comment(a_thread(), TWO)
    amina.open(f"/en/threads/buses/comments/{whole}")
    parts = cut(whole, odile)
    amina.submit(text="So it is.")
    reply = select(Comment.public_id).where(Comment.reply_to_id.is_not(None))
    assert _parent(session().scalars(reply).one()) == parts[0]


def test_parts_of_parts_lead_to_one_another(client: FlaskClient, odile: User) -> None:
    whole = a_comment(a_thread(), TWO)
    first, second = cut(whole, odile)
    again = said(second)
    split(again, len("Also,"), version=again.version, by=odile.actor)
    page = client.get(f"/en/threads/buses/comments/{first}").text
    assert page.count("Read the other part") == 2
    assert second not in page, "what was split again stands in its own parts"


def test_parts_of_a_flagged_comment_wait_to_be_read(odile: User) -> None:
    thread = a_thread(moderation="post")
    whole = a_comment(thread, TWO)
    flag_comment(thread, whole, "hurtful", token=new_token(), by=ANONYMOUS)
    assert all(said(part).is_unread for part in cut(whole, odile))


def _id_of(public_id: str) -> Select[int]:
    return select(Comment.id).where(Comment.public_id == public_id)


def _parent(public_id: str) -> str:
    session().rollback()
    session().expire_all()
    reply = session().scalars(select(Comment).where(Comment.public_id == public_id))
    return session().get_one(Comment, reply.one().reply_to_id).public_id
