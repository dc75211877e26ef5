"""The demo, loaded once for all workers of a test run; each works on a copy."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ENGAGE = [sys.executable, "-m", "engage.commands.main"]


def demo_environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installation with its data in a folder."""
    environment = {
        **os.environ,
        "ENGAGE_ENV": "development",
        "ENGAGE_DATA_DIR": str(folder),
    }
    environment.pop("ENGAGE_DATABASE_URL", None)
    return environment


def copied_demo(factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the data folder that `engage demo` makes."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _load(shared / "demo.begun").rename(folder)
    return Path(shutil.copytree(folder, factory.mktemp("copy") / "demo"))


def _load(folder: Path) -> Path:
    done = subprocess.run(
        [*ENGAGE, "demo", "--no-serve"],
        env=demo_environment(folder),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return folder
