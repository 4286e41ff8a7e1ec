"""What a meeting shows and offers: its view, its steps, rounds, topics, the merge, the retro."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.meetings import (
        change,
        merge,
        outcomes,
        queue,
        retro,
        rounds,
        run,
        standup_updates,
        steps,
        topics,
        view,
    )
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "change",
    "merge",
    "outcomes",
    "queue",
    "retro",
    "rounds",
    "run",
    "standup_updates",
    "steps",
    "topics",
    "view",
]
