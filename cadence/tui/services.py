"""The services as the screens call them, each imported when it is first used (and that is in a worker).

``services.work.move(...)`` reads as if everything were imported here; the frame is on the screen long before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cadence.services.cards import boards, search, undo
    from cadence.services.home import home
    from cadence.services.meetings import retro
    from cadence.services.notes import notes
    from cadence.services.team import people
else:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib import import_module

        return import_module(f"cadence.services.{name}")


__all__ = [
    "boards",
    "calendars",
    "days_off",
    "editing",
    "facilitating",
    "flow",
    "founding",
    "half_typed",
    "home",
    "meeting_view",
    "meetings",
    "months",
    "notes",
    "opening",
    "people",
    "permission",
    "placing",
    "planning",
    "presence",
    "receipts",
    "rescheduling",
    "retro",
    "rhythm_settings",
    "saying",
    "schedule",
    "search",
    "stepping",
    "teams",
    "undo",
    "updates",
    "waiting",
    "work",
]
