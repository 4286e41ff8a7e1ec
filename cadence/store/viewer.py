"""The viewer of a query: the person, their team, and the meeting that they are in."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from cadence.domain.team.roles import is_team, sees
from cadence.errors import BadConfig, BadValue, NotFound
from cadence.store.connect import Connection
from cadence.store.rows import columns
from cadence.store.values import stamp

NOBODY = "set CADENCE_ME to a handle of cadence person list"
"""What to do where somebody is not in the team."""


@cache
def _audiences(role: str) -> tuple[str, ...]:
    return tuple(str(audience) for audience in sees(role))


class Viewer(NamedTuple):
    """A person in a team: the viewer of every query and the actor of every event."""

    team_id: int
    team_key: str
    team_name: str
    timezone: str
    person_id: int | None
    handle: str | None
    role: str
    in_several: bool = False
    """Whether this person is in other teams of this database too, so that a receipt names the team."""
    regular: bool = False
    """Whether this guest is invited to every topic."""

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences whose cards and events this viewer may see."""
        return _audiences(self.role)

    @property
    def in_team(self) -> bool:
        """Whether this is a lead or a member, not a guest."""
        return is_team(self.role)


class TeamName(NamedTuple):
    """A team, as people name it."""

    id: int
    key: str
    name: str
    timezone: str


class MeetingRow(NamedTuple):
    """A recorded meeting (see :class:`cadence.store.tables.meetings.Meeting`)."""

    id: int
    kind: str
    nominal: date
    iteration: int
    status: str
    facilitator_id: int | None
    started_at: datetime | None
    ended_at: datetime | None
    step: int
    at: str | None
    seconds: str
    clock_since: datetime | None
    seen_at: datetime | None
    extra_minutes: int
    form: str | None
    recording: str | None
    state: str
    remarks: str
    snapshot: str | None


MEETING = f"SELECT {columns(MeetingRow, 'g')} FROM meeting g"


def who_is(connection: Connection, me: str | None, team: str | None, at: datetime) -> Viewer:
    """The person named by ``me`` in the team named by ``team`` (name or key; by default the person's only one).

    ``at`` is the present instant, aware: the team's zone may change on a date.

    Raises :class:`BadConfig` where nobody is named, :class:`NotFound` for a person or team that is not there, and
    :class:`BadValue` where the person is in several teams and none is named.
    """
    chosen = _team(connection, me, team)
    if me is None:
        raise BadConfig("nobody is named", "set CADENCE_ME to your handle, or me in the configuration file")
    found = connection.run(
        "SELECT p.id, p.handle, m.role, m.regular FROM person p JOIN membership m ON m.person_id = p.id "
        "WHERE m.team_id = :team AND p.handle = :me AND m.left_at IS NULL",
        team=chosen.id,
        me=me.lower(),
    ).fetchone()
    if found is None:
        raise NotFound(f"{me!r} is nobody in {chosen.name}", NOBODY)
    zone = _moved_to(connection, chosen.id, at) or chosen.timezone
    *person, regular = found
    viewer = Viewer(*chosen._replace(timezone=zone), *person)
    return viewer._replace(in_several=len(teams_of(connection, me)) > 1, regular=bool(regular))


def _moved_to(connection: Connection, team_id: int, at: datetime) -> str | None:
    """The zone of the team at an instant, where it is no longer the one it began with."""
    found: str | None = connection.value(
        "SELECT timezone FROM location WHERE team_id = :team AND timezone IS NOT NULL AND begins_at <= :at "
        "ORDER BY since DESC LIMIT 1",
        team=team_id,
        at=stamp(at),
    )
    return found


def teams_of(connection: Connection, me: str | None) -> list[int]:
    """The ids of the teams that somebody is in, by their handle."""
    return connection.values(
        "SELECT m.team_id FROM membership m JOIN person p ON p.id = m.person_id "
        "WHERE p.handle = :me AND m.left_at IS NULL",
        me=(me or "").lower(),
    )


