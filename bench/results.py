"""What was measured, on what machine: shown, and kept as JSON and Markdown."""

import json
import os
import platform
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
PACKAGES = ("numpy", "scipy", "scikit-learn", "pystemmer", "scikit-network")


@dataclass(slots=True)
class Table:
    """Figures under a title; notes say what they rest on."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """Add a row, one cell for each column."""
        self.rows.append(cells)

    def note(self, sentence: str) -> None:
        """Add a sentence below the table."""
        self.notes.append(sentence)

    def as_markdown(self) -> str:
        """Write the table for people."""
        lines = [
            f"## {self.title}",
            "",
            _line(self.columns),
            _line(["---"] * len(self.columns)),
            *(_line([_shown(cell) for cell in row]) for row in self.rows),
        ]
        return "\n".join([*lines, "", *(f"{note}\n" for note in self.notes)])


def say(text: str) -> None:
    """Tell, on the error stream, what is being measured."""
    sys.stderr.write(f"{text}\n")


def machine() -> dict[str, object]:
    """Describe processor, memory and versions; nothing that names the computer.

    `load` is how many programs wanted a core in the last five minutes, this one
    included: more than the cores means that others slowed it down.
    """
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),
        "memory_gb": round(pages * size / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def write_results(tables: list[Table], settings: dict[str, object]) -> Path:
    """Write today's results beside earlier ones; return the Markdown file's path."""
    today = time.strftime("%Y-%m-%d")
    name = today + ("-quick" if settings["quick"] else "")
    told = {"date": today, "machine": machine(), "settings": settings}
    figures = {**told, "tables": [asdict(table) for table in tables]}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    page = FOLDER / f"{name}.md"
    page.write_text(_page(today, settings, tables), encoding="utf-8")
    return page


def _page(today: str, settings: dict[str, object], tables: list[Table]) -> str:
    about = {**machine(), **settings}
    facts = [f"- {name.replace('_', ' ')}: {value}" for name, value in about.items()]
    parts = [f"# Measured on {today}", "\n".join(facts)]
    return "\n\n".join([*parts, *(table.as_markdown() for table in tables)])


def _processor() -> str:
    with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        names = [line.partition(":")[2] for line in lines if "model name" in line]
    return names[0].strip() if names else platform.processor()


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _shown(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
