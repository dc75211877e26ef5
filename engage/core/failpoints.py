"""Named places where a test run can pause, fail or end the process."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

_set: dict[str, str] = {}


def configure(failpoints: Mapping[str, str]) -> None:
    """Take the failpoints of a test run; every other run has none."""
    _set.clear()
    _set.update(failpoints)


def reach(name: str) -> None:
    """Do what the test run asked for at this place; otherwise nothing.

    Raises:
        RuntimeError: The test run asked this place to fail.
    """
    what = _set.get(name)
    if what is None:
        return
    if what == "exit":
        os._exit(1)
    if what == "raise":
        raise RuntimeError(f"failpoint {name}")
    if what.startswith("pause:"):
        while Path(what.removeprefix("pause:")).exists():
            time.sleep(0.02)
