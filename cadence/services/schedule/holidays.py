"""Days off: a country's public holidays, from the ``holidays`` library into rows, and the team's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.parsing import text
from cadence.domain.team.roles import Right
from cadence.errors import BadValue, NotFound, Refused
from cadence.services.access.permissions import require
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.viewer import Viewer
from cadence.store.write import Write

if TYPE_CHECKING:
    from cadence.store.tables.schedule import Holiday

YEARS = (-1, 3)
"""The years kept as rows, counted from the present one: for last year's notes, and for calendars well ahead."""


class DayOff(NamedTuple):
    """A day off: public, or the team's ``own``."""

    day: date
    name: str
    own: bool


class Country(NamedTuple):
    """A country and subdivision, by the library's codes, and their public holidays (observed days included)."""

    code: str
    subdivision: str | None
    days: dict[date, str]


def public_days(country: str, subdivision: str | None, year: int) -> Country:
    """The public holidays around ``year``; raises :class:`BadValue` for an unknown country or subdivision."""
    import holidays

    code = country.strip().upper()
    part = (subdivision or "").strip().upper() or None
    years = range(year + YEARS[0], year + YEARS[1] + 1)
    if not hasattr(holidays, code) or code not in holidays.list_supported_countries():
        raise BadValue(f"no holidays are known for the country {country!r}", _near(country))
    try:
        found = holidays.country_holidays(code, subdiv=part, years=years, observed=True)
    except NotImplementedError:
        known = ", ".join(holidays.list_supported_countries().get(code, [])) or "none"
        remedy = f"known are {text.clip(known, 120)}"
        raise BadValue(f"{code} has no subdivision {subdivision!r} with holidays of its own", remedy) from None
    return Country(found.country or code, part, {day: text.line(name) for day, name in sorted(found.items())})


def _near(country: str) -> str:
    """What may have been meant by a country that is not known."""
    import difflib
    from pathlib import Path

    import holidays.countries

    names = sorted(path.stem.replace("_", " ") for path in Path(holidays.countries.__path__[0]).glob("[a-z]*.py"))
    near = difflib.get_close_matches(country.strip().lower(), names, n=1, cutoff=0.7)
    hint = f" (for {near[0].title()} too)" if near else ""
    return f"give the two letters of ISO 3166, such as US, DE or GB{hint}"


def rows_of(team_id: int, days: dict[date, str]) -> list[Holiday]:
    """Rows for public holidays."""
    from cadence.store.tables.schedule import Holiday

    return [Holiday(team_id=team_id, day=day, own=False, name=name) for day, name in days.items()]


def replace_public(w: Write, today: date, days: dict[date, str]) -> None:
    """Put other public holidays in the place of those to come; what happened, and today, stays."""
    from cadence.store.tables.schedule import Holiday

    for row in queries.schedule.holidays(w.connection, w.viewer.team_id):
        if not row.own and row.day > today:
            w.remove(w.get(Holiday, (w.viewer.team_id, row.day, False), "holiday"))
    for holiday in rows_of(w.viewer.team_id, days):
        if holiday.day > today:
            w.add(holiday)


def keep_ahead(w: Write, today: date) -> None:
    """Fetch the public holidays of the years to come, once the rows no longer reach two years ahead."""
    team = queries.team.row(w.connection, w.viewer.team_id)
    public = [row.day for row in queries.schedule.holidays(w.connection, w.viewer.team_id) if not row.own]
    if not team.country or (public and max(public).year >= today.year + 2):
        return
    known = set(public)
    found = public_days(team.country, team.subdivision, today.year).days
    ahead = {day: name for day, name in found.items() if day not in known and day > today}
    for holiday in rows_of(w.viewer.team_id, ahead):
        w.add(holiday)
    w.log("holiday.fetch", data={"year": today.year + YEARS[1]}, undoable=False)


def holiday_list(store: Store, viewer: Viewer) -> list[DayOff]:
    """All days off, public and own, by date."""
    with store.read() as connection:
        return [DayOff(row.day, row.name, row.own) for row in queries.schedule.holidays(connection, viewer.team_id)]


def add_holidays(store: Store, viewer: Viewer, first: date, last: date, name: str) -> list[DayOff]:
    """Make the days from ``first`` to ``last`` days off of the team's own, or give them another name; one undo.

    One that has come is kept, and changes no meeting: neither what happened nor what is today.
    """
    from cadence.store.tables.schedule import Holiday

    require(viewer, Right.HOLIDAYS)
    words = text.line(name, "name")
    days = _days(first, last)
    with store.write(viewer) as w:
        today = _today(w)
        for day in days:
            found = w.find(Holiday, (viewer.team_id, day, True))
            if found is None:
                w.add(Holiday(team_id=viewer.team_id, day=day, own=True, name=words, entered=today))
            else:
                w.change(found, name=words)
        w.log("holiday.add", data={"day": first, "until": last, "name": words})
    return [DayOff(day, words, True) for day in days]


def remove_holidays(store: Store, viewer: Viewer, first: date, last: date) -> list[DayOff]:
    """Take back the team's own days off from ``first`` to ``last``; one undo.

    Raises :class:`NotFound`, and :class:`Refused` for one that has come and on which meetings yielded to it.
    """
    from cadence.store.tables.schedule import Holiday

    require(viewer, Right.HOLIDAYS)
    gone: list[DayOff] = []
    with store.write(viewer) as w:
        today = _today(w)
        for day in _days(first, last):
            found = w.find(Holiday, (viewer.team_id, day, True))
            if found is None:
                raise NotFound(f"{day} is not a holiday of the team's own", "cadence team holiday list shows them")
            if day <= today and (found.entered is None or found.entered < day):
                raise Refused(f"{day} has come, and what happened stays as it was", "meetings can be moved one by one")
            gone.append(DayOff(day, found.name, True))
            w.remove(found)
        w.log("holiday.remove", data={"day": first, "until": last, "name": gone[0].name})
    return gone


def _today(w: Write) -> date:
    return w.at.astimezone(ZoneInfo(w.viewer.timezone)).date()


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
