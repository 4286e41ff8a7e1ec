"""Interrupt duty: who takes what comes in between, an iteration at a time."""

from __future__ import annotations

from typing import NamedTuple

from cadence.domain.parsing.names import match
from cadence.domain.team.roles import Right, is_team
from cadence.errors import NotFound
from cadence.services.access.permissions import require
from cadence.services.cards.boards import planned_iteration
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import Viewer

NOBODY = ("nobody", "-")
"""What takes the duty away again."""


class Duty(NamedTuple):
    """Who holds interrupt duty in an iteration: a handle, or ``None`` for nobody."""

    iteration: int
    handle: str | None


def duty(store: Store, viewer: Viewer, iteration: int | None = None) -> Duty:
    """Who holds it; ``None``: in the iteration that is being planned, else in today's. Raises :class:`NotFound`."""
    with store.read() as connection:
        require(viewer, Right.DUTY)
        number = iteration or _present(connection, viewer, store)
        return Duty(number, settings_of(connection, viewer.team_id).duty_of(number) or None)


def hold_duty(store: Store, viewer: Viewer, who: str, iteration: int | None = None) -> Duty:
    """Name who holds it (one of :data:`NOBODY`: nobody does). Raises :class:`BadValue` for no one of the team."""
    from cadence.domain.team.settings import settings_text
    from cadence.store.tables.team import Team

    with store.write(viewer) as w:
        require(viewer, Right.DUTY)
        number = iteration or _present(w.connection, viewer, store)
        team = [row.handle for row in queries.team.people(w.connection, viewer.team_id) if is_team(row.role)]
        word = who.strip().removeprefix("@")
        handle = "" if word.casefold() in NOBODY else match(word, team, "person of the team")
        settings = settings_of(w.connection, viewer.team_id).with_own(number, duty=handle)
        text = settings_text(settings)
        if w.change(w.get(Team, viewer.team_id, "team"), settings=text):
            w.log("team.set", data={"fields": ["interrupt duty"], "from": None})
    return Duty(number, handle or None)


def present_iteration(store: Store, viewer: Viewer) -> int:
    """The number of the iteration that is being planned, else of today's; raises :class:`NotFound`."""
    with store.read() as connection:
        return _present(connection, viewer, store)


def _present(connection: Connection, viewer: Viewer, store: Store) -> int:
    found = planned_iteration(connection, viewer, store)
    if found is None:
        raise NotFound("no iteration has begun yet", "name its number with --iteration")
    return found
