"""Write a backup while others go on working."""

import tempfile
from pathlib import Path
from typing import Any

from engage import __version__
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Invalid, Misconfigured
from engage.operations.archive import files_under, write_archive
from engage.operations.copies import copy_database, copy_name
from engage.operations.queries import list_edition_folders
from engage.operations.schema import current_revision

EDITIONS = "editions"


def back_up(target: Path, data_dir: Path, *, by: Actor) -> dict[str, Any]:
    """Write the database and the editions into one file; return its manifest.

    Counted tries and signed-in browsers are left out. A file of this name is replaced
    once the new one is whole.

    Raises:
        Invalid: The file would lie in the data folder, where words that are withdrawn
            later must not stay (rule 20).
        Misconfigured: The folder cannot be written, or there is no database.
    """
    target = target.resolve()
    if target.is_relative_to(data_dir.resolve()):
        raise Invalid("A backup is kept outside the data folder. Choose another place.")
    revision = current_revision()
    if revision is None:
        raise Misconfigured("The database is empty. Run: engage init")
    with transaction() as current:
        record(current, "operations.backup.made", by=by)
    try:
        return _write(target, data_dir / EDITIONS, revision)
    except OSError as error:
        told = f"The backup cannot be written: {error.strerror}."
        raise Misconfigured(told) from error


def _write(target: Path, editions: Path, revision: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(
        prefix=f".{target.name}.", dir=target.parent
    ) as folder:
        copy = Path(folder) / copy_name()
        copy_database(copy)
        # Asked after the copy: each edition that the copy knows is among them.
        folders = list_edition_folders()
        files = {
            f"{EDITIONS}/{name}": path
            for name, path in files_under(editions, folders).items()
        }
        facts = {
            "version": __version__,
            "made_at": clock.now().isoformat(timespec="seconds"),
            "revision": revision,
            "database": copy.name,
        }
        return write_archive(target, {copy.name: copy, **files}, facts)
