"""The use cases: what every entry point calls. Each takes the store and the viewer, and returns frozen views.

One folder per room. A room and its modules are imported when they are first used, so that the terminal interface may
write ``services.cards.create.add(...)`` without loading anything before its first frame is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services import (
        access,
        calendar,
        cards,
        demo,
        facilitation,
        home,
        host,
        meetings,
        notes,
        schedule,
        team,
    )
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "access",
    "calendar",
    "cards",
    "demo",
    "facilitation",
    "home",
    "host",
    "meetings",
    "notes",
    "schedule",
    "team",
]
