"""Retro notes: how many wait sealed, which are unsigned, which lie in a group."""

from __future__ import annotations

from cadence.store.connect import Connection, Row
from cadence.store.queries.visibility import visible
from cadence.store.viewer import Viewer


def sealed_counts(connection: Connection, team_id: int) -> list[Row]:
    """How many retro notes wait in each column, of anybody: numbers only, for the team's facilitator."""
    return connection.all(
        "SELECT column_name, SUM(n) AS n FROM (SELECT column_name, COUNT(*) AS n FROM card WHERE team_id = :team "
        "AND board = 'retro' AND NOT gone AND status = 'open' GROUP BY column_name UNION ALL "
        "SELECT column_name, COUNT(*) AS n FROM unsigned_note WHERE team_id = :team GROUP BY column_name) AS counted "
        "GROUP BY column_name",
        team=team_id,
    )


def sealed_of(connection: Connection, team_id: int, person_id: int) -> list[int]:
    """The ids of the sealed notes of a person, to be unsealed in their turn."""
    rows = connection.all(
        "SELECT id FROM card WHERE team_id = :team AND author_id = :person AND sealed AND NOT gone",
        team=team_id,
        person=person_id,
    )
    return [row["id"] for row in rows]


def nameless_notes(connection: Connection, viewer: Viewer) -> list[Row]:
    """Visible open retro notes that nobody signed."""
    where, values = visible(viewer)
    return connection.all(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'retro' AND c.author_id IS NULL AND c.status = 'open'",
        **values,
    )


def unsigned_notes(connection: Connection, team_id: int) -> list[Row]:
    """The anonymous notes that wait for the writing to close, in no order that tells anything."""
    return connection.all("SELECT column_name, body FROM unsigned_note WHERE team_id = :team ORDER BY id", team=team_id)


def groups(connection: Connection, viewer: Viewer) -> dict[int, int]:
    """Of each visible retro note that lies in a group, the group's first note; both by their ids."""
    where, values = visible(viewer)
    rows = connection.all(f"SELECT c.id, c.group_id FROM card c WHERE {where} AND c.group_id IS NOT NULL", **values)
    return {row["id"]: row["group_id"] for row in rows}
