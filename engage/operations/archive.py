"""A backup as one file: the database, the editions, and a manifest of hashes."""

import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engage.core.errors import Invalid, Misconfigured

SCHEMA = "engage.backup/1"
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Unpacked:
    """A backup that was read in full: its manifest, and its files in a folder."""

    manifest: Mapping[str, Any]
    folder: Path

    @property
    def database(self) -> Path:
        """The copy of the database."""
        return self.folder / str(self.manifest["database"])


def write_archive(
    target: Path, files: Mapping[str, Path], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Write files and their manifest into one archive; return the manifest.

    Nothing has the target's name until all of it is durable (rule 26).
    """
    manifest = {
        "schema": SCHEMA,
        **facts,
        "files": {
            name: {"sha256": hash_of(path), "bytes": path.stat().st_size}
            for name, path in sorted(files.items())
        },
    }
    partial = target.with_name(f"{target.name}.partial-{secrets.token_hex(6)}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            _write_tar(file, files, manifest)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write_tar(
    file: Any, files: Mapping[str, Path], manifest: Mapping[str, Any]
) -> None:
    written = json.dumps(manifest, indent=1).encode()
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(written), 0o600
        archive.addfile(head, io.BytesIO(written))
        for name, path in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = path.stat().st_size, 0o600
            with path.open("rb") as content:
                archive.addfile(entry, content)


@contextmanager
def unpacked(source: Path, beside: Path) -> Iterator[Unpacked]:
    """Unpack a backup into a folder that is gone afterwards; check each file's hash.

    Raises:
        Invalid: It is no backup of ours, or not whole.
        Misconfigured: The file cannot be read.
    """
    folder = beside / f".restoring-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    try:
        yield Unpacked(_unpack(source, folder), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        file = source.open("rb")
    except OSError as error:
        told = f"The backup cannot be read: {error.strerror}."
        raise Misconfigured(told) from error
    with file, _opened(file) as archive:
        members = iter(archive)
        manifest = _read_manifest(archive, next(members, None))
        listed = manifest["files"]
        seen: set[str] = set()
        for member in members:
            _write_member(archive, member, listed, folder)
            seen.add(member.name)
    if seen != set(listed):
        raise Invalid("The backup is not whole: files are missing from it.")
    return manifest


@contextmanager
def _opened(file: Any) -> Iterator[tarfile.TarFile]:
    """Open an archive; a damaged one raises errors of several kinds."""
    try:
        with tarfile.open(fileobj=file, mode="r|*") as archive:
            yield archive
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            told = f"The backup cannot be unpacked: {error.strerror}."
            raise Misconfigured(told) from error
        raise Invalid("This file is no backup, or it is damaged.") from error


def _read_manifest(
    archive: tarfile.TarFile, head: tarfile.TarInfo | None
) -> dict[str, Any]:
    is_ours = head is not None and head.name == MANIFEST and head.isfile()
    content = archive.extractfile(head) if head is not None and is_ours else None
    if head is None or content is None or head.size > LONGEST_MANIFEST:
        raise Invalid("This file is no backup of this platform.")
    try:
        manifest = json.load(content)
        is_known = manifest["schema"] == SCHEMA and _is_sound(manifest)
    except (ValueError, TypeError, KeyError, AttributeError):
        is_known = False
    if not is_known:
        raise Invalid("This file is no backup that this version can read.")
    return dict(manifest)


def _is_sound(manifest: Mapping[str, Any]) -> bool:
    """Return whether a manifest names its database, its revision and its files."""
    names = list(manifest["files"])
    are_inside = all(
        not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
        for name in names
    )
    return (
        are_inside
        and manifest["database"] in names
        and isinstance(manifest["revision"], str)
    )


def _write_member(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    listed: Mapping[str, Any],
    folder: Path,
) -> None:
    facts = listed.get(member.name)
    content = archive.extractfile(member) if member.isfile() else None
    if facts is None or content is None or member.size != facts["bytes"]:
        told = f"The backup holds what its manifest does not name: {member.name}."
        raise Invalid(told)
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    if hash_of(path) != facts["sha256"]:
        raise Invalid(f"The backup is damaged: {member.name} is not as it was.")


def files_under(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Return the files of some folders in a folder, by their path from there."""
    return {
        str(path.relative_to(folder)): path
        for name in names
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
