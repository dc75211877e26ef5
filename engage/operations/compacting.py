"""Clear the database's files of what was deleted from its tables (rule 20)."""

from typing import Any

from engage.core.db import db, session, writers_turn

# The tables that hold people's words; elsewhere only ids and figures are.
WITH_WORDS = (
    *("contribution", "answer", "response", "comment", "moderation_decision"),
    *("earlier_wording", "search_entry"),
)


def compact_database() -> bool:
    """Rewrite the files without old pages; return whether none of them is left.

    On SQLite a reader that began before keeps the end of the log alive for a while.
    """
    session().rollback()
    is_sqlite = db.engine.url.get_backend_name() == "sqlite"
    with writers_turn(), db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        return _compact_sqlite(raw) if is_sqlite else _compact_postgres(raw)


def _compact_sqlite(raw: Any) -> bool:
    """Rebuild the full-text indexes, which keep deleted words, then all pages."""
    indexes = raw.execute(
        "SELECT name FROM sqlite_master "
        "WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
    )
    for (name,) in indexes.fetchall():
        rebuild = f"""INSERT INTO "{name}" ("{name}") VALUES ('rebuild')"""  # noqa: S608
        raw.execute(rebuild)
    raw.execute("VACUUM")
    is_busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not is_busy


def _compact_postgres(raw: Any) -> bool:
    raw.autocommit = True
    try:
        for table in WITH_WORDS:
            raw.execute(f"VACUUM FULL {table}")
    finally:
        raw.autocommit = False
    return True
