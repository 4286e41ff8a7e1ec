"""SEQUENCE and stamps: they grow if and only if what an event says changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from cadence.domain.recurring.series import Recorded, StampedOccurrence, Wanted, restamped
from cadence.domain.schedule.rhythm import IterationEpoch, Override, Rhythm, SlotChange, meetings
from cadence.domain.views.calendar import Occurrence, Series
from tests.render.calendar.calendar_samples import FOUNDED, SHAPES, Team, read

PLAIN = Rhythm("Europe/Berlin", (IterationEpoch(date(2026, 11, 30)),))
JANUARY = datetime(2027, 1, 5, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def revision(series: list[Series]) -> dict[tuple[str, datetime | None], tuple[object, int, datetime]]:
    """By UID and original start: what an event says of times, its number and its stamp."""
    found: dict[tuple[str, datetime | None], tuple[object, int, datetime]] = {}
    for one in series:
        assert one.stamp is not None
        body = (one.starts, one.minutes, one.interval, one.by_day, one.week_starts, one.until, one.excluded)
        found[one.uid, None] = (body, one.sequence, one.stamp)
        for other in one.changed:
            assert isinstance(other, StampedOccurrence)
            assert other.stamp is not None
            said = (other.starts, other.minutes, other.cancelled)
            found[one.uid, other.original] = (said, other.sequence, other.stamp)
    return found


def assert_updates(before: list[Series], after: list[Series]) -> None:
    """What changed has a higher number and a later stamp; what did not is the same to the last byte."""
    old, new = revision(before), revision(after)
    for name in old.keys() & new.keys():
        if old[name][0] == new[name][0]:
            assert old[name] == new[name], name
        else:
            assert old[name][1] < new[name][1], name
            assert old[name][2] < new[name][2], name


class TestRevisions:
    """An event's SEQUENCE and stamp grow if and only if what it says changes."""

    @pytest.mark.parametrize(
        "shape", ["Monday fortnightly US", "Tuesday hand-over Germany", "Sunday to Thursday Dubai"]
    )
    def test_through_a_teams_life(self, shape: str) -> None:
        team = Team(SHAPES[shape])
        before = team.series()
        for step, change in enumerate(self.life(team)):
            change(FOUNDED + timedelta(days=15, hours=step))
            after = team.series()
            assert_updates(before, after)
            before = after

    def life(self, team: Team) -> Iterator[Callable[[datetime], None]]:
        days = (date(2027, 2, 1), date(2027, 3, 10))
        held = [m for m in meetings(team.rhythm, *days) if m.held and not m.by_holiday]
        first = {m.kind: m for m in reversed(held)}
        sync, arch, planning, demo = (first[key] for key in ("sync", "arch", "planning", "demo"))
        later = sync.wall_start + timedelta(days=1)
        yield lambda at: team.say(Override("sync", sync.nominal, moved_to=later), at)
        yield lambda at: team.say(Override("sync", sync.nominal, moved_to=later, minutes=10), at)
        yield lambda at: team.say(Override("arch", arch.nominal, status="skipped"), at)
        yield lambda at: team.say(
            Override("planning", planning.nominal, moved_to=planning.wall_start + timedelta(days=1)), at
        )
        yield lambda at: team.say(Override("demo", demo.nominal, status="cancelled"), at)
        yield lambda at: team.say(Override("arch", arch.nominal), at)
        yield lambda at: self.day_off(team, planning.nominal + timedelta(days=1), at)
        yield lambda at: team.say(Override("planning", planning.nominal), at)
        yield lambda at: self.slot(team, SlotChange("sync", date(2027, 3, 1), at=time(12, 15)), at)
        yield lambda at: self.slot(team, SlotChange("planning", date(2027, 4, 7), day=2), at)
        epoch = team.rhythm.epochs[0]
        other = IterationEpoch(date(2027, 6, 9), 3 - min(epoch.weeks, 2), epoch.working_days, not epoch.hand_over, 100)
        yield lambda at: self.shape(team, other, at)
        for today in (date(2027, 1, 4), date(2027, 4, 1), date(2027, 10, 1)):
            yield partial(self.look, team, today)
        yield lambda at: self.slot(team, SlotChange("standup", date(2027, 5, 12), at=time(9, 45)), JANUARY + YEAR)
        yield lambda at: team.say(Override("sync", sync.nominal), JANUARY + 2 * YEAR)

    def look(self, team: Team, today: date, at: datetime) -> None:
        team.today = today

    def day_off(self, team: Team, day: date, at: datetime) -> None:
        team.rhythm = replace(team.rhythm, holidays={**team.rhythm.holidays, day: "team day"})
        team.log = (*team.log, Recorded(at, day_off=day))

    def slot(self, team: Team, change: SlotChange, at: datetime) -> None:
        team.rhythm = replace(team.rhythm, changes=(*team.rhythm.changes, change))
        team.log = (*team.log, Recorded(at, kind=change.kind, since=change.since, made=change))

    def shape(self, team: Team, epoch: IterationEpoch, at: datetime) -> None:
        team.rhythm = replace(team.rhythm, epochs=(*team.rhythm.epochs, epoch))
        team.log = (*team.log, Recorded(at, since=epoch.start))

    def test_a_setting_that_bears_on_everything(self) -> None:
        before = Team(PLAIN)
        after = Team(replace(PLAIN, distributed=True), log=(Recorded(JANUARY),))
        for name, (_, sequence, stamp) in revision(after.series()).items():
            assert (sequence, stamp) == (revision(before.series())[name][1] + 1, JANUARY)

    def test_an_override_is_never_older_than_its_series_was(self) -> None:
        team = Team(PLAIN, today=date(2027, 1, 5))
        whole = team.series()[2]
        team.say(Override("sync", date(2027, 2, 8), moved_to=datetime(2027, 2, 9, 9)), JANUARY)
        (other,) = team.series()[2].changed
        assert isinstance(other, StampedOccurrence)
        assert other.sequence > whole.sequence
        assert team.series()[2].sequence == whole.sequence

    def test_new_words_restamp_without_a_new_number(self) -> None:
        one = replace(Team(PLAIN).series()[0], changed=(Occurrence(FOUNDED, FOUNDED, 5),))
        later = restamped(one, JANUARY)
        assert (later.stamp, later.sequence, later.changed) == (JANUARY, one.sequence, one.changed)
        assert restamped(later, FOUNDED).stamp == JANUARY

    def test_twice_in_a_quarter_the_same(self) -> None:
        for rhythm in SHAPES.values():
            days = [date(2026, 10, 1), date(2026, 11, 23), date(2026, 12, 31)]
            assert len({Team(rhythm, today=day).feed() for day in days}) == 1

    def test_what_an_earlier_schedule_held_is_withdrawn(self) -> None:
        change = SlotChange("sync", date(2027, 3, 1), at=time(12))
        published = Recorded(JANUARY, kind="sync", since=change.since, made=change)
        undone = Recorded(JANUARY + timedelta(days=1), kind="sync", since=change.since, taken_back=change)
        before = Team(replace(PLAIN, changes=(change,)), log=(published,))
        after = Team(PLAIN, log=(published, undone))
        wanted = Wanted("t1", FOUNDED, withdrawn=True)
        gone = {one.uid for one in before.series()} - {one.uid for one in after.series()}
        assert len(gone) == 1
        assert_updates(before.series(wanted), after.series(wanted))
        (one,) = (one for one in after.series(wanted) if one.uid in gone)
        assert one.withdrawn
        assert read(after.feed(wanted)) == after.expected()
