"""Whose hands do the work that goes text by text: threads here, or a Dask cluster's.

What is learned from all texts together (vocabulary, weights, themes) is learned by the
caller; reading, hearing the language and placing need one text at a time, and so give
the same bytes wherever, and in whatever pieces, they are done.
"""

from __future__ import annotations

import platform
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from threadpoolctl import threadpool_limits

from analysis.documents import VERSION, AnalysisError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

Piece = TypeVar("Piece")
Made = TypeVar("Made")

IN_FLIGHT = 64
"""Pieces a cluster has at a time: enough to keep it busy, few enough to hold."""
PATIENCE = "10s"
"""How long a scheduler may take to answer."""

NO_CERTIFICATE = (
    "A tls:// scheduler needs a certificate: "
    "set DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT."
)


class Hands(Protocol):
    """Does a piece of work to many pieces of text, and keeps their order."""

    def each(
        self, work: Callable[[Piece], Made], pieces: Iterable[Piece]
    ) -> list[Made]:
        """What the work makes of each piece, in order."""


@dataclass(frozen=True, slots=True)
class Here:
    """This process, with so many threads."""

    workers: int = 1

    def each(
        self, work: Callable[[Piece], Made], pieces: Iterable[Piece]
    ) -> list[Made]:
        """What the work makes of each piece, in order."""
        if self.workers == 1:
            return [work(piece) for piece in pieces]
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(work, pieces))


HERE = Here()


class Cluster:
    """The workers of a running Dask cluster.

    A worker that dies loses nothing: its pieces are done again by another.
    """

    def __init__(self, scheduler: str) -> None:
        """Connect to the scheduler, such as `tls://10.0.0.2:8786`.

        Raises:
            AnalysisError: Dask or a certificate is missing, nobody answers, there are
                no workers, or they run other versions of what the numbers rest on.
        """
        try:
            from dask.distributed import Client, Security  # noqa: PLC0415  optional
        except ImportError as error:
            raise AnalysisError(
                "A cluster needs the packages dask and distributed, which are not here."
            ) from error
        if scheduler.startswith("tls:") and not Security().tls_client_cert:
            raise AnalysisError(NO_CERTIFICATE)
        try:
            self.client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            message = f"No Dask scheduler answers at {scheduler}."
            raise AnalysisError(message) from error
        try:
            self._check()
        except AnalysisError:
            self.close()
            raise

    def _check(self) -> None:
        found = self.client.run(_versions)
        if not found:
            raise AnalysisError("The cluster has no workers.")
        own = _versions()
        others = sorted(address for address, has in found.items() if has != own)
        if others:
            message = f"{others[0]} runs other versions than this computer does."
            raise AnalysisError(message)

    def each(
        self, work: Callable[[Piece], Made], pieces: Iterable[Piece]
    ) -> list[Made]:
        """What the work makes of each piece, in order."""
        made: list[Made] = []
        for batch in _batches(iter(pieces)):
            tasks = [
                self.client.submit(_still, work, piece, pure=False) for piece in batch
            ]
            made += self.client.gather(tasks)
        return made

    def close(self) -> None:
        """Leave the cluster; it goes on running."""
        self.client.close()

    def __enter__(self) -> Self:
        """Stay connected."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the cluster."""
        self.close()


def _still(work: Callable[[Piece], Made], piece: Piece) -> Made:
    """Do the work with sums in one order, as at home."""
    with threadpool_limits(1):
        return work(piece)


def _batches(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    while batch := list(islice(pieces, IN_FLIGHT)):
        yield batch


def _versions() -> dict[str, str]:
    """The versions that the numbers rest on."""
    libraries = ("numpy", "scipy", "pystemmer")
    return {
        "analysis": VERSION,
        "python": platform.python_version(),
        **{library: version(library) for library in libraries},
    }
