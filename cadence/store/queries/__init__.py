"""Every SELECT of a view or use case, one function each, on a plain connection; a module per room.

A query that concerns cards, comments, events or votes takes the viewer and never gives back what that viewer may not
see: an audience that is not theirs, or a sealed retro note of somebody else's (decision 7). The condition stands in
:mod:`cadence.store.queries.visibility` and nowhere else.

Modules are imported when first used, since a shell prompt needs few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.store.queries import (
        card_ties,
        cards,
        log,
        meetings,
        movement,
        retro,
        schedule,
        standup,
        team,
        visibility,
    )
else:
    __getattr__ = submodules(__name__)

__all__ = ["card_ties", "cards", "log", "meetings", "movement", "retro", "schedule", "standup", "team", "visibility"]
