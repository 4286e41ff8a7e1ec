"""A meeting on a member's own clock: the weeks in which two zones are out of step, and the words for it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cadence.domain.schedule.own_time import ClockShift, clock_shifts, own_time

NEW_YORK = "America/New_York"


def test_new_york_and_berlin_are_out_of_step_twice_a_year() -> None:
    # 2027: the US changes on 14 March and 7 November, the EU on 28 March and 31 October.
    assert clock_shifts(NEW_YORK, "Europe/Berlin", date(2027, 1, 1), date(2027, 12, 31)) == (
        ClockShift(date(2027, 3, 14), date(2027, 3, 27), -60),
        ClockShift(date(2027, 10, 31), date(2027, 11, 6), -60),
    )


def test_a_window_sees_its_part_of_it() -> None:
    found = clock_shifts(NEW_YORK, "Europe/Berlin", date(2027, 3, 22), date(2027, 3, 26))
    assert found == (ClockShift(date(2027, 3, 22), date(2027, 3, 26), -60),)
    assert found[0].words() == "one hour earlier than usual"
    assert clock_shifts(NEW_YORK, "Europe/Berlin", date(2027, 3, 29), date(2027, 4, 30)) == ()


def test_kolkata_changes_no_clock_so_the_meetings_move_for_the_season() -> None:
    assert clock_shifts(NEW_YORK, "Asia/Kolkata", date(2027, 1, 1), date(2027, 12, 31)) == (
        ClockShift(date(2027, 3, 14), date(2027, 3, 20), -60, lasting=True),
        ClockShift(date(2027, 11, 7), date(2027, 11, 13), 60, lasting=True),
    )


@pytest.mark.parametrize(("team", "member"), [("UTC", "Asia/Dubai"), ("America/New_York", "America/Toronto")])
def test_clocks_in_step_need_no_warning(team: str, member: str) -> None:
    assert clock_shifts(team, member, date(2027, 1, 1), date(2027, 12, 31)) == ()


@pytest.mark.parametrize(
    ("day", "zone", "words"),
    [
        (date(2027, 3, 8), "Europe/Berlin", "16:00 for you"),
        (date(2027, 3, 15), "Europe/Berlin", "15:00 for you, one hour earlier than usual"),
        (date(2027, 3, 29), "Europe/Berlin", "16:00 for you"),
        (date(2027, 3, 15), "Asia/Kolkata", "19:30 for you, one hour earlier than before"),
        (date(2027, 3, 22), "Asia/Kolkata", "19:30 for you"),
        (date(2027, 1, 11), "Pacific/Auckland", "Tue 12 Jan 04:00 for you"),
        (date(2027, 1, 11), "America/Toronto", ""),
    ],
)
def test_ten_in_new_york_as_others_read_it(day: date, zone: str, words: str) -> None:
    at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(NEW_YORK))
    assert own_time(at, NEW_YORK, zone) == words
