"""Opening the database for a door: the store of these settings, and who is asking."""

from __future__ import annotations

from typing import NamedTuple

from cadence.errors import NotFound
from cadence.settings import Settings, now
from cadence.store.db import Store
from cadence.store.viewer import NOBODY, Viewer, handles, teams, who_is

__all__ = ["Candidate", "Store", "Viewer", "again", "candidates", "store_of", "viewer"]


class Candidate(NamedTuple):
    """Somebody in a team of the database: whom a person may say that they are."""

    handle: str
    name: str
    role: str
    team: str


def store_of(settings: Settings) -> Store:
    """The store that the settings name; nothing is opened yet."""
    return Store(settings.database, now, settings.group)


def viewer(store: Store, settings: Settings) -> Viewer:
    """The person whom the settings name, in the team that they name.

    Raises :class:`~cadence.errors.StoreError`, :class:`~cadence.errors.BadConfig` or
    :class:`~cadence.errors.NotFound`.
    """
    with store.read() as connection:
        return who_is(connection, settings.me, settings.team, store.clock())


def again(store: Store, viewer: Viewer) -> Viewer:
    """The same person in the same team, as both are by now: names, zone, handle and role can change.

    Somebody else who has got one's former handle is not oneself.

    Raises :class:`~cadence.errors.NotFound` for somebody who is no longer in the team.
    """
    with store.read() as connection:
        by_id = {person_id: handle for handle, person_id in handles(connection, viewer.team_id).items()}
        if viewer.person_id not in by_id:
            raise NotFound(f"{viewer.handle!r} is nobody in {viewer.team_name}", NOBODY)
        return who_is(connection, by_id[viewer.person_id], viewer.team_key, store.clock())


def candidates(store: Store) -> list[Candidate]:
    """Everybody in every team of the database, for somebody who has yet to say who they are."""
    from cadence.store import queries

    with store.read() as connection:
        return [
            Candidate(person.handle, person.name, person.role, team.name)
            for team in teams(connection)
            for person in queries.team.people(connection, team.id)
        ]
