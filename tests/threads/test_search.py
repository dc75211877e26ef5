"""Looking for words in what everybody may read."""

from html import escape

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    edit_consultation,
)
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.core.search import SearchEntry
from engage.moderation.actions import decide, undo
from engage.people.models import User
from engage.reports.actions import press_of, publish_edition
from engage.threads.actions import withdraw_comment
from engage.threads.models import Comment
from tests.factories.reports import reportable
from tests.factories.threads import a_comment, a_consultation, a_thread
from tests.pages import Browser
from tests.threads.test_show import counted


def approve(public_id: str) -> Contribution:
    return judge(public_id, "approve")


def judge(public_id: str, decision: str, reason: str = "") -> Contribution:
    session().rollback()
    session().expire_all()
    text = (
        session()
        .scalars(
            select(Contribution).where(
                Contribution.source_key == f"comment:{public_id}"
            )
        )
        .one()
    )
    decide(text, decision, reason=reason, version=text.version, by=SYSTEM)
    return text


def found(browser: Browser, typed: str, language: str = "en") -> list[str]:
    """Return the public ids of the comments found."""
    address = f"/{language}/search"
    browser.response = browser.client.get(address, query_string={"q": typed})
    assert browser.response.status_code == 200, browser.text[:500]
    browser._show(browser.response, 200)
    links = [item.get("href") or "" for item in browser.tree.iter("a")]
    return [link.rsplit("/", 1)[1] for link in links if "/comments/" in link]


def entries(kind: str) -> int:
    selected = select(func.count()).select_from(SearchEntry)
    return session().scalar(selected.where(SearchEntry.kind == kind)) or 0


def test_approved_comments_are_found_in_both_languages(amina: Browser) -> None:
    thread = a_thread()
    bus = a_comment(thread, "Night buses for the employés.", status="pending")
    other = a_comment(thread, "Child care at six.", status="pending")
    assert found(amina, "bus") == []
    approve(bus)
    approve(other)
    assert found(amina, "bus") == [bus]
    assert found(amina, "Employée", "fr") == [bus]
    assert found(amina, "BUS night") == [bus]
    assert found(amina, "bus care") == []
    assert found(amina, "child") == [other]


def test_rule_20_only_what_may_be_read_is_found(amina: Browser) -> None:
    thread = a_thread()
    public_id = a_comment(thread, "Quetzal words.", status="pending")
    approve(public_id)
    judge(public_id, "hide", "off_topic")
    assert (found(amina, "quetzal"), entries("comment")) == ([], 0)
    judge(public_id, "restore")
    assert found(amina, "quetzal") == [public_id]

    comment = session().scalars(select(Comment)).one()
    withdraw_comment(comment, by=SYSTEM)

    assert (found(amina, "quetzal"), entries("comment")) == ([], 0)
    rejected = a_comment(thread, "Quetzal again.", status="pending")
    judge(rejected, "reject", "off_topic")
    assert found(amina, "quetzal") == []


def test_an_undone_decision_is_undone_here_too(amina: Browser, luc: User) -> None:
    public_id = a_comment(a_thread(), "Quetzal words.", status="pending")
    text = session().scalars(select(Contribution)).one()
    decide(text, "approve", version=text.version, by=luc.actor)
    assert found(amina, "quetzal") == [public_id]
    undo(text, version=text.version, by=luc.actor)
    assert found(amina, "quetzal") == []


def test_changed_words_are_found_by_the_new_ones_once_read(amina: Browser) -> None:
    a_thread(moderation="post")
    amina.open("/en/threads/buses")
    amina.submit(text="Quetzal words.")
    comment = session().scalars(select(Comment)).one()
    assert found(amina, "quetzal") == [comment.public_id]
    address = f"/en/threads/buses/comments/{comment.public_id}/mine"
    amina.open(address)
    amina.submit(text="Pelican words.")
    assert (found(amina, "quetzal"), found(amina, "pelican")) == ([], [])
    approve(comment.public_id)
    assert found(amina, "quetzal") == []
    assert found(amina, "pelican") == [comment.public_id]


def test_a_reply_goes_with_what_it_replies_to(amina: Browser) -> None:
    thread = a_thread()
    parent = a_comment(thread, "Buses.", status="pending")
    approve(parent)
    reply = a_comment(thread, "Quetzal reply.", reply_to=parent, status="pending")
    approve(reply)
    assert found(amina, "quetzal") == [reply]
    judge(parent, "hide", "off_topic")
    assert found(amina, "quetzal") == []


def test_drafts_are_not_found(amina: Browser) -> None:
    draft = a_consultation("secret", state="draft")
    amina.open("/en/search?q=getting+work")
    assert "/consultations/secret" not in amina.text
    advance_consultation(draft, "open", by=SYSTEM)
    amina.open("/en/search?q=getting+work")
    assert "/consultations/secret" in amina.text
    amina.open("/fr/search?q=trajets")
    assert "/fr/consultations/secret" in amina.text


