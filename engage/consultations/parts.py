"""The parts of a whole consultation that other rooms keep, for its file.

A room above names its part in `app.py`: how it writes its things as plain objects, and
how it makes them again inside the transaction of an import. Parts are written and read
in the order in which they were named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core.actors import Actor

Item = Mapping[str, Any]
Dump = Callable[[Consultation], Iterator[Item]]
Load = Callable[[Session, Consultation, Sequence[Item], Actor], None]


@dataclass(frozen=True)
class Part:
    """One list of plain objects in the file, and who writes and reads it."""

    name: str
    dump: Dump
    load: Load


_parts: dict[str, Part] = {}


def register_part(name: str, dump: Dump, load: Load) -> None:
    """Name the part of a room; named in `app.py`."""
    _parts[name] = Part(name, dump, load)


def list_parts() -> list[Part]:
    """Return the parts in the order in which they were named."""
    return list(_parts.values())