def _team(connection: Connection, me: str | None, team: str | None) -> TeamName:
    """The team that is named, else the only one there is, else the only one that the person is in."""
    rows = teams(connection)
    if team is not None:
        found = [row for row in rows if team.lower() in (row.name.lower(), row.key.lower())]
        if not found:
            names = ", ".join(row.name for row in rows)
            raise NotFound(f"no team {team!r}", f"teams here: {names}" if names else "cadence init makes one")
        return found[0]
    if len(rows) > 1:
        mine = teams_of(connection, me)
        rows = [row for row in rows if row.id in mine] or rows
    if not rows:
        raise NotFound("there is no team yet", "cadence init makes one")
    if len(rows) > 1:
        raise BadValue("which team?", "say --team " + " or ".join(row.key for row in rows))
    return rows[0]


def teams(connection: Connection) -> list[TeamName]:
    """Every team in the database."""
    return connection.all(TeamName, f"SELECT {columns(TeamName, 't')} FROM team t ORDER BY t.id")


def handles(connection: Connection, team_id: int) -> dict[str, int]:
    """Handle to person id, of everybody in the team."""
    return connection.pairs(
        "SELECT p.handle, p.id FROM person p JOIN membership m ON m.person_id = p.id "
        "WHERE m.team_id = :team AND m.left_at IS NULL ORDER BY m.position, p.id",
        team=team_id,
    )


def running_meeting(connection: Connection, viewer: Viewer) -> MeetingRow | None:
    """The meeting that runs now (or is paused), as far as this viewer may know of it."""
    rows = _running(connection, viewer)
    if not rows:
        return None
    seen = _kinds_seen(viewer)  # loads the kinds, which the quick lane can do without while nothing runs
    return next((row for row in rows if row.kind in seen), None)


def dots_are_hidden(connection: Connection, viewer: Viewer) -> bool:
    """Whether dots are given now, during which everybody sees only their own.

    So does a guest who may not know of that meeting, but of one behind closed doors no vote shows outside.
    """
    rows = [row for row in _running(connection, viewer) if json.loads(row.state).get("voting")]
    if not rows:
        return False
    from cadence.domain.kinds import BY_KEY

    seen = _kinds_seen(viewer)
    return any(row.kind in seen or not BY_KEY[row.kind].closed_doors for row in rows)


def _running(connection: Connection, viewer: Viewer) -> list[MeetingRow]:
    """The team's meetings that run now, the latest first, whoever may know of them."""
    return connection.all(
        MeetingRow,
        f"{MEETING} WHERE g.team_id = :team AND g.status IN ('running', 'paused') ORDER BY g.started_at DESC",
        team=viewer.team_id,
    )


def present_meeting(connection: Connection, viewer: Viewer) -> int | None:
    """The running meeting in which this person is marked present or which they drive: what they do belongs to it."""
    running = running_meeting(connection, viewer)
    if running is None:
        return None
    if running.facilitator_id == viewer.person_id:
        return running.id
    here = connection.value(
        "SELECT here FROM attendance WHERE meeting_id = :meeting AND person_id = :me",
        meeting=running.id,
        me=viewer.person_id,
    )
    return running.id if here else None


def has_the_turn(connection: Connection, viewer: Viewer) -> bool:
    """Whether it is this person's turn now, in a meeting behind closed doors, to read out what they wrote."""
    running = running_meeting(connection, viewer)
    if running is None or viewer.handle is None or running.at != viewer.handle:
        return False
    from cadence.domain.kinds import BY_KEY

    return BY_KEY[running.kind].closed_doors


def _kinds_seen(viewer: Viewer) -> list[str]:
    """The kinds of meetings that the viewer may know of."""
    from cadence.domain.kinds import KINDS

    return [kind.key for kind in KINDS if str(kind.audience) in viewer.audiences]
