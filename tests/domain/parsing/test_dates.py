"""Dates, times and zones as people type them and as screens show them. 2 December 2026 is a Wednesday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from cadence.domain.parsing import dates
from cadence.errors import BadValue

WED = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-11", date(2026, 12, 11)),
        (" 2026-12-1 ", date(2026, 12, 1)),
        ("today", WED),
        ("Tomorrow", date(2026, 12, 3)),
        ("yesterday", date(2026, 12, 1)),
        ("fri", date(2026, 12, 4)),
        ("Friday", date(2026, 12, 4)),
        ("tues", date(2026, 12, 8)),
        ("wed", date(2026, 12, 9)),
        ("thu", date(2026, 12, 3)),
        ("+0d", WED),
        ("+3d", date(2026, 12, 5)),
        ("+30", date(2027, 1, 1)),
        ("+2w", date(2026, 12, 16)),
    ],
)
def test_parse_date(typed: str, meant: date) -> None:
    assert dates.parse_date(typed, WED) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "someday",
        "fr",
        "2026-02-29",
        "2026-13-01",
        "20261211",
        "2026-W50-5",
        "11.12.2026",
        "+99999w",
        "+d",
        "-3d",
        "fridays",
    ],
)
def test_dates_that_are_none(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a date; write it as 2026-12-11, fri, tomorrow or") as refused:
        dates.parse_date(typed, date(9990, 1, 1) if typed == "+99999w" else WED)
    assert f"'{typed}'" in str(refused.value)


@pytest.mark.parametrize("typed", ["0001-01-01", "1969-12-31", "2200-01-01", "+99999d"])
def test_dates_too_far_away(typed: str) -> None:
    with pytest.raises(BadValue, match="too far away"):
        dates.parse_date(typed, WED)


def test_parse_when() -> None:
    for typed in ("2026-12-03 11:00", "2026-12-03T11:00", "2026-12-3  11:00:00", "2026-12-03t11:00"):
        assert dates.parse_when(typed, WED) == datetime(2026, 12, 3, 11, 0)
    for typed in ("thu 15:00", "next Thu 15:00", "3 dec 15:00", "tomorrow 15:00"):
        assert dates.parse_when(typed, WED) == datetime(2026, 12, 3, 15, 0)
    for bad in (
        "2026-12-03",
        "11:00",
        "fri 25:00",
        "someday 11:00",
        "2026-12-03 25:00",
        "2026-12-03T11:00Z",
        "2026-12-03 11:00+01:00",
    ):
        with pytest.raises(BadValue):
            dates.parse_when(bad, WED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon", "2026-12-07"),
        ("next mon", "2026-12-07"),
        ("3 dec", "2026-12-03"),
        ("3dec", "2026-12-03"),
        ("Dec 3", "2026-12-03"),
        ("3. December", "2026-12-03"),
        ("2 dec", "2027-12-02"),
        ("28 feb", "2027-02-28"),
        ("29 feb", "2028-02-29"),
    ],
)
def test_a_weekday_and_a_day_of_a_month_are_the_next_to_come(typed: str, meant: str) -> None:
    assert str(dates.parse_date(typed, WED)) == meant


@pytest.mark.parametrize("typed", ["31 feb", "0 dec", "32 dec", "3 dez", "next", "next 3", "de 3", "3"])
def test_no_day_of_a_month(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a date"):
        dates.parse_date(typed, WED)


def test_parse_time() -> None:
    assert [dates.parse_time(typed) for typed in ("10:00", " 9:30 ", "00:00", "23:59")] == [
        time(10),
        time(9, 30),
        time(0),
        time(23, 59),
    ]
    for bad in ("", "10", "24:00", "9:60", "10.00", "10:0", "٠٩:٣٠", "10:00:30"):
        with pytest.raises(BadValue, match="is not a time; write it as 10:00 or 14:30"):
            dates.parse_time(bad)


def test_parse_days() -> None:
    assert dates.parse_days("mon,tue,wed,thu,fri") == frozenset(range(5))
    assert dates.parse_days("Mon-Fri") == frozenset(range(5))
    assert dates.parse_days("sun-thu") == frozenset({6, 0, 1, 2, 3})
    assert dates.parse_days("saturday, sunday") == frozenset({5, 6})
    for bad in ("", "mon,", "mo", "mon-", "monx", "1,2"):
        with pytest.raises(BadValue, match="not a day of the week"):
            dates.parse_days(bad)


def test_parse_zone() -> None:
    assert dates.parse_zone("America/New_York") == "America/New_York"
    assert dates.parse_zone("europe/berlin") == "Europe/Berlin"
    assert dates.parse_zone("america/new york") == "America/New_York"
    assert dates.parse_zone("UTC") == "UTC"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Berlin", "did you mean Europe/Berlin?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("US/New_York", "did you mean America/New_York?"),
        ("PST", "use America/Los_Angeles"),
        ("../../etc/passwd", "a zone looks like"),
        ("Europe", "a zone looks like"),
        ("", "a zone looks like"),
        ("localtime", "a zone looks like"),
    ],
)
def test_zones_that_are_none(typed: str, hint: str) -> None:
    with pytest.raises(BadValue) as refused:
        dates.parse_zone(typed)
    assert str(refused.value).startswith(f"no time zone '{typed}'; ")
    assert hint in str(refused.value)


def test_words() -> None:
    assert dates.day_words(date(2026, 12, 4)) == "Fri 4 Dec"
    assert dates.day_words(datetime(2026, 8, 31, 23, 59)) == "Mon 31 Aug"
    assert [dates.age_words(days) for days in (-1, 0, 1, 3, 45)] == ["< 1 d", "< 1 d", "1 d", "3 d", "45 d"]
    assert dates.age_words(timedelta(days=3, hours=23)) == "3 d"
    assert dates.age_words(timedelta(hours=5, minutes=59)) == "5 h"
    assert dates.age_words(timedelta(minutes=12)) == "12 min"
    assert dates.age_words(timedelta(seconds=59)) == "< 1 min"
    assert dates.age_words(timedelta(seconds=-5)) == "< 1 min"


def test_clock_words() -> None:
    assert [dates.clock_words(seconds) for seconds in (0, 2470, 3600, 5400, 362.9, -80, -0.4, -61.2)] == [
        "0:00",
        "41:10",
        "60:00",
        "90:00",
        "6:02",
        "-1:20",
        "0:00",
        "-1:01",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 1), "Tuesday"),
        (date(2026, 11, 26), "Thursday"),
        (date(2026, 11, 25), "25 Nov"),
        (WED, "today"),
        (date(2026, 12, 3), "3 Dec"),
    ],
)
def test_what_is_counted_from_a_day_near_by_says_its_weekday(day: date, words: str) -> None:
    assert dates.since_words(day, WED) == words
