"""A browser without a screen that checks every page it opens.

A page fails the test on invalid HTML, an empty or doubled title, a doubled id, an
input without a label, a jump between headings, a missing `lang`, or a form that posts
without a token.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# The parser's names for what browsers forgive and every template here writes.
FORGIVEN = {"expected-doctype-but-got-start-tag"}
UNLABELLED = {"hidden", "submit", "button"}


class Browser:
    """Opens pages, follows redirects of forms, keeps cookies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.address = "/"
        self.response: TestResponse | None = None

    def open(self, address: str, status: int = 200) -> Element:
        """Open a page, check it, return its parsed tree."""
        self.address = address
        return self._show(self.client.get(address), status)

    def submit(
        self, address: str | None = None, status: int = 303, **fields: Any
    ) -> TestResponse:
        """Send the form of the page that is open, with its hidden fields."""
        data = {**self.hidden_fields(), **fields}
        response = self.client.post(address or self.address, data=data)
        if response.status_code != status:
            raise AssertionError(
                f"{address or self.address}: {response.status_code} in place of "
                f"{status}\n{response.text[:2000]}"
            )
        self.response = response
        if response.mimetype == "text/html" and status != 303:
            check_page(response.text)
        return response

    def hidden_fields(self) -> dict[str, str]:
        """Return the hidden fields of the page that is open."""
        found = self.tree.iter("input")
        return {
            item.get("name", ""): item.get("value", "")
            for item in found
            if item.get("type") == "hidden" and item.get("name")
        }

    @property
    def tree(self) -> Element:
        """The page that is open, parsed."""
        return parse(self.text)

    @property
    def text(self) -> str:
        """The page that is open, as it was sent."""
        if self.response is None:
            raise AssertionError("no page is open")
        return self.response.text

    def words(self) -> str:
        """Return what a person reads on the page, with single spaces."""
        return " ".join("".join(self.tree.itertext()).split())

    def _show(self, response: TestResponse, status: int) -> Element:
        self.response = response
        if response.status_code != status:
            raise AssertionError(
                f"{self.address}: {response.status_code} in place of {status}\n"
                f"{response.text[:2000]}"
            )
        if response.mimetype == "text/html" and response.status_code < 300:
            check_page(response.text)
        return parse(response.text)


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[Element, tuple[str, ...]]:
    """Parse a page once, however often a test looks at it; tell its faults too."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    return tree, tuple(name for _, name, _ in parser.errors if name not in FORGIVEN)


def parse(text: str) -> Element:
    """Return a page as a tree, to be read only."""
    return _parsed(text)[0]


def check_page(text: str) -> None:
    """Fail on what no page may have."""
    tree, told = _parsed(text)
    faults = list(told) + _title_faults(tree) + _id_faults(tree) + _label_faults(tree)
    faults += _heading_faults(tree) + _form_faults(tree)
    if faults:
        raise AssertionError("; ".join(faults))


def _title_faults(tree: Element) -> list[str]:
    titles = tree.findall("head/title")
    faults = [] if tree.get("lang") in {"en", "fr"} else ["no lang on html"]
    if len(titles) != 1 or not (titles[0].text or "").strip():
        faults.append("not exactly one title with words")
    return faults


def _id_faults(tree: Element) -> list[str]:
    ids = [item.get("id") for item in tree.iter() if item.get("id")]
    return [f"id {name} twice" for name in {i for i in ids if ids.count(i) > 1}]


def _label_faults(tree: Element) -> list[str]:
    labelled = {item.get("for") for item in tree.iter("label")}
    inside = {id(part) for label in tree.iter("label") for part in label.iter()}
    faults = []
    for kind in ("input", "select", "textarea"):
        for item in tree.iter(kind):
            if kind == "input" and item.get("type") in UNLABELLED:
                continue
            has_name = item.get("aria-label") or item.get("aria-labelledby")
            is_labelled = item.get("id") in labelled or id(item) in inside
            if not (is_labelled or has_name):
                faults.append(f"{kind} {item.get('name')} has no label")
    return faults


def _heading_faults(tree: Element) -> list[str]:
    levels = [
        int(item.tag[1])
        for item in tree.iter()
        if isinstance(item.tag, str) and item.tag in {"h1", "h2", "h3", "h4", "h5"}
    ]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    for before, after in pairwise(levels):
        if after > before + 1:
            faults.append(f"h{before} followed by h{after}")
    return faults


def _form_faults(tree: Element) -> list[str]:
    faults = []
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {item.get("name") for item in form.iter("input")}
            if "csrf_token" not in names:
                faults.append("a form without csrf_token")
    return faults
