"""What the rhythm is computed from: iteration shapes, changed slots, days off."""

from __future__ import annotations

from cadence.store.connect import Lane, Row


def epochs(lane: Lane, team_id: int) -> list[Row]:
    """The stretches of unchanged iteration shape, oldest first."""
    return lane.all("SELECT * FROM epoch WHERE team_id = :team ORDER BY start", team=team_id)


def slot_changes(lane: Lane, team_id: int) -> list[Row]:
    """The changes to single kinds' slots, in order of effect."""
    return lane.all("SELECT * FROM schedule_change WHERE team_id = :team ORDER BY since, id", team=team_id)


def holidays(lane: Lane, team_id: int) -> list[Row]:
    """Public and own days off; the team's own come last, so that their name wins."""
    return lane.all("SELECT day, name, own FROM holiday WHERE team_id = :team ORDER BY day, own", team=team_id)
