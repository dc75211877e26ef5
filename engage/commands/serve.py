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
from gunicorn.app.base import BaseApplication

from engage.commands.main import in_bare_app
from engage.core.config import serve_at
from engage.core.errors import Misconfigured
from engage.operations.health import problems

# glibc keeps a pool of memory for each thread, unless told how many are enough.
ARENAS, ARENAS_MAX = -8, 2


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings: threads, and the application loaded once."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Build the application in each worker: connections are not shared."""
        from engage.app import create_app  # noqa: PLC0415 - after the fork

        app = create_app()
        # What stays for good is not looked through again while people wait.
        gc.collect()
        gc.freeze()
        return app


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
    _refuse_unfit()
    beside = _start_worker() if with_worker else None
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": 8,
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
        Server(options).run()
    finally:
        _stop(beside)


@in_bare_app
def _refuse_unfit() -> None:
    """Refuse to serve a database of a wrong revision (rule 29).

    Raises:
        Misconfigured: The database is not fit to serve.
    """
    found = problems()
    if found:
        raise Misconfigured(" ".join(found))


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
