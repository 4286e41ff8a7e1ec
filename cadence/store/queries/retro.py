"""Retro notes: how many wait sealed, which are unsigned, which lie in a group."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cadence.store.connect import Connection
from cadence.store.queries.visibility import visible
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


class UnsignedNoteRow(NamedTuple):
    """An anonymous note that waits for the writing to close."""

    column_name: str
    body: str


def sealed_counts(connection: Connection, team_id: int) -> dict[str, int]:
    """How many retro notes wait in each column, of anybody: numbers only, for the team's facilitator."""
    return connection.pairs(
        "SELECT column_name, CAST(SUM(n) AS INTEGER) FROM (SELECT column_name, COUNT(*) AS n FROM card "
        "WHERE team_id = :team AND board = 'retro' AND NOT gone AND status = 'open' GROUP BY column_name UNION ALL "
        "SELECT column_name, COUNT(*) AS n FROM unsigned_note WHERE team_id = :team GROUP BY column_name) AS counted "
        "GROUP BY column_name",
        team=team_id,
    )


def sealed_of(connection: Connection, team_id: int, person_id: int) -> list[int]:
    """The ids of the sealed notes of a person, to be unsealed in their turn."""
    return connection.values(
        "SELECT id FROM card WHERE team_id = :team AND author_id = :person AND sealed AND NOT gone",
        team=team_id,
        person=person_id,
    )


def authors(connection: Connection, viewer: Viewer) -> set[str]:
    """The handles of those who signed open retro notes, read or not; for the team alone, and without the notes."""
    if not viewer.in_team:
        return set()
    return set(
        connection.values(
            "SELECT DISTINCT p.handle FROM card c JOIN person p ON p.id = c.author_id WHERE c.team_id = :team "
            "AND c.board = 'retro' AND NOT c.gone AND c.status = 'open'",
            team=viewer.team_id,
        )
    )


def unread(connection: Connection, viewer: Viewer, until: datetime) -> dict[str, int]:
    """How many signed notes of before ``until`` nobody has read yet, by their author's name; for the team alone."""
    if not viewer.in_team:
        return {}
    return connection.pairs(
        "SELECT p.name, COUNT(*) FROM card c JOIN person p ON p.id = c.author_id WHERE c.team_id = :team AND c.sealed "
        "AND c.board = 'retro' AND NOT c.gone AND c.status = 'open' AND c.created_at <= :until "
        "GROUP BY p.id, p.name ORDER BY p.name",
        team=viewer.team_id,
        until=stamp(until),
    )


def nameless_notes(connection: Connection, viewer: Viewer) -> list[int]:
    """Visible open retro notes that nobody signed, by id."""
    where, values = visible(viewer)
    return connection.values(
        f"SELECT c.id FROM card c WHERE {where} AND c.board = 'retro' AND c.author_id IS NULL AND c.status = 'open'",
        **values,
    )


def unsigned_notes(connection: Connection, team_id: int) -> list[UnsignedNoteRow]:
    """The anonymous notes that wait for the writing to close, ordered by their random keys."""
    return connection.all(
        UnsignedNoteRow,
        "SELECT column_name, body FROM unsigned_note WHERE team_id = :team ORDER BY id",
        team=team_id,
    )


def groups(connection: Connection, viewer: Viewer) -> dict[int, int]:
    """Of each visible retro note that lies in a group, the group's first note; both by their ids."""
    where, values = visible(viewer)
    return connection.pairs(f"SELECT c.id, c.group_id FROM card c WHERE {where} AND c.group_id IS NOT NULL", **values)
