"""Cards: boards, changes, comments, blockers, search, undo, and how cards flow between meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.cards import (
        assembler,
        blockers,
        boards,
        comments,
        create,
        demos,
        edit,
        lineage,
        move,
        proposed,
        routing,
        search,
        time_thieves,
        undo,
    )
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "assembler",
    "blockers",
    "boards",
    "comments",
    "create",
    "demos",
    "edit",
    "lineage",
    "move",
    "proposed",
    "routing",
    "search",
    "time_thieves",
    "undo",
]
