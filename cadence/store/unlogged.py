"""Small writes that are not logged and cannot be undone."""

from __future__ import annotations

import os
from datetime import datetime

from cadence.store.connect import Connection
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


def add_unsigned_note(connection: Connection, viewer: Viewer, column: str, text: str) -> None:
    """Keep an anonymous retro note: no author, no time, no event, and a random key, so that no order is stored."""
    connection.run(
        "INSERT INTO unsigned_note (id, team_id, column_name, body) VALUES (:id, :team, :name, :body)",
        id=os.urandom(16).hex(),
        team=viewer.team_id,
        name=column,
        body=text,
    )


def forget_unsigned_notes(connection: Connection, team_id: int) -> None:
    """Delete the team's unsigned notes, once they are on the board."""
    connection.run("DELETE FROM unsigned_note WHERE team_id = :team", team=team_id)


def keep_half_typed(
    connection: Connection, viewer: Viewer, gesture: str, words: str, meeting_id: int | None = None
) -> None:
    """Keep a line that was being typed for a gesture in a meeting (``None``: outside); an empty one is forgotten."""
    row = {"team_id": viewer.team_id, "person_id": viewer.person_id, "meeting_id": meeting_id, "gesture": gesture}
    connection.run(
        "DELETE FROM half_typed WHERE team_id = :team_id AND person_id = :person_id AND gesture = :gesture "
        "AND COALESCE(meeting_id, 0) = :meeting_id",
        **row | {"meeting_id": meeting_id or 0},
    )
    if words:
        connection.insert("half_typed", {**row, "text": words})


def forget_half_typed(connection: Connection, meeting_id: int) -> None:
    """Delete what anybody left half typed in this meeting."""
    connection.run("DELETE FROM half_typed WHERE meeting_id = :meeting", meeting=meeting_id)


def sign_of_life(connection: Connection, meeting_id: int, at: datetime) -> None:
    """Record that the facilitator's program is running; it takes no write number, and the instant never moves back."""
    connection.run(
        "UPDATE meeting SET seen_at = :at WHERE id = :meeting AND (seen_at IS NULL OR seen_at < :at)",
        at=stamp(at),
        meeting=meeting_id,
    )


def keep_feed_secret(connection: Connection, viewer: Viewer, person_id: int, secret: str) -> None:
    """Keep the unguessable part of the address of somebody's calendar, in the place of an earlier one."""
    row = {"team_id": viewer.team_id, "person_id": person_id}
    connection.run("DELETE FROM feed WHERE team_id = :team_id AND person_id = :person_id", **row)
    connection.run(
        "INSERT INTO feed (team_id, person_id, secret) VALUES (:team_id, :person_id, :secret)", **row, secret=secret
    )
