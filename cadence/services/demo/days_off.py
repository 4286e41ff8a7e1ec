"""The federal holidays of the United States by their rules: the sample team has no time to load a library for them."""

from __future__ import annotations

from datetime import date, timedelta

FIXED = {
    (1, 1): "New Year's Day",
    (6, 19): "Juneteenth National Independence Day",
    (7, 4): "Independence Day",
    (11, 11): "Veterans Day",
    (12, 25): "Christmas Day",
}
MOVING = {
    (1, 0, 3): "Martin Luther King Jr. Day",
    (2, 0, 3): "Washington's Birthday",
    (5, 0, -1): "Memorial Day",
    (9, 0, 1): "Labor Day",
    (10, 0, 2): "Columbus Day",
    (11, 3, 4): "Thanksgiving Day",
}
"""By month, day of the week (Monday is 0) and which one of the month; -1 is the last."""


def public(first: date, last: date) -> dict[date, str]:
    """The holidays between two days, both included, with the days on which those of a weekend are observed."""
    found: dict[date, str] = {}
    for year in range(first.year - 1, last.year + 2):
        for (month, day), name in FIXED.items():
            on = date(year, month, day)
            found[on] = name
            if on.weekday() > 4:
                found.setdefault(on + timedelta(days=-1 if on.weekday() == 5 else 1), f"{name} (observed)")
        for (month, weekday, nth), name in MOVING.items():
            found[_nth(year, month, weekday, nth)] = name
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    days = [date(year, month, day) for day in range(1, 29 if nth > 0 else 32) if nth > 0 or day <= 31]
    found = [day for day in days if day.weekday() == weekday]
    return found[nth - 1 if nth > 0 else nth]
