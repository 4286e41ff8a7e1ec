"""What is typed faster than the screens follow (over a slow line it comes in one piece) does what it says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from cadence.services.cards import boards
from cadence.tui.core.key_queue import KeyQueue
from tests.tui.conftest import until
from tests.tui.meeting_room import a_room, day
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
