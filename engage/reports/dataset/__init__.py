"""The files of an edition: open data, its description and the manifest."""

from engage.reports.dataset.files import read_model, write_json
from engage.reports.dataset.folder import (
    MANIFEST,
    SCHEMA,
    clear_orphans,
    hash_of,
    publishing_turn,
    replaced_by,
    write_folder,
)
from engage.reports.dataset.tables import figures_of, tables_of

__all__ = [
    "MANIFEST",
    "SCHEMA",
    "clear_orphans",
    "figures_of",
    "hash_of",
    "publishing_turn",
    "read_model",
    "replaced_by",
    "tables_of",
    "write_folder",
    "write_json",
]
