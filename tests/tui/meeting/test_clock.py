"""The clock says the time in words and not only in colour."""

from __future__ import annotations

from time import monotonic

import pytest
from textual.widgets import Digits

from cadence.tui.drawing.drawn import BAD, PLAIN, WARN
from cadence.tui.drawing.lines import length
from cadence.tui.meeting.clock import BigClock, MeetingClock, Running, clock_line
from tests.tui.showing import alone


def words(used: float, cells: int = 80, step: float = 362, *, paused: bool = False) -> str:
    line = clock_line(Running(used, 60), Running(step, 10), cells, 0, paused=paused)
    assert length(line) <= cells
    return "".join(text for text, _ in line)


def test_it_says_what_is_left_and_the_step() -> None:
    assert words(2470) == "▐████████████░░░░░░▌ 18:50 left   step 6:02 of 10:00"
    assert words(3700).endswith("▌ over by 1:40   step 6:02 of 10:00")
    assert words(700, step=601).endswith("step 10:01 of 10:00 over")
    assert "paused" in words(700, paused=True)


@pytest.mark.parametrize("cells", range(0, 90))
def test_it_fits_any_width_and_says_over_where_it_can(cells: int) -> None:
    assert len(words(2470, cells)) <= cells
    if cells >= 24:
        assert "over" in words(3700, cells)


@pytest.mark.parametrize(("seconds", "ink"), [(0, PLAIN), (2879, PLAIN), (2880, WARN), (3599, WARN), (3600, BAD)])
def test_its_look_changes_at_80_percent_and_at_the_end(seconds: int, ink: str) -> None:
    assert Running(seconds, 60).ink(0) == ink


def test_time_runs_from_the_given_instant_and_stands_still_when_paused() -> None:
    assert Running(60, 60, since=100).used(107.5) == 67.5
    assert Running(60, 60).used(107.5) == 60
    assert Running(60, 1, since=100).left(107.5) == -7.5
    assert Running(60, 0).ink(0) == PLAIN


async def test_the_clock_counts_from_the_instant_it_was_given() -> None:
    clock = MeetingClock()
    clock.keep(2400, 60, at=monotonic() - 70)
    async with alone(clock, size=(80, 5)) as (app, _):
        assert "18:50 left" in app.text
        assert clock._timer is not None
        clock.keep(2400, 60, paused=True)
        assert clock._timer is None


async def test_it_tells_once_when_80_percent_and_when_all_is_used() -> None:
    async with alone(clock := MeetingClock(), size=(80, 5)) as (app, pilot):
        for seconds in (2870, 2890, 2891, 3601, 3602):
            clock.keep(seconds, 60)
            await pilot.pause()
        assert [message.share for message in app.said(MeetingClock.Passed)] == [0.8, 1.0]


async def test_large_digits_show_what_is_left_and_a_word_says_so() -> None:
    async with alone(clock := BigClock()) as (app, pilot):
        clock.keep(600, 60, paused=True)
        await pilot.pause()
        assert clock.query_one(Digits).value == "50:00"
        assert "paused" in app.text
        clock.keep(3660.5, 60)
        await pilot.pause()
        assert clock.query_one(Digits).value == "1:00"
        assert "over" in app.text
