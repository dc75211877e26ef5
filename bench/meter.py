"""CPU time and memory of a piece of work, its start-up not counted."""

import gc
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits


@dataclass(frozen=True, slots=True)
class Measured:
    """What the work gave, its CPU and wall seconds, and the process's peak in MB."""

    value: Any
    cpu: float
    wall: float
    peak: float


def measure(
    prepare: Callable[..., Callable[[], Any]], *arguments: object, fresh: bool = False
) -> Measured:
    """Do a piece of work in another process, on one thread.

    `prepare` imports and reads what the work needs and returns the work; only the
    latter is timed. The peak means something only in a fresh process.
    """
    if not fresh:
        return _worker().submit(_run, prepare, arguments).result()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_run, prepare, arguments).result()


@cache
def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _run(
    prepare: Callable[..., Callable[[], Any]], arguments: tuple[object, ...]
) -> Measured:
    work = prepare(*arguments)
    gc.collect()
    gc.freeze()  # what was prepared is not looked through again and again
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    with threadpool_limits(1):
        cpu, wall = _cpu(), time.perf_counter()
        value = work()
        cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    gc.unfreeze()
    return Measured(value, cpu, wall, _peak())


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    with suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
