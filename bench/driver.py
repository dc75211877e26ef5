"""People at once, each going through a journey again and again, by keep-alive HTTP."""

import html
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Load:
    """What is done, where, by how many people at once and for how long."""

    base: str
    journey: Callable[["Person"], None]
    users: int = 8
    seconds: float = 4


@dataclass(frozen=True)
class Done:
    """How many journeys ended, and how long that took."""

    journeys: int
    seconds: float


@dataclass
class Page:
    """A reply: its body, and the values of its hidden fields."""

    body: str

    def field(self, name: str) -> str:
        """Return the value of a hidden field."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.body)
        value = re.search(r'value="([^"]*)"', tag.group()) if tag else None
        if value is None:
            message = f"The page has no field {name}."
            raise LookupError(message)
        return html.unescape(value.group(1))


@dataclass
class Person:
    """One person's browser; `n` numbers the journey."""

    connection: HTTPConnection
    n: int = 0
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path, None, 200)

    def post(self, path: str, data: dict[str, Any]) -> Page:
        """Send a form that is taken: the reply leads on to another page."""
        return self._ask("POST", path, urlencode(data, doseq=True), 303)

    def _ask(self, method: str, path: str, body: str | None, expected: int) -> Page:
        headers = {"Accept-Encoding": "identity"}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode()
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _sep, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if reply.status != expected:
            message = f"{method} {path} was answered with {reply.status}."
            raise RuntimeError(message)
        return Page(text)


def drive(load: Load) -> Done:
    """Let people go through a journey until the time is over.

    Raises:
        RuntimeError: Somebody's journey failed.
    """
    numbers, ended, faults = count(), [], []
    until = time.perf_counter() + load.seconds

    def go_on() -> None:
        where = urlsplit(load.base)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=30)
        try:
            while time.perf_counter() < until:
                load.journey(Person(connection, next(numbers)))
                ended.append(1)
        except Exception as error:  # noqa: BLE001 - told below, in the main thread
            faults.append(error)
        finally:
            connection.close()

    began = time.perf_counter()
    people = [threading.Thread(target=go_on) for _ in range(load.users)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    if faults:
        message = f"{len(faults)} of {load.users} people were stopped: {faults[0]}"
        raise RuntimeError(message)
    return Done(len(ended), time.perf_counter() - began)
