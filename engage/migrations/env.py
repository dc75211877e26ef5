"""Runs the migrations inside the connection that was handed over."""

from alembic import context

from engage.core.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
