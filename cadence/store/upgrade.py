"""Making and upgrading the database: Alembic's migrations, run by themselves after a backup copy.

Imported only where a database is new or old; everything else reads the version in :mod:`cadence.store.connect`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from cadence.errors import StoreError
from cadence.store.connect import (
    APPLICATION_ID,
    HEAD,
    Connection,
    check_version,
    connect,
    in_words,
    sqlite_file,
    version_of,
)
from cadence.store.session import engine_for

_STAMP = (
    "CREATE TABLE alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    f"INSERT INTO alembic_version (version_num) VALUES ('{HEAD}')",
)
"""The schema version, where Alembic keeps it."""


def make(url: str, *, at: datetime | None = None) -> None:
    """Make the database where there is none (file 0600, folder 0700), or bring an old one up to date (see below)."""
    connection = connect(url, create=True)
    try:
        with in_words(url):
            fresh = version_of(connection) is None
            if fresh and connection.dialect == "sqlite":
                connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.run("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    if fresh:
        _lay_out(url)
    upgrade(url, at=at)


def share(url: str, group: str) -> None:
    """Let a group of the system read and write an SQLite database (0660), and its folder if it was its owner's alone.

    Raises :class:`StoreError` for a group that is not there, or that the file cannot be given to.
    """
    path = sqlite_file(url)
    if path is None:
        return
    try:
        shutil.chown(path, group=group)
        Path(path).chmod(0o660)
        folder = Path(path).parent
        if stat.S_IMODE(folder.stat().st_mode) == 0o700:
            shutil.chown(folder, group=group)
            folder.chmod(0o2770)
    except LookupError as error:
        raise StoreError(f"the system has no group {group!r}", "mend group in the configuration file") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be given to the group {group!r} ({error.strerror})", "ask who may") from error


def _lay_out(url: str) -> None:
    """Make the tables in an empty database as they are declared, at once of the newest version: without Alembic."""
    from sqlmodel import SQLModel

    from cadence.store import tables

    with in_words(url), engine_for(url).begin() as alchemy:
        raw: Any = alchemy.connection.dbapi_connection
        if version_of(Connection(raw, alchemy.dialect.name)) is not None:
            return  # somebody else has made it in the meantime
        SQLModel.metadata.create_all(alchemy, checkfirst=False)
        for statement in (*tables.full_text.statements(alchemy.dialect.name), *_STAMP):
            alchemy.exec_driver_sql(statement)


def upgrade(url: str, *, at: datetime | None = None) -> Path | None:
    """Run the missing migrations in one transaction; gives the backup's path where one was made.

    Raises :class:`StoreError` where the database is foreign, newer, or cannot be written; nothing is changed then.
    """
    connection = connect(url)
    try:
        with in_words(url):
            version = version_of(connection)
            if version is not None and version >= HEAD:
                check_version(connection, url)
                return None
            copy = keep_copy(connection, url, f"before-{HEAD}", at) if version is not None else None
    finally:
        connection.close()
    migrate(url)
    return copy


def migrate(url: str, to: str = "head") -> None:
    """Run the missing migrations up to the version ``to``, with Alembic."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "cadence:store/migrations")
    config.set_main_option("path_separator", "os")
    with in_words(url), engine_for(url).connect() as connection:
        if sqlite_file(url) is not None:  # where some changes to a table mean to put another in its place
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, to)


def keep_copy(connection: Connection, url: str, name: str, at: datetime | None = None) -> Path | None:
    """A copy of an SQLite database in the ``backups`` folder beside it (0700, file 0600); ``None`` for others."""
    file = sqlite_file(url)
    if file is None:
        return None
    path = Path(file)
    stamp = at.strftime("%Y%m%dT%H%M%S") if at else str(int(path.stat().st_mtime))
    return copy_to(connection, path.parent / "backups" / f"{path.stem}-{name}-{stamp}.db")


def copy_to(connection: Connection, target: Path) -> Path:
    """A consistent copy of an open SQLite database in ``target`` (0600), while others go on writing.

    Raises :class:`StoreError` where the file exists already or cannot be written.
    """
    if target.exists():
        raise StoreError(f"{target} is there already", "name a file that is not; nothing was changed")
    fresh = target.with_name(f".cadence-{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        copy = sqlite3.connect(fresh)
        try:
            connection.raw.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        shutil.move(fresh, target)
    except (OSError, sqlite3.Error) as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(
            f"no copy could be written to {target} ({error})", "name another place with room in it"
        ) from error
    return target
