"""Running a meeting: start, end, clock, attendance, steps, rescheduling, the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.facilitation import attendance, clock, lifecycle, navigation, placing, receipt, reschedule
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "attendance",
    "clock",
    "lifecycle",
    "navigation",
    "placing",
    "receipt",
    "reschedule",
]
