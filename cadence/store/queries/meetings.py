"""Meetings of which something is recorded: who was there, and which cards were visited."""

from __future__ import annotations

from datetime import date, datetime

from cadence.store.connect import Connection, Row
from cadence.store.queries.visibility import visible
from cadence.store.values import stamp
from cadence.store.viewer import Viewer

_PLAN = ", ".join(
    f"g.{name}"
    for name in [
        "id",
        "kind",
        "nominal",
        "iteration",
        "status",
        "moved_to",
        "minutes",
        "reason",
        "changes",
        "changed_at",
        "facilitator_id",
        "starts_at",
        "timebox",
        "started_at",
        "ended_at",
        "form",
        "recording",
    ]
)
"""What the schedule says of a meeting."""


def recorded(connection: Connection, team_id: int) -> list[Row]:
    """Every meeting of which something is recorded, by nominal date; without what only running ones or notes need."""
    return connection.all(
        f"SELECT {_PLAN}, p.handle AS facilitator FROM meeting g LEFT JOIN person p ON p.id = g.facilitator_id "
        "WHERE g.team_id = :team ORDER BY g.nominal, g.id",
        team=team_id,
    )


def named(connection: Connection, team_id: int, kind: str, nominal: date) -> Row | None:
    """The recorded meeting with this name."""
    return connection.one(
        "SELECT g.*, p.handle AS facilitator FROM meeting g LEFT JOIN person p ON p.id = g.facilitator_id "
        "WHERE g.team_id = :team AND g.kind = :kind AND g.nominal = :nominal",
        team=team_id,
        kind=kind,
        nominal=nominal.isoformat(),
    )


def by_id(connection: Connection, meeting_id: int) -> Row | None:
    """A recorded meeting."""
    return connection.one("SELECT * FROM meeting WHERE id = :meeting", meeting=meeting_id)


def last_held(connection: Connection, team_id: int, kind: str, before: datetime) -> Row | None:
    """The last meeting of a kind that was started before an instant."""
    return connection.one(
        "SELECT id, started_at FROM meeting WHERE team_id = :team AND kind = :kind AND started_at IS NOT NULL "
        "AND started_at < :before ORDER BY started_at DESC LIMIT 1",
        team=team_id,
        kind=kind,
        before=stamp(before),
    )


def attendance(connection: Connection, meeting_id: int) -> list[Row]:
    """Who is marked in a meeting."""
    return connection.all("SELECT * FROM attendance WHERE meeting_id = :meeting", meeting=meeting_id)


def walked(connection: Connection, viewer: Viewer, meeting_id: int) -> list[Row]:
    """The visible cards visited in a meeting, with step and outcome, in the order of the visits."""
    where, values = visible(viewer)
    return connection.all(
        "SELECT w.card_id, w.step, w.outcome, w.seconds, w.at FROM walked w JOIN card c ON c.id = w.card_id "
        f"WHERE {where} AND w.meeting_id = :meeting ORDER BY w.at, w.card_id",
        **values,
        meeting=meeting_id,
    )
