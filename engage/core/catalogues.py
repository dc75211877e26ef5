"""French for the interface: one catalogue a room, compiled into one.

The catalogues are `translations/fr/ROOM.po`. They are compiled when the package is
built; a checkout compiles them at start when one is newer than the result.
"""

from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from engage.core.config import PACKAGE

SOURCES = PACKAGE / "translations"
COMPILED = Path("fr") / "LC_MESSAGES" / "messages.mo"


def compiled_catalogues(data_dir: Path) -> Path:
    """Return the folder of the compiled catalogue, made anew if it is out of date.

    It stands beside its sources, or in the data folder where those are read-only.
    """
    for folder in (SOURCES, data_dir / "translations"):
        if not _is_outdated(folder / COMPILED):
            return folder
    try:
        compile_catalogues(SOURCES / COMPILED)
    except OSError:
        compile_catalogues(data_dir / "translations" / COMPILED)
        return data_dir / "translations"
    return SOURCES


def read_catalogue(sources: Path = SOURCES) -> Catalog:
    """Return the French of all rooms as one catalogue."""
    merged = Catalog(locale="fr", domain="messages")
    for path in sorted((sources / "fr").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                if message.id:
                    merged.add(message.id, message.string, context=message.context)
    return merged


def compile_catalogues(target: Path, sources: Path = SOURCES) -> None:
    """Write the compiled catalogue beside its place, then move it there (rule 26)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, suffix=".new", delete=False) as file:
        write_mo(file, read_catalogue(sources))
    Path(file.name).replace(target)


def _is_outdated(compiled: Path) -> bool:
    if not compiled.exists():
        return True
    built = compiled.stat().st_mtime
    return any(path.stat().st_mtime > built for path in (SOURCES / "fr").glob("*.po"))
