"""Each test has an application of its own; what is compiled for it is shared.

Werkzeug compiles two functions for every address, Jinja one module for every template:
the same ones each time, and most of what it costs to make an application.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_builders: dict[tuple[object, ...], Builder] = {}


class SharedRule(Rule):
    """An address whose builders are compiled once: they know no application."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        key = (append_unknown, *self._trace, repr(self.defaults))
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


class SharedTemplates(BytecodeCache):
    """Keeps what each template was compiled to, as long as its source is the same."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def share_compiled() -> None:
    """Let all applications of this process share what is compiled for them."""
    Flask.url_rule_class = SharedRule
    Flask.jinja_options = {"bytecode_cache": SharedTemplates()}
