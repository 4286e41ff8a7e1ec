"""The services as the screens call them, each imported when it is first used (and that is in a worker).

``services.work.move(...)`` reads as if everything were imported here; the frame is on the screen long before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cadence.services import boards as boards
    from cadence.services import calendars as calendars
    from cadence.services import days_off as days_off
    from cadence.services import flow as flow
    from cadence.services import founding as founding
    from cadence.services import home as home
    from cadence.services import meetings as meetings
    from cadence.services import notes as notes
    from cadence.services import opening as opening
    from cadence.services import people as people
    from cadence.services import rhythm_settings as rhythm_settings
    from cadence.services import schedule as schedule
    from cadence.services import search as search
    from cadence.services import teams as teams
    from cadence.services import undo as undo
    from cadence.services import updates as updates
    from cadence.services import work as work
else:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib import import_module

        return import_module(f"cadence.services.{name}")
