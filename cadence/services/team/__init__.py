"""The team, its people and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.team import create, duty, leaving, people, settings, team
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "create",
    "duty",
    "leaving",
    "people",
    "settings",
    "team",
]
