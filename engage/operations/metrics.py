"""Figures for Prometheus, in its text format (version 0.0.4).

Requests are counted in the memory of one process: each series names its process, so
that figures of several are never taken for those of one.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from flask import Flask, Response, current_app, request
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from engage import __version__
from engage.core.db import session
from engage.core.errors import Busy
from engage.core.jobs import Job
from engage.operations import health

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATES = ("queued", "running", "done", "failed", "cancelled")

Sample = tuple[Mapping[str, str], float]


class RequestCounts:
    """How many requests this process answered, by door and status."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def count(self, endpoint: str, status: int) -> None:
        """Count one request."""
        with self._lock:
            self._counts[endpoint, str(status)] += 1

    def samples(self) -> list[Sample]:
        """Return the counts with their labels."""
        process = str(os.getpid())
        with self._lock:
            counts = sorted(self._counts.items())
        return [
            ({"endpoint": endpoint, "status": status, "process": process}, float(count))
            for (endpoint, status), count in counts
        ]


def init_app(app: Flask) -> None:
    """Count every request from now on."""
    counts = app.extensions["engage.metrics"] = RequestCounts()

    @app.after_request
    def _count(response: Response) -> Response:
        counts.count(request.endpoint or "none", response.status_code)
        return response


def metrics_text() -> str:
    """Return all figures; those the database holds only while it answers."""
    counts: RequestCounts = current_app.extensions["engage.metrics"]
    parts = [
        _family("engage_info", "gauge", "Version.", [({"version": __version__}, 1.0)]),
        _family(
            "engage_requests_total",
            "counter",
            "Requests answered by this process.",
            counts.samples(),
        ),
        *_of_database(),
        *_of_queue(),
    ]
    return "".join(parts)


def _of_database() -> list[str]:
    is_writable = not health.problems()
    told = "Whether the database is at the right revision and can be written."
    writable = _family(
        "engage_database_writable", "gauge", told, [({}, float(is_writable))]
    )
    try:
        jobs = count_jobs()
    except (SQLAlchemyError, Busy):
        session().rollback()
        return [writable]
    samples = [({"state": state}, float(jobs.get(state, 0))) for state in STATES]
    return [writable, _family("engage_jobs", "gauge", "Jobs by state.", samples)]


def _of_queue() -> list[str]:
    length = health.queue_length()
    reachable = _family(
        "engage_queue_reachable",
        "gauge",
        "Whether the queue answers.",
        [({}, float(length is not None))],
    )
    if length is None:
        return [reachable]
    told = "Messages that wait for a worker."
    return [
        reachable,
        _family("engage_queue_length", "gauge", told, [({}, float(length))]),
    ]


def count_jobs() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    selected = select(Job.state, func.count().label("jobs")).group_by(Job.state)
    return {row.state: row.jobs for row in session().execute(selected)}


def _family(name: str, kind: str, told: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        written = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(
            f"{name}{{{written}}} {value:.0f}" if written else f"{name} {value:.0f}"
        )
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
