"""Parts of pages that never change, rendered once and kept.

The key must name everything the part is made of. Nothing that belongs to one person
(a token, a typed value) may stand in a kept part.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup  # noqa: TID251 - the porch makes markup

MOST_KEPT = 128
MOST_CHARACTERS = 8_000_000
EXTENSION = "engage.fragments"


class Kept:
    """The parts kept by one application: the least used ones make room."""

    def __init__(self) -> None:
        self._parts: OrderedDict[Hashable, Markup] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Markup | None:
        """Return a part, or None if it is not kept."""
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def keep(self, key: Hashable, part: Markup) -> None:
        """Keep a part."""
        with self._lock:
            if key in self._parts:
                return
            self._parts[key] = part
            self._characters += len(part)
            while len(self._parts) > MOST_KEPT or self._characters > MOST_CHARACTERS:
                _, dropped = self._parts.popitem(last=False)
                self._characters -= len(dropped)


def init_app(app: Flask) -> None:
    """Give the application its kept parts."""
    app.extensions[EXTENSION] = Kept()


def fragment(template: str, **context: Any) -> Markup:  # noqa: ANN401 - as Flask's
    """Render a part of a page."""
    return Markup(render_template(template, **context))  # noqa: S704 - autoescaped


def kept_fragment(
    key: Hashable, template: str, context: Callable[[], dict[str, Any]]
) -> Markup:
    """Return a part of a page, rendered if it is not kept; `context` is then asked."""
    kept: Kept = current_app.extensions[EXTENSION]
    part = kept.get(key)
    if part is None:
        part = fragment(template, **context())
        kept.keep(key, part)
    return part
