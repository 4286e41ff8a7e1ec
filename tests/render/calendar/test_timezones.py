"""Every zone's VTIMEZONE against the zone data, read by a small reader of our own."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Timezone

from cadence.errors import BadValue
from cadence.render.calendar.timezones import vtimezone

FIRST, LAST = 2026, 2036
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# Machines have "localtime" and the like there, which are no names of zones.
ZONES = sorted(zone for zone in available_timezones() if zone[0].isupper())


def offset(text: str) -> timedelta:
    minutes = int(text[1:3]) * 60 + int(text[3:5])
    return timedelta(minutes=minutes if text[0] == "+" else -minutes, seconds=int(text[5:] or 0))


def yearly(rule: str, start: datetime) -> list[datetime]:
    """Expand the few forms of RRULE that an observance may have."""
    parts = dict(part.split("=") for part in rule.split(";"))
    assert parts.pop("FREQ") == "YEARLY"
    month, by_day = int(parts.pop("BYMONTH")), parts.pop("BYDAY")
    month_days = [int(day) for day in parts.pop("BYMONTHDAY", "").split(",") if day]
    assert not parts
    found = []
    for year in range(start.year, LAST + 2):
        days = [start.replace(year=year, month=month, day=n + 1) for n in range(calendar.monthrange(year, month)[1])]
        days = [day for day in days if DAYS[day.weekday()] == by_day[-2:]]
        if month_days:
            (day,) = (day for day in days if day.day in month_days)
        else:
            nth = int(by_day[:-2])
            day = days[nth] if nth < 0 else days[nth - 1]
        found.append(day)
    return found


def onsets(zone: Timezone) -> list[tuple[datetime, timedelta]]:
    """When which offset begins: naive UTC and the offset, in order."""
    found = []
    for part in zone.subcomponents:
        lines = [line.split(":", 1) for line in part.to_ical().decode().splitlines()]
        start = datetime.fromisoformat(dict(lines)["DTSTART"])
        walls = [start] + [datetime.fromisoformat(value) for name, value in lines if name == "RDATE"]
        if "RRULE" in dict(lines):
            walls = yearly(dict(lines)["RRULE"], start)
            assert walls[0] == start, "DTSTART is an instance of the RRULE"
        before, after = offset(dict(lines)["TZOFFSETFROM"]), offset(dict(lines)["TZOFFSETTO"])
        found += [(wall - before, after) for wall in walls]
    return sorted(found)


@pytest.mark.parametrize("letter", sorted({zone[:2] for zone in ZONES}))
def test_every_zone_agrees_with_the_zone_data(letter: str) -> None:
    for name in (zone for zone in ZONES if zone.startswith(letter)):
        zone = ZoneInfo(name)
        begins = onsets(vtimezone(name, FIRST, LAST))
        moments = [moment for moment, _ in begins]
        asked = datetime(FIRST, 1, 1)
        near = [m + d for m in moments if m.year >= FIRST for d in (timedelta(seconds=-2), timedelta(), timedelta(1))]
        while asked.year <= LAST:
            near.append(asked)
            asked += timedelta(hours=131, minutes=30)
        for moment in near:
            if FIRST <= moment.year <= LAST:
                said = begins[bisect_right(moments, moment + timedelta(seconds=1)) - 1][1]
                true = (moment + timedelta(seconds=1)).replace(tzinfo=UTC).astimezone(zone).utcoffset()
                assert said == true, (name, moment)


def body(name: str, first: int = FIRST, last: int = LAST) -> str:
    return str(vtimezone(name, first, last).to_ical(), "utf-8")


def test_new_york() -> None:
    assert body("America/New_York").splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700308T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701101T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_dublins_summer_is_its_daylight_time() -> None:
    assert "BEGIN:DAYLIGHT\r\nDTSTART:19700329T010000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in body(
        "Europe/Dublin"
    )


def test_half_an_hour() -> None:
    assert "TZOFFSETFROM:+1030\r\nTZOFFSETTO:+1100\r\nEND:DAYLIGHT" in body("Australia/Lord_Howe")


def test_midnight_as_windows_tells_it() -> None:
    assert "DTSTART:19701029T235959\r\nRRULE:FREQ=YEARLY;BYDAY=-1TH;BYMONTH=10" in body("Africa/Cairo")


def test_a_zone_without_changes_is_one_standard() -> None:
    assert body("Asia/Kolkata").count("BEGIN:") == 2
    assert "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n" in body("Asia/Kolkata")


def test_a_zone_without_a_rule_has_single_dates() -> None:
    for name in ("Africa/Casablanca", "Asia/Gaza"):
        lines = body(name).splitlines()
        dates = [line for line in lines if line.startswith("RDATE")]
        assert dates
        assert not any("," in line for line in dates)
        assert not any(line.startswith("RRULE") for line in lines)


def test_where_a_rule_holds_the_years_do_not_show() -> None:
    for name in ("Europe/Berlin", "Australia/Sydney", "UTC", "America/Nuuk"):
        assert len({body(name, first, last) for first, last in ((2026, 2027), (2026, 2040), (2030, 2031))}) == 1


def test_past_rules_are_told_for_past_years() -> None:
    """Mexico gave up daylight saving time in October 2022."""
    begins = onsets(vtimezone("America/Mexico_City", 2021, 2026))
    zone = ZoneInfo("America/Mexico_City")
    for month in range(1, 73):
        moment = datetime(2021 + (month - 1) // 12, (month - 1) % 12 + 1, 15)
        said = begins[bisect_right([start for start, _ in begins], moment) - 1][1]
        assert said == moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/\nBerlin", "Europe"])
def test_no_zone(name: str) -> None:
    with pytest.raises(BadValue):
        vtimezone(name)
