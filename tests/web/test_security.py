"""The token of a form, and the headers of every reply."""

from datetime import timedelta

import pytest
from flask import Flask, Response, g

from engage.core import clock
from engage.web.security import form_token, is_genuine_request

NONCE = "a-nonce-of-a-browser"


def token_for(app: Flask, nonce: str) -> str:
    with app.test_request_context(headers={"Cookie": f"engage_form={nonce}"}):
        return form_token()


def is_taken(app: Flask, token: str, nonce: str = NONCE) -> bool:
    with app.test_request_context(
        method="POST",
        data={"csrf_token": token},
        headers={"Cookie": f"engage_form={nonce}"},
    ):
        return is_genuine_request()


def test_rule_12_a_token_goes_with_its_cookie(app: Flask) -> None:
    token = token_for(app, NONCE)
    assert is_taken(app, token)
    assert not is_taken(app, token, nonce="of-another-browser")
    assert not is_taken(app, token, nonce="")


def test_a_token_looks_different_each_time(app: Flask) -> None:
    assert token_for(app, NONCE) != token_for(app, NONCE)


def test_a_token_ends_after_twelve_hours(app: Flask) -> None:
    token = token_for(app, NONCE)
    clock.freeze(clock.now() + timedelta(hours=12))
    assert is_taken(app, token)
    clock.freeze(clock.now() + timedelta(seconds=1))
    assert not is_taken(app, token)


@pytest.mark.parametrize("token", ["", ".", "é.x.y", "00.AAAA.BBBB", "a" * 5000])
def test_rule_12_nonsense_is_no_token(app: Flask, token: str) -> None:
    assert not is_taken(app, token)


def test_a_token_with_a_changed_sign_is_refused(app: Flask) -> None:
    token = token_for(app, NONCE)
    changed = ("1" if token[0] != "1" else "2") + token[1:]
    assert not is_taken(app, changed)


def test_every_reply_says_what_it_may_do(app: Flask) -> None:
    headers = app.test_client().get("/healthz").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_a_header_that_was_set_stays(app: Flask) -> None:
    with app.test_request_context():
        given = Response(headers={"referrer-policy": "no-referrer"})
        g.framing = "*"
        sent = app.process_response(given)
    assert sent.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "frame-ancestors *" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "place"),
    [("/en", "/en/"), ("/en//s/work?a=b", "/en/s/work?a=b")],
)
def test_rule_7_a_corrected_address_stays_on_our_host(
    app: Flask, asked: str, place: str
) -> None:
    reply = app.test_client().get(asked, headers={"Host": "evil.example"})
    assert (reply.status_code, reply.location) == (308, place)
