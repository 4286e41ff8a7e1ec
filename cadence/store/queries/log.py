"""The log of events: as a viewer may see it, and whole for undo and revisions, which show none of its words."""

from __future__ import annotations

from datetime import datetime

from cadence.store.connect import Connection, Row
from cadence.store.queries.visibility import visible_events
from cadence.store.values import stamp
from cadence.store.viewer import Viewer

_EVENTS = (
    # Never ``changes``: what a card said before it was widened is not for those who came to see it since.
    "SELECT e.id, e.seq, e.part, e.at, e.actor_id, e.meeting_id, e.card_id, e.verb, e.data, e.audience, "
    "p.handle AS actor, c.number AS card_number, c.retro AS card_retro, c.board AS card_board, g.kind AS meeting_kind, "
    "g.nominal AS meeting_nominal FROM event e LEFT JOIN person p ON p.id = e.actor_id "
    "LEFT JOIN card c ON c.id = e.card_id LEFT JOIN meeting g ON g.id = e.meeting_id "
)


def of_card(connection: Connection, viewer: Viewer, card_id: int) -> list[Row]:
    """A card's history as this viewer may see it, in order of sequence."""
    where, values = visible_events(viewer)
    return connection.all(
        f"{_EVENTS} WHERE {where} AND e.card_id = :card ORDER BY e.seq, e.part", **values, card=card_id
    )


def of_meeting(connection: Connection, viewer: Viewer, meeting_id: int) -> list[Row]:
    """What happened in a meeting as this viewer may see it, in order of sequence."""
    where, values = visible_events(viewer)
    return connection.all(
        f"{_EVENTS} WHERE {where} AND e.meeting_id = :meeting ORDER BY e.seq, e.part", **values, meeting=meeting_id
    )


def since(
    connection: Connection, viewer: Viewer, start: datetime, *, actor_id: int | None = None, board: str | None = None
) -> list[Row]:
    """What happened after an instant (by one person, on one board), in order of sequence."""
    where, values = visible_events(viewer)
    if actor_id is not None:
        where += " AND e.actor_id = :actor"
        values["actor"] = actor_id
    if board is not None:
        where += " AND c.board = :board"
        values["board"] = board
    return connection.all(
        f"{_EVENTS} WHERE {where} AND e.at > :since ORDER BY e.seq, e.part", **values, since=stamp(start)
    )


def newest_undoable(connection: Connection, viewer: Viewer) -> int | None:
    """The number of this person's last write that can still be undone."""
    seq: int | None = connection.value(
        "SELECT MAX(seq) FROM event WHERE team_id = :team AND actor_id = :me AND undoable AND NOT undone",
        team=viewer.team_id,
        me=viewer.person_id,
    )
    return seq


def of_write(connection: Connection, team_id: int, seq: int) -> list[Row]:
    """The events of one write, in order."""
    return connection.all(
        "SELECT * FROM event WHERE team_id = :team AND seq = :seq ORDER BY part", team=team_id, seq=seq
    )


def after(connection: Connection, team_id: int, seq: int) -> list[Row]:
    """Every event after a write, with its actor's handle, newest first."""
    return connection.all(
        "SELECT e.*, p.handle AS actor FROM event e LEFT JOIN person p ON p.id = e.actor_id "
        "WHERE e.team_id = :team AND e.seq > :seq AND NOT e.undone ORDER BY e.seq DESC",
        team=team_id,
        seq=seq,
    )


def of_schedule(connection: Connection, team_id: int) -> list[Row]:
    """Every event that may have changed when meetings are held, and every undo, in order of sequence."""
    return connection.all(
        "SELECT seq, at, verb, data, changes FROM event WHERE team_id = :team AND (verb LIKE 'meeting.%' "
        "OR verb LIKE 'schedule.%' OR verb LIKE 'team.%' OR verb LIKE 'holiday.%' OR verb = 'undo') ORDER BY seq, part",
        team=team_id,
    )
