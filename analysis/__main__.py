"""The command: `python -m analysis FILE.csv --text COLUMN`."""

from __future__ import annotations

import argparse
import gc
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.documents import AnalysisError
from analysis.tables import Columns, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from analysis.distributed import Cluster
    from analysis.documents import Document

SKIPS = ("stability", "campaigns")
STAGES = ("words", "vectors", "clusters", "stability", "labels")
BAR = 30
EXAMPLES = """\
examples:
  python -m analysis answers.csv --text comment
  python -m analysis answers.csv --text comment --group catchment --lang language
  python -m analysis answers.csv --text comment --themes 12 --out themes-2026
  python -m analysis more.csv --text comment --previous themes-2026
  python -m analysis huge.csv --text comment --skip stability --workers 4
  python -m analysis huge.csv --text comment --engine dask --scheduler tls://dask:8786
  python -m analysis answers.csv --text comment --semantic models/all-MiniLM-L6-v2

The folder gets themes.json, assignments.csv, model.npz and report.html. The same texts
in any order give the same themes. Without --id, each text is named by its own words.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 when done, 1 when the input cannot be used."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if (asked.engine == "dask") != bool(asked.scheduler):
        parser.error("--engine dask and --scheduler ADDRESS go together")
    columns = Columns(asked.text, asked.id, asked.group, asked.lang, asked.weight)
    try:
        documents = read_documents(asked.file, columns)
        gc.freeze()  # they stay to the end: never worth looking through
        _run(asked, documents)
    except AnalysisError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _run(asked: argparse.Namespace, documents: list[Document]) -> None:
    from analysis.files import read_model, write_files  # noqa: PLC0415  heavy
    from analysis.semantic import open_model  # noqa: PLC0415
    from analysis.themes import find_themes  # noqa: PLC0415

    shown = None if asked.quiet or not sys.stderr.isatty() else _show
    with _hands(asked) as hands:
        result = find_themes(
            documents,
            themes=asked.themes,
            seed=asked.seed,
            workers=asked.workers,
            previous=read_model(asked.previous) if asked.previous else None,
            progress=shown,
            skip=asked.skip,
            hands=hands,
            view=open_model(asked.semantic) if asked.semantic else None,
        )
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr)  # noqa: T201
    folder = asked.out or Path(f"{asked.file.stem}-themes")
    write_files(result, folder, title=asked.file.stem)
    if not asked.quiet:
        print(f"{len(result.themes)} themes and parts are in {folder}.")  # noqa: T201


def _hands(asked: argparse.Namespace) -> AbstractContextManager[Cluster | None]:
    if asked.engine == "local":
        return nullcontext()
    from analysis.distributed import Cluster  # noqa: PLC0415

    return Cluster(asked.scheduler)


def _show(stage: str, done: float) -> None:
    """Show how far a run is, on one line that the next one takes the place of."""
    passed = STAGES.index(stage) if stage in STAGES else 0
    at = (passed + done) / len(STAGES)
    bar = ("━" * round(at * BAR)).ljust(BAR, "─")
    print(f"\r\x1b[K{bar} {stage}", end="", file=sys.stderr, flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Find the themes of the texts in a CSV file.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("file", type=Path, metavar="FILE.csv", help="a table with a header row")
    add("--text", required=True, metavar="COLUMN", help="what people wrote")
    add("--id", metavar="COLUMN", help="a name for each row")
    add("--group", metavar="COLUMN", help="a group to compare, such as a catchment")
    add("--lang", default="auto", metavar="COLUMN|en|fr|auto",
        help="a column of codes, or one code for all (default auto)")  # fmt: skip
    add("--weight", metavar="COLUMN", help="a survey weight for each row")
    add("--themes", type=_number_of_themes, default="auto", metavar="auto|N",
        help="how many themes (default auto)")  # fmt: skip
    add("--seed", type=_at_least(0), default=0,
        help="draws the tests of stability (default 0)")  # fmt: skip
    add("--workers", type=_at_least(1), default=1, help="threads (default 1)")
    add("--engine", choices=("local", "dask"), default="local",
        help="who reads and places the texts (default local)")  # fmt: skip
    add("--scheduler", metavar="ADDRESS", help="of a Dask cluster: tls://HOST:8786")
    add("--semantic", type=Path, metavar="FOLDER",
        help="a local sentence-embedding model as a further view")  # fmt: skip
    add("--previous", type=Path, metavar="FOLDER", help="what an earlier run wrote")
    add("--skip", type=_skips, default=frozenset(), metavar=",".join(SKIPS),
        help="leave out steps that take time")  # fmt: skip
    add(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="where to write (default FILE-themes)",
    )
    add("--quiet", action="store_true", help="say nothing when all is well")
    return parser


def _number_of_themes(value: str) -> str | int:
    return value if value == "auto" else _at_least(1)(value)


def _at_least(least: int) -> Callable[[str], int]:
    def whole_number(value: str) -> int:
        is_written = value.isascii() and value.isdigit()
        if not is_written or int(value) < least:
            message = f"must be a whole number, {least} or more, not {value}"
            raise argparse.ArgumentTypeError(message)
        return int(value)

    return whole_number


def _skips(value: str) -> frozenset[str]:
    steps = frozenset(step.strip() for step in value.split(",") if step.strip())
    unknown = sorted(steps.difference(SKIPS))
    if unknown:
        message = f"no step is called {unknown[0]!r}"
        raise argparse.ArgumentTypeError(message)
    return steps


if __name__ == "__main__":
    sys.exit(main())
