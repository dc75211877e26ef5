"""Cards for other sites: framed by anybody, without script or cookie, always true."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.consultations import a_draft
from tests.factories.reports import a_bare_consultation
from tests.pages import Browser

BASE = "http://127.0.0.1:8000"


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_theme_has_a_card(browser: Browser, language: str) -> None:
    browser.open(f"/{language}/embed/themes/t-rides")
    words = browser.words()
    assert {"en": "Getting there", "fr": "Se rendre au travail"}[language] in words
    leads = [item.get("href") or "" for item in browser.tree.iter("a")]
    assert f"{BASE}/{language}/reports/needs/1#t-rides" in leads
    assert all(item.get("target") == "_blank" for item in browser.tree.iter("a"))


@pytest.mark.usefixtures("edition")
def test_rule_11_only_cards_may_be_framed_and_hold_no_script(
    client: FlaskClient,
) -> None:
    for path in ("/en/embed/themes/t-rides", "/en/embed/consultations/needs"):
        reply = client.get(path)
        assert "frame-ancestors *" in reply.headers["Content-Security-Policy"]
        assert "<script" not in reply.text
        assert "Set-Cookie" not in reply.headers
        assert "X-Frame-Options" not in reply.headers
        assert len(reply.data) < 4000
        etag = reply.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert again.status_code == 304
    policy = client.get("/en/reports/needs").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


@pytest.mark.usefixtures("edition")
def test_a_theme_that_nobody_vouched_for_has_no_card(client: FlaskClient) -> None:
    assert client.get("/en/embed/themes/t-care").status_code == 404
    assert client.get("/en/embed/themes/nothing").status_code == 404


def test_a_draft_has_no_card(client: FlaskClient, browser: Browser) -> None:
    a_draft("secret")
    assert client.get("/en/embed/consultations/secret").status_code == 404
    a_bare_consultation()
    browser.open("/fr/embed/consultations/needs")
    assert "Ce qu’il faut aux gens" in browser.words()


@pytest.mark.usefixtures("edition")
def test_rule_07_what_others_copy_names_our_own_address(
    app: Flask, browser: Browser
) -> None:
    page = "/en/reports/needs/1/cards"
    reply = app.test_client().get(page, headers={"Host": "evil.example.org"})
    assert "evil.example.org" not in reply.text
    browser.open(page)
    codes = {
        item.get("id"): item.get("value") or ""
        for item in browser.tree.iter("input")
        if (item.get("id") or "").startswith("embed-")
    }
    assert set(codes) == {"embed-consultation", "embed-t-rides", "embed-t-skills"}
    for code in codes.values():
        assert code.startswith(f'<iframe src="{BASE}/en/embed/')
        path = code.split('"')[1].removeprefix(BASE)
        assert app.test_client().get(path).status_code == 200
