"""The store: read(), write(), changes(), upgrade(). Every write is one numbered transaction that logs what it did."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cadence.domain.kinds import BY_KEY
from cadence.domain.routing import narrower
from cadence.errors import NotFound
from cadence.store import capture
from cadence.store.capture import Added, NewCard, Who, instant, stamp, take_seq
from cadence.store.connect import Lane, OldSchema, check_version, connect, in_words, open_lane, sqlite_file, transaction

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel

    from cadence.store.tables import Card, Meeting

R = TypeVar("R", bound="SQLModel")


class Store:
    """One database, used by one process: its doors for reading, writing and news."""

    def __init__(self, url: str, clock: Callable[[], datetime], group: str | None = None) -> None:
        """Name the database; nothing is opened before it is needed. ``clock`` gives the present instant, aware.

        ``group``: the system's group that may use a new SQLite file too; by default its owner alone may.
        """
        self.url = url
        self.clock = clock
        self.group = group
        self._own: set[tuple[int, int]] = set()
        self._checked = False

    @contextmanager
    def read(self) -> Iterator[Lane]:
        """A consistent view of the database, without SQLAlchemy. An older schema is upgraded first."""
        try:
            lane = open_lane(self.url)
        except OldSchema:
            self.upgrade()
            lane = open_lane(self.url)
        try:
            with in_words(self.url), transaction(lane):
                yield lane
        finally:
            lane.close()

    @contextmanager
    def write(self, who: Who, meeting_id: int | None = None) -> Iterator[Write]:
        """One transaction that first takes the team's next number, which makes other writers wait.

        It belongs to ``meeting_id``, by default to the running meeting that the person is in, if any. Everything is
        kept when the block ends, or nothing when it raises.
        """
        from sqlmodel import Session

        from cadence.store.session import engine_for

        if not self._checked:
            with self.read():
                self._checked = True
        own = None
        try:
            with in_words(self.url), Session(engine_for(self.url), expire_on_commit=False) as session, session.begin():
                lane = lane_of(session)
                check_version(lane, self.url)
                seq = take_seq(lane, who.team_id)
                place = meeting_id if meeting_id is not None else capture.present_meeting(lane, who)
                yield Write(session, lane, who, self.clock(), seq, place)
                session.flush()
                own = (who.team_id, seq)
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
    def quick(self) -> Iterator[Lane]:
        """A writing transaction on the plain lane, for :mod:`cadence.store.capture`."""
        lane = open_lane(self.url)
        try:
            with in_words(self.url), transaction(lane, writing=True):
                yield lane
        finally:
            lane.close()

    def exists(self) -> bool:
        """Whether there is a database at all (not whether it is a good one)."""
        path = sqlite_file(self.url)
        return path is None or (os.path.exists(path) and os.path.getsize(path) > 0)

    def make(self) -> None:
        """Make the database, or bring an old one up to date."""
        from cadence.store import upgrade

        upgrade.make(self.url, at=self.clock())
        if self.group:
            upgrade.share(self.url, self.group)

    def upgrade(self) -> None:
        """Bring an old database up to date, after a backup copy."""
        from cadence.store import upgrade

        upgrade.upgrade(self.url, at=self.clock())

    def backup(self, target: Any) -> None:
        """Write a consistent copy to ``target``."""
        from cadence.store.upgrade import copy_to

        lane = open_lane(self.url)
        try:
            copy_to(lane, target)
        finally:
            lane.close()

    def changes(self, team_id: int) -> Changes:
        """The door for news from others."""
        return Changes(self.url, team_id, self._own)


class Rows(Protocol):
    """What a write needs of a session."""

    def get(self, table: type[R], key: Any, /) -> R | None:
        """The row with this primary key."""

    def add(self, row: object, /) -> None:
        """Insert a row, with the next flush."""

    def add_all(self, rows: Iterable[object], /) -> None:
        """Insert rows, with the next flush."""

    def delete(self, row: object, /) -> None:
        """Delete a row."""

    def flush(self) -> None:
        """Tell the database of every change so far."""


class Changes:
    """Tells whether somebody else wrote to the team's data since it was last asked.

    On SQLite one connection, outside any transaction, watches ``data_version`` (microseconds a look); the team's
    number then says whether the change was ours.
    """

    def __init__(self, url: str, team_id: int, own: set[tuple[int, int]]) -> None:
        """Open the watching connection; ``own`` are this process's writes (team, number), shared with the store."""
        self._lane = connect(url)
        self._team = team_id
        self._own = own
        self._version = self._look()
        self._seq = self._number()

    def poll(self) -> bool:
        """Whether there is news; cheap enough for four times a second."""
        version = self._look()
        if version == self._version:
            return False
        self._version = version
        before, self._seq = self._seq, self._number()
        return any((self._team, seq) not in self._own for seq in range(before + 1, self._seq + 1))

    def _look(self) -> int:
        if self._lane.dialect != "sqlite":
            return self._number()
        return int(self._lane.value("PRAGMA data_version"))

    def _number(self) -> int:
        return int(self._lane.value("SELECT seq FROM team WHERE id = :team", team=self._team) or 0)

    def close(self) -> None:
        """Stop watching."""
        self._lane.close()


