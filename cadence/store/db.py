"""The store: read(), write(), batch(), changes(), upgrade(). Each write is one numbered entry, logged with its rows."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cadence.store.changes import Changes
from cadence.store.connect import (
    Connection,
    check_version,
    in_words,
    open_lane,
    open_upgraded,
    sqlite_file,
    transaction,
)
from cadence.store.log import take_seq
from cadence.store.same_file import SameFile
from cadence.store.viewer import Viewer, present_meeting
from cadence.store.write import Write

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session


class Store:
    """One database, used by one process: reading, writing, and news of others' writes."""

    def __init__(self, url: str, clock: Callable[[], datetime], group: str | None = None) -> None:
        """Name the database; nothing is opened before it is needed. ``clock`` gives the present instant, aware.

        ``group``: the system's group that may use a new SQLite file too; by default its owner alone may.
        """
        self.url = url
        self.clock = clock
        self.group = group
        self._file = SameFile(url)
        self._own: set[tuple[int, int]] = set()
        self._checked = False
        self._batch = _Batch()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database, without SQLAlchemy. An older schema is upgraded first.

        Raises :class:`StoreError` where the database's file was replaced since the first look.
        """
        if self._batch.session is not None:
            self._batch.session.flush()
            connection = lane_of(self._batch.session)
            connection.memo.clear()  # it was worked out for another instant of the clock
            yield connection
            return
        self._file.check()
        connection = open_upgraded(self.url, self.upgrade)
        try:
            with in_words(self.url), transaction(connection):
                yield connection
        finally:
            connection.close()

    @contextmanager
    def write(self, viewer: Viewer, meeting_id: int | None = None) -> Iterator[Write]:
        """One transaction that first takes the team's next number, which makes other writers wait.

        It belongs to ``meeting_id``, by default to the running meeting that the person is in, if any. Everything is
        kept when the block ends, or nothing when it raises.
        """
        self._file.check()
        self._look_once()
        own = None
        try:
            with self.setup() as session:
                connection = lane_of(session)
                seq = take_seq(connection, viewer.team_id)
                if (viewer.team_id, seq) in self._own:  # numbers only ascend: this is an older copy
                    raise self._file.gone()
                place = meeting_id if meeting_id is not None else present_meeting(connection, viewer)
                writing = Write(session, connection, viewer, self.clock(), seq, place)
                yield writing
                session.flush()
                writing.close()
                own = (viewer.team_id, seq)
                self._own.add(own)
        except BaseException:
            if own is not None:  # it was not kept after all: the next to take this number may be somebody else
                self._own.discard(own)
            raise

    def wrote(self, viewer: Viewer, seq: int) -> bool:
        """Whether the team's write of this number was made by this process."""
        return (viewer.team_id, seq) in self._own

    def wrote_last(self, viewer: Viewer) -> int:
        """The number of this process's last write for the viewer's team; 0 before the first."""
        return max((seq for team, seq in tuple(self._own) if team == viewer.team_id), default=0)

    def _look_once(self) -> None:
        """Before this process's first write: the database is there, and of this program's schema version."""
        if not self._checked:
            with self.read():
                self._checked = True

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Run many writes in one transaction, each with its own number and events; others hear of them at its end.

        This thread's reads and writes in the block see what was written before them; other threads and processes see
        nothing of it until the block ends, and wait with their own writing. All of it is kept or, when the block or a
        write in it raises, nothing: after a write that raised, no other is taken. A batch in a batch is part of it.
        """
        if self._batch.session is not None:
            yield
            return
        self._look_once()
        known = set(self._own)
        try:
            with self.setup() as self._batch.session:
                _keep_rows(self._batch.session)
                yield
        except BaseException:
            self._own &= known
            raise
        finally:
            self._batch.session = None

    @contextmanager
    def setup(self) -> Iterator[Session]:
        """A transaction outside any team's log: making a team, or a person."""
        from sqlmodel import Session

        from cadence.store.session import engine_for

        session = self._batch.session
        if session is None:
            with in_words(self.url), Session(engine_for(self.url), expire_on_commit=False) as session, session.begin():
                check_version(lane_of(session), self.url)
                yield session
            return
        try:
            yield session
            session.flush()
        except BaseException:
            session.rollback()
            raise

    @contextmanager
    def quick(self) -> Iterator[Connection]:
        """A writing transaction on a plain connection, for :mod:`cadence.store.capture`."""
        if self._batch.session is not None:
            with self.setup() as session:
                yield lane_of(session)
            return
        self._file.check()
        connection = open_lane(self.url)
        try:
            with in_words(self.url), transaction(connection, writing=True):
                yield connection
        finally:
            connection.close()

    def exists(self) -> bool:
        """Whether there is a file that is not empty, or a server's address; neither is opened."""
        path = sqlite_file(self.url)
        return path is None or (os.path.exists(path) and os.path.getsize(path) > 0)

    def make(self) -> None:
        """Make the database, or bring an old one up to date."""
        from cadence.store import upgrade

        self._file = SameFile(self.url)
        upgrade.make(self.url, at=self.clock())
        if self.group:
            upgrade.share(self.url, self.group)

    def upgrade(self) -> None:
        """Bring an old database up to date, after a backup copy."""
        from cadence.store import upgrade

        upgrade.upgrade(self.url, at=self.clock())

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target``; raises :class:`StoreError` where it is there already."""
        from cadence.store.upgrade import copy_to

        connection = open_lane(self.url)
        try:
            copy_to(connection, target)
        finally:
            connection.close()

    def changes(self, team_id: int, since: int | None = None) -> Changes:
        """News of what others write to a team's data, from the number ``since`` on (by default from now on)."""
        self._file.check()
        return Changes(self.url, team_id, self._own, self._file, since)


def lane_of(session: Session) -> Connection:
    """A plain connection that shares the session's; its memo is cleared whenever the session flushes."""
    from sqlalchemy import event

    alchemy = session.connection()
    connection: Connection | None = session.info.get("connection")
    if connection is None:
        raw: Any = alchemy.connection.dbapi_connection
        made = connection = session.info["connection"] = Connection(raw, alchemy.dialect.name)
        event.listen(session, "after_flush", lambda *_: made.memo.clear())
    return connection


def _keep_rows(session: Session) -> None:
    """Have a session hold every row that it reads or adds; by itself it forgets, and reads again, what nobody holds."""
    from sqlalchemy import event

    kept: list[Any] = []
    for moment in ("loaded_as_persistent", "pending_to_persistent"):
        event.listen(session, moment, lambda _, row: kept.append(row))


class _Batch(threading.local):
    """The session of the batch that this thread has open in a store."""

    session: Session | None = None
