"""What works on many texts at once stays out of the processes that serve pages."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "numpy",
    "scipy",
    "sklearn",
    "polars",
    "vl_convert",
    "sqlite_utils",
    "openpyxl",
    "analysis",
    "dask",
    "alembic",
)
ASK = """
import sys
from engage.app import create_app
create_app()
print(" ".join(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_web_process_loads_nothing_heavy(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ENGAGE_ENV": "development",
        "ENGAGE_DATA_DIR": str(tmp_path),
        "ENGAGE_DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, *HEAVY],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stdout.split()
    assert loaded == [], f"Import {', '.join(loaded)} where it is used, not above."
