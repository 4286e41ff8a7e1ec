"""Somebody leaves the team: what becomes of their open cards and actions."""

from __future__ import annotations

from typing import NamedTuple

from cadence.domain.views.team import PersonView
from cadence.services.cards.assembler import key_of
from cadence.services.cards.create import set_tie
from cadence.services.team.people import id_named, leave
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer, handles


class Leaving(NamedTuple):
    """Somebody who has left the team, the keys of the open work that was theirs, and whose it is now."""

    person: PersonView
    work: tuple[str, ...]
    heir: str


def open_work(store: Store, viewer: Viewer) -> dict[str, tuple[str, ...]]:
    """The keys of everybody's open cards and actions, by handle."""
    with store.read() as connection:
        found = _open_work(connection, viewer)
        return {handle: tuple(key_of(viewer, row) for row in rows) for handle, rows in found.items()}


def _open_work(connection: Connection, viewer: Viewer) -> dict[str, list[CardRow]]:
    rows = {row.id: row for row in queries.cards.listed(connection, viewer, status="open")}
    found: dict[str, list[CardRow]] = {}
    for tie in queries.card_ties.ties(connection, viewer):
        if tie.tie == "assigned" and tie.card_id in rows:
            found.setdefault(tie.handle, []).append(rows[tie.card_id])
    return found


def remove_person(store: Store, viewer: Viewer, handle: str, heir: str = "") -> Leaving:
    """Take somebody out of the team; what they did stays, under their handle.

    Their open cards and actions become those of ``heir`` (a handle of the team), by default nobody's.
    """
    from cadence.store.tables.cards import Card

    with store.write(viewer) as w:
        known = handles(w.connection, viewer.team_id)
        person = leave(w, handle)
        heir_id = id_named(w.connection, viewer, heir) if heir else None
        name = next((one for one, person_id in known.items() if person_id == heir_id), "")
        work = _open_work(w.connection, viewer).get(person.handle, [])
        for row in work:
            card = w.get(Card, row.id, "card")
            set_tie(w, card, person.id, "assigned", person.handle, on=False)
            if heir_id is not None:
                set_tie(w, card, heir_id, "assigned", name, on=True)
    return Leaving(person, tuple(key_of(viewer, row) for row in work), name)
