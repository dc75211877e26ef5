"""Feeds: valid Atom, in the language of their address, of what is public alone."""

from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.core import clock
from engage.core.actors import SYSTEM
from engage.reports.actions import press_of, publish_edition
from tests.conftest import NOON
from tests.factories.consultations import a_draft
from tests.factories.designs import a_released_design
from tests.factories.reports import a_bare_consultation, reportable
from tests.pages import Browser

ATOM = "{http://www.w3.org/2005/Atom}"


def fed(client: FlaskClient, path: str) -> Element:
    """Open a feed and check what RFC 4287 asks of one."""
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.mimetype == "application/atom+xml"
    feed = fromstring(reply.data)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for item in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(item.findall(f"{ATOM}{name}")) == 1
            assert item.findtext(f"{ATOM}{name}")
        moment = datetime.fromisoformat(item.findtext(f"{ATOM}updated") or "")
        assert moment.tzinfo is not None
        rels = [link.get("rel") for link in item.findall(f"{ATOM}link")]
        assert rels.count("alternate") == 1
    ids = [item.findtext(f"{ATOM}id") for item in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def titles(feed: Element) -> list[str]:
    found = feed.iter(f"{ATOM}entry")
    return [item.findtext(f"{ATOM}title") or "" for item in found]


def test_a_feed_of_nothing_is_a_feed(client: FlaskClient) -> None:
    assert titles(fed(client, "/en/feed.atom")) == []


def test_openings_closings_editions_and_designs_are_told(
    app: Flask, client: FlaskClient
) -> None:
    consultation = reportable()
    publish_edition(consultation, press_of(app.config["SETTINGS"]), by=SYSTEM)
    clock.freeze(NOON + timedelta(hours=1))
    a_released_design(consultation)
    assert titles(fed(client, "/en/feed.atom")) == [
        "What is planned: Northeast",
        "Interim report: What people need, edition 1",
        "Open: What people need",
    ]
    clock.freeze(NOON + timedelta(days=40))
    french = fed(client, "/fr/feed.atom")
    assert french.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    (newest, *_rest) = titles(french)
    assert newest == "Terminée\u00a0: Ce qu’il faut aux gens"
    about = fed(client, "/en/consultations/needs/feed.atom")
    assert titles(about) == [
        "Closed: What people need",
        "What is planned: Northeast",
        "Interim report: What people need, edition 1",
        "Open: What people need",
    ]
    leads = about.find(f"{ATOM}entry[3]/{ATOM}link")
    assert leads is not None
    path = (leads.get("href") or "").removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200


def test_a_consultation_hears_of_designs_that_answer_it_alone(
    client: FlaskClient,
) -> None:
    a_released_design(reportable())
    a_bare_consultation("other")
    told = titles(fed(client, "/en/consultations/other/feed.atom"))
    assert told == ["Open: What people need"]


def test_a_catchment_has_its_own(client: FlaskClient) -> None:
    a_bare_consultation("north", catchments=("northeast",))
    a_bare_consultation("city", catchments=("toronto",))
    assert len(titles(fed(client, "/en/feed.atom"))) == 2
    assert len(titles(fed(client, "/en/catchments/toronto/feed.atom"))) == 1
    assert len(titles(fed(client, "/en/catchments/ottawa/feed.atom"))) == 0


def test_drafts_are_in_no_feed(client: FlaskClient) -> None:
    a_draft("secret")
    assert titles(fed(client, "/en/feed.atom")) == []
    assert client.get("/en/consultations/secret/feed.atom").status_code == 404
    assert client.get("/en/consultations/nothing/feed.atom").status_code == 404


def test_rule_20_nobody_is_quoted_in_a_feed(app: Flask, client: FlaskClient) -> None:
    consultation = reportable()
    publish_edition(consultation, press_of(app.config["SETTINGS"]), by=SYSTEM)
    assert "We need more about" not in client.get("/en/feed.atom").text


def test_a_feed_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    a_bare_consultation()
    first = client.get("/en/feed.atom")
    etag = first.headers["ETag"]
    again = client.get("/en/feed.atom", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("page", ["/", "/catchments/northeast", "/consultations/needs"])
def test_pages_name_their_feed(browser: Browser, page: str) -> None:
    a_bare_consultation()
    browser.open(f"/fr{page}")
    named = [
        item.get("href") or ""
        for item in browser.tree.iter("link")
        if item.get("type") == "application/atom+xml"
    ]
    assert named
    for path in named:
        fed(browser.client, path)
    assert f"/fr{page.rstrip('/')}/feed.atom" in named
