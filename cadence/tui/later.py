"""What can wait until the first data is on the screen: the write side's imports, half-typed lines, key overrides."""

from __future__ import annotations

import contextlib
import os
import threading
from importlib import import_module

from cadence.errors import CadenceError
from cadence.tui import keymap, places, services
from cadence.tui.frame import Frame, KeysChanged

WRITE_SIDE = ("work", "flow", "undo", "meetings")
"""Services that bring the ORM along; without this the first write would wait for it."""
REST = 0.4
"""Seconds of quiet after the first data, in which whoever is quick finds the processor free."""


def prepare(frame: Frame) -> None:
    """Do all of that in one thread of low priority, once."""
    threading.Thread(target=_prepare, args=(frame,), name="cadence-later", daemon=True).start()


def _prepare(frame: Frame) -> None:
    threading.Event().wait(REST)
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    session = frame.session
    if session is None or not frame.is_running:
        return
    for name in WRITE_SIDE:
        import_module(f"cadence.services.{name}")
    try:
        kept = services.meetings.half_typed_lines(session.store, session.who)
    except CadenceError:
        kept = {}
    if frame.is_running:
        frame.call_later(_offer, frame, kept)
    if frame.settings.keys:
        checked = keymap.check(frame.settings.keys, places.every_class())
        frame.call_later(_override, frame, checked)


def _offer(frame: Frame, kept: dict[str, str]) -> None:
    frame.half_typed = {**kept, **frame.half_typed}


def _override(frame: Frame, checked: keymap.Checked) -> None:
    frame.set_keymap(checked.good)
    for screen in frame.screen_stack:
        screen.post_message(KeysChanged())
    for line in checked.bad:
        frame.complain(CadenceError(line))
