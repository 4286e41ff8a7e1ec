"""The names by which a team's people go in what is read, for the handles that the rows keep."""

from __future__ import annotations

from cadence.domain.team.display_names import called
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


def display_names(connection: Connection, viewer: Viewer) -> dict[str, str]:
    """A short name by handle, for everybody who is or was in the team; read once in a transaction."""
    return called((row.handle, row.name) for row in queries.team.people(connection, viewer.team_id, gone=True))
