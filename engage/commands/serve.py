"""The production server, with a background worker beside it if asked for."""

import ctypes
import gc
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.orm import configure_mappers

from engage.app import create_app
from engage.core.config import serve_at
from engage.core.db import db
from engage.core.errors import Misconfigured
from engage.core.i18n import LANGUAGES
from engage.operations.health import problems

# glibc keeps a pool of memory for each thread, unless told how many are enough.
ARENAS, ARENAS_MAX = -8, 2


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings: threads, and the application loaded once."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application that was built before the processes parted."""
        return self.app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    help="Port.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Web processes.",
)
@click.option("--with-worker", is_flag=True, help="Run one background worker too.")
def serve(host: str, port: int, workers: int, with_worker: bool) -> None:  # noqa: FBT001
    """Serve the pages with gunicorn."""
    serve_at(f"http://{host}:{port}")
    app = create_app()
    _refuse_unfit(app)
    _make_ready(app)
    beside = _start_worker() if with_worker else None
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        # No more than connections are kept open: each has its own page cache, and more
        # threads only wait for one another.
        "threads": 4,
        "worker_class": "gthread",
        "keepalive": 30,
        "graceful_timeout": 20,
        "limit_request_line": 8190,
        "on_exit": lambda _server: _stop(beside),
        "proc_name": "engage",
        "control_socket_disable": True,
    }
    # What is loaded by now is shared by all web processes; collecting garbage in
    # one of them would copy it.
    gc.collect()
    gc.freeze()
    _keep_memory_small()
    try:
        Server(app, options).run()
    finally:
        _stop(beside)


def _refuse_unfit(app: Flask) -> None:
    """Refuse to serve a database of a wrong revision (rule 29).

    Raises:
        Misconfigured: The database is not fit to serve.
    """
    with app.app_context():
        found = problems()
    if found:
        raise Misconfigured(" ".join(found))


def _make_ready(app: Flask) -> None:
    """Load what every page needs, for all processes to share; close what they may not.

    A connection to a database belongs to the process that opened it.
    """
    configure_mappers()
    visitor = app.test_client()
    for language in LANGUAGES:
        visitor.get(f"/{language}/")
    with app.app_context():
        db.engine.dispose()
    app.extensions["engage.queue"].storage.close()


def _keep_memory_small() -> None:
    """Have the threads of a web process share memory; other C libraries do anyway."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(ARENAS, ARENAS_MAX)


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engage.commands.main", "worker"]
    return subprocess.Popen(command, env=os.environ)  # noqa: S603 - our own command


def _stop(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
