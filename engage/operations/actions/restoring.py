"""Put a backup in the place of what is there, once all of it has been checked."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Invalid
from engage.operations.actions.backing_up import EDITIONS
from engage.operations.actions.forgetting import reapply_withdrawals
from engage.operations.archive import Unpacked, files_under, hash_of, sync, unpacked
from engage.operations.copies import check_copy, place_copy
from engage.operations.schema import (
    current_revision,
    head_revision,
    known_revisions,
    upgrade_database,
)

ASIDE = "before-restore-"


@dataclass(frozen=True)
class Restored:
    """What a restore did: where the old data is, what was withdrawn again."""

    aside: Path
    withdrawn: int


@contextmanager
def verified_backup(source: Path, data_dir: Path) -> Iterator[Unpacked]:
    """Unpack a backup and check all of it; nothing of what is there is touched.

    Raises:
        Invalid: It is no backup, not whole, damaged, or of another kind of database.
        Misconfigured: It cannot be read.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with unpacked(source, data_dir) as backup:
        revision = str(backup.manifest["revision"])
        if revision not in known_revisions():
            told = f"The backup was made by another version (revision {revision})."
            raise Invalid(told)
        check_copy(backup.database, revision)
        yield backup


def restore(backup: Unpacked, data_dir: Path, *, by: Actor) -> Restored:
    """Put a checked backup in place, keep the old data aside, withdraw again.

    The editions come first: those that are missing do no harm to the old database.
    Then one step replaces the database. A process that dies before it leaves what was
    there; one that dies after it leaves what was restored.

    Raises:
        Conflict: A server or worker has the database open.
    """
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    aside = data_dir / f"{ASIDE}{stamp}"
    aside.mkdir(mode=0o700, exist_ok=True)
    copied, live = backup.folder / EDITIONS, data_dir / EDITIONS
    _add_missing(copied, live)
    failpoints.reach("restore.mid")
    place_copy(backup.database, aside)
    _swap_others(copied, live, aside / EDITIONS)
    if current_revision() != head_revision():
        upgrade_database()
    withdrawn = reapply_withdrawals(data_dir, by=by)
    with transaction() as current:
        record_detailed(
            current,
            "operations.backup.restored",
            by=by,
            detail={"made_at": str(backup.manifest["made_at"]), "withdrawn": withdrawn},
        )
    return Restored(aside, withdrawn)


def _editions_in(folder: Path) -> set[str]:
    """Return the editions in a folder, as consultation/edition."""
    return {
        str(path.relative_to(folder))
        for path in folder.glob("*/*")
        if path.is_dir() and not path.name.startswith(".")
    }


def _add_missing(copied: Path, live: Path) -> None:
    for name in sorted(_editions_in(copied) - _editions_in(live)):
        place = live / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(copied / name, place)
        sync(place.parent)


def _swap_others(copied: Path, live: Path, aside: Path) -> None:
    """Replace editions whose files differ: another one has the same number since."""
    for name in sorted(_editions_in(copied)):
        if _hashes(copied / name) == _hashes(live / name):
            continue
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(live / name, aside / name)
        shutil.move(copied / name, live / name)
        sync((live / name).parent)


def _hashes(folder: Path) -> dict[str, str]:
    found = files_under(folder, (".",))
    return {name: hash_of(path) for name, path in found.items()}
