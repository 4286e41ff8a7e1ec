"""Calendars: the feed that each person and role gets, and the addresses under which it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.calendar import feed, invite, publish, received
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "feed",
    "invite",
    "publish",
    "received",
]
