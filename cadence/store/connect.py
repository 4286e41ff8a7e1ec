"""One plain connection to the database, SQLite or PostgreSQL, without SQLAlchemy.

Every ``select`` and the quick lane run on a :class:`Connection`, and so do the services inside a transaction of the
store: the same SQL text, with ``:named`` parameters, on whatever connection is at hand.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from cadence.errors import CadenceError, StoreError
from cadence.store.postgresql import NO_RIGHTS, address_of, no_rights, open_postgresql
from cadence.store.rows import R, typed

HEAD = "0008"
"""The schema version that this program writes (the newest migration)."""

APPLICATION_ID = 0x43414443
"""SQLite's ``application_id`` of a Cadence database ("CADC"), at offset 68 of the file."""

BUSY_MS = 10_000
"""How long SQLite waits for another writer, in milliseconds."""

STATEMENTS = 1000
"""Prepared statements kept: lists of ids make many of one query, and a long transaction asks the same again."""

_NAMED = r"(?<!:):([a-z_][a-z0-9_]*)"


class Connection:
    """A connection that runs plain SQL and gives typed rows."""

    def __init__(self, raw: Any, dialect: str) -> None:
        """Wrap the DBAPI connection ``raw`` of ``dialect`` ``sqlite`` or ``postgresql``."""
        self.raw = raw
        self.dialect = dialect
        self.memo: dict[Any, Any] = {}
        """What was worked out from what this transaction sees; forgotten with its next change."""

    def run(self, sql: str, **values: Any) -> Any:
        """Execute one statement and give its cursor."""
        if not sql.startswith("SELECT"):
            self.memo.clear()
        if self.dialect == "sqlite":
            return self.raw.execute(sql, values)
        return self.raw.execute(re.sub(_NAMED, r"%(\1)s", sql.replace("%", "%%")), values)

    def all(self, row: type[R], sql: str, /, **values: Any) -> list[R]:
        """Every row, its columns by position; raises :class:`TypeError` unless they have the names of the fields."""
        cursor = self.run(sql, **values)
        names = tuple(column[0] for column in cursor.description)
        if names != row._fields:
            raise TypeError(f"{row.__name__} has the fields {row._fields}, its statement the columns {names}")
        found = cursor.fetchall()
        return typed(row, found) if self.dialect == "sqlite" else list(map(row._make, found))

    def one(self, row: type[R], sql: str, /, **values: Any) -> R | None:
        """The first row, or ``None``."""
        return next(iter(self.all(row, sql, **values)), None)

    def values(self, sql: str, /, **values: Any) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self.run(sql, **values).fetchall()]

    def pairs(self, sql: str, /, **values: Any) -> dict[Any, Any]:
        """The second value of every row by the first."""
        return dict(self.run(sql, **values).fetchall())

    def value(self, sql: str, **values: Any) -> Any:
        """The first row's first value, or ``None``."""
        row = self.run(sql, **values).fetchone()
        return None if row is None else row[0]

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert one row of a table that has an ``id``, and give that."""
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        return int(self.value(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", **row))

    def close(self) -> None:
        """Close the connection."""
        self.raw.close()


def among(column: str, values: Sequence[Any], name: str = "v") -> tuple[str, dict[str, Any]]:
    """``column IN (...)`` with its parameters; never true for no values."""
    marks = {f"{name}{index}": value for index, value in enumerate(values)}
    if not marks:
        return "1 = 0", {}
    return f"{column} IN ({', '.join(':' + mark for mark in marks)})", marks


def sqlite_file(url: str) -> str | None:
    """The file of an SQLite URL; ``None`` for other databases."""
    return url.split("///", 1)[-1].split("?", 1)[0] if url.startswith("sqlite") else None


def place_of(url: str) -> str:
    """A database as a message names it: an SQLite file, or a PostgreSQL address without its password."""
    return sqlite_file(url) or address_of(url)


def open_lane(url: str) -> Connection:
    """Connect to an existing database of this program's schema version.

    Raises :class:`StoreError` where it is missing, foreign, broken or newer; :class:`OldSchema` where it is older.
    """
    connection = connect(url)
    try:
        with in_words(url):
            check_version(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def open_upgraded(url: str, upgrade: Callable[[], None]) -> Connection:
    """Connect as :func:`open_lane` does; ``upgrade`` is called first where the schema is older."""
    try:
        return open_lane(url)
    except OldSchema:
        upgrade()
        return open_lane(url)


def connect(url: str, *, create: bool = False) -> Connection:
    """Connect, whatever the schema version. ``create`` makes an empty SQLite file (0600, its folder 0700)."""
    path = sqlite_file(url)
    if path is None:
        return Connection(open_postgresql(url, autocommit=True), "postgresql")
    with in_words(url):
        if create:
            _make_file(path)
        return Connection(open_sqlite(path), "sqlite")


def open_sqlite(path: str) -> sqlite3.Connection:
    """A connection to an SQLite file: autocommit, foreign keys enforced, every commit synced to the disk.

    Raises :class:`StoreError` for a file that is missing or not Cadence's.
    """
    check_header(path)
    raw = sqlite3.connect(
        path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")
    return raw


def _make_file(path: str) -> None:
    from pathlib import Path

    folder = Path(path).parent
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


_looked_at: set[tuple[int, int]] = set()
"""The files (device, number) whose header was found good in this process."""


def check_header(path: str) -> None:
    """Raise :class:`StoreError` unless this file is a Cadence database, or empty; nothing is written to it.

    Once a file and process, before the first connection: a POSIX system drops all locks of a process on a file when
    any descriptor of it is closed. With SQLite's lock on it gone, the next other process to close the database takes
    itself for the last, and removes the write-ahead log under this one's open connections ("How To Corrupt An SQLite
    Database File", 2.2): news would never be seen again, and worse.
    """
    try:
        found = os.stat(path)
        if (found.st_dev, found.st_ino) in _looked_at:
            return
        with open(path, "rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise StoreError(f"no database at {path}", "cadence init makes one (or open one with --db)") from None
    if not head:
        return
    ours = APPLICATION_ID.to_bytes(4, "big")
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100 or head[68:72] != ours:
        raise StoreError(f"{path} is not a Cadence database", "name another file with --db; nothing was changed")
    _looked_at.add((found.st_dev, found.st_ino))


class OldSchema(StoreError):
    """The database is of an older schema version: :meth:`cadence.store.db.Store.upgrade` upgrades it."""


def check_version(connection: Connection, url: str) -> None:
    """Raise unless the schema version is this program's."""
    version = version_of(connection)
    where = place_of(url)
    if version is None:
        if connection.dialect == "postgresql" and not _may_make_tables(connection):
            raise no_rights(f"there is no team in {where} yet, and this login may make no tables there")
        raise StoreError(f"no team in {where} yet", "cadence init makes one")
    if version > HEAD:
        raise StoreError(
            f"{where} was written by a newer Cadence (schema {version}, this one knows {HEAD})", "update Cadence"
        )
    if version < HEAD:
        raise OldSchema(f"{where} is of an older schema ({version})", "any full command upgrades it")


