"""What must hold for every rhythm: any start, length, working week, holidays and zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays as public
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cadence.domain.kinds import BY_KEY, KINDS
from cadence.domain.kinds.base import OnHoliday
from cadence.domain.schedule.calendar import weekdays_between
from cadence.domain.schedule.rhythm import (
    IterationEpoch,
    Override,
    Planned,
    Rhythm,
    SlotChange,
    iterations,
    meetings,
    slot,
    with_epoch,
    working_day,
)

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
WORKING_WEEKS = [frozenset(days) for days in ((0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (0, 1, 2, 3), (1, 3, 5), (2,))]
ZONES = ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "UTC", "Asia/Dubai"]
EDGES = {kind.key for kind in KINDS if kind.place.edge}
REAL = [("US", None), ("DE", "BY"), ("AU", "NSW"), ("IN", None), ("AE", None)]

# A loaded machine is no failure; the suite as a whole has to stay quick.
relaxed = settings(deadline=None, max_examples=60)


@cache
def real_holidays(country: str, subdivision: str | None) -> dict[date, str]:
    found = public.country_holidays(country, subdiv=subdivision, years=range(2026, 2029))
    return dict(found.items())


days = st.dates(FIRST, LAST)
own_holidays = st.dictionaries(st.dates(FIRST, FIRST + timedelta(days=120)), st.just("Own"), max_size=60)
holiday_sets = st.one_of(own_holidays, st.sampled_from(REAL).map(lambda where: real_holidays(*where)))
shapes = st.builds(
    IterationEpoch,
    start=st.dates(FIRST, FIRST + timedelta(days=40)),
    weeks=st.integers(1, 8),
    working_days=st.sampled_from(WORKING_WEEKS),
    hand_over=st.booleans(),
)
rhythms = st.builds(
    Rhythm,
    timezone=st.sampled_from(ZONES),
    epochs=shapes.map(lambda epoch: (epoch,)),
    holidays=holiday_sets,
    distributed=st.booleans(),
)
windows = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda n: (FIRST + timedelta(days=n[0]), FIRST + timedelta(days=sum(n)))
)


@st.composite
def changing_rhythms(draw: st.DrawFn) -> Rhythm:
    """Two or three epochs, and changes to any kind."""
    rhythm = draw(rhythms)
    for shape in draw(st.lists(shapes, max_size=2)):
        start = rhythm.epochs[-1].start + timedelta(days=draw(st.integers(1, 60)))
        rhythm = with_epoch(rhythm, replace(shape, start=start))
    return replace(rhythm, changes=tuple(draw(st.lists(changes(), max_size=3))))


@st.composite
def changes(draw: st.DrawFn) -> SlotChange:
    return SlotChange(
        kind=draw(st.sampled_from(sorted(BY_KEY))),
        since=draw(st.dates(FIRST, FIRST + timedelta(days=120))),
        day=draw(st.none() | st.sampled_from([-3, -2, -1, 1, 2, 3, 4, 5, 9])),
        at=draw(st.none() | st.times(time(6), time(20)).map(lambda t: t.replace(second=0, microsecond=0))),
        minutes=draw(st.none() | st.integers(5, 120)),
        on_holiday=draw(st.none() | st.sampled_from(OnHoliday)),
    )


def some_overrides(data: st.DataObject, planned: list[Planned]) -> list[Override]:
    chosen = data.draw(st.lists(st.sampled_from(planned), max_size=5, unique_by=lambda m: m.ref))
    moves = st.none() | st.integers(-20 * 24 * 4, 20 * 24 * 4)
    found = []
    for meeting in chosen:
        shift = data.draw(moves)
        moved = None if shift is None else meeting.wall_start + timedelta(minutes=15 * shift)
        status = data.draw(st.sampled_from(["scheduled", "skipped", "cancelled"]))
        found.append(Override(meeting.kind, meeting.nominal, moved, data.draw(st.none() | st.just(45)), status))
    return found


@relaxed
@given(changing_rhythms(), windows)
def test_rule_1_no_standup_on_an_edge_day(rhythm: Rhythm, window: tuple[date, date]) -> None:
    planned = [m for m in meetings(rhythm, *window) if m.held]
    edge_days = {m.day for m in planned if m.kind in EDGES}
    assert not [m.ref for m in planned if m.kind == "standup" and m.day in edge_days]


@relaxed
@given(changing_rhythms(), windows)
def test_everything_held_is_on_a_working_day_and_named_once(rhythm: Rhythm, window: tuple[date, date]) -> None:
    planned = meetings(rhythm, *window)
    assert all(working_day(rhythm, m.day) for m in planned if m.held)
    assert [ref for ref, count in Counter(m.ref for m in planned).items() if count > 1] == []
    assert planned == sorted(planned, key=lambda m: (m.day, m.at))


@relaxed
@given(rhythms, windows)
def test_rule_2_the_retro_follows_the_demo(rhythm: Rhythm, window: tuple[date, date]) -> None:
    planned = meetings(rhythm, *window)
    demos = {m.nominal: m for m in planned if m.kind == "demo"}
    retros = {m.nominal: m for m in planned if m.kind == "retro"}
    assert demos.keys() == retros.keys()
    assert all(retros[nominal].wall_start == demo.wall_end for nominal, demo in demos.items())


@relaxed
@given(rhythms)
def test_one_planning_demo_and_retro_in_every_iteration_that_has_a_working_day(rhythm: Rhythm) -> None:
    last = FIRST + timedelta(days=200)
    planned = meetings(rhythm, FIRST, last + timedelta(days=70))
    boxes = iterations(rhythm, FIRST, last + timedelta(days=70))
    works = {box.number: any(free_days(rhythm, box.start, box.end)) for box in boxes}
    hand_over = rhythm.epochs[0].hand_over
    for box in (box for box in boxes if box.end <= last):
        counts = Counter(m.kind for m in planned if m.iteration == box.number and m.held)
        assert counts["planning"] == works[box.number]
        closes = works.get(box.number + 1, True) if hand_over else works[box.number]
        assert counts["demo"] == counts["retro"] == closes


def free_days(rhythm: Rhythm, start: date, end: date) -> list[date]:
    found = weekdays_between(start, end, rhythm.epochs[0].working_days)
    return [day for day in found if day not in rhythm.holidays]


@relaxed
@given(rhythms)
def test_sync_and_arch_once_in_every_week_that_has_a_day_left(rhythm: Rhythm) -> None:
    last = FIRST + timedelta(days=100)
    planned = meetings(rhythm, FIRST, last + timedelta(days=63))
    for box in (box for box in iterations(rhythm, FIRST, last) if box.end <= last):
        for start, end in box.boxes():
            weekdays = weekdays_between(start, end, box.epoch.working_days)
            for kind, nominal in (("sync", weekdays[0]), ("arch", weekdays[min(1, len(weekdays) - 1)])):
                here = [m for m in planned if m.kind == kind and start <= m.nominal <= end]
                left = free_days(rhythm, nominal, end)
                assert [(m.nominal, m.day) for m in here] == ([(nominal, left[0])] if left else [])


@relaxed
@given(rhythms)
def test_standups_on_all_other_working_days(rhythm: Rhythm) -> None:
    last = FIRST + timedelta(days=150)
    planned = meetings(rhythm, FIRST, last + timedelta(days=63))
    for box in (box for box in iterations(rhythm, FIRST, last) if box.end <= last):
        mine = [m for m in planned if m.iteration == box.number]
        edges = {m.kind: m.day for m in mine if m.kind in EDGES}
        if "planning" in edges:
            until = edges.get("demo", box.end + timedelta(days=1))
            expected = [d for d in free_days(rhythm, box.start, box.end) if edges["planning"] < d < until]
            assert [m.day for m in mine if m.kind == "standup"] == expected


@relaxed
@given(changing_rhythms(), windows)
def test_where_a_holiday_moved_something_nothing_overlaps_a_sync_or_an_arch(
    rhythm: Rhythm, window: tuple[date, date]
) -> None:
    planned = [m for m in meetings(rhythm, *window) if m.held]
    for meeting in planned:
        for other in planned:
            if meeting.ref != other.ref and meeting.overlaps(other) and (meeting.by_holiday or other.by_holiday):
                assert not BY_KEY[meeting.kind].place.yields


@relaxed
@given(changing_rhythms(), windows)
def test_what_yields_says_to_whom(rhythm: Rhythm, window: tuple[date, date]) -> None:
    rhythm = replace(rhythm, changes=tuple(replace(c, on_holiday=None) for c in rhythm.changes))
    planned = meetings(rhythm, window[0] - timedelta(days=70), window[1] + timedelta(days=70))
    for meeting in (m for m in planned if not m.held and window[0] <= m.day <= window[1]):
        assert BY_KEY[meeting.kind].place.yields
        others = [m for m in planned if m.held and m.overlaps(meeting) and (m.by_holiday or meeting.by_holiday)]
        assert any(BY_KEY[m.kind].title.lower() in meeting.skipped.lower() for m in others)


@relaxed
@given(changing_rhythms(), windows, st.data())
def test_a_window_can_be_split_anywhere(rhythm: Rhythm, window: tuple[date, date], data: st.DataObject) -> None:
    first, last = window
    everything = meetings(rhythm, FIRST, FIRST + timedelta(days=300))
    assume(everything)
    overrides = some_overrides(data, everything)
    middle = data.draw(st.dates(first, last))
    whole = {m.ref: m for m in meetings(rhythm, first, last, overrides)}
    parts = meetings(rhythm, first, middle, overrides) + meetings(rhythm, middle + timedelta(days=1), last, overrides)
    assert whole == {m.ref: m for m in parts}


@relaxed
@given(changing_rhythms(), st.data())
def test_rule_8_people_change_one_meeting_and_the_rest_stays(rhythm: Rhythm, data: st.DataObject) -> None:
    planned = meetings(rhythm, FIRST, FIRST + timedelta(days=100))
    assume(planned)
    overrides = some_overrides(data, planned)
    touched = {(o.kind, o.nominal) for o in overrides}
    after = {m.ref: m for m in meetings(rhythm, FIRST, FIRST + timedelta(days=100), overrides)}
    for meeting in planned:
        same = after[meeting.ref]
        if (meeting.kind, meeting.nominal) not in touched:
            # Only whether a standup or a yielding meeting is skipped depends on others.
            assert replace(same, skipped=meeting.skipped) == meeting
    for override in overrides:
        changed = after[f"{override.kind}@{override.nominal}"]
        if override.moved_to is not None:
            assert (changed.wall_start, changed.by_hand) == (override.moved_to, True)
            assert changed.held == (override.status == "scheduled")


@relaxed
@given(changing_rhythms(), changes())
def test_rule_7_a_change_rewrites_nothing_before_its_date(rhythm: Rhythm, change: SlotChange) -> None:
    rhythm = replace(rhythm, changes=tuple(c for c in rhythm.changes if c.since < change.since))
    assume(rhythm.epochs[0].start < change.since)
    changed = replace(rhythm, changes=(*rhythm.changes, change))
    old, new = (meetings(r, FIRST, change.since + timedelta(days=70)) for r in (rhythm, changed))
    past = [m for m in old if m.day < change.since]
    assert past == [m for m in new if m.day < change.since]
    earlier = [replace(m, skipped="") for m in old if m.nominal < change.since]
    assert earlier == [replace(m, skipped="") for m in new if m.nominal < change.since]


@relaxed
@given(changing_rhythms(), changes())
def test_a_change_never_doubles_or_loses_a_meeting_of_a_box(rhythm: Rhythm, change: SlotChange) -> None:
    change = replace(change, on_holiday=None)
    plain = replace(rhythm, changes=(), holidays={})
    changed = replace(plain, changes=(change,))
    until = FIRST + timedelta(days=250)
    old, new = (
        Counter((m.kind, m.iteration) for m in meetings(r, FIRST, until) if m.kind != "standup")
        for r in (plain, changed)
    )
    boxes = iterations(plain, FIRST, until - timedelta(days=60))
    # After the last hand-over a meeting may have the name of one of the box before, which is given once.
    after = {box.number for last, box in pairwise(boxes) if last.epoch.hand_over and not box.epoch.hand_over}
    whole = {box.number for box in boxes} - after
    assert {k: n for k, n in old.items() if k[1] in whole} == {k: n for k, n in new.items() if k[1] in whole}


@relaxed
@given(changing_rhythms())
def test_a_series_is_one_rule(rhythm: Rhythm) -> None:
    """Within a series the plain time and timebox are the same, and it is the one that `slot` names."""
    seen: dict[str, tuple[object, ...]] = {}
    for meeting in meetings(rhythm, FIRST, FIRST + timedelta(days=200)):
        rule = (meeting.plain_at, meeting.plain_minutes)
        assert seen.setdefault(meeting.series, rule) == rule
        now = slot(rhythm, meeting.kind, meeting.nominal)
        if now.series == meeting.series:
            assert (now.at, now.minutes) == rule


@relaxed
@given(rhythms, windows)
def test_rule_5_meetings_keep_their_wall_clock_across_dst(rhythm: Rhythm, window: tuple[date, date]) -> None:
    zone = ZoneInfo(rhythm.timezone)
    for meeting in meetings(rhythm, *window):
        start = meeting.starts.astimezone(UTC).astimezone(zone)
        assert (start.date(), start.time()) == (meeting.day, meeting.at)
        assert meeting.ends - meeting.starts == timedelta(minutes=meeting.minutes)


@relaxed
@given(changing_rhythms())
def test_iterations_tile_the_time_from_the_first_epoch_on(rhythm: Rhythm) -> None:
    boxes = iterations(rhythm, FIRST, LAST)
    assert boxes[0].start == rhythm.epochs[0].start
    for one, other in pairwise(boxes):
        assert other.start == one.end + timedelta(days=1)
        assert one.start <= one.end
