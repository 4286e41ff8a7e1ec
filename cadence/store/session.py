"""SQLAlchemy's engines; their connections are opened as the plain ones are."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cadence.store.connect import open_sqlite, sqlite_file
from cadence.store.postgresql import open_postgresql


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, without a pool: each transaction opens a connection of its own."""
    path = sqlite_file(url)
    if path is None:
        return create_engine(
            "postgresql+psycopg://", creator=lambda: open_postgresql(url, autocommit=False), poolclass=NullPool
        )
    engine = create_engine("sqlite://", creator=lambda: open_sqlite(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def immediately(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
