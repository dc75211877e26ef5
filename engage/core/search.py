"""Full-text search: FTS5 on SQLite, an index over tsvector on PostgreSQL.

Only what everybody may read is kept here, in the transaction that makes it public;
it goes in the transaction that takes it out of sight. Rooms ask again whether a thing
may be seen when they show it: the index finds, it never permits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core.db import Base, session
from engage.core.stems import Query, index_words

AT_ONCE = 500
_WORDS = table("search_words", column("rowid"), column("rank"))
# Lexemes come as they are: no dictionary or locale of the server has a say in them.
_VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
_TABLE = """CREATE VIRTUAL TABLE search_words USING fts5
    (words, content='search_entry', content_rowid='id', tokenize='unicode61')"""
_ADDED = """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END"""
_REMOVED = """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_words(search_words, rowid, words)
    VALUES ('delete', old.id, old.words); END"""
_INDEX = f"CREATE INDEX ix_search_entry_words ON search_entry USING gin ({_VECTOR})"
_MADE = {"sqlite": (_TABLE, _ADDED, _REMOVED), "postgresql": (_INDEX,)}


class SearchEntry(Base):
    """The words of one thing that everybody may read.

    `kind` says what it is, `owner_id` which one; `part` names a part of it. An entry
    is added and removed, never changed: so the database's own index follows it.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "owner_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Findable:
    """A thing, or a part of one, with the texts it is to be found by, by language."""

    owner_id: int
    texts: Sequence[tuple[str, str]]
    part: str = ""


@event.listens_for(Table, "after_create")
def _make_index(target: Table, connection: Connection, **_facts: Any) -> None:
    """Make the database's own index with the table, by migration or for a test."""
    if target.name == SearchEntry.__tablename__:
        for statement in _MADE[connection.dialect.name]:
            connection.exec_driver_sql(statement)


@event.listens_for(Table, "before_drop")
def _drop_index(target: Table, connection: Connection, **_facts: Any) -> None:
    if target.name != SearchEntry.__tablename__:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS search_words")


def is_of_index(name: str | None, kind: str) -> bool:
    """Return whether a table or an index of the database is one of those made here."""
    if kind == "index":
        return name == "ix_search_entry_words"
    return kind == "table" and (name or "").startswith("search_words")


def make_findable(
    connection: Session | Connection, kind: str, things: Sequence[Findable]
) -> None:
    """Let things be found by their texts, in the place of what they said before."""
    make_unfindable(connection, kind, {thing.owner_id for thing in things})
    rows = [
        {
            "kind": kind,
            "owner_id": thing.owner_id,
            "part": thing.part,
            "words": _words_of(thing),
        }
        for thing in things
    ]
    if rows:
        connection.execute(insert(_entries()), rows)


def _words_of(thing: Findable) -> str:
    """Return all words of a thing with one space between them and none around."""
    words = (index_words(text, code) for code, text in thing.texts)
    return " ".join(filter(None, words))


def make_unfindable(
    connection: Session | Connection, kind: str, owner_ids: Collection[int]
) -> None:
    """Have things found no more, with all their parts."""
    entries, ids = _entries(), list(owner_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = entries.c.owner_id.in_(ids[start : start + AT_ONCE])
        connection.execute(delete(entries).where(entries.c.kind == kind, some))


def found(kind: str, query: Query) -> Select[*tuple[Any, ...]]:
    """Select `owner_id`, `part` and `place` of the things that have all the words.

    The best has the least `place`.
    """
    selected: Any = select(SearchEntry.owner_id, SearchEntry.part).where(
        SearchEntry.kind == kind
    )
    if session().get_bind().dialect.name == "sqlite":
        wanted = _written(query, " OR ", " AND ", '"')
        return cast(
            "Select[*tuple[Any, ...]]",
            selected.add_columns(_WORDS.c.rank.label("place"))
            .join(_WORDS, _WORDS.c.rowid == SearchEntry.id)
            .where(literal_column("search_words").op("MATCH")(wanted)),
        )
    vector: Any = literal_column(_VECTOR)
    asked = sql_cast(_written(query, " | ", " & ", "'"), TSQUERY)
    return cast(
        "Select[*tuple[Any, ...]]",
        selected.add_columns((-func.ts_rank(vector, asked)).label("place")).where(
            vector.op("@@")(asked)
        ),
    )


def _written(query: Query, either: str, both: str, quote: str) -> str:
    """Write a query; its words are letters and digits, so no sign of theirs counts."""
    groups = (
        either.join(f"{quote}{form}{quote}" for form in sorted(forms))
        for forms in query.words
    )
    return both.join(f"({group})" for group in groups)


def _entries() -> Table:
    return cast("Table", SearchEntry.__table__)
