"""A meeting on a member's own clock, and the weeks in which it is at an unusual hour there (rule 5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.parsing.dates import day_words
from cadence.domain.schedule.calendar import ONE_DAY

SEASON = timedelta(weeks=8)
"""A difference of clocks that lasts this long is the new usual; a shorter one is out of step."""


class ClockShift(NamedTuple):
    """Days, both included, on which the team's meetings are ``minutes`` later (negative: earlier) on a member's clock.

    Later than usual, when the two zones change their clocks on different dates; or, with ``lasting``, later than
    before, in the first week of a difference that stays for months.
    """

    first: date
    last: date
    minutes: int
    lasting: bool = False

    def words(self) -> str:
        """The shift in words: ``one hour earlier than usual``."""
        most = {60: "one hour", 120: "two hours"}.get(abs(self.minutes), f"{abs(self.minutes)} minutes")
        than = "before" if self.lasting else "usual"
        return f"{most} {'later' if self.minutes > 0 else 'earlier'} than {than}"


def _difference(team: ZoneInfo, member: ZoneInfo, day: date) -> int:
    """The minutes by which the member's clock is ahead of the team's at the team's noon."""
    noon = datetime.combine(day, time(12), tzinfo=team).astimezone(UTC)
    ahead, base = noon.astimezone(member).utcoffset(), noon.astimezone(team).utcoffset()
    assert ahead is not None
    assert base is not None
    return round((ahead - base).total_seconds() / 60)


@lru_cache(maxsize=256)
def clock_shifts(team_zone: str, zone: str, first: date, last: date) -> tuple[ClockShift, ...]:
    """The days from ``first`` to ``last`` on which a member in ``zone`` finds the meetings at an unusual time (rule 5).

    Both zones are IANA names. Both clocks are watched well beyond the window, to know what is usual.
    """
    team, member = ZoneInfo(team_zone), ZoneInfo(zone)
    runs: list[tuple[date, date, int]] = []
    day = first - 3 * SEASON
    while day <= last + 3 * SEASON:
        ahead = _difference(team, member, day)
        if runs and runs[-1][2] == ahead:
            runs[-1] = (runs[-1][0], day, ahead)
        else:
            runs.append((day, day, ahead))
        day += ONE_DAY
    found = []
    usual = next((ahead for start, end, ahead in runs if end - start >= SEASON), runs[0][2])
    for start, end, ahead in runs:
        lasting = end - start >= SEASON
        if ahead != usual:
            end = start + timedelta(days=6) if lasting else end
            if start <= last and end >= first:
                found.append(ClockShift(max(start, first), min(end, last), ahead - usual, lasting))
        if lasting:
            usual = ahead
    return tuple(found)


def own_time(at: datetime, team_zone: str, zone: str) -> str:
    """``15:00 for you, one hour earlier than usual``: an instant in the team's zone, for somebody in ``zone``.

    Empty where both clocks show the same; with the day where it is another one there.
    """
    team, own = at.astimezone(ZoneInfo(team_zone)), at.astimezone(ZoneInfo(zone))
    first = team.date().replace(day=1)
    shifts = clock_shifts(team_zone, zone, first, first + 31 * ONE_DAY)
    shift = next((one.words() for one in shifts if one.first <= team.date() <= one.last), "")
    if own.replace(tzinfo=None) == team.replace(tzinfo=None) and not shift:
        return ""
    day = "" if own.date() == team.date() else f"{day_words(own.date())} "
    return f"{day}{own:%H:%M} for you" + (f", {shift}" if shift else "")