def test_a_consultation_is_found_by_what_it_says_now(amina: Browser) -> None:
    made = a_consultation(state="draft")
    facts = ConsultationFacts(
        slug=made.slug,
        title=Bilingual("Quetzals at work", "Des quetzals au travail"),
        summary=made.summary,
        opens_on=made.opens_on,
        closes_on=made.closes_on,
    )
    places = [place.slug for place in made.catchments]
    version = made.version
    edit_consultation(made, facts, catchments=places, version=version, by=SYSTEM)
    advance_consultation(made, "open", by=SYSTEM)
    amina.open("/en/search?q=trajets")
    assert "/consultations/rides" in amina.text
    amina.open("/en/search?q=quetzal")
    assert "/consultations/rides" in amina.text
    assert entries("consultation") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        '"',
        "'",
        'a" OR 1=1 --',
        "NEAR(bus",
        "bus*",
        "-bus",
        "words:bus",
        "(((((",
        "\\",
        "%",
        "bus\x00\ud800".encode("utf-8", "replace").decode(),
        "<script>alert(1)</script>",
        "x" * 10_000,
        "bus " * 3000,
        "' & | ! <-> :*",
        "é" * 500,
        "ᐃᓄᒃᑎᑐᑦ 😀",
    ],
)
def test_rule_31_hostile_queries_are_only_words(amina: Browser, typed: str) -> None:
    approve(a_comment(a_thread(), "Night buses.", status="pending"))
    found(amina, typed)
    assert "<script>alert" not in amina.text


def test_rule_31_broken_addresses_are_no_fault_of_ours(amina: Browser) -> None:
    for address, status in (
        ("/en/search?q=%ff%fe", 200),
        ("/en/search?q=bus&page=0", 404),
        ("/en/search?q=bus&page=x", 404),
        ("/en/search?q=bus&page=99999", 200),
        ("/en/search?q[]=bus", 200),
    ):
        assert amina.client.get(address).status_code == status, address


def test_rule_10_words_found_are_marked_and_never_markup(amina: Browser) -> None:
    text = "<b>Buses</b> at <i>night</i> & more"
    approve(a_comment(a_thread(), text, status="pending"))
    found(amina, "bus")
    assert "<b>" not in amina.text
    assert escape("<b>") + "<mark>Buses</mark>" in amina.text


def test_rule_13_a_search_sets_no_cookie(amina: Browser) -> None:
    amina.open("/en/search?q=bus")
    assert amina.response is not None
    assert "Set-Cookie" not in amina.response.headers


def test_the_language_switch_keeps_the_words(amina: Browser) -> None:
    amina.open("/en/search?q=bus")
    assert "/fr/search?q=bus" in amina.text


def test_long_lists_come_in_pages_with_the_same_statements(
    amina: Browser, app: Flask
) -> None:
    thread = a_thread()
    statements = {}
    ids: list[str] = []
    for size in (3, 45):
        while len(ids) < size:
            public_id = a_comment(thread, "A bus at night.", status="pending")
            approve(public_id)
            ids.append(public_id)
        session().rollback()
        with counted() as ran:
            found(amina, "bus")
        statements[size] = len(ran)
    pages = []
    for number in (1, 2, 3):
        amina.open(f"/en/search?q=bus&page={number}")
        links = [item.get("href") or "" for item in amina.tree.iter("a")]
        pages += [one.rsplit("/", 1)[1] for one in links if "/comments/" in one]
    assert sorted(pages) == sorted(ids)
    assert statements[3] == statements[45] <= 9


def test_a_search_is_narrowed_down(amina: Browser) -> None:
    here, there = (
        a_thread(catchment="northeast"),
        a_thread(a_consultation("rails"), "trains"),
    )
    north = a_comment(here, "A bus at night.", status="pending")
    other = a_comment(there, "A bus by day.", status="pending")
    for public_id in (north, other):
        approve(public_id)
    assert sorted(found(amina, "bus")) == sorted([north, other])
    slug = there.consultation.slug
    for narrowed, expected in (
        ("catchment=northeast", [north]),
        ("catchment=toronto", []),
        (f"consultation={slug}", [other]),
        ("language=en&kind=comments", [north, other]),
        ("language=fr", []),
        ("kind=themes", []),
        ("catchment=atlantis&kind=%00&language=de", [north, other]),
    ):
        amina.open(f"/en/search?q=bus&{narrowed}")
        links = [item.get("href") or "" for item in amina.tree.iter("a")]
        ids = [one.rsplit("/", 1)[1] for one in links if "/comments/" in one]
        assert sorted(ids) == sorted(expected), narrowed
    amina.open("/fr/search?q=bus&catchment=northeast")
    assert '<option value="northeast" selected>' in amina.text


def test_themes_are_found_once_they_are_published(amina: Browser, app: Flask) -> None:
    consultation = reportable()
    a_thread(consultation)
    amina.open("/en/threads/buses")
    assert "Read the report" not in amina.words()
    amina.open("/en/search?q=getting+there")
    assert "/reports/needs#" not in amina.text

    publish_edition(consultation, press_of(app.config["SETTINGS"]), by=SYSTEM)

    amina.open("/en/search?q=getting+there")
    assert "/en/reports/needs#t-" in amina.text
    amina.open("/fr/search?q=apprendre+metier")
    assert "Apprendre un métier" in amina.words()
    amina.open("/en/search?q=child+care")
    assert "t-care" not in amina.text
    amina.open("/en/threads/buses")
    assert 'href="/en/reports/needs#opinions"' in amina.text
