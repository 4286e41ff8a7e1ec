"""Lines that were being typed: kept by gesture, and offered again. Light, since every screen has such a line."""

from __future__ import annotations

from cadence.domain import text
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.unlogged import keep_half_typed
from cadence.store.viewer import Who


def half_typed(store: Store, who: Who, gesture: str, words: str) -> None:
    """Keep a line that was being typed, to be offered again; an empty one is forgotten."""
    with store.quick() as lane:
        keep_half_typed(lane, who, gesture, words[: text.TITLE_MAX])


def half_typed_lines(store: Store, who: Who) -> dict[str, str]:
    """Lines that were being typed when the program was left, by gesture."""
    with store.read() as lane:
        return queries.team.half_typed(lane, who)
