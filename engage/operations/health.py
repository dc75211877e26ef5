"""Whether an installation is fit to serve."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engage.core.db import session, transaction
from engage.core.errors import Busy
from engage.operations.schema import current_revision, head_revision


def problems() -> list[str]:
    """Return what keeps this installation from serving, in plain sentences."""
    try:
        found = _revision_problems()
        if not found:
            _try_writing()
    except (Busy, SQLAlchemyError):
        session().rollback()
        return ["The database cannot be written: it is busy, full, read-only or away."]
    return found


def _revision_problems() -> list[str]:
    here, wanted = current_revision(), head_revision()
    if here == wanted:
        return []
    if here is None:
        return ["The database is empty. Run: engage init"]
    return [f"The database is at revision {here}, the code needs {wanted}."]


def _try_writing() -> None:
    """Take the writers' turn and touch a row's page without changing anything."""
    with transaction() as current:
        current.execute(text("UPDATE alembic_version SET version_num = version_num"))
