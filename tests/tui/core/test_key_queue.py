"""What is typed faster than the screens follow (over a slow line it comes in one piece) does what it says."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from cadence.services.cards import boards
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from cadence.tui.core.key_queue import KeyQueue
from cadence.tui.meeting.screen import MeetingScreen
from cadence.tui.meeting.steps.panel import MeetingState
from tests.tui.conftest import until
from tests.tui.meeting_room import a_room, day, seat
from tests.tui.terminal import Terminal, environment


def test_a_burst_of_keys_in_a_real_terminal(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(0, 10))
    first = room.add("wall", "VPC peering", column="ready")
    second = room.add("wall", "SSO for the wiki", column="in progress")
    with Terminal("--at", "home", environment=environment(room.url, "anne", room.at.isoformat(), tmp_path)) as anne:
        anne.sees("Needs you", "Ready 1")
        anne.press("pwho renews it @ben\r1lcPaired on it\rnDrop the old runner\rqdWe stay\r")
        anne.sees("decided: ", "We stay")

        def said(key: str) -> list[str]:
            return [comment.body for comment in boards.card(room.store, room.viewer("anne"), key).comments]

        def titles(board: str) -> list[str]:
            return [card.title for card in boards.open_cards(room.store, room.viewer("anne"), board)]

        assert (said(first), said(second)) == ([], ["Paired on it"])
        assert titles("parking") == ["who renews it"]
        assert "Drop the old runner" in titles("wall")
        assert titles("decisions") == ["We stay"]


class Probe(KeyQueue):
    """A field that a key takes away, and one that stays."""

    def compose(self) -> ComposeResult:
        yield Goes(id="goes")
        yield Input(id="stays")

    def awaits_data(self) -> bool:
        return False


class Goes(Widget, can_focus=True):
    """A widget that the key ``x`` removes, and that slow ``y`` gives the focus away."""

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "x":
            await self.remove()
        elif event.key == "y":
            await asyncio.sleep(0.1)
            self.app.query_one(Input).focus()


@pytest.mark.parametrize("first", ["x", "y"])
async def test_keys_go_where_the_one_before_them_has_put_the_focus(first: str) -> None:
    app = Probe()
    async with app.run_test() as pilot:
        app.query_one(Goes).focus()
        await pilot.pause()
        for key in (first, "a", "b"):
            app.post_message(events.Key(key, key))
        app.post_message(events.Paste("c"))
        await until(pilot, lambda: app.query_one(Input).value == "abc")


async def test_keys_before_the_first_reading_of_a_screen_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = MeetingScreen.load

    def slowly(screen: MeetingScreen, store: Store, viewer: Viewer) -> MeetingState:
        time.sleep(0.3)
        return read(screen, store, viewer)

    monkeypatch.setattr(MeetingScreen, "load", slowly)
    monkeypatch.setenv("CADENCE_NOW", day(0, 10).isoformat())
    room = a_room(tmp_path, day(0, 10))
    async with seat(room, "anne", "planning@2026-11-30") as anne:
        assert getattr(anne.app.screen, "awaits_data", False)
        for key in ("space", "right_square_bracket", "right_square_bracket"):
            anne.app.post_message(events.Key(key, " " if key == "space" else "]"))
        await anne.sees("step 3 of 7")
    async with seat(room, "ben", "planning@2026-11-30") as ben:
        assert getattr(ben.app.screen, "awaits_data", False)
        for letter in "pwho renews it":
            ben.app.post_message(events.Key("space" if letter == " " else letter, letter))
        ben.app.post_message(events.Key("enter", "\r"))
        await ben.sees("parked: ", "who renews it")
        assert room.cards("parking") == ["who renews it"]
