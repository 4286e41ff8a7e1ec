"""One numbered write: rows are changed through it, and it logs their values before and after."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from cadence.domain.cards.routing import narrower
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.names import card_key
from cadence.errors import NotFound
from cadence.store.capture import Added, NewCard, add_card
from cadence.store.connect import Connection
from cadence.store.log import log_event
from cadence.store.values import plain
from cadence.store.viewer import Viewer

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel

    from cadence.store.tables.cards import Card
    from cadence.store.tables.meetings import Meeting

R = TypeVar("R", bound="SQLModel")


class Write:
    """One numbered write: rows are changed through it, and it logs their values before and after."""

    def __init__(
        self, session: Session, connection: Connection, viewer: Viewer, at: datetime, seq: int, meeting_id: int | None
    ) -> None:
        """Wrap a transaction that has taken its number ``seq``."""
        self.session = session
        self.viewer = viewer
        self.at = at
        self.seq = seq
        self.meeting_id = meeting_id
        self._connection = connection
        self._pending: list[dict[str, Any]] = []
        self._part = 0
        kind = (
            connection.value("SELECT kind FROM meeting WHERE id = :id", id=meeting_id)
            if meeting_id is not None
            else None
        )
        self.kind = BY_KEY[kind] if kind else None

    def belongs_to(self, meeting: Meeting) -> None:
        """Attribute what is written from now on to this meeting; its kind limits the audience."""
        self.meeting_id = meeting.id
        self.kind = BY_KEY[meeting.kind]

    @property
    def closed_doors(self) -> bool:
        """Whether this is written in a closed-door meeting."""
        return self.kind is not None and self.kind.closed_doors

    def heard_by(self, audience: str) -> str:
        """Audience of a comment on an item with ``audience``; in a closed-door meeting it is narrowed to the team."""
        return str(narrower(audience, self.kind.audience)) if self.kind and self.kind.closed_doors else audience

    def words_on(self, card: Card, words: str) -> str:
        """What may stand on a card of words said now: nothing, where guests read the card and the doors are closed."""
        return "" if self.heard_by(card.audience) != card.audience else words

    @property
    def connection(self) -> Connection:
        """The plain connection of this transaction, with every change so far flushed to it."""
        self.session.flush()
        return self._connection

    def get(self, table: type[R], key: Any, what: str = "row") -> R:
        """The row with this primary key; raises :class:`NotFound`."""
        row = self.session.get(table, key)
        if row is None:
            raise NotFound(f"no such {what}", "it may have gone in the meantime")
        return row

    def key_of(self, card: Card) -> str:
        """The key of a card."""
        return card_key(self.viewer.team_key, card.number, card.retro)

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
        """Set these fields; whether any of them was different. The next event owns it, or the last (see `close`)."""
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
        log_event(
            self._connection,  # the changed rows can be flushed later, together with what follows
            self.viewer,
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

    def close(self) -> None:
        """End the write: what was changed behind its last event is that event's too, or it would outlast its undo."""
        if not (self._part and self._pending):
            return
        last = {"team": self.viewer.team_id, "seq": self.seq, "part": self._part - 1}
        which = "team_id = :team AND seq = :seq AND part = :part"
        owned = json.loads(self.connection.value(f"SELECT changes FROM event WHERE {which}", **last))
        changes = json.dumps([*owned, *self._pending], ensure_ascii=False)
        self.connection.run(f"UPDATE event SET changes = :changes WHERE {which}", **last, changes=changes)
        self._pending = []

    def add_card(self, new: NewCard, *, signed: bool = True, undoable: bool = True) -> Card:
        """Add a card with :func:`~cadence.store.capture.add_card`; ``signed=False``: with no author, and for good."""
        from cadence.store.tables.cards import Card

        viewer = self.viewer if signed else self.viewer._replace(person_id=None, handle=None)
        added: Added = add_card(
            self.connection, viewer, self.at, new, seq=self.seq, part=self._part, undoable=signed and undoable
        )
        self._part += 1
        return self.get(Card, added.id, "card")


def id_of(row: Any) -> int:
    """The id of a row that was written."""
    assert row.id is not None
    return int(row.id)


def _name(row: SQLModel) -> str:
    return str(row.__table__.name)  # type: ignore[attr-defined]


def _key(row: SQLModel) -> dict[str, Any]:
    return {column.name: plain(getattr(row, column.name)) for column in row.__table__.primary_key}  # type: ignore[attr-defined]


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.name: plain(getattr(row, column.name)) for column in row.__table__.columns}  # type: ignore[attr-defined]
