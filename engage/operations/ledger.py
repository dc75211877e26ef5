"""The ledger of withdrawals: what a restored copy must forget again (rule 20).

It lies beside the data folder, where the backups are, so that it outlives both. Each
line is the SHA-256 of a random id: it names nothing to anybody without the database.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core.errors import Busy
from engage.core.tokens import token_hash
from engage.surveys.models import Response

LEDGER = "withdrawals.ledger"

_folders: WeakKeyDictionary[Engine, Path] = WeakKeyDictionary()


def keep_ledger(engine: Engine, data_dir: Path) -> None:
    """Say whose withdrawals are noted beside which data folder."""
    _folders[engine] = data_dir


def ledger_places(data_dir: Path) -> tuple[Path, Path]:
    """Return where the ledger lies: beside the folder, else inside it."""
    return data_dir.parent / LEDGER, data_dir / LEDGER


def note_withdrawals(
    *,
    current: Session,
    contributions: Sequence[int],
    response: Response | None = None,
    responses: Sequence[str] = (),
    **_facts: object,
) -> None:
    """Note what was taken back, before the commit: no withdrawal lacks its line.

    `responses` are public ids, where many are taken back at once.

    Raises:
        Busy: The ledger cannot be written now, so nothing is withdrawn yet.
    """
    folder = _folders.get(current.get_bind().engine)
    if folder is None:
        return
    public_ids = current.scalars(
        select(Contribution.public_id).where(Contribution.id.in_(contributions))
    )
    marks = [mark_of("contribution", public_id) for public_id in public_ids]
    marks += [mark_of("response", public_id) for public_id in responses]
    if response is not None:
        marks.append(mark_of("response", response.public_id))
    append_marks(folder, sorted(marks))


def note_leaving(*, current: Session, public_id: str) -> None:
    """Note that somebody wants no more news: a restored copy must not write to them.

    Raises:
        Busy: The ledger cannot be written now, so nothing is deleted yet.
    """
    folder = _folders.get(current.get_bind().engine)
    if folder is not None:
        append_marks(folder, [mark_of("subscriber", public_id)])


def mark_of(kind: str, public_id: str) -> str:
    """Return what stands in the ledger for a thing."""
    return token_hash(f"{kind}:{public_id}")


def read_ledger(data_dir: Path) -> frozenset[str]:
    """Return all marks there are, wherever they were kept."""
    found: set[str] = set()
    for place in ledger_places(data_dir):
        if place.is_file():
            found.update(place.read_text(encoding="ascii").split())
    return frozenset(found)


def append_marks(data_dir: Path, marks: Iterable[str]) -> None:
    """Add lines to the ledger, durably.

    Raises:
        Busy: It can be written neither beside the data folder nor in it.
    """
    lines = "".join(f"{mark}\n" for mark in marks).encode("ascii")
    failed: OSError | None = None
    for place in ledger_places(data_dir):
        try:
            _append(place, lines)
        except OSError as error:
            failed = error
        else:
            return
    raise Busy from failed


def _append(place: Path, lines: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)
