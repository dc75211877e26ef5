"""Runs the migrations inside the connection that was handed over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from engage.core.db import Base
from engage.operations.schema import is_of_tables


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types as the plain types they are kept in."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
    include_name=is_of_tables,
)
context.run_migrations()
