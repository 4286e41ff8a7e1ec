"""Every select of a view or a use case, one function a question, on a plain lane; a module a subject.

A query that concerns cards, comments, events or votes takes the viewer and never gives back what that viewer may not
see: an audience that is not theirs, or a sealed retro note of somebody else's (decision 7). What that is, is decided
in :mod:`cadence.store.queries.visibility` and nowhere else.

``queries.cards.by_id(...)`` reads as if every subject were imported here; each is when it is first asked, since a
shell prompt asks only a few of them.
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
