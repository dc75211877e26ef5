"""Pages and parts of pages that seldom change, rendered once and kept.

The key must name everything they are made of. What belongs to one visitor (a token)
stands in a slot of a kept page; typed values, and what somebody signed in sees, are
never kept.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup, escape  # noqa: TID251 - the porch makes markup

MOST_KEPT = 128
MOST_BYTES = 8_000_000
EXTENSION = "engage.fragments"
# Nobody can type it: where a page is cut is not for its writers to say.
MARK = secrets.token_hex(16)
# A page cut at its slots: what is kept of it, the name of a slot, and so on in turns.
Cut = tuple[bytes, ...]


class Kept:
    """The pages kept by one application: the least used ones make room."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Cut] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Cut | None:
        """Return a page, or None if it is not kept."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Cut) -> None:
        """Keep a page."""
        with self._lock:
            if key in self._pages:
                return
            self._pages[key] = page
            self._bytes += sum(map(len, page))
            while len(self._pages) > MOST_KEPT or self._bytes > MOST_BYTES:
                _, dropped = self._pages.popitem(last=False)
                self._bytes -= sum(map(len, dropped))


def init_app(app: Flask) -> None:
    """Give the application its kept pages."""
    app.extensions[EXTENSION] = Kept()


def kept_page(
    key: Hashable,
    slots: Mapping[str, str],
    render: Callable[[Mapping[str, str]], str],
) -> bytes:
    """Return a page, rendered if it is not kept, with what is this visitor's own.

    `slots` names the few values that differ from visitor to visitor; `render` gets a
    mark for each of them and puts it where the value belongs. It is kept as it is sent:
    to look for the marks and to encode a page costs more than to ask for its words.
    """
    kept: Kept = current_app.extensions[EXTENSION]
    page = kept.get(key)
    if page is None:
        marks = {name: f"{MARK}{name};" for name in slots}
        cut = re.split(f"{MARK}({'|'.join(slots)});", render(marks))
        page = tuple(part.encode() for part in cut)
        kept.keep(key, page)
    parts = list(page)
    own = {name.encode(): str(escape(value)).encode() for name, value in slots.items()}
    parts[1::2] = (own[name] for name in parts[1::2])
    return b"".join(parts)


def fragment(template: str, **context: Any) -> Markup:
    """Render a part of a page."""
    return Markup(render_template(template, **context))  # noqa: S704 - autoescaped


def kept_fragment(
    key: Hashable, template: str, context: Callable[[], dict[str, Any]]
) -> Markup:
    """Return a part of a page, rendered if it is not kept; `context` is then asked."""
    kept: Kept = current_app.extensions[EXTENSION]
    part = kept.get(key)
    if part is None:
        part = (fragment(template, **context()).encode(),)
        kept.keep(key, part)
    return Markup(part[0].decode())  # noqa: S704 - rendered here
