"""The rhythm as recurring series: the same meetings, and stable names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence.domain.kinds import KINDS
from cadence.domain.recurring.series import Wanted, calendar_series, horizon
from cadence.domain.schedule.calendar import closes_calendar_week
from cadence.domain.schedule.rhythm import IterationEpoch, Override, Rhythm, SlotChange, iterations
from cadence.domain.views.calendar import Series
from tests.render.calendar.calendar_samples import FOUNDED, SHAPES, TODAY, Team, read, teams

BLOCKS = Wanted("t1", FOUNDED, blocks=True)
PLAIN = Rhythm("Europe/Berlin", (IterationEpoch(date(2026, 11, 30)),))


def rules(series: list[Series]) -> dict[str, list[tuple[str, int, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for one in series:
        found.setdefault(one.kind, []).append((f"{one.starts:%a %d %b %H:%M}", one.interval, one.by_day))
    return found


class TestRules:
    def test_one_rule_for_each_kind_of_a_weekly_team(self) -> None:
        found = rules(Team(SHAPES["Monday weekly US"]).series())
        assert found == {
            "planning": [("Mon 30 Nov 10:00", 1, ("MO",))],
            "standup": [("Tue 01 Dec 10:00", 1, ("TU", "WE", "TH"))],
            "sync": [("Mon 30 Nov 11:30", 1, ("MO",))],
            "arch": [("Tue 01 Dec 14:00", 1, ("TU",))],
            "demo": [("Fri 04 Dec 14:00", 1, ("FR",))],
            "retro": [("Fri 04 Dec 14:30", 1, ("FR",))],
        }

    def test_two_rules_for_the_two_weeks_of_a_fortnight(self) -> None:
        series = Team(SHAPES["Monday fortnightly US"]).series()
        assert rules(series)["standup"] == [
            ("Tue 01 Dec 10:00", 2, ("TU", "WE", "TH", "FR")),
            ("Mon 07 Dec 10:00", 2, ("MO", "TU", "WE", "TH")),
        ]
        assert rules(series)["sync"] == [("Mon 30 Nov 11:30", 1, ("MO",))]
        assert [one.uid for one in series if one.kind == "standup"] == [
            "cadence-t1-standup-2026-11-30-w1@cadence",
            "cadence-t1-standup-2026-12-07-w2@cadence",
        ]

    def test_hand_over(self) -> None:
        found = rules(Team(SHAPES["Tuesday hand-over Germany"]).series())
        assert found["demo"] == [("Tue 08 Dec 09:00", 1, ("TU",))]
        assert found["retro"] == [("Tue 08 Dec 09:30", 1, ("TU",))]
        assert found["standup"] == [("Wed 02 Dec 10:00", 1, ("MO", "WE", "TH", "FR"))]

    def test_weeks_begin_with_the_iteration(self) -> None:
        assert {one.week_starts for one in Team(SHAPES["Thursday three-weekly Kolkata"]).series()} == {"TH"}

    def test_no_schedule_no_series(self) -> None:
        assert calendar_series(Rhythm("UTC", ()), TODAY, Wanted("t1", FOUNDED)) == []

    @given(teams())
    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def test_first_and_last_start_are_instances_and_exceptions_hit_one(self, team: Team) -> None:
        names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        series = team.series(replace(BLOCKS, keep_cancelled=True))
        assert len({one.uid for one in series}) == len(series)
        for one in series:
            week = timedelta(days=(one.starts.weekday() - names.index(one.week_starts)) % 7)
            monday = one.starts.date() - week
            for moment in (one.starts, one.until, *one.excluded, *(other.original for other in one.changed)):
                assert moment.time() == one.starts.time()
                assert names[moment.weekday()] in one.by_day
                assert (moment.date() - monday).days // 7 % one.interval == 0
                assert one.starts <= moment <= one.until
            assert not {other.original for other in one.changed} & set(one.excluded)


class TestHolidays:
    def test_moved_is_an_override_not_held_an_exclusion(self) -> None:
        team = Team(SHAPES["Monday weekly US"])
        planning, standup = (
            calendar_series(team.rhythm, TODAY, replace(BLOCKS, kinds=(kind,), blocks=False))[0]
            for kind in ("planning", "standup")
        )
        king = date(2027, 1, 18)  # Martin Luther King Jr. Day, a Monday
        moved = next(o for o in planning.changed if o.original.date() == king)
        assert moved.starts == datetime(2027, 1, 19, 10)
        assert moved.reason
        assert datetime(2027, 1, 19, 10) in standup.excluded
        assert planning.excluded == ()

    def test_names_do_not_depend_on_holidays(self) -> None:
        for rhythm in SHAPES.values():
            bare = Team(replace(rhythm, holidays={})).series()
            assert {one.uid for one in bare} == {one.uid for one in Team(rhythm).series()}

    def test_all_of_a_series_not_held_leaves_it_cancelled(self) -> None:
        week = [date(2026, 11, 30) + timedelta(days=n) for n in range(14)]
        epochs = (IterationEpoch(week[0]), IterationEpoch(week[7], 2))
        team = Team(Rhythm("UTC", epochs, holidays=dict.fromkeys(week[:5], "off")))
        first = next(one for one in team.series() if one.kind == "standup")
        assert (len(first.excluded), [other.cancelled for other in first.changed]) == (2, [True])
        assert read(team.feed()) == team.expected()


class TestWords:
    MOVED = Override("sync", date(2027, 2, 8), moved_to=datetime(2027, 2, 9, 9), minutes=15, reason="a visit")

    def found(self, *words: Override, wanted: Wanted = BLOCKS) -> Series:
        series = calendar_series(PLAIN, TODAY, wanted, words)
        return next(one for one in series if one.kind == words[0].kind)

    def test_moved_and_shortened(self) -> None:
        (other,) = self.found(self.MOVED).changed
        assert (other.original, other.starts) == (datetime(2027, 2, 8, 11, 30), datetime(2027, 2, 9, 9))
        assert (other.minutes, other.reason, other.cancelled) == (15, "a visit", False)

    def test_reasons_can_be_left_out(self) -> None:
        (other,) = self.found(self.MOVED, wanted=replace(BLOCKS, reasons=False)).changed
        assert other.reason == ""

    def test_skipped(self) -> None:
        assert self.found(Override("arch", date(2027, 2, 9), status="skipped")).excluded == (datetime(2027, 2, 9, 14),)

    def test_cancelled_is_left_out_of_feeds_and_told_in_invites(self) -> None:
        word = Override("demo", date(2027, 2, 12), status="cancelled", reason="ill")
        assert self.found(word).excluded == (datetime(2027, 2, 12, 14),)
        told = self.found(word, wanted=replace(BLOCKS, keep_cancelled=True))
        assert told.excluded == ()
        assert [(other.cancelled, other.reason) for other in told.changed] == [(True, "ill")]

    def test_only_those_a_guest_is_invited_to(self) -> None:
        wanted = Wanted("t1", FOUNDED, kinds=("arch",), only={"arch": {date(2027, 2, 9), date(2027, 2, 16)}})
        series = calendar_series(PLAIN, TODAY, wanted, (Override("arch", date(2027, 2, 16), status="skipped"),))
        assert [one.uid for one in series] == [
            "cadence-t1-arch-2027-02-09-one@cadence",
            "cadence-t1-arch-2027-02-16-one@cadence",
        ]
        assert [[other.cancelled for other in one.changed] for one in series] == [[], [True]]


class TestCuts:
    def test_a_change_ends_the_old_series_and_begins_a_new_one(self) -> None:
        change = SlotChange("standup", date(2027, 2, 10), at=time(9, 30))
        series = [one for one in Team(replace(PLAIN, changes=(change,))).series() if one.kind == "standup"]
        old, rest, new = series
        assert old.uid == Team(PLAIN).series()[1].uid
        assert old.until == datetime(2027, 2, 9, 10)
        assert (rest.starts, rest.until, rest.by_day) == (
            *(datetime(2027, 2, day, 9, 30) for day in (10, 11)),
            ("WE", "TH"),
        )
        assert (new.starts, new.by_day) == (datetime(2027, 2, 16, 9, 30), ("TU", "WE", "TH"))
        assert len({one.uid for one in series}) == 3

    def test_a_new_shape_cuts_everything(self) -> None:
        epochs = (*PLAIN.epochs, IterationEpoch(date(2027, 2, 10), 2))
        series = Team(replace(PLAIN, epochs=epochs)).series()
        for kind in KINDS:
            own = [one for one in series if one.kind == kind.key]
            assert own[0].until < datetime(2027, 2, 10)
            assert any(one.starts >= datetime(2027, 2, 10) for one in own)


class TestHorizon:
    @given(teams(), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    def test_an_iterations_end_18_months_ahead_the_same_all_quarter(self, team: Team, today: date) -> None:
        last = horizon(team.rhythm, today)
        begins = max(today, team.rhythm.epochs[0].start)
        assert 450 <= (last - begins).days <= 560 + 28
        assert last in {iteration.end for iteration in iterations(team.rhythm, last, last)}
        quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        assert horizon(team.rhythm, quarter) == last
        assert horizon(team.rhythm, quarter + timedelta(days=89)) == last
        assert horizon(team.rhythm, today + timedelta(days=92)) > last or today < team.rhythm.epochs[0].start

    def test_without_a_schedule(self) -> None:
        assert horizon(Rhythm("UTC", ()), date(2026, 12, 24)) == date(2028, 4, 1)


class TestEndOfWeek:
    def test_free_from_the_retros_end_to_the_days_end(self) -> None:
        (block,) = (one for one in calendar_series(PLAIN, TODAY, BLOCKS) if one.transparent)
        assert (block.starts, block.minutes) == (datetime(2026, 12, 4, 15, 30), 150)
        assert (block.by_day, block.reminder) == (("FR",), None)
        assert block.uid == "cadence-t1-retro-after-2026-11-30-w1@cadence"

    def test_only_if_turned_on(self) -> None:
        assert not any(one.transparent for one in Team(PLAIN).series())

    def test_a_retro_in_the_week_has_one_only_before_days_off(self) -> None:
        rhythm = SHAPES["Tuesday weekly Germany"]
        fridays_off = {date(2027, 2, 9) + timedelta(days=n): "off" for n in range(4)}
        series = calendar_series(replace(rhythm, holidays=fridays_off), TODAY, BLOCKS)
        assert [one.starts for one in series if one.transparent] == [datetime(2027, 2, 8, 15, 30)]

    def test_a_moved_retro_takes_its_block_along_a_cancelled_one_keeps_it(self) -> None:
        words = (
            Override("retro", date(2026, 12, 11), moved_to=datetime(2026, 12, 11, 10)),
            Override("retro", date(2026, 12, 18), moved_to=datetime(2026, 12, 17, 10)),
            Override("retro", date(2027, 1, 8), status="cancelled"),
        )
        (block,) = (one for one in calendar_series(PLAIN, TODAY, BLOCKS, words) if one.transparent)
        assert [(other.starts, other.minutes) for other in block.changed] == [(datetime(2026, 12, 11, 11), 420)]
        assert block.excluded == (datetime(2026, 12, 18, 15, 30),)

    @pytest.mark.parametrize(
        ("days", "day", "closes"),
        [
            (range(5), date(2026, 12, 4), True),
            (range(5), date(2026, 12, 3), False),
            ((6, 0, 1, 2, 3), date(2026, 12, 3), True),
            ((6, 0, 1, 2, 3), date(2026, 12, 2), False),
            (range(7), date(2026, 12, 6), True),
            (range(7), date(2026, 12, 5), False),
            ((2,), date(2026, 12, 2), True),
        ],
    )
    def test_the_calendar_week_ends_where_the_working_week_does(self, days: range, day: date, closes: bool) -> None:
        rhythm = Rhythm("UTC", (IterationEpoch(date(2026, 11, 30), 1, frozenset(days)),))
        assert closes_calendar_week(rhythm, day) is closes


def test_a_rule_without_meetings_is_never_written() -> None:
    for rhythm in SHAPES.values():
        for one in Team(rhythm).series():
            assert len(one.excluded) < (one.until - one.starts).days // 7 * len(one.by_day) + 1
