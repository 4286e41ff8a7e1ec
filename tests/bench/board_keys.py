"""CPU for a cursor key on boards of growing size: ``python -m tests.bench.board_keys``. Ratios hold, figures drift."""

from __future__ import annotations

import asyncio
import statistics
import time

from cadence.tui.board.board import BoardWidget
from tests.tui.samples import big
from tests.tui.showing import alone

KEYS = ("down", "down", "right", "down", "left", "pagedown", "up", "pageup") * 12


async def one(cards: int) -> tuple[float, float, float]:
    """Milliseconds of CPU to make and show the board, per key, and per piece of news."""
    view = big(cards)
    started = time.process_time()
    board = BoardWidget(view)
    async with alone(board) as (_, pilot):
        ready = time.process_time() - started
        spent = []
        for key in KEYS:
            before = time.process_time()
            await pilot.press(key)
            spent.append(time.process_time() - before)
        before = time.process_time()
        board.show(view)
        await pilot.pause()
        news = time.process_time() - before
    return ready * 1000, statistics.median(spent) * 1000, news * 1000


def main() -> None:
    base = 0.0
    for cards in (10, 1_000, 10_000, 100_000):
        ready, key, news = asyncio.run(one(cards))
        base = base or key
        print(f"{cards:>8,} cards  ready {ready:6.0f} ms  key {key:5.1f} ms ({key / base:4.2f}×)  news {news:5.1f} ms")


if __name__ == "__main__":
    main()
