"""The key overrides of the configuration: checked and applied once the first data is on the screen."""

from __future__ import annotations

import threading

from cadence.errors import CadenceError
from cadence.tui.core import keymap, places
from cadence.tui.core.frame import Frame, KeysChanged


def apply_overrides(frame: Frame) -> None:
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
