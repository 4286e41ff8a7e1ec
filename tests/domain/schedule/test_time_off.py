"""What of a stretch of time was off, against walking through it day by day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.parsing.dates import age_words
from cadence.domain.schedule.calendar import IterationEpoch, Rhythm, working_day
from cadence.domain.schedule.time_off import TimeOff

ZONE = ZoneInfo("America/New_York")
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
RHYTHM = Rhythm(
    "America/New_York",
    (IterationEpoch(date(2026, 1, 5)), IterationEpoch(date(2026, 6, 7), 2, SUNDAY_TO_THURSDAY)),
    holidays={date(2026, 4, 3): "Good Friday", date(2026, 7, 4): "on a day off", date(2026, 11, 26): "Thanksgiving"},
)
INSTANTS = st.datetimes(datetime(2025, 10, 1), datetime(2027, 1, 1), timezones=st.just(ZONE))


def walked_through(since: datetime, until: datetime) -> timedelta:
    off, at = timedelta(), since
    while at < until:
        ends = min(until, datetime.combine(at.date() + timedelta(days=1), time(), ZONE))
        off += timedelta() if working_day(RHYTHM, at.date()) else ends - at
        at = ends
    return off


@given(INSTANTS, INSTANTS)
def test_it_is_what_walking_through_the_days_comes_to(one: datetime, other: datetime) -> None:
    since, until = sorted((one, other))
    assert TimeOff(RHYTHM).between(since, until) == walked_through(since, until)


def test_a_card_of_friday_is_one_day_old_on_monday() -> None:
    friday, monday = (datetime(2026, 3, day, 10, tzinfo=ZONE) for day in (6, 9))
    assert age_words(TimeOff(RHYTHM).worked(friday, monday)) == "1 d"
    assert age_words(TimeOff(RHYTHM).worked(friday, friday - timedelta(hours=1))) == "< 1 min"


def test_over_thanksgiving_a_week_has_four_days() -> None:
    begins = datetime(2026, 11, 22, 9, tzinfo=ZONE)  # a Sunday, which this team works on
    assert age_words(TimeOff(RHYTHM).worked(begins, begins + timedelta(days=7))) == "4 d"
