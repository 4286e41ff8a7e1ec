"""The notes of a meeting: built from the log, kept when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.notes import builder, discussed, notes, snapshot
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "builder",
    "discussed",
    "notes",
    "snapshot",
]
