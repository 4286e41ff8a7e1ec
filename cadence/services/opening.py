"""Opening the database for a door: the store of these settings, and who is asking."""

from __future__ import annotations

from cadence.settings import Settings, now
from cadence.store import capture
from cadence.store.capture import Who
from cadence.store.db import Store

__all__ = ["Store", "Who", "store_of", "viewer"]


def store_of(settings: Settings) -> Store:
    """The store that the settings name; nothing is opened yet."""
    return Store(settings.database, now, settings.group)


def viewer(store: Store, settings: Settings) -> Who:
    """The person whom the settings name, in the team that they name.

    Raises :class:`~cadence.errors.StoreError`, :class:`~cadence.errors.BadConfig` or
    :class:`~cadence.errors.NotFound`.
    """
    with store.read() as lane:
        return capture.who(lane, settings.me, settings.team)
