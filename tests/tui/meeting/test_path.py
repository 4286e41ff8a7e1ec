"""A newcomer can follow a gesture: few classes on a screen, few files from the key to the commit."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from traceback import walk_stack
from types import FrameType

import pytest

import cadence
from cadence.tui.core.frame import Frame
from cadence.tui.core.gestures import GestureScreen
from cadence.tui.core.key_queue import KeyQueue
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.meeting.screen import MeetingScreen
from cadence.tui.widgets.one_line import OneLine
from tests.tui.meeting_room import a_room, day, seat

PACKAGE = Path(cadence.__file__).parent


def test_a_meetings_screen_is_made_of_few_classes() -> None:
    own = [cls.__name__ for cls in MeetingScreen.__mro__ if cls.__module__.startswith("cadence.")]
    assert own == ["MeetingScreen", "CadenceScreen", "GestureScreen"]


class Followed:
    """A profiler that collects the files on the way of a gesture.

    Of the interface that is what runs in answer to its keys, but for drawing and for what follows a key that was dealt
    with; below, what leads to the commit, but not
    what the services and the store look up at its side.
    """

    STARTS = frozenset(
        one.__code__
        for one in (
            KeyQueue.on_event, GestureScreen.action_gesture, OneLine._submitted,
            GestureScreen.on_one_line_kept, Frame._perform,
        )
    )  # fmt: skip
    BESIDE = frozenset(
        one.__code__
        for one in (
            CadenceScreen.line_closed, MeetingScreen.line_closed, OneLine._update_under, KeyQueue._dealt_with,
        )
    )  # fmt: skip

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.follows = self.committed = False

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        if not self.follows:
            return
        file = self._file(frame)
        if event == "call" and file.startswith("tui/") and not file.startswith("tui/drawing/"):
            stack = {one.f_code for one, _ in walk_stack(frame)}
            if not self.STARTS.isdisjoint(stack) and self.BESIDE.isdisjoint(stack):
                self.files.add(file)
        elif event == "c_call" and getattr(arg, "__name__", "") == "commit":
            self.follows, self.committed = False, True
            self.files |= {self._file(one) for one, _ in walk_stack(frame)}

    def _file(self, frame: FrameType) -> str:
        path = Path(frame.f_code.co_filename)
        return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else ""


async def test_a_parked_item_is_followed_from_key_to_commit_in_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CADENCE_NOW", day(0, 11, 30).isoformat())
    room = a_room(tmp_path, day(0, 9))
    room.add("sync", "Delegation for eu-west", by="dana")
    path = Followed()
    threading.setprofile(path)
    sys.setprofile(path)
    try:
        async with seat(room, "anne", "sync@2026-11-30") as anne:
            await anne.sees("1 card to walk")
            await anne.press("space")
            await anne.sees("1 of 1")
            await anne.press("p", "escape")  # what is imported for the first write of all is not on the way
            path.follows = True
            await anne.press("p", *"who", "enter")
            await anne.sees("parked: SRE-2 who")
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    files = sorted(path.files - {""})
    assert path.committed
    assert {"tui/core/card_actions.py", "tui/core/prompt.py", "services/cards/routing.py", "store/db.py"} <= set(files)
    assert len(files) <= 12, " ".join(files)
