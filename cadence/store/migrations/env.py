"""Alembic's door: runs the migrations on the connection that :mod:`cadence.store.upgrade` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from cadence.store import tables

assert tables.team.Team.metadata is SQLModel.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
