"""SQLAlchemy's engines, made so that a session and the plain lane share one connection's manners."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cadence.store.connect import BUSY_MS, check_header, sqlite_file


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database; it opens a connection a transaction and keeps none."""
    path = sqlite_file(url)
    if path is None:
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(address, poolclass=NullPool)

    def opened() -> sqlite3.Connection:
        check_header(path)
        raw = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        return raw

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def immediately(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
