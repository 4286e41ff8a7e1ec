"""Who is asking and what they may: opening a session, permissions, names, lines half typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.access import display_names, drafts, permissions, session
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "display_names",
    "drafts",
    "permissions",
    "session",
]
