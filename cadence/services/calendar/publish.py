"""Everybody's calendar under an address of its own, for any web server that serves a folder of files."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import NamedTuple

from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Right
from cadence.domain.views.calendar import CalendarView
from cadence.errors import NotAllowed
from cadence.services.access.permissions import require
from cadence.services.calendar.feed import feed
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.queries.team import MemberRow
from cadence.store.unlogged import keep_feed_secret
from cadence.store.viewer import Viewer

GONE_AFTER = timedelta(days=30)
"""How long the calendar of somebody who has left stays there, without meetings, for programs that still look."""
SECRET_BYTES = 20
"""Of randomness in an address: nobody finds it by trying."""


class Published(NamedTuple):
    """A person's calendar, and the name of its address, without an ending."""

    handle: str
    name: str
    address: str
    calendar: CalendarView
    left: bool
    """Whether they have left the team: their calendar holds no meetings any more."""


def published(store: Store, viewer: Viewer, *, renew: str | None = None) -> list[Published]:
    """Everybody's calendar, also that of those who have left, with an address that stays the same.

    ``renew``: a handle whose address is to be another from now on. For leads: the addresses open the calendars.
    """
    require(viewer, Right.PUBLISH)
    with store.read() as connection:
        people = queries.team.people(connection, viewer.team_id, gone=True)
        known = queries.team.feed_secrets(connection, viewer.team_id)
    again = match(renew.removeprefix("@"), [one.handle for one in people], "person") if renew is not None else None
    if again is not None or any(one.id not in known and one.left_at is None for one in people):
        known = _with_secrets(store, viewer, people, again)
    gone = {one.id for one in people if one.left_at is not None and store.clock() - one.left_at > GONE_AFTER}
    return [_of(store, viewer, one, known[one.id]) for one in people if one.id in known and one.id not in gone]


def _with_secrets(store: Store, viewer: Viewer, people: list[MemberRow], again: str | None) -> dict[int, str]:
    """Everybody's secret, made where there is none; ``again`` gets another."""
    with store.write(viewer) as w:
        known = queries.team.feed_secrets(w.connection, viewer.team_id)
        for one in people:
            if one.handle == again or (one.id not in known and one.left_at is None):
                known[one.id] = secrets.token_hex(SECRET_BYTES)
                keep_feed_secret(w.connection, viewer, one.id, known[one.id])
    return known


def feeds(store: Store, viewer: Viewer) -> dict[str, CalendarView]:
    """Everybody's calendar by handle, as files to import: also of who left lately, so that nothing stays behind.

    Raises :class:`NotAllowed` for guests.
    """
    if not viewer.in_team:
        raise NotAllowed(f"a {viewer.role} may not have others' calendars", "leave out --all")
    with store.read() as connection:
        people = queries.team.people(connection, viewer.team_id, gone=True)
    lately = [one for one in people if one.left_at is None or store.clock() - one.left_at <= GONE_AFTER]
    return {one.handle: feed(store, viewer, handle=one.handle, as_file=True) for one in lately}


def _of(store: Store, viewer: Viewer, person: MemberRow, secret: str) -> Published:
    calendar = feed(store, viewer, handle=person.handle)
    return Published(person.handle, person.name, f"{person.id}.{secret}", calendar, person.left_at is not None)
