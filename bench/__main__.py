"""Measure the theme engine beside its references: `python -m bench`."""

import argparse
import sys
from pathlib import Path

from bench.quality import measure_quality
from bench.results import FOLDER, say, write_results
from bench.speed import measure_encoding, measure_growth, measure_speed
from bench.texts import LABELLED, SETS


def main() -> int:
    """Measure, show and keep everything that was asked for."""
    asked = _arguments()
    if not (asked.data / f"{SETS[0]}.csv").exists():
        say(f"The labelled texts are not in {asked.data}: nothing was measured.")
        return 1
    limit, size = (600, 5_000) if asked.quick else (5_000, 100_000)
    sizes = [2_000, 6_000, 20_000] if asked.quick else [10_000, 30_000, 100_000]
    tables = [
        *measure_quality(asked.data, limit, asked.model),
        measure_encoding(asked.data),
        measure_speed(asked.data, size),
        measure_growth(asked.data, [*sizes, *([1_000_000] if asked.million else [])]),
    ]
    settings = {"rows_per_set": limit, "quick": asked.quick, "million": asked.million}
    page = write_results(tables, settings)
    sys.stdout.write(page.read_text(encoding="utf-8"))
    say(f"Kept in {FOLDER.name}/{page.name} and .json beside it.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in under two minutes")
    parser.add_argument("--million", action="store_true", help="grow to 1,000,000")
    parser.add_argument(
        "--data", type=Path, default=LABELLED, help="folder of the labelled sets"
    )
    parser.add_argument(
        "--model", type=Path, help="folder of a local sentence-embedding model"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
