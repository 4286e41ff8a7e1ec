"""What the rhythm is computed from: iteration shapes, changed slots, days off."""

from __future__ import annotations

from cadence.store.connect import Connection, Row


def epochs(connection: Connection, team_id: int) -> list[Row]:
    """The stretches of unchanged iteration shape, oldest first."""
    return connection.all("SELECT * FROM epoch WHERE team_id = :team ORDER BY start", team=team_id)


def slot_changes(connection: Connection, team_id: int) -> list[Row]:
    """The changes to single kinds' slots, in order of effect."""
    return connection.all("SELECT * FROM schedule_change WHERE team_id = :team ORDER BY since, id", team=team_id)


def holidays(connection: Connection, team_id: int) -> list[Row]:
    """Public and own days off; the team's own come last, so that their name wins."""
    return connection.all("SELECT day, name, own FROM holiday WHERE team_id = :team ORDER BY day, own", team=team_id)
