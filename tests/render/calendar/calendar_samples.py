"""Calendars to render, and an independent reader of what was rendered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays as public
import icalendar
import recurring_ical_events
from hypothesis import strategies as st

from cadence.domain.kinds import KINDS
from cadence.domain.recurring.series import Recorded, Wanted, calendar_series, horizon
from cadence.domain.schedule.rhythm import IterationEpoch, Override, Planned, Rhythm, SlotChange, meetings
from cadence.domain.views.calendar import CalendarView, Guest, Series
from cadence.render.calendar.invites import render

FOUNDED = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 12, 7)
MONDAY_TO_FRIDAY = frozenset(range(5))
LEAD = Guest("Lee Lead", "lee@example.org")


@cache
def real_holidays(country: str, subdivision: str | None = None) -> dict[date, str]:
    """Public holidays as the program itself would know them."""
    return dict(public.country_holidays(country, subdiv=subdivision, years=range(2026, 2030)).items())


def _shape(
    zone: str, country: str, subdivision: str | None, start: date, weeks: int = 1, *, hand_over: bool = False
) -> Rhythm:
    work = frozenset({6, 0, 1, 2, 3}) if country == "AE" else MONDAY_TO_FRIDAY
    epoch = IterationEpoch(start, weeks, work, hand_over)
    return Rhythm(zone, (epoch,), holidays=real_holidays(country, subdivision))


SHAPES = {
    "Monday weekly US": _shape("America/New_York", "US", None, date(2026, 11, 30)),
    "Monday fortnightly US": _shape("America/New_York", "US", None, date(2026, 11, 30), 2),
    "Tuesday weekly Germany": _shape("Europe/Berlin", "DE", "BY", date(2026, 12, 1)),
    "Tuesday hand-over Germany": _shape("Europe/Berlin", "DE", "BY", date(2026, 12, 1), hand_over=True),
    "Wednesday fortnightly Sydney": _shape("Australia/Sydney", "AU", "NSW", date(2026, 12, 2), 2),
    "Thursday three-weekly Kolkata": _shape("Asia/Kolkata", "IN", None, date(2026, 12, 3), 3),
    "Friday weekly UTC": _shape("UTC", "US", None, date(2026, 12, 4)),
    "Sunday to Thursday Dubai": _shape("Asia/Dubai", "AE", None, date(2026, 11, 29)),
}


@dataclass
class Team:
    """A team's calendar through time: what it knows, and what was recorded."""

    rhythm: Rhythm
    today: date = TODAY
    overrides: tuple[Override, ...] = ()
    log: tuple[Recorded, ...] = ()

    def say(self, word: Override, at: datetime) -> None:
        """Record a word about one meeting."""
        name = (word.kind, word.nominal)
        before = next((o for o in self.overrides if (o.kind, o.nominal) == name), None)
        self.overrides = (*(o for o in self.overrides if (o.kind, o.nominal) != name), word)
        self.log = (*self.log, Recorded(at, before=before, after=word))

    def series(self, wanted: Wanted | None = None) -> list[Series]:
        """Its series, dressed."""
        wanted = replace(wanted or Wanted("t1", FOUNDED), log=self.log)
        return calendar_series(self.rhythm, self.today, wanted, self.overrides)

    def feed(self, wanted: Wanted | None = None) -> bytes:
        """Its calendar as a feed."""
        return render(view(self.series(wanted)))

    def expected(self) -> set[tuple[datetime, datetime]]:
        """Start and end of every meeting to be held up to the horizon, in UTC."""
        return {_times(m) for m in self.held()}

    def held(self) -> list[Planned]:
        """The meetings to be held that are named by a date up to the horizon."""
        first, last = self.rhythm.epochs[0].start, horizon(self.rhythm, self.today)
        found = meetings(self.rhythm, first, last, self.overrides)
        return [m for m in found if m.held and first <= m.nominal <= last]


def _times(meeting: Planned) -> tuple[datetime, datetime]:
    return meeting.starts.astimezone(UTC), meeting.ends.astimezone(UTC)


def view(series: Iterable[Series], method: str = "PUBLISH") -> CalendarView:
    """A view of some series."""
    series = tuple(series)
    stamp = max((one.stamp for one in series if one.stamp), default=FOUNDED)
    organizer = None if method == "PUBLISH" else LEAD
    return CalendarView("SRE", "The rhythm", series, method, organizer=organizer, stamp=stamp)


def read(ical: bytes) -> set[tuple[datetime, datetime]]:
    """Start and end of every occurrence that is not cancelled, in UTC, as recurring-ical-events reads the file."""
    return {(start, end) for _, start, end in read_by_uid(ical)}


def read_by_uid(ical: bytes) -> list[tuple[str, datetime, datetime]]:
    """The same with the UID, as a list, so that doubles show."""
    calendar = icalendar.Calendar.from_ical(ical)
    events = recurring_ical_events.of(calendar).between(date(2025, 1, 1), date(2033, 1, 1))
    return sorted(
        (str(event["UID"]), event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in events
        if event.get("STATUS") != "CANCELLED"
    )


EPOCHS = st.builds(
    IterationEpoch,
    start=st.dates(date(2026, 10, 1), date(2026, 12, 15)),
    weeks=st.integers(1, 4),
    working_days=st.sampled_from(
        [frozenset(days) for days in ((0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (0, 1, 2, 3), (1, 3, 5), (2,), range(7))]
    ),
    hand_over=st.booleans(),
)
CHANGES = st.builds(
    SlotChange,
    kind=st.sampled_from([kind.key for kind in KINDS]),
    since=st.dates(date(2026, 10, 1), date(2027, 8, 1)),
    day=st.sampled_from([None, 1, 2, -1, -2]),
    at=st.sampled_from([None, FOUNDED.time(), FOUNDED.replace(hour=13, minute=15).time()]),
    minutes=st.sampled_from([None, 20, 45]),
)
DAYS_OFF = st.one_of(
    st.sampled_from([("US", None), ("DE", "BY"), ("AU", "NSW"), ("IN", None)]).map(lambda where: real_holidays(*where)),
    st.dictionaries(st.dates(date(2026, 10, 1), date(2027, 3, 1)), st.just("own"), max_size=50),
)


@st.composite
def teams(draw: st.DrawFn) -> Team:
    """Any schedule, with changes of shape and slots, days off, and words about single meetings."""
    epochs = [draw(EPOCHS)]
    for _ in range(draw(st.integers(0, 2))):
        later = epochs[-1].start + timedelta(days=draw(st.integers(1, 150)))
        epochs.append(replace(draw(EPOCHS), start=later))
    rhythm = Rhythm(
        draw(st.sampled_from(["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])),
        tuple(epochs),
        tuple(draw(st.lists(CHANGES, max_size=4))),
        draw(DAYS_OFF),
        draw(st.booleans()),
    )
    team = Team(rhythm)
    known = meetings(rhythm, epochs[0].start, epochs[-1].start + timedelta(days=120))
    for meeting in draw(st.lists(st.sampled_from(known), max_size=6)) if known else []:
        moved = meeting.wall_start + timedelta(minutes=15 * draw(st.integers(-500, 500)))
        word = Override(
            meeting.kind,
            meeting.nominal,
            moved_to=draw(st.sampled_from([None, moved])),
            minutes=draw(st.sampled_from([None, 10, 50])),
            status=draw(st.sampled_from(["scheduled", "scheduled", "skipped", "cancelled"])),
            reason="because",
        )
        team.say(word, FOUNDED + timedelta(hours=len(team.log)))
    return team
