"""The store: read(), write(), changes(), upgrade(). Every write is one numbered transaction that logs what it did."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cadence.store.changes import Changes
from cadence.store.connect import Connection, OldSchema, check_version, in_words, open_lane, sqlite_file, transaction
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

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database, without SQLAlchemy. An older schema is upgraded first.

        Raises :class:`StoreError` where the database's file was replaced since the first look.
        """
        self._file.check()
        try:
            connection = open_lane(self.url)
        except OldSchema:
            self.upgrade()
            connection = open_lane(self.url)
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
        from sqlmodel import Session

        from cadence.store.session import engine_for

        self._file.check()
        if not self._checked:
            with self.read():
                self._checked = True
        own = None
        try:
            with in_words(self.url), Session(engine_for(self.url), expire_on_commit=False) as session, session.begin():
                connection = lane_of(session)
                check_version(connection, self.url)
                seq = take_seq(connection, viewer.team_id)
                if (viewer.team_id, seq) in self._own:  # numbers only ascend: this is an older copy
                    raise self._file.gone()
                place = meeting_id if meeting_id is not None else present_meeting(connection, viewer)
                yield Write(session, connection, viewer, self.clock(), seq, place)
                session.flush()
                own = (viewer.team_id, seq)
                self._own.add(own)
        except BaseException:
            if own is not None:  # it was not kept after all: the next to take this number may be somebody else
                self._own.discard(own)
            raise

    @contextmanager
    def setup(self) -> Iterator[Session]:
        """A transaction outside any team's log: making a team, or a person."""
        from sqlmodel import Session

        from cadence.store.session import engine_for

        with in_words(self.url), Session(engine_for(self.url), expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def quick(self) -> Iterator[Connection]:
        """A writing transaction on a plain connection, for :mod:`cadence.store.capture`."""
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

    def changes(self, team_id: int) -> Changes:
        """News of what others write to a team's data."""
        self._file.check()
        return Changes(self.url, team_id, self._own, self._file)


def lane_of(session: Session) -> Connection:
    """A plain connection that shares the session's; its memo is cleared whenever the session flushes."""
    from sqlalchemy import event

    alchemy = session.connection()
    raw: Any = alchemy.connection.dbapi_connection
    connection = Connection(raw, alchemy.dialect.name)
    event.listen(session, "after_flush", lambda *_: connection.memo.clear())
    return connection
