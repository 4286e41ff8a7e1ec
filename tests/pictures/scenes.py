"""What the pictures show: plays on the sample team, each one start of the program, and the moments worth a picture."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Container, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cadence.services.meetings import retro
from cadence.tui.core.places import BOARDS
from tests.pictures.stage import NOW, Stage, on_stage

Moments = AsyncGenerator[str, None]
"""The name of the picture to take, each time the stage is set."""


class Play(NamedTuple):
    """Where and when the program is opened, and what happens then."""

    at: str
    now: datetime
    moments: Callable[[Stage], Moments]


def _on(day: int, time: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-{day:02}T{time}:00-05:00")


async def _places(stage: Stage) -> Moments:
    """Home, and from there all that isn't a meeting."""
    yield "home"
    for digit, board in enumerate(BOARDS, 1):
        await stage.press(str(digit))
        yield f"board-{board}"
        if board == "wall":
            await stage.press("right", "right", "enter")
            yield "card"
            await stage.press("q")
        await stage.press("q")
    await stage.press("C")
    yield "calendar"
    await stage.press("q", "S")
    yield "settings"
    await stage.press("q", "slash")
    await stage.write("certificate")
    await stage.later()
    yield "search"
    await stage.press("escape", "escape", "question_mark")
    yield "help"


async def _standup(stage: Stage) -> Moments:
    yield "ahead"
    await stage.press("space", "2", "3", "4", "6")
    await stage.after(2, "space")
    await stage.after(1, "p")
    await stage.type("who has the pager on Friday? @ben @eli")
    await stage.press("escape")
    yield "round"
    await stage.after(1, "w")
    yield "walk"
    await stage.after(7, "right_square_bracket")
    yield "parking-lot"
    await stage.press("2", "escape", "e", "e")
    yield "receipt"


async def _planning(stage: Stage) -> Moments:
    await stage.press("space", "g", "2", "3", "4", "5", "6", "g")
    await stage.after(6, "1")
    yield "holdovers"
    await stage.after(2, "right_square_bracket")
    await stage.after(8, "right_square_bracket")
    await stage.after(7, "right_square_bracket", "enter", "enter", "enter", "enter")
    await stage.after(5)
    yield "merge"
    await stage.press("right_square_bracket", "4")
    await stage.after(1, "space", "1", "escape")
    yield "interest"


async def _arch(stage: Stage) -> Moments:
    await stage.press("space", "g", "2", "3", "4", "5", "6", "7", "g", "2", "v")
    await stage.after(4)
    yield "dots"
    await stage.press("space")
    await stage.after(9, "d")
    await stage.type("CI runners move to spot, stateful jobs stay")
    await stage.press("x", "2", "enter")
    await stage.after(5, "2", "3", "4", "4", "escape")
    yield "arch"


async def _retro(stage: Stage) -> Moments:
    await stage.press("space")
    yield "doors"
    await stage.press("2", "3", "4", "5", "6", "space")
    await stage.after(5, "right_square_bracket")
    for handle, side, words in (
        ("ben", "well", "The failover needed nobody awake."),
        ("ben", "better", "Reviews before new work."),
        ("dana", "well", "Route tables came with a phone call."),
        ("dana", "badly", "We waited three days before we phoned."),
    ):
        await stage.others(
            lambda store, viewer, side=side, words=words: retro.write(store, viewer, side, words),  # type: ignore[misc]
            by=handle,
        )
    for handle in ("ben", "dana", "eli"):
        await stage.others(retro.ready, by=handle)
    await stage.after(3)
    yield "retro"
    await stage.press("W")
    yield "writing"
    await stage.press("escape", "right_square_bracket")
    await stage.after(2, "space")
    yield "reading"
    await stage.press("right_square_bracket", "v", "down", "v", "escape")
    yield "choosing"


PLAYS: dict[str, Play] = {
    "places": Play("home", NOW, _places),
    "standup": Play("standup@2026-12-02", _on(2, "10:00"), _standup),
    "retro": Play("retro@2026-12-04", _on(4, "14:30"), _retro),
    "planning": Play("planning@2026-12-07", _on(7, "10:00"), _planning),
    "arch": Play("arch@2026-12-08", _on(9, "11:00"), _arch),
}
DRAWN = (
    "home", *(f"board-{board}" for board in BOARDS), "card", "calendar", "settings", "search", "help",
    "ahead", "round", "walk", "merge", "arch", "retro", "writing", "receipt",
)  # fmt: skip
"""The moments of which there are snapshots."""
README = {"home": "places", "walk": "standup", "merge": "planning", "arch": "arch", "retro": "retro"}
"""The pictures in the README, and the play that each is a moment of."""


async def pictures(
    sample: Path, name: str, moments: Container[str], sizes: Sequence[tuple[int, int]]
) -> dict[str, str]:
    """The wanted moments of a play as SVG, by name and size: ``walk-120x40``. The first size is that of the play."""
    play, found = PLAYS[name], {}
    async with (
        on_stage(sample, play.at, play.now, size=sizes[0]) as stage,
        aclosing(play.moments(stage)) as reached,
    ):
        async for moment in reached:
            for size in sizes if moment in moments else ():
                await stage.resize(size)
                found[f"{moment}-{size[0]}x{size[1]}"] = stage.svg()
            await stage.resize(sizes[0])
    return found
