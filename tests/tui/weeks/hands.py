"""Hands on a keyboard, each gesture written down with what it took; the tables that come of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from cadence.tui.core.keymap import key_name
from tests.pictures.stage import Clock, Stage, seated


@dataclass(frozen=True)
class Gesture:
    """One thing that somebody does in a meeting: the keys pressed for it, ``⏎`` included, and the line typed."""

    meeting: str
    viewer: str
    what: str
    keys: tuple[str, ...]
    line: str = ""


class Week:
    """A team's week: one database, one clock, and the list of gestures."""

    def __init__(self, url: str, at: datetime) -> None:
        self.url, self.clock = url, Clock(at)
        self.done: list[Gesture] = []

    @asynccontextmanager
    async def hands_of(self, handle: str, meeting: str, at: str = "home") -> AsyncIterator[Hands]:
        async with seated(self.url, at, self.clock, handle=handle) as stage:
            yield Hands(self, stage, handle, meeting)


class Hands:
    """Somebody's hands on the keyboard."""

    def __init__(self, week: Week, stage: Stage, viewer: str, meeting: str) -> None:
        self._week, self.stage, self._who, self._meeting = week, stage, viewer, meeting

    async def do(self, what: str, *keys: str, line: str = "", sees: tuple[str, ...] | str = ()) -> None:
        """Press the keys, type the line and enter it; then ``sees`` stands on the screen."""
        await self.stage.press(*keys)
        if line:
            await self.stage.type(line)
        await self._did(what, (*keys, "enter") if line else keys, line, sees)

    async def fill(self, what: str, *keys: str, words: str, sees: tuple[str, ...] | str = ()) -> None:
        """Press the keys, which lead to a form's field, and type the words there."""
        await self.stage.press(*keys)
        await self.stage.write(words)
        await self._did(what, keys, words, sees)

    async def _did(self, what: str, keys: tuple[str, ...], line: str, sees: tuple[str, ...] | str) -> None:
        await self.stage.sees(*((sees,) if isinstance(sees, str) else sees))
        self._week.done.append(Gesture(self._meeting, self._who, what, tuple(map(key_name, keys)), line))


# --- the table ---


def table(done: list[Gesture], lead: str) -> str:
    """The gestures in Markdown: a table for each meeting, then all of them together. ``lead``: whose are not named."""
    return "\n\n".join([*_meetings(done, lead), _sums(done, lead)])


def _meetings(done: list[Gesture], lead: str) -> Iterator[str]:
    for meeting in dict.fromkeys(one.meeting for one in done):
        rows = [f"## {meeting}", "", "| gesture | keys | line typed | keys, lines |", "| --- | --- | --- | --- |"]
        for one in done:
            if one.meeting == meeting:
                viewer = "" if one.viewer == lead else f"{one.viewer.capitalize()}: "
                keys = " ".join(f"`{key}`" for key in one.keys)
                typed = f"`{one.line.splitlines()[0]}`" if one.line else ""
                rows.append(f"| {viewer}{one.what} | {keys} | {typed} | {len(one.keys)}, {int(bool(one.line))} |")
        yield "\n".join(rows)


def _sums(done: list[Gesture], lead: str) -> str:
    """Keys of all and of the lead for each meeting; ``⏎`` at the end of a line is one."""
    name = lead.capitalize()
    rows = ["## Together", "", f"| meeting | gestures | keys | {name}'s keys | lines typed |"]
    rows.append("| --- | --- | --- | --- | --- |")
    meetings = list(dict.fromkeys(one.meeting for one in done))
    for meeting, mine in [*((each, [one for one in done if one.meeting == each]) for each in meetings), ("all", done)]:
        keys, lines = sum(len(one.keys) for one in mine), sum(bool(one.line) for one in mine)
        own = sum(len(one.keys) for one in mine if one.viewer == lead)
        rows.append(f"| {meeting} | {len(mine)} | {keys} | {own} | {lines} |")
    return "\n".join(rows)
