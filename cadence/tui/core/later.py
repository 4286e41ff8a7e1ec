"""What can wait: key overrides until the first data is on the screen, the write side until somebody presses keys."""

from __future__ import annotations

import contextlib
import os
import threading
from importlib import import_module

from cadence.errors import CadenceError
from cadence.tui.core import keymap, places
from cadence.tui.core.frame import Frame, KeysChanged

WRITE_SIDE = ("cards.create", "cards.routing", "cards.undo", "facilitation.lifecycle")
"""Services that bring the ORM along; without this the first write would wait for it."""


def override(frame: Frame) -> None:
    """Put the configuration's keys in force, in a thread: to know which are free, all screens are imported."""
    if frame.settings.keys:
        threading.Thread(target=_check, args=(frame,), name="cadence-keys", daemon=True).start()


def _check(frame: Frame) -> None:
    checked = keymap.check(frame.settings.keys, places.every_class())
    if frame.is_running:
        frame.call_later(_override, frame, checked)


def _override(frame: Frame, checked: keymap.Checked) -> None:
    frame.set_keymap(checked.good)
    for screen in frame.screen_stack:
        screen.post_message(KeysChanged())
    for line in checked.bad:
        frame.complain(CadenceError(line))


def warm() -> None:
    """Import the write side in a thread of low priority."""
    threading.Thread(target=_warm, name="cadence-write-side", daemon=True).start()


def _warm() -> None:
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    for name in WRITE_SIDE:
        import_module(f"cadence.services.{name}")
