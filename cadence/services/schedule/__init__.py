"""When meetings are held: the week, the month, holidays, the schedule and its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.schedule import default_due, holidays, iteration_shape, month, rhythm_rows, settings, week
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "default_due",
    "holidays",
    "iteration_shape",
    "month",
    "rhythm_rows",
    "settings",
    "week",
]
