"""Whom a calendar is for, and what they were to the team since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cadence.domain.kinds import KINDS
from cadence.domain.parsing.names import match
from cadence.domain.recurring.series import Turns
from cadence.domain.team.invitations import gets_all
from cadence.domain.team.roles import Role, is_team
from cadence.domain.team.settings import parse_settings
from cadence.errors import NotAllowed, Refused
from cadence.services.calendar.recorded import Values, changes
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


class Reader(NamedTuple):
    """Whom a calendar is for: a person of the team, or everybody with a role."""

    person_id: int | None
    handle: str | None
    role: str
    """Empty for somebody who has left the team."""
    regular: bool

    @property
    def in_team(self) -> bool:
        """Whether the calendar is for somebody of the team itself."""
        return self.role != "" and is_team(self.role)

    @property
    def entitled(self) -> list[str]:
        """The kinds of which every meeting is in the calendar."""
        return entitled(self.role, self.regular)

    def viewing(self, viewer: Viewer) -> Viewer:
        """The reader, to whom is shown what they may see."""
        return viewer._replace(person_id=self.person_id, handle=self.handle, role=self.role)


class RoleSince(NamedTuple):
    """What a person is to the team from ``at`` on: their role (empty: gone), and whether they are regular."""

    at: datetime
    role: str
    regular: bool


def reader_of(connection: Connection, viewer: Viewer, handle: str | None, role: str | None) -> Reader:
    """The person or role that a calendar is for; by default the viewer.

    Raises :class:`NotAllowed` where a guest asks for another's, :class:`Refused` where nobody is named.
    """
    if role is not None:
        chosen = match(role, [one.value for one in Role], "role")
        if not viewer.in_team and chosen != viewer.role:
            raise NotAllowed(f"a {viewer.role} may not have the calendar of a {chosen}", "leave out --role")
        return Reader(None, None, chosen, regular=False)
    known = [row.handle for row in queries.team.people(connection, viewer.team_id, gone=True)]
    name = match(handle, known, "person") if handle else viewer.handle
    if not viewer.in_team and name != viewer.handle:
        raise NotAllowed(f"a {viewer.role} may not have another's calendar", "leave out --for")
    row = next((row for row in queries.team.people(connection, viewer.team_id, gone=True) if row.handle == name), None)
    if row is None:
        raise Refused("this calendar is nobody's", "say --for HANDLE")
    return Reader(row.id, row.handle, "" if row.left_at else row.role, row.regular)


def entitled(role: str, regular: bool) -> list[str]:
    """The kinds of which somebody gets every meeting; none for somebody who has left (without a role)."""
    return [kind.key for kind in KINDS if role and gets_all(kind, role, regular=regular)]


def turns(memberships: Iterable[RoleSince]) -> dict[str, Turns]:
    """The kinds that a person was entitled to and lost, or got back after that."""
    found: dict[str, Turns] = {}
    before: list[str] = []
    for one in memberships:
        now = entitled(one.role, one.regular)
        lost = [kind for kind in before if kind not in now]
        got_back = [kind for kind in now if kind not in before and kind in found]
        for kind in (*lost, *got_back):
            found[kind] = Turns(found[kind].times + 1 if kind in found else 1, one.at)
        before = now
    return found


def block_turns(connection: Connection, viewer: Viewer, memberships: Iterable[RoleSince]) -> Turns | None:
    """How often the reader lost the end-of-week block or got it back: by the team's setting, or by their role."""
    turned: list[tuple[datetime, str, bool]] = []
    for at, one in changes(queries.log.of_schedule(connection, viewer.team_id), ("team",)):
        if "settings" in (one["a"] or {}):
            turned.append((at, "on", parse_settings(one["a"]["settings"]).week_end_block))
    turned += [(one.at, "of the team", one.role != "" and is_team(one.role)) for one in memberships]
    found, had = None, False
    so = {"on": False, "of the team": False}
    for at, what, value in sorted(turned):
        so[what] = value
        now = all(so.values())
        if now != had and (had or found is not None):
            found = Turns(found.times + 1 if found else 1, at)
        had = now
    return found


def memberships(connection: Connection, viewer: Viewer, reader: Reader) -> list[RoleSince]:
    """What the reader was to the team since when, in order; who founded it was there from the start."""
    founded = queries.team.row(connection, viewer.team_id).created_at
    own = [
        (at, one)
        for at, one in changes(queries.log.of_memberships(connection, viewer.team_id), ("membership",))
        if one["k"].get("person_id") == reader.person_id
    ]
    row: Values = {}
    found: list[RoleSince] = []
    if not own or own[0][1]["b"] is not None:
        row = {"role": reader.role, "regular": reader.regular, **(own[0][1]["b"] or {} if own else {})}
        found.append(RoleSince(founded, str(row["role"]), bool(row["regular"])))
    for at, one in own:
        row = {**row, **one["a"]} if one["a"] is not None else {"left_at": "taken back"}
        now = RoleSince(at, "" if row.get("left_at") else str(row.get("role", "")), bool(row.get("regular")))
        if not found or found[-1][1:] != now[1:]:
            found.append(now)
    return found
