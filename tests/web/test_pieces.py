"""A body in pieces is measured like one that says its length (rule 31)."""

from io import BytesIO

import pytest
from flask import Flask

MEGABYTES = 1024 * 1024


def send(app: Flask, body: bytes, kind: str) -> int:
    reply = app.test_client().post(
        "/en/my-response",
        input_stream=BytesIO(body),
        content_type=kind,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    return reply.status_code


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json"]
)
def test_rule_31_five_megabytes_in_pieces_are_too_many(app: Flask, kind: str) -> None:
    assert send(app, b"code=" + b"a" * 5 * MEGABYTES, kind) == 413


def test_rule_31_a_few_bytes_in_pieces_are_read(app: Flask) -> None:
    kind = "application/x-www-form-urlencoded"
    assert send(app, b"code=ABCDE", kind) == 422
