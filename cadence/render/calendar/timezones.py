"""VTIMEZONE components from the zone data Python itself reads (RFC 5545 3.6.5).

Every calendar program reads yearly rules; Outlook reads nothing else ([MS-STANOICAL] 2.2.44 ff.: TZID, DTSTART, RRULE
and the offsets). So the changes that :mod:`zoneinfo` predicts are turned back into "the second Sunday in March", and
only a zone that follows no such rule (Morocco and Gaza, which follow the moon) gets its changes one by one as RDATE.

The greater offset is called DAYLIGHT whatever the zone's law says: Dublin's winter is no negative daylight time here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime, vRecur, vText, vUTCOffset

from cadence.errors import BadValue

PRESENT = 2026
"""The first year that has to be right unless the caller says otherwise."""
_RULE_YEARS = 29
"""A rule has to hold this long: longer than the 28 years after which the calendar repeats."""
_OLD_YEAR = 1970
_SEARCH_DAYS = 10
"""No zone changes back within this time (Ramadan's break is the shortest: about 30 days)."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
"""No zone has changed at a fraction of one since 1972."""


@dataclass(frozen=True, slots=True)
class OffsetChange:
    """One change of the offset; ``wall`` is naive, on the clock before the change."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """The days of a year on which a change falls: weekday ``day`` (Monday 0) of ``month``, on one of ``days``."""

    month: int
    day: int
    days: range

    @property
    def parts(self) -> dict[str, object]:
        """The RRULE's parts; "nth" and "last" where that is the same thing (Outlook knows only those)."""
        name = _DAYS[self.day]
        longest = 29 if self.month == 2 else calendar.monthrange(2001, self.month)[1]
        parts: dict[str, object] = {"FREQ": "YEARLY", "BYMONTH": self.month}
        if self.month != 2 and self.days.stop - 1 == longest:
            return parts | {"BYDAY": f"-1{name}"}
        if self.days.start % 7 == 1:
            return parts | {"BYDAY": f"{self.days.start // 7 + 1}{name}"}
        return parts | {"BYDAY": name, "BYMONTHDAY": list(self.days)}

    def on(self, year: int) -> date:
        """Its day in ``year``."""
        return next(d for d in (date(year, self.month, n) for n in self.days) if d.weekday() == self.day)


def _new_year(year: int) -> datetime:
    """Its first moment, naive."""
    return datetime.combine(date(year, 1, 1), time())


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    """The offset in force at ``moment``, which is naive UTC."""
    found = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert found is not None, "every zone has an offset"
    return found


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[OffsetChange]:
    """Every change of the offset in these years (of UTC), found by halving."""
    moment, end = _new_year(first_year), _new_year(last_year + 1)
    before = _offset(zone, moment)
    while moment < end:
        later = min(moment + timedelta(days=_SEARCH_DAYS), end)
        after = _offset(zone, later)
        if before != after:
            low, high = moment, later
            while high - low > _MINUTE:
                middle = low + (high - low) // _MINUTE // 2 * _MINUTE
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            name = high.replace(tzinfo=UTC).astimezone(zone).tzname() or ""
            yield OffsetChange(high + before, before, after, name)
        moment, before = later, after


def _rule_of(changes: Sequence[OffsetChange]) -> tuple[YearlyRule, timedelta] | None:
    """The rule that these changes (one a year) follow and the wall time as time since midnight; ``None`` for none.

    A change at midnight that is no nth weekday is written as one second before ("Thursday, 23:59:59", as Windows writes
    Egypt's and Chile's), if that makes it one: the day before may be in another month.
    """
    for earlier in (timedelta(), _SECOND):
        walls = [change.wall - earlier for change in changes]
        times = {wall.time() for wall in walls}
        days = sorted({wall.day for wall in walls})
        if len(times) > 1 or len({(wall.month, wall.weekday()) for wall in walls}) > 1 or days[-1] - days[0] > 6:
            continue
        rule = YearlyRule(walls[0].month, walls[0].weekday(), range(days[0], days[-1] + 1))
        midnight = walls[0].replace(hour=0, minute=0, second=0)
        exact = "BYMONTHDAY" not in rule.parts or walls[0] != midnight
        if exact and len(rule.days) == 7:
            return rule, walls[0] - midnight
    return None


def _component(change: OffsetChange, start: datetime, *, daylight: bool) -> TimezoneStandard | TimezoneDaylight:
    """An observance that begins at wall time ``start``."""
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("DTSTART", vDatetime(start))
    part.add("TZOFFSETFROM", vUTCOffset(change.before))
    part.add("TZOFFSETTO", vUTCOffset(change.after))
    if change.name:
        part.add("TZNAME", vText(change.name))
    return part


def _ruled(changes: Sequence[OffsetChange], from_year: int) -> list[TimezoneStandard | TimezoneDaylight] | None:
    """The two observances of a zone that changes by the same two rules every year; ``None`` if it doesn't."""
    found = []
    for after in {change.after: None for change in changes}:
        one = [change for change in changes if change.after == after]
        rule = _rule_of(one)
        if rule is None or len(one) != _RULE_YEARS or len({change.before for change in one}) > 1:
            return None
        start = datetime.combine(rule[0].on(from_year), time()) + rule[1]
        part = _component(one[0], start, daylight=one[0].after > one[0].before)
        part.add("RRULE", vRecur(rule[0].parts))
        found.append(part)
    return found if len(found) == 2 else None


def _listed(changes: Iterable[OffsetChange], summer: timedelta | None) -> list[TimezoneStandard | TimezoneDaylight]:
    """One observance for each pair of offsets, its later changes as single RDATEs (several in one are misread).

    ``summer`` is the offset to be called DAYLIGHT.
    """
    found: dict[tuple[timedelta, timedelta], TimezoneStandard | TimezoneDaylight] = {}
    for change in changes:
        pair = (change.before, change.after)
        if pair in found:
            found[pair].add("RDATE", vDatetime(change.wall))
        else:
            found[pair] = _component(change, change.wall, daylight=change.after == summer)
    return list(found.values())


def _observances(zone: ZoneInfo, first_year: int, last_year: int) -> list[TimezoneStandard | TimezoneDaylight]:
    """What the VTIMEZONE holds so that it is right from ``first_year`` to ``last_year``, both included."""
    changes = list(_changes(zone, first_year, last_year + _RULE_YEARS + 1))
    opening = _offset(zone, _new_year(first_year))
    name = _new_year(first_year).replace(tzinfo=UTC).astimezone(zone).tzname() or ""
    summer = max((change.after for change in changes), default=None)
    always = OffsetChange(_new_year(_OLD_YEAR), opening, opening, name)
    for year in range(first_year, last_year + 1):
        later = [change for change in changes if year <= change.wall.year < year + _RULE_YEARS]
        earlier = [always] + [change for change in changes if change.wall.year < year]
        if not later:
            return _listed(earlier, None)
        ruled = _ruled(later, _OLD_YEAR if year == first_year else year)
        if ruled:
            return ruled if year == first_year else _listed(earlier, summer) + ruled
    within = [change for change in changes if change.wall.year <= last_year]
    return _listed([always, *within], summer)


@lru_cache(maxsize=64)
def _written(tzid: str, first_year: int, last_year: int) -> bytes:
    """The component's bytes, which may be shared."""
    try:
        zone = ZoneInfo(tzid)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadValue(f"unknown time zone {tzid!r}", "use a name such as Europe/Berlin") from None
    found = Timezone()
    found.add("TZID", vText(tzid))
    for part in _observances(zone, first_year, last_year):
        found.add_component(part)
    return bytes(found.to_ical())


def vtimezone(tzid: str, first_year: int = PRESENT, last_year: int = PRESENT + 10) -> Timezone:
    """The VTIMEZONE of the IANA zone ``tzid``, right from ``first_year`` to ``last_year``, both included.

    The same arguments give the same component; where the zone follows its rule all that time the years do not show.
    Changes are exact to the second, but for those that the rule tells as 23:59:59 instead of midnight.
    Raises :class:`BadValue` for a name that is no zone.
    """
    found = Timezone.from_ical(_written(tzid, first_year, last_year))
    assert isinstance(found, Timezone), "it was written as one"
    return found
