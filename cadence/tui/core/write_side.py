"""The write side is imported when somebody presses keys: it brings the ORM along, which takes its time."""

from __future__ import annotations

import contextlib
import os
import threading
from importlib import import_module

WRITE_SIDE = ("cards.create", "cards.routing", "cards.undo", "facilitation.lifecycle")
"""Services that bring the ORM along; without this the first write would wait for it."""


def warm() -> None:
    """Import the write side in a thread of low priority."""
    threading.Thread(target=_warm, name="cadence-write-side", daemon=True).start()


def _warm() -> None:
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    for name in WRITE_SIDE:
        import_module(f"cadence.services.{name}")
