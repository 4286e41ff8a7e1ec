"""The team itself, its people, and what they left half typed."""

from __future__ import annotations

from cadence.store.connect import Connection, Row
from cadence.store.viewer import Viewer


def row(connection: Connection, team_id: int) -> Row:
    """The team's row."""
    found = connection.one("SELECT * FROM team WHERE id = :team", team=team_id)
    assert found is not None, "whoever asks is in a team"
    return found


def every(connection: Connection) -> list[Row]:
    """Every team in the database."""
    return connection.all("SELECT id, key, name FROM team ORDER BY id")


def people(connection: Connection, team_id: int, *, gone: bool = False) -> list[Row]:
    """Everybody in the team, in its order; ``gone`` also those who left."""
    still = "" if gone else "AND m.left_at IS NULL"
    return connection.all(
        "SELECT p.id, p.handle, p.name, p.email, p.timezone, m.role, m.regular, m.position, m.left_at "
        f"FROM person p JOIN membership m ON m.person_id = p.id WHERE m.team_id = :team {still} "
        "ORDER BY m.position, p.id",
        team=team_id,
    )


def all_handles(connection: Connection) -> set[str]:
    """Every handle in the database, whatever the team."""
    return {row["handle"] for row in connection.all("SELECT handle FROM person")}


def person_by_email(connection: Connection, email: str) -> Row | None:
    """The person with this address, in any case."""
    rows = connection.all("SELECT * FROM person ORDER BY id")
    return next((row for row in rows if row["email"].casefold() == email.casefold()), None)


def half_typed(connection: Connection, viewer: Viewer) -> list[Row]:
    """Lines that this person was typing and did not keep: gesture, text, and the meeting each was begun in, if any."""
    return connection.all(
        "SELECT h.gesture, h.text, g.kind, g.nominal FROM half_typed h LEFT JOIN meeting g ON g.id = h.meeting_id "
        "WHERE h.team_id = :team AND h.person_id = :me ORDER BY h.id",
        team=viewer.team_id,
        me=viewer.person_id,
    )
