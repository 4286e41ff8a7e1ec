"""A store in which many writes are told in one transaction, at instants that the teller sets: for the sample team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from cadence.store.connect import Connection, in_words, open_lane, transaction
from cadence.store.db import Store
from cadence.store.log import take_seq
from cadence.store.values import instant, plain
from cadence.store.viewer import Viewer, present_meeting
from cadence.store.write import Write

if TYPE_CHECKING:
    from sqlmodel import SQLModel

R = TypeVar("R", bound="SQLModel")


class Rehearsal(Store):
    """Between the two ends of :meth:`telling`, every read and write shares one connection and one transaction.

    Each write still takes its number and logs its events. The clock stands until ``now`` is set. For a throw-away
    SQLite file only: whoever else wanted to write would wait until the telling is over.
    """

    def __init__(self, url: str, now: datetime) -> None:
        """Name the database; ``now`` is the instant at which the telling begins."""
        super().__init__(url, lambda: self.now)
        self.now = now
        self._rows: PlainRows | None = None

    @contextmanager
    def telling(self) -> Iterator[None]:
        """The one transaction: all of it is kept when the block ends, or nothing when it raises."""
        connection = open_lane(self.url)
        try:
            with in_words(self.url), transaction(connection, writing=True):
                self._rows = PlainRows(connection)
                yield
        finally:
            self._rows = None
            connection.close()

    def _told(self) -> PlainRows:
        """What was told so far."""
        assert self._rows is not None, "read and write inside telling()"
        self._rows.flush()
        return self._rows

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A look at what was told so far."""
        yield self._told().connection

    @contextmanager
    def write(self, viewer: Viewer, meeting_id: int | None = None) -> Iterator[Write]:
        """One numbered write, as of the instant at which the clock stands."""
        rows = self._told()
        seq = take_seq(rows.connection, viewer.team_id)
        place = meeting_id if meeting_id is not None else present_meeting(rows.connection, viewer)
        yield Write(rows, rows.connection, viewer, self.now, seq, place)
        rows.rest()

    @contextmanager
    def setup(self) -> Iterator[Any]:
        """Rows outside any team's log."""
        rows = self._told()
        yield rows
        rows.rest()

    @contextmanager
    def quick(self) -> Iterator[Connection]:
        """The lane, for :mod:`cadence.store.capture`."""
        yield self._told().connection


class PlainRows:
    """As much of a session as a write uses, in plain SQL: the full one takes twenty times as long for one small change.

    A row that was asked for is remembered; what differs from what it was is written by the next :meth:`flush`.
    """

    def __init__(self, connection: Connection) -> None:
        """Read and write on this lane."""
        self.connection = connection
        self._known: dict[tuple[type, tuple[Any, ...]], Any] = {}
        self._used: dict[int, tuple[Any, dict[str, Any]]] = {}
        """The rows of this write, each with its attributes as the database has them."""
        self._new: list[Any] = []

    def get(self, table: type[R], key: Any, /) -> R | None:
        """The row with this primary key. A sealed note is read anew: it is opened behind a session's back."""
        values = key if isinstance(key, tuple) else (key,)
        row = self._known.get((table, values))
        if row is None or getattr(row, "sealed", False):
            kind: Any = table
            names, query = _by_key(kind)
            found = self.connection.run(query, **dict(zip(names, map(plain, values), strict=True))).fetchone()
            row = _made(kind, found) if found is not None else None
        if row is not None:
            self._use(row, values)
        return row

    def _use(self, row: Any, key: tuple[Any, ...]) -> None:
        self._known[type(row), key] = row
        if id(row) not in self._used:
            self._used[id(row)] = (row, dict(row.__dict__))

    def add(self, row: object, /) -> None:
        """Insert a row with the next flush."""
        self._new.append(row)

    def add_all(self, rows: Iterable[object], /) -> None:
        """Insert rows with the next flush."""
        self._new.extend(rows)

    def delete(self, row: Any, /) -> None:
        """Delete a row now."""
        self.flush()
        key = _key(row)
        where = " AND ".join(f"{name} = :{name}" for name in key)
        self.connection.run(f"DELETE FROM {row.__table__.name} WHERE {where}", **key)
        self._used.pop(id(row), None)
        self._known = {name: known for name, known in self._known.items() if known is not row}

    def flush(self) -> None:
        """Write what is new and what was changed."""
        fresh, self._new = self._new, []
        for row in fresh:
            values = {name: plain(getattr(row, name)) for name, _ in _columns(row.__class__)}
            if values.get("id", "") is None:
                del values["id"]
                row.id = self.connection.insert(row.__table__.name, values)
            else:
                marks = ", ".join(f":{name}" for name in values)
                self.connection.run(
                    f"INSERT INTO {row.__table__.name} ({', '.join(values)}) VALUES ({marks})", **values
                )
            self._use(row, tuple(getattr(row, name) for name in _by_key(row.__class__)[0]))
        for mark, (row, before) in list(self._used.items()):
            if row.__dict__ != before:
                self._update(row, before)
                self._used[mark] = (row, dict(row.__dict__))

    def _update(self, row: Any, before: dict[str, Any]) -> None:
        now = row.__dict__
        changed = {name: plain(now[name]) for name, _ in _columns(row.__class__) if now[name] != before[name]}
        if changed:
            key = {f"key_{name}": value for name, value in _key(row).items()}
            sets = ", ".join(f"{name} = :{name}" for name in changed)
            where = " AND ".join(f"{name.removeprefix('key_')} = :{name}" for name in key)
            self.connection.run(f"UPDATE {row.__table__.name} SET {sets} WHERE {where}", **changed, **key)

    def rest(self) -> None:
        """The end of a write."""
        self.flush()
        self._used.clear()


def _key(row: Any) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in _by_key(row.__class__)[0]}


@cache
def _columns(table: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The names of a table's columns, each with what makes a row's value of the one that the database keeps."""
    from sqlalchemy import Boolean, Date

    from cadence.store.tables.columns import Instant

    readers: dict[type, Callable[[Any], Any]] = {Instant: instant, Date: date.fromisoformat, Boolean: bool}
    columns = table.__table__.columns
    return tuple((column.name, readers.get(type(column.type), _as_it_is)) for column in columns)


def _as_it_is(value: Any) -> Any:
    return value


def _made(table: Any, found: Sequence[Any]) -> Any:
    """A row as the database has it; past the class's own ``__init__``, which sets its fields one by one."""
    from sqlalchemy import inspect

    row = inspect(table).class_manager.new_instance()
    pairs = zip(found, _columns(table), strict=True)
    row.__dict__.update({name: None if value is None else read(value) for value, (name, read) in pairs})
    return row


@cache
def _by_key(table: Any) -> tuple[tuple[str, ...], str]:
    """The names of a table's primary key, and the statement that asks for a row by it."""
    names = tuple(column.name for column in table.__table__.primary_key)
    where = " AND ".join(f"{name} = :{name}" for name in names)
    columns = ", ".join(name for name, _ in _columns(table))
    return names, f"SELECT {columns} FROM {table.__table__.name} WHERE {where}"