def version_of(connection: Connection) -> str | None:
    """The schema version found, or ``None`` in an empty database; raises :class:`StoreError` in another program's."""
    if connection.dialect == "sqlite":
        there = connection.value("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'") is not None
    else:
        there = _is_laid_out(connection)
    return connection.value("SELECT version_num FROM alembic_version") if there else None


def _may_make_tables(connection: Connection) -> bool:
    """Whether this PostgreSQL login may make tables in the schema that it works in."""
    return bool(connection.value("SELECT has_schema_privilege(current_schema(), 'CREATE')"))


def _is_laid_out(connection: Connection) -> bool:
    """Whether the PostgreSQL database has Cadence's tables, readable to this login or not."""
    name, login, schema, ours, used = connection.run(
        "SELECT current_database(), current_user, current_schema(), "
        "to_regclass('alembic_version') IS NOT NULL AND to_regclass('standup_update') IS NOT NULL, "
        "EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = to_regnamespace(quote_ident(current_schema())))"
    ).fetchone()
    if schema is None:
        raise no_rights(f"the login {login} sees no schema in the database {name}")
    if used and not ours:
        raise StoreError(
            f"{name} is not a Cadence database: other tables are in it",
            "make one for Cadence alone (createdb cadence) and name that; nothing was changed",
        )
    return bool(ours)


_SQLITE_ERRORS = (  # a part of SQLite's message, what is wrong, what to do
    (
        "readonly database",
        "the database {where} is read-only",
        "make it, its folder and its -wal and -shm files writable",
    ),
    ("unable to open", "the database {where} cannot be opened", "mend the path or its permissions"),
    ("database is locked", "the database {where} is busy with another writer", "try again in a moment"),
    ("disk is full", "the disk of {where} is full", "make room; nothing of this command was kept"),
    (
        "disk i/o error",
        "the disk of {where} gives errors or is full",
        "check the disk; nothing of this command was kept",
    ),
    ("malformed", "the database {where} is damaged", "put back a backup (see the backups folder beside it)"),
    ("not a database", "{where} is not a Cadence database", "name another file with --db; nothing was changed"),
)


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """Turn what the database driver raises into :class:`StoreError`, in words."""
    try:
        yield
    except CadenceError:
        raise
    except OSError as error:
        raise StoreError(f"{place_of(url)}: {error.strerror or error}", "mend the path or its permissions") from error
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        if not _from_driver(cause):
            raise
        if getattr(cause, "sqlstate", None) == NO_RIGHTS:
            raise no_rights(f"{place_of(url)}: {str(cause).splitlines()[0]} for this login") from error
        raise _explained(
            str(cause), place_of(url), _SQLITE_ERRORS if isinstance(cause, sqlite3.Error) else ()
        ) from error


def _from_driver(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) or type(error).__module__.split(".")[0] == "psycopg"


def _explained(said: str, where: str, known: Sequence[tuple[str, str, str]]) -> StoreError:
    for needle, what, remedy in known:
        if needle in said.lower():
            return StoreError(what.format(where=where), remedy)
    first = said.strip().splitlines()[0] if said.strip() else "an unknown error"
    return StoreError(f"the database {where} says: {first}", "nothing of this command was kept")


@contextmanager
def transaction(connection: Connection, *, writing: bool = False) -> Iterator[Connection]:
    """One transaction; unless it is ``writing``, it sees one state of the database from end to end.

    A writing one is ``IMMEDIATE`` on SQLite, so that no lock has to be upgraded.
    """
    if connection.dialect == "sqlite":
        connection.run("BEGIN IMMEDIATE" if writing else "BEGIN")
    else:
        connection.run("BEGIN" if writing else "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    try:
        yield connection
        connection.run("COMMIT")
    except BaseException:
        if connection.raw.in_transaction if connection.dialect == "sqlite" else not connection.raw.closed:
            connection.run("ROLLBACK")
        raise
