"""The driver of the web measurements: people who go on until the time is over."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.driver import Load, Page, Person, drive


class Site(BaseHTTPRequestHandler):
    """A page with a form, which takes what carries the cookie it gave."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(200, b'<input type="hidden" name="token" value="a&amp;b">')

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        is_right = sent == b"token=a%26b" and self.headers["Cookie"] == "who=me"
        self._reply(303 if is_right else 422, b"")

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Set-Cookie", "who=me; HttpOnly")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@pytest.fixture
def base() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_people_send_what_the_page_gave_them(base: str) -> None:
    def journey(person: Person) -> None:
        person.post("/", {"token": person.get("/").field("token")})

    done = drive(Load(base, journey, users=2, seconds=0.2))
    assert done.journeys >= 2
    assert done.seconds >= 0.2


def test_a_journey_that_fails_stops_the_measurement(base: str) -> None:
    def journey(person: Person) -> None:
        person.post("/", {"token": "wrong"})

    with pytest.raises(RuntimeError, match="answered with 422"):
        drive(Load(base, journey, users=1, seconds=0.2))


def test_a_missing_field_is_named() -> None:
    with pytest.raises(LookupError, match="no field key"):
        Page("<p>nothing</p>").field("key")
