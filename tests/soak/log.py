"""What a burst of keys has left behind, read from the database itself."""

from __future__ import annotations

import json
from typing import NamedTuple

from tests.tui.meeting_room import Room


class Logged(NamedTuple):
    """One event of the team's log."""

    verb: str
    data: str
    changes: str


class Standing(NamedTuple):
    """Where a meeting stands."""

    kind: str
    status: str
    step: int
    at: str | None
    state: str
    form: str | None


def logged(room: Room) -> list[Logged]:
    """The team's log, oldest first."""
    with room.store.read() as connection:
        return connection.all(Logged, "SELECT verb, data, changes FROM event ORDER BY id")


def standing(room: Room) -> tuple[list[Standing], list[int]]:
    """The meetings that were started, and who is marked as here."""
    with room.store.read() as connection:
        rows = connection.all(Standing, "SELECT kind, status, step, at, state, form FROM meeting ORDER BY id")
        here = connection.values("SELECT person_id FROM attendance WHERE here ORDER BY meeting_id, person_id")
    return [row._replace(state=_without_clock(row.state)) for row in rows], here


def _without_clock(state: str) -> str:
    return json.dumps({name: value for name, value in json.loads(state).items() if name not in {"since", "stood"}})


def words_kept(room: Room, words: str, *, half_typed: bool = True) -> bool:
    """Whether these words are somewhere: on a card, in the log, or (unless not ``half_typed``) in an unentered line."""
    wanted = " ".join(words.split())
    with room.store.read() as connection:
        texts = [
            *connection.values("SELECT title || ' ' || body || ' ' || coalesce(blocked_reason, '') FROM card"),
            *connection.values("SELECT data FROM event"),
            *(connection.values("SELECT text FROM half_typed") if half_typed else ()),
            *connection.values("SELECT yesterday || ' ' || today || ' ' || blocker FROM standup_update"),
        ]
    return any(wanted in " ".join(str(text).split()) for text in texts)
