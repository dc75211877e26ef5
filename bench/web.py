"""Measure the web pages on an installation of their own: `python -m bench.web`.

Another server can be measured in the same run, in turns, so that ratios hold on a busy
machine: `--beside FOLDER` names a folder with a bare `app.py` (Flask) whose `/page`,
`/thread` and `/s/raw` do the least that such pages can do.
"""

import argparse
import importlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.driver import Load, drive
from bench.results import FOLDER, Table, say

PORT = 8774
TICKS = os.sysconf("SC_CLK_TCK")
PAIRS = (
    ("survey_page", "limit_page", "survey page"),
    ("submit", "limit_submit", "full response"),
    ("thread", "limit_thread", "thread of 50"),
)


@dataclass(frozen=True)
class Served:
    """A server that answers: its address and the process at the top of its tree."""

    base: str
    process: int

    def tree(self) -> list[int]:
        """Return the ids of all its processes."""
        listed = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [self.process, *map(int, listed.read_text().split())]

    def cpu_seconds(self) -> float:
        """Return the CPU time its processes have used."""
        return sum(_ticks(one) for one in self.tree()) / TICKS

    def memory(self) -> float:
        """Return the memory of its processes in MB, shared pages counted once (PSS)."""
        found = (Path(f"/proc/{one}/smaps_rollup") for one in self.tree())
        return sum(int(f.read_text().split("Pss:")[1].split()[0]) for f in found) / 1024


def main() -> int:
    """Measure in turns, show the medians and keep them."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, _ours(Path(folder)) as ours:
        if asked.beside is None:
            runs = [_round(ours, None, asked) for _ in range(asked.rounds)]
        else:
            with _beside(asked.beside, Path(folder)) as theirs:
                runs = [_round(ours, theirs, asked) for _ in range(asked.rounds)]
        table = _table(runs, ours.memory())
    told = {"users": asked.users, "rounds": asked.rounds, "runs": runs}
    FOLDER.mkdir(exist_ok=True)
    kept = FOLDER / f"web-{time.strftime('%Y-%m-%d')}.json"
    kept.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table.as_markdown() + "\n")
    return 0


def _round(
    ours: Served, theirs: Served | None, asked: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Run every journey once, on both servers in turn."""
    found = {}
    for mine, bare, _title in PAIRS:
        for server, name in ((theirs, bare), (ours, mine)):
            if server is not None:
                found[name] = _measured(server, name, asked)
                say(f"{name}: {found[name]}")
    return found


def _measured(server: Served, name: str, asked: argparse.Namespace) -> dict[str, float]:
    journey = importlib.import_module(f"bench.journeys.{name}").journey
    drive(Load(server.base, journey, users=asked.users, seconds=0.5))
    before = server.cpu_seconds()
    done = drive(Load(server.base, journey, users=asked.users, seconds=asked.seconds))
    cpu = (server.cpu_seconds() - before) / max(1, done.journeys)
    return {"cpu_ms": cpu * 1000, "per_second": done.journeys / done.seconds}


def _table(runs: list[dict[str, dict[str, float]]], memory: float) -> Table:
    columns = ("page", "CPU ms", "a second", "CPU beside bare", "pace beside bare")
    table = Table("Web pages", columns)
    for mine, bare, title in PAIRS:
        cpu = statistics.median(run[mine]["cpu_ms"] for run in runs)
        pace = statistics.median(run[mine]["per_second"] for run in runs)
        row: list[object] = [title, cpu, pace]
        for figure in ("cpu_ms", "per_second"):
            shares = [
                run[mine][figure] / run[bare][figure] for run in runs if bare in run
            ]
            row.append(statistics.median(shares) if shares else "-")
        table.add(*row)
    table.note(f"Memory of all web processes after the runs: {memory:.0f} MB (PSS).")
    return table


@contextmanager
def _ours(folder: Path) -> Iterator[Served]:
    environment = {
        **os.environ,
        "ENGAGE_ENV": "production",
        "ENGAGE_SECRET_KEY": secrets.token_urlsafe(48),
        "ENGAGE_DATA_DIR": str(folder / "instance"),
        "ENGAGE_DATABASE_URL": "",
    }
    subprocess.run([sys.executable, "-m", "bench.world"], env=environment, check=True)
    command = ["-m", "engage.commands.main", "serve", "--port", str(PORT)]
    with _serving([sys.executable, *command], environment, PORT, "/healthz") as served:
        yield served


@contextmanager
def _beside(code: Path, folder: Path) -> Iterator[Served]:
    environment = {**os.environ, "LIMIT_DB": str(folder / "bare.sqlite")}
    subprocess.run([sys.executable, code / "app.py"], env=environment, check=True)  # noqa: S603 - our own programs
    options = ["-w", "2", "-k", "gthread", "--threads", "4", "--keep-alive", "30"]
    address = ["--chdir", str(code), "-b", f"127.0.0.1:{PORT + 1}", "app:app"]
    command = [sys.executable, "-m", "gunicorn", *options, *address]
    with _serving(command, environment, PORT + 1, "/hello") as served:
        yield served


@contextmanager
def _serving(
    command: list[str], environment: dict[str, str], port: int, sign: str
) -> Iterator[Served]:
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - our own programs
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base + sign)
        yield Served(base, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _try in range(100):
        try:
            with urlopen(address):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    message = f"Nothing answers at {address}."
    raise TimeoutError(message)


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--users", type=int, default=8, help="people at once")
    parser.add_argument("--seconds", type=float, default=4, help="for each run")
    parser.add_argument("--rounds", type=int, default=3, help="medians are of these")
    parser.add_argument("--beside", type=Path, help="folder of a bare app.py")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
