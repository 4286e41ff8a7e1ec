"""The log of events: as a viewer may see it, and whole for undo and revisions, which show none of its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from cadence.store.connect import Connection, among
from cadence.store.queries.visibility import VOTING, visible_events
from cadence.store.rows import columns
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


class EventRow(NamedTuple):
    """An entry of the log, with its actor's handle, its card and its meeting.

    Never ``changes``: what a card said before it was widened is not for those who came to see it since.
    """

    seq: int
    at: datetime
    actor_id: int | None
    actor: str | None
    verb: str
    data: str
    card_id: int | None
    card_number: int | None
    card_retro: int | None
    card_board: str | None
    meeting_kind: str | None
    meeting_nominal: date | None


class LoggedRow(NamedTuple):
    """An entry of the log as undo needs it, with the rows before and after."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str | None
    meeting_id: int | None
    card_id: int | None
    verb: str
    data: str
    changes: str
    audience: str
    undoable: bool
    card_number: int | None
    card_retro: int | None
    card_board: str | None


class ChangesRow(NamedTuple):
    """An entry of the log with the rows before and after."""

    seq: int
    at: datetime
    verb: str
    data: str
    changes: str


_OTHER = {
    "actor": "p.handle",
    **{f"card_{name}": f"c.{name}" for name in ("number", "retro", "board")},
    **{f"meeting_{name}": f"g.{name}" for name in ("kind", "nominal")},
}
_EVENTS = (
    f"SELECT {columns(EventRow, 'e', **_OTHER)} FROM event e LEFT JOIN person p ON p.id = e.actor_id "
    "LEFT JOIN card c ON c.id = e.card_id LEFT JOIN meeting g ON g.id = e.meeting_id "
)
_LOGGED = (
    f"SELECT {columns(LoggedRow, 'e', **_OTHER)} FROM event e LEFT JOIN person p ON p.id = e.actor_id "
    "LEFT JOIN card c ON c.id = e.card_id"
)


def of_card(connection: Connection, viewer: Viewer, card_id: int) -> list[EventRow]:
    """A card's history as this viewer may see it, in order of sequence: without the dots of others."""
    where, values = visible_events(viewer)
    where += f" AND (e.verb NOT IN ({VOTING}) OR e.actor_id = :viewer)"
    return connection.all(
        EventRow, f"{_EVENTS} WHERE {where} AND e.card_id = :card ORDER BY e.seq, e.part", **values, card=card_id
    )


class DueRow(NamedTuple):
    """A card's due date that was moved: what is told of that, with the date before."""

    card_id: int
    data: str


def due_moved(connection: Connection, viewer: Viewer, card_ids: Sequence[int]) -> list[DueRow]:
    """Every time that one of these cards was promised for another day, as this viewer may see it, in order."""
    where, values = visible_events(viewer)
    part, marks = among("e.card_id", card_ids, "id")
    return connection.all(
        DueRow,
        f"SELECT e.card_id, e.data FROM event e JOIN card c ON c.id = e.card_id WHERE {where} AND {part} "
        "AND e.data LIKE :moved ORDER BY e.seq, e.part",
        **values,
        **marks,
        moved='%"due_was": "%',
    )


def of_meeting(connection: Connection, viewer: Viewer, meeting_id: int) -> list[EventRow]:
    """What happened in a meeting as this viewer may see it, in order of sequence."""
    where, values = visible_events(viewer)
    return connection.all(
        EventRow,
        f"{_EVENTS} WHERE {where} AND e.meeting_id = :meeting ORDER BY e.seq, e.part",
        **values,
        meeting=meeting_id,
    )


def last_of(connection: Connection, viewer: Viewer, verb: str, start: datetime) -> EventRow | None:
    """The last entry of a kind since an instant. For what everybody may know to have happened, not for its words."""
    found = connection.all(
        EventRow,
        f"{_EVENTS} WHERE e.team_id = :team AND e.verb = :verb AND e.at >= :since ORDER BY e.seq DESC LIMIT 1",
        team=viewer.team_id,
        verb=verb,
        since=stamp(start),
    )
    return found[0] if found else None


