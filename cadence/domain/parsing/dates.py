"""Dates, times and zones as people type them, and as every screen and note shows them.

Nothing here asks the clock: ``today`` is passed in, in the team's zone. Words are English and don't follow the locale.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from cadence.errors import BadValue

YEARS = (1970, 2199)
"""First and last year that is taken for a date; beyond them, zones and calendars stop making sense."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_TIMED = re.compile(r"([0-9])[Tt]([0-9])")
"""Between a date and a time, as ISO 8601 has them."""
_IN_MONTH = re.compile(r"([0-9]{1,2})[ .-]*([a-z]{3,9})|([a-z]{3,9})[ .-]*([0-9]{1,2})")
_DATE_FORM = "write it as 2026-12-11, fri, tomorrow or +3d"
# What people type for zones, and is no name in the tz database.
_ABBREVIATIONS = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "MDT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EDT": "America/New_York",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "EEST": "Europe/Helsinki",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
}


SPAN = 366
"""Days that a span has at most."""


def parse_date(text: str, today: date) -> date:
    """A date: ``2026-12-11``, ``3 dec``, ``today``, ``yesterday``, ``tomorrow``, ``fri``, ``+3d``, ``+2w``.

    A weekday, with or without ``next``, and a day of a month are the next to come after today.
    Raises :class:`BadValue` if it is none, or outside :data:`YEARS`.
    """
    word = text.strip().casefold()
    try:
        found = _date(word, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise BadValue(f"{_quoted(text)} is not a date", _DATE_FORM)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise BadValue(f"{_quoted(text)} is too far away", f"use a date between {YEARS[0]} and {YEARS[1]}")
    return found


def parse_span(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of ``2026-12-28..2026-12-30``, each as :func:`parse_date` reads it; one day is both.

    Raises :class:`BadValue`, also for a span that runs backwards or over more than :data:`SPAN` days.
    """
    before, dots, after = text.partition("..")
    first = parse_date(before, today)
    last = parse_date(after, today) if dots else first
    if not 0 <= (last - first).days < SPAN:
        wrong = "ends before it begins" if last < first else f"is longer than {SPAN} days"
        raise BadValue(f"{_quoted(text)} {wrong}", "write it as 2026-12-28..2026-12-30")
    return first, last


def leading_span(text: str, today: date) -> tuple[date, date, str]:
    """The days in front of ``24 dec..26 dec Team days``, and the words behind them; raises :class:`BadValue`."""
    words = text.split()
    for count in range(min(len(words), 3), 1, -1):
        try:
            return *parse_span(" ".join(words[:count]), today), " ".join(words[count:])
        except BadValue:
            continue
    return *parse_span("".join(words[:1]), today), " ".join(words[1:])


def parse_when(text: str, today: date) -> datetime:
    """A wall-clock time in the team's zone, hence naive: ``2026-12-03 11:00``, also with a ``T``, or ``thu 15:00``.

    Raises :class:`BadValue`; offsets and zones are refused rather than ignored.
    """
    day, _, clock = _TIMED.sub(r"\1 \2", text.strip()).rpartition(" ")
    moment = _clock(clock)
    try:
        found = parse_date(day, today) if moment is not None else None
    except BadValue:
        found = None
    if moment is None or found is None:
        raise BadValue(
            f"{_quoted(text)} is not a date and a time", "write it as 2026-12-03 11:00 or thu 15:00, in the team's zone"
        )
    return datetime.combine(found, moment)


def parse_time(text: str) -> time:
    """A time of day: ``10:00``, ``9:30``; raises :class:`BadValue`."""
    found = _clock(text.strip())
    if found is None:
        raise BadValue(f"{_quoted(text)} is not a time", "write it as 10:00 or 14:30")
    return found


def parse_hours(text: str) -> tuple[time, time]:
    """Working hours: ``07:00-15:30``, ``22-6`` (an end that is not after the start lies on the next day).

    Raises :class:`BadValue`.
    """
    first, hyphen, last = text.strip().replace("–", "-").partition("-")
    start, end = (_clock(part.strip() if ":" in part else f"{part.strip()}:00") for part in (first, last))
    if not hyphen or start is None or end is None or start == end:
        raise BadValue(f"{_quoted(text)} are not working hours", "write them as 09:00-18:00")
    return start, end


def parse_days(text: str) -> frozenset[int]:
    """Days of the week, 0 for Monday to 6 for Sunday: ``mon,tue``, also ``sun-thu``; raises :class:`BadValue`."""
    days: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip().casefold()):
        first, hyphen, last = (end.strip() for end in part.partition("-"))
        start, end = _weekday(first), _weekday(last) if hyphen else _weekday(first)
        if start is None or end is None:
            raise BadValue(f"{_quoted(part or text)} is not a day of the week", "write them as mon,tue,wed,thu,fri")
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return frozenset(days)


def day_names(days: frozenset[int]) -> list[str]:
    """Days of the week as ``mon`` ... ``sun``, from Monday on."""
    return [_WEEKDAYS[day][:3] for day in sorted(days)]


def parse_zone(name: str) -> str:
    """The name of a time zone as the tz database spells it, typed in any case; raises :class:`BadValue`.

    Reads the list of zones on this machine (:mod:`zoneinfo`, or the ``tzdata`` package).
    """
    typed = name.strip().replace(" ", "_")
    known = _zones()
    if typed in known:
        return typed
    for zone in known:
        if zone.casefold() == typed.casefold():
            return zone
    raise BadValue(f"no time zone {_quoted(name)}", _zone_hint(typed, known))


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """The zones on this machine, looked up once: that takes longer than anything else that is done to a person."""
    import zoneinfo

    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def zones() -> tuple[str, ...]:
    """The names of all time zones, those of places first."""
    return tuple(sorted(_zones(), key=lambda name: ("/" not in name or name.startswith("Etc/"), name)))


def day_words(day: date) -> str:
    """A day as every screen writes it: ``Fri 4 Dec``."""
    return f"{_WEEKDAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1]}"


def span_words(first: date, last: date) -> str:
    """A day, or several in a row: ``Fri 4 Dec``, ``Wed 2 – Fri 4 Dec``."""
    if first == last:
        return day_words(first)
    begins = day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        begins = begins.rpartition(" ")[0]
    return f"{begins} – {day_words(last)}"


def due_words(due: date, today: date) -> str:
    """When something is due, as a sentence goes on: ``2 d late``, ``due today``, ``due Fri 4 Dec``."""
    late = (today - due).days
    return f"{late} d late" if late > 0 else f"due {'today' if late == 0 else day_words(due)}"


def since_words(day: date, today: date) -> str:
    """The day that something is counted from: ``Tuesday``, or further back than a week ``24 Nov``."""
    if 0 < (today - day).days < 7:
        return _WEEKDAYS[day.weekday()].title()
    return "today" if day == today else f"{day.day} {_MONTHS[day.month - 1]}"


def age_words(age: timedelta | int) -> str:
    """How long something has lasted, in whole days (an ``int`` is days), below that hours or minutes: ``3 d``.

    Negative ages (clocks that disagree) count as none.
    """
    if isinstance(age, int):
        return f"{age} d" if age > 0 else "< 1 d"
    if age.days > 0:
        return f"{age.days} d"
    minutes = int(max(age, timedelta()).total_seconds()) // 60
    if minutes >= 60:
        return f"{minutes // 60} h"
    return f"{minutes} min" if minutes else "< 1 min"


def clock_words(seconds: float) -> str:
    """A running time in minutes and seconds: ``41:10``, ``90:00``; below zero with a minus (time over)."""
    whole = int(seconds)
    minutes, rest = divmod(abs(whole), 60)
    return f"{'-' if whole < 0 else ''}{minutes}:{rest:02}"


def _date(word: str, today: date) -> date | None:
    """The date a folded word means; may raise :class:`ValueError` or :class:`OverflowError`."""
    if word in _NAMED:
        return today + timedelta(days=_NAMED[word])
    if (weekday := _weekday(word.removeprefix("next "))) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if later := re.fullmatch(r"\+([0-9]{1,5})([dw]?)", word):
        return today + timedelta(days=int(later[1]) * (7 if later[2] == "w" else 1))
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", word):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (named := _IN_MONTH.fullmatch(word)) and (month := _month(named[2] or named[3])):
        return _coming(month, int(named[1] or named[4]), today)
    return None


def _month(word: str) -> int | None:
    return next((number for number, name in enumerate(_MONTH_NAMES, 1) if name.startswith(word)), None)


def _coming(month: int, day: int, today: date) -> date:
    """That day of the month, the next to come after today; raises :class:`ValueError` for a day no month has."""
    for year in range(today.year, today.year + 8):  # 29 February comes within eight years
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found > today:
            return found
    raise ValueError(day)


def _weekday(word: str) -> int | None:
    """The day a folded word of at least three letters begins, 0 for Monday."""
    if len(word) < 3:
        return None
    return next((number for number, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)


def _clock(word: str) -> time | None:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::00)?", word)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _zone_hint(typed: str, known: frozenset[str]) -> str:
    """The zones somebody may have meant: by abbreviation, by city, else the nearest spelling."""
    import difflib

    if typed.upper() in _ABBREVIATIONS:
        return f"use {_ABBREVIATIONS[typed.upper()]}"
    by_fold = {zone.casefold(): zone for zone in sorted(known)}
    cities: dict[str, str] = {}
    for fold, zone in by_fold.items():
        if "/" in fold:
            cities.setdefault(fold.rpartition("/")[2], zone)
    near = difflib.get_close_matches(typed.casefold(), by_fold, n=1, cutoff=0.75)
    if near:
        return f"did you mean {by_fold[near[0]]}?"
    city = typed.casefold().rpartition("/")[2]
    near = difflib.get_close_matches(city, cities, n=1, cutoff=0.75)
    return f"did you mean {cities[near[0]]}?" if near else "a zone looks like Europe/Berlin or America/New_York"


def _quoted(text: str) -> str:
    from cadence.domain.parsing.text import clip, shown

    return f"'{clip(shown(text), 40)}'"


def ordinal(number: int) -> str:
    """``third``; from the sixth on ``6th``."""
    return ("first", "second", "third", "fourth", "fifth")[number - 1] if 1 <= number <= 5 else f"{number}th"