def lane_of(session: Session) -> Lane:
    """A plain lane on the session's own connection; it forgets what it worked out whenever the session changes rows."""
    from sqlalchemy import event

    connection = session.connection()
    raw: Any = connection.connection.dbapi_connection
    lane = Lane(raw, connection.dialect.name)
    event.listen(session, "after_flush", lambda *_: lane.memo.clear())
    return lane


class Write:
    """One numbered write: rows are changed through it, so that the log knows before and after."""

    def __init__(self, session: Rows, lane: Lane, who: Who, at: datetime, seq: int, meeting_id: int | None) -> None:
        """Wrap a transaction that has taken its number ``seq``."""
        self.session = session
        self.who = who
        self.at = at
        self.seq = seq
        self.meeting_id = meeting_id
        self._lane = lane
        self._pending: list[dict[str, Any]] = []
        self._part = 0
        kind = lane.value("SELECT kind FROM meeting WHERE id = :id", id=meeting_id) if meeting_id is not None else None
        self.kind = BY_KEY[kind] if kind else None

    def belongs_to(self, meeting: Meeting) -> None:
        """What is written from now on belongs to this meeting, whose kind decides how far it is heard."""
        self.meeting_id = meeting.id
        self.kind = BY_KEY[meeting.kind]

    @property
    def closed_doors(self) -> bool:
        """Whether this is written in a meeting that only typed words may leave."""
        return self.kind is not None and self.kind.closed_doors

    def heard_by(self, audience: str) -> str:
        """The audience of something said now about what has this one: behind closed doors it stays the team's."""
        return str(narrower(audience, self.kind.audience)) if self.kind and self.kind.closed_doors else audience

    @property
    def lane(self) -> Lane:
        """The plain lane of this transaction, which sees everything that was changed so far."""
        self.session.flush()
        return self._lane

    def get(self, table: type[R], key: Any, what: str = "row") -> R:
        """The row with this primary key; raises :class:`NotFound`."""
        row = self.session.get(table, key)
        if row is None:
            raise NotFound(f"no such {what}", "it may have gone in the meantime")
        return row

    def find(self, table: type[R], key: Any) -> R | None:
        """The row with this primary key, or ``None``."""
        return self.session.get(table, key)

    def add(self, row: R) -> R:
        """Add a row."""
        self.session.add(row)
        self.session.flush()
        self._pending.append({"t": _name(row), "k": _key(row), "b": None, "a": _values(row)})
        return row

    def change(self, row: SQLModel, **values: Any) -> bool:
        """Set these fields; whether any of them was different."""
        before = {name: getattr(row, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            self._pending.append(
                {
                    "t": _name(row),
                    "k": _key(row),
                    "b": {name: plain(before[name]) for name in changed},
                    "a": {name: plain(value) for name, value in changed.items()},
                }
            )
        return bool(changed)

    def remove(self, row: SQLModel) -> None:
        """Delete a row; undo puts it back as it was."""
        self._pending.append({"t": _name(row), "k": _key(row), "b": _values(row), "a": None})
        self.session.delete(row)
        self.session.flush()

    def touch(self, row: SQLModel, **values: Any) -> None:
        """Set fields that are no history (a clock, a cursor): they are not logged and not undone."""
        for name, value in values.items():
            setattr(row, name, value)

    def log(
        self,
        verb: str,
        *,
        card: Card | None = None,
        data: dict[str, Any] | None = None,
        audience: str | None = None,
        undoable: bool = True,
    ) -> None:
        """Append one event that owns all changes since the last."""
        capture.log(
            self._lane,  # what it tells of can be flushed later, together with what follows
            self.who,
            self.at,
            self.seq,
            verb,
            part=self._part,
            card_id=card.id if card else None,
            meeting_id=self.meeting_id,
            data=data,
            changes=self._pending,
            audience=self.heard_by(audience or (card.audience if card else "team")),
            undoable=undoable,
        )
        self._part += 1
        self._pending = []

    def add_card(self, new: NewCard, *, signed: bool = True) -> Card:
        """Add a card through the quick lane's one way, in this transaction; unsigned: with no author, for good."""
        from cadence.store.tables import Card

        who = self.who if signed else self.who._replace(person_id=None, handle=None)
        added: Added = capture.add_card(self.lane, who, self.at, new, seq=self.seq, part=self._part, undoable=signed)
        self._part += 1
        return self.get(Card, added.id, "card")


def id_of(row: Any) -> int:
    """The id of a row that was written."""
    assert row.id is not None
    return int(row.id)


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def restored(row_type: type[SQLModel], name: str, value: Any) -> Any:
    """The inverse of :func:`plain`, by the column's type."""
    from sqlalchemy import Date

    from cadence.store.tables import Instant

    kind = row_type.__table__.columns[name].type  # type: ignore[attr-defined]
    if value is None:
        return None
    if isinstance(kind, Instant):
        return instant(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _name(row: SQLModel) -> str:
    return str(row.__table__.name)  # type: ignore[attr-defined]


def _key(row: SQLModel) -> dict[str, Any]:
    return {column.name: plain(getattr(row, column.name)) for column in row.__table__.primary_key}  # type: ignore[attr-defined]


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.name: plain(getattr(row, column.name)) for column in row.__table__.columns}  # type: ignore[attr-defined]


def said(text: str | None) -> Any:
    """JSON kept in a text column."""
    return json.loads(text) if text else None
