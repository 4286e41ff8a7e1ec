"""Short names of a team's people, for the handles in rows."""

from __future__ import annotations

from cadence.domain.team.display_names import short_names
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


def display_names(connection: Connection, viewer: Viewer) -> dict[str, str]:
    """A short name by handle, for everybody who is or was in the team; read once in a transaction."""
    return short_names((row.handle, row.name) for row in queries.team.people(connection, viewer.team_id, gone=True))