def since(
    connection: Connection, viewer: Viewer, start: datetime, *, actor_id: int | None = None, board: str | None = None
) -> list[EventRow]:
    """What happened after an instant (by one person, on one board), in order of sequence."""
    where, values = visible_events(viewer)
    if actor_id is not None:
        where += " AND e.actor_id = :actor"
        values["actor"] = actor_id
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return connection.all(
        EventRow, f"{_EVENTS} WHERE {where} AND e.at > :since ORDER BY e.seq, e.part", **values, since=stamp(start)
    )


def newest_undoable(connection: Connection, viewer: Viewer) -> int | None:
    """The number of this person's last write that can still be undone; a vote that is over stays as it was counted."""
    over = "SELECT 1 FROM meeting g WHERE g.id = e.meeting_id AND g.status = 'held'"
    closed = "SELECT 1 FROM card c WHERE c.id = e.card_id AND c.status <> 'open'"
    seq: int | None = connection.value(
        "SELECT MAX(seq) FROM event e WHERE team_id = :team AND actor_id = :me AND undoable AND NOT undone "
        f"AND NOT (e.verb IN ({VOTING}) AND (EXISTS ({over}) OR EXISTS ({closed})))",
        team=viewer.team_id,
        me=viewer.person_id,
    )
    return seq


def newest_undo(connection: Connection, viewer: Viewer) -> int | None:
    """The number of this person's last undo that nothing new of theirs has followed: what was done again is not new.

    An undo that was taken back in its turn has the mark of what is undone.
    """
    mine = "team_id = :team AND actor_id = :me AND NOT undone"
    again = "SELECT seq FROM event WHERE team_id = :team AND verb = 'redo'"
    seq: int | None = connection.value(
        f"SELECT MAX(seq) FROM event WHERE {mine} AND verb = 'undo' AND seq > COALESCE("
        f"(SELECT MAX(seq) FROM event WHERE {mine} AND undoable AND seq NOT IN ({again})), 0)",
        team=viewer.team_id,
        me=viewer.person_id,
    )
    return seq


def of_write(connection: Connection, team_id: int, seq: int) -> list[LoggedRow]:
    """The events of one write, in order."""
    return connection.all(
        LoggedRow, f"{_LOGGED} WHERE e.team_id = :team AND e.seq = :seq ORDER BY e.part", team=team_id, seq=seq
    )


def after(connection: Connection, team_id: int, seq: int) -> list[LoggedRow]:
    """Every event after a write, newest first."""
    return connection.all(
        LoggedRow,
        f"{_LOGGED} WHERE e.team_id = :team AND e.seq > :seq AND NOT e.undone ORDER BY e.seq DESC",
        team=team_id,
        seq=seq,
    )


def of_memberships(connection: Connection, team_id: int) -> list[ChangesRow]:
    """Every event that may have changed who is what to the team, and every undo, in order of sequence."""
    return connection.all(
        ChangesRow,
        "SELECT seq, at, verb, data, changes FROM event WHERE team_id = :team "
        "AND (verb LIKE 'person.%' OR verb LIKE 'team.%' OR verb = 'undo') ORDER BY seq, part",
        team=team_id,
    )


def of_cards(connection: Connection, team_id: int, ids: Sequence[int]) -> list[ChangesRow]:
    """Every event of these cards, and every undo, in order of sequence."""
    part, marks = among("card_id", ids, "id")
    return connection.all(
        ChangesRow,
        "SELECT seq, at, verb, data, changes FROM event WHERE team_id = :team "
        f"AND ({part} OR verb IN ('undo', 'redo')) ORDER BY seq, part",
        team=team_id,
        **marks,
    )


def of_schedule(connection: Connection, team_id: int) -> list[ChangesRow]:
    """Every event that may have changed when meetings are held, and every undo, in order of sequence."""
    return connection.all(
        ChangesRow,
        "SELECT seq, at, verb, data, changes FROM event WHERE team_id = :team AND (verb LIKE 'meeting.%' "
        "OR verb LIKE 'schedule.%' OR verb LIKE 'team.%' OR verb LIKE 'holiday.%' OR verb = 'undo') ORDER BY seq, part",
        team=team_id,
    )
