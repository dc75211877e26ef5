"""Words that are not approved are nowhere: every public address is asked for them."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.i18n import LANGUAGES
from engage.moderation.actions import decide, redact
from engage.people.models import User
from engage.surveys.actions import ExportOptions, export_responses
from engage.themes.discovery import read_sources
from engage.threads.actions import withdraw_comment
from engage.threads.models import Comment, Thread
from tests.factories.surveys import make_survey, question, respond
from tests.factories.threads import a_comment, a_thread
from tests.house.test_doors import addresses

SHOWN = "qzshown"
GONE = {
    "pending": "qzpending",
    "rejected": "qzrejected",
    "hidden": "qzhidden",
    "withdrawn": "qzwithdrawn",
    "redacted": "705-555-0142",
}
EXPORTS = ("csv", "json")
ASKED = (SHOWN, "bus", "another", "comment")


def text_of(public_id: str) -> Contribution:
    chosen = Contribution.source_key == f"comment:{public_id}"
    return session().scalars(select(Contribution).where(chosen)).one()


@pytest.fixture
def thread(app: Flask, luc: User) -> Thread:
    """A thread with a comment in every state, all of them public for a moment."""
    thread = a_thread(slug="buses", moderation="post")
    said = {
        state: a_comment(thread, f"Comment {words} about the bus")
        for state, words in (GONE | {"approved": SHOWN}).items()
    }
    by = luc.actor

    def version(state: str) -> int:
        return text_of(said[state]).version

    hide: dict[str, Any] = {"reason": "insult", "by": by}
    decide(text_of(said["hidden"]), "hide", version=version("hidden"), **hide)
    redact(text_of(said["redacted"]), version=version("redacted"), by=by)
    own = select(Comment).where(Comment.public_id == said["withdrawn"])
    withdraw_comment(session().scalars(own).one(), by=SYSTEM)
    for state in ("pending", "rejected"):
        a_comment(thread, f"Another {GONE[state]} of the bus", status=state)
        text = text_of(said[state])
        decide(text, "hide", version=version(state), **hide)
    return thread


def test_rule_20_words_that_are_not_approved_are_at_no_public_address(
    app: Flask, thread: Thread
) -> None:
    things = {
        "lang": "en",
        "thread": thread.slug,
        "consultation": thread.consultation.slug,
        "catchment": "northeast",
        "name": "moderation",
    }
    client = app.test_client()
    asked = [address for _method, address in addresses(app, things, {"GET"})]
    comments = session().scalars(select(Comment.public_id)).all()
    asked += [f"/en/threads/{thread.slug}/comments/{name}" for name in comments]
    asked += [f"/en/threads/{thread.slug}?comment={name}" for name in comments]
    asked += [f"/{lang}/search?q={words}" for lang, words in product(LANGUAGES, ASKED)]
    seen = set()
    for address in asked:
        reply = client.get(address)
        text = json.dumps(reply.json) if reply.is_json else reply.text
        found = text.replace(address, "").replace(
            address.partition("q=")[2] or "\0", ""
        )
        for state, words in GONE.items():
            assert words not in found, f"{state} words at {address}"
        if SHOWN in found:
            seen.add(address.split("?")[0])
    assert len(seen) >= 2, "the words that may be read are found where one reads them"
    for state, words in GONE.items():
        reply = client.get(f"/en/search?q={words}")
        assert "Nothing was found" in reply.text, state


def test_rule_20_words_that_are_not_approved_are_in_no_theme(thread: Thread) -> None:
    words = " ".join(source.text for source in read_sources(thread.consultation_id))
    assert SHOWN in words
    assert "[telephone number]" in words
    assert not [one for one in GONE.values() if one in words]


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_export_tells_the_status_and_the_safe_one_only_approved_words(
    app: Flask, luc: User, odile: User, tmp_path: Path, kind: str
) -> None:
    survey = make_survey(question("needs", "long_text"))
    states = ("approved", "rejected", "pending", "hidden")
    for number, state in enumerate(states):
        respond(survey, {"needs": f"Words qz{state}"}, key=f"key-of-response-{number}")
    for text in session().scalars(select(Contribution)).all():
        state = text.text.removeprefix("Words qz")
        if state in {"approved", "hidden"}:
            decide(text, "approve", version=1, by=odile.actor)
        if state == "hidden":
            decide(text, "hide", reason="insult", version=2, by=odile.actor)
        if state == "rejected":
            decide(text, "reject", reason="insult", version=1, by=odile.actor)
    path = tmp_path / f"safe.{kind}"
    export_responses(survey, path, ExportOptions(kind, "safe"), by=odile.actor)
    written = path.read_text(encoding="utf-8-sig")
    for state in states:
        assert f"needs:{state}" in written
        assert (f"qz{state}" in written) == (state == "approved"), state
