"""Voting on one statement at a time."""

from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.threads.models import Comment
from tests.factories.threads import a_comment, a_thread
from tests.pages import Browser


def choices(page: Element) -> list[str]:
    return [b.get("value", "") for b in page.iter("button") if b.get("data-key")]


def test_each_statement_comes_once_and_then_all_is_done(amina: Browser) -> None:
    thread = a_thread()
    ids = {a_comment(thread, f"Comment {n}") for n in range(3)}
    a_comment(thread, "A reply", reply_to=min(ids))
    a_comment(thread, "Rude words", status="rejected")
    address, seen = "/en/threads/buses/vote", []
    for done in range(3):
        page = amina.open(address)
        assert f"{done} of 3 voted on" in amina.words()
        agree, disagree, skip = choices(page)
        chosen = (agree, disagree, skip)[done]
        seen.append(chosen.split(":")[0])
        sent = amina.submit("/en/threads/buses/reactions", reaction=chosen)
        address = sent.headers["Location"]
        wanted = f"/en/threads/buses/vote?last={seen[-1]}#statement-title"
        assert address == wanted
    amina.open(address)
    assert set(seen) == ids
    assert "You voted on every comment" in amina.words()
    assert "0 people agree · 0 disagree · 1 passes" in amina.words()
    assert "Rude words" not in amina.text


def test_the_vote_before_can_be_changed(amina: Browser) -> None:
    a_comment(a_thread())
    page = amina.open("/en/threads/buses/vote")
    sent = amina.submit("/en/threads/buses/reactions", reaction=choices(page)[0])
    page = amina.open(sent.headers["Location"])
    last = [b for b in page.iter("button") if b.get("aria-pressed")]
    assert [b.get("aria-pressed") for b in last] == ["true", "false", "false"]
    other = last[1].get("value")
    amina.submit("/en/threads/buses/reactions", reaction=other)
    comment = session().scalars(select(Comment)).one()
    assert (comment.agrees, comment.disagrees) == (0, 1)


def test_what_few_have_seen_comes_first(app: Flask, amina: Browser) -> None:
    thread = a_thread()
    for n in range(2):
        a_comment(thread, f"Comment {n}")
    for _ in range(4):
        browser = Browser(app.test_client())
        page = browser.open("/en/threads/buses/vote")
        browser.submit("/en/threads/buses/reactions", reaction=choices(page)[0])
    assert session().scalars(select(Comment.agrees)).all() == [2, 2]


def test_a_closed_thread_takes_no_votes(amina: Browser) -> None:
    thread = a_thread()
    public_id = a_comment(thread)
    amina.open("/en/threads/buses/vote")
    fields = {**amina.hidden_fields(), "reaction": f"{public_id}:agree"}
    advance_consultation(thread.consultation, "closed", by=SYSTEM)
    assert not choices(amina.open("/en/threads/buses/vote"))
    reply = amina.client.post("/en/threads/buses/reactions", data=fields)
    assert reply.status_code == 409


def test_an_empty_thread_says_so(amina: Browser) -> None:
    a_thread()
    amina.open("/fr/threads/buses/vote")
    assert "Personne" in amina.words()
    amina.open("/fr/threads/buses/vote?last=nothing", status=404)
