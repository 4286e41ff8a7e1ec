"""Single rules of the rhythm: boxes, changes, hand moves, who makes way for whom, and what it costs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from cadence.domain.kinds import KINDS
from cadence.domain.kinds.base import MeetingKind, OnHoliday, Repeat, RhythmPlace
from cadence.domain.schedule.layout import layout_of
from cadence.domain.schedule.rhythm import (
    IterationEpoch,
    Override,
    Planned,
    Rhythm,
    SlotChange,
    held_between,
    iteration_on,
    iterations,
    meetings,
    next_working_day,
    slot,
    weekday,
    with_epoch,
    working_day,
)
from cadence.domain.vocabulary import Audience
from cadence.errors import BadValue, NotFound
from tests.counting import calls

MON, TUE, WED, THU, FRI = (date(2026, 11, 30) + timedelta(days=n) for n in range(5))
NEXT_MON = date(2026, 12, 7)
WEEKLY = Rhythm("America/New_York", (IterationEpoch(MON),))
HAND_OVER = Rhythm("America/New_York", (IterationEpoch(MON, hand_over=True),))


def week(rhythm: Rhythm, *overrides: Override, monday: date = MON) -> dict[str, Planned]:
    return {m.ref: m for m in meetings(rhythm, monday, monday + timedelta(days=6), overrides)}


def only(planned: list[Planned], kind: str) -> list[Planned]:
    return [m for m in planned if m.kind == kind]


# --- boxes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [0, 9])
def test_an_iteration_has_one_to_eight_weeks(weeks: int) -> None:
    with pytest.raises(BadValue, match="weeks"):
        IterationEpoch(MON, weeks)


@pytest.mark.parametrize("working_days", [frozenset[int](), frozenset({7})])
def test_a_working_week_has_a_day(working_days: frozenset[int]) -> None:
    with pytest.raises(BadValue, match="working week"):
        IterationEpoch(MON, 1, working_days)


def test_there_is_no_iteration_before_the_first_epoch() -> None:
    assert iteration_on(WEEKLY, MON - timedelta(days=1)) is None
    assert iterations(WEEKLY, date(2026, 1, 1), date(2026, 11, 29)) == []
    assert meetings(WEEKLY, date(2026, 1, 1), date(2026, 11, 29)) == []
    assert iteration_on(Rhythm("UTC", ()), MON) is None
    assert meetings(Rhythm("UTC", ()), MON, FRI) == []


def test_a_new_shape_cuts_the_running_iteration_short_and_the_numbers_continue() -> None:
    rhythm = with_epoch(Rhythm("UTC", (IterationEpoch(MON, 2, first_number=7),)), IterationEpoch(date(2026, 12, 23), 1))
    boxes = iterations(rhythm, MON, date(2027, 1, 5))
    assert [(box.number, box.start, box.end) for box in boxes] == [
        (7, date(2026, 11, 30), date(2026, 12, 13)),
        (8, date(2026, 12, 14), date(2026, 12, 22)),
        (9, date(2026, 12, 23), date(2026, 12, 29)),
        (10, date(2026, 12, 30), date(2027, 1, 5)),
    ]
    # Its demo is on the last weekday that is left to it.
    assert [(m.ref, m.iteration) for m in only(meetings(rhythm, MON, date(2026, 12, 25)), "demo")] == [
        ("demo@2026-12-11", 7),
        ("demo@2026-12-22", 8),
    ]


def test_a_shape_that_starts_earlier_replaces_a_later_one() -> None:
    rhythm = with_epoch(
        with_epoch(WEEKLY, IterationEpoch(date(2026, 12, 21), 3)), IterationEpoch(date(2026, 12, 14), 2)
    )
    assert [(e.start, e.weeks, e.first_number) for e in rhythm.epochs] == [(MON, 1, 1), (date(2026, 12, 14), 2, 3)]


def test_working_days() -> None:
    rhythm = replace(WEEKLY, holidays={TUE: "Founders' Day"})
    assert [working_day(rhythm, MON + timedelta(days=n)) for n in range(7)] == [
        True, False, True, True, True, False, False,
    ]  # fmt: skip
    assert weekday(rhythm, TUE)
    assert weekday(rhythm, MON - timedelta(days=3))
    assert next_working_day(rhythm, MON) == WED
    assert next_working_day(rhythm, FRI) == NEXT_MON
    assert next_working_day(rhythm, FRI, within=2) is None


def test_an_iteration_that_starts_on_a_weekend_plans_on_the_first_weekday() -> None:
    planned = meetings(Rhythm("UTC", (IterationEpoch(date(2026, 12, 5)),)), date(2026, 12, 5), date(2026, 12, 11))
    assert [m.ref for m in planned if m.kind != "standup"] == [
        "planning@2026-12-07",
        "sync@2026-12-07",
        "arch@2026-12-08",
        "demo@2026-12-11",
        "retro@2026-12-11",
    ]


def test_a_position_beyond_the_box_means_its_end() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("arch", MON, day=9), SlotChange("sync", MON, day=-9)))
    planned = meetings(rhythm, MON, FRI)
    assert [m.nominal for m in planned if m.kind in {"arch", "sync"}] == [MON, FRI]


def test_a_day_cut_off_for_itself_holds_no_second_demo_after_a_hand_over() -> None:
    rhythm = with_epoch(with_epoch(HAND_OVER, IterationEpoch(NEXT_MON)), IterationEpoch(date(2026, 12, 8)))
    demos = only(meetings(rhythm, MON, date(2026, 12, 14)), "demo")
    assert [(m.ref, m.iteration, m.at) for m in demos] == [
        ("demo@2026-12-07", 1, time(9)),
        ("demo@2026-12-14", 3, time(14)),
    ]


# --- names, times, zones --------------------------------------------------------------------------------------------


def test_a_meeting_is_named_by_its_nominal_date() -> None:
    rhythm = replace(WEEKLY, holidays={MON: "Founders' Day"})
    named = week(rhythm)
    planning = named[f"planning@{MON}"]
    assert (planning.ref, planning.day, planning.moved_because) == ("planning@2026-11-30", TUE, "Founders' Day")
    assert (planning.nominal, planning.plain_at, planning.by_hand, planning.by_holiday) == (
        MON,
        time(10),
        False,
        True,
    )
    assert f"standup@{TUE}" not in named
    assert f"planning@{TUE}" not in named


def test_ten_oclock_stays_ten_oclock_and_a_skipped_hour_is_read_as_zoneinfo_reads_it() -> None:
    before, after = (week(WEEKLY, monday=day)[f"planning@{day}"] for day in (date(2027, 3, 8), date(2027, 3, 15)))
    assert before.starts.isoformat() == "2027-03-08T10:00:00-05:00"
    assert after.starts.isoformat() == "2027-03-15T10:00:00-04:00"
    night = replace(before, day=date(2027, 3, 14), at=time(2, 30))
    assert night.starts.isoformat() == "2027-03-14T02:30:00-05:00"
    late = replace(before, day=date(2027, 3, 14), at=time(1, 30))
    assert late.ends.isoformat() == "2027-03-14T03:30:00-04:00"


def test_distributed_teams_have_longer_standups_unless_they_set_their_own() -> None:
    distributed = replace(WEEKLY, distributed=True)
    assert week(distributed)[f"standup@{TUE}"].minutes == 30
    assert week(distributed)[f"planning@{MON}"].minutes == 60
    own = replace(distributed, changes=(SlotChange("standup", TUE, minutes=20),))
    assert week(own)[f"standup@{TUE}"].minutes == 20


def test_the_retro_starts_at_the_demos_end_unless_it_has_its_own_time() -> None:
    longer = replace(WEEKLY, changes=(SlotChange("demo", MON, at=time(13), minutes=45, day=-2),))
    assert [(m.day, m.at) for m in meetings(longer, MON, FRI) if m.kind == "retro"] == [(THU, time(13, 45))]
    own = replace(longer, changes=(*longer.changes, SlotChange("retro", MON, at=time(16))))
    assert [(m.day, m.at) for m in meetings(own, MON, FRI) if m.kind == "retro"] == [(THU, time(16))]
    late = replace(WEEKLY, changes=(SlotChange("demo", MON, at=time(23, 50)),))
    assert week(late)[f"retro@{FRI}"].at == time(23, 59)


# --- the slot in force ----------------------------------------------------------------------------------------------


def test_the_slot_of_a_date() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("arch", NEXT_MON, at=time(15)), SlotChange("arch", WED, minutes=90)))
    assert [(s.at, s.minutes, s.since) for s in (slot(rhythm, "arch", d) for d in (TUE, WED, NEXT_MON))] == [
        (time(14), 60, MON),
        (time(14), 90, WED),
        (time(15), 90, NEXT_MON),
    ]
    assert slot(rhythm, "arch", TUE).series == "arch-20261130"
    assert slot(rhythm, "arch", date(2026, 1, 1)).since == MON
    assert slot(rhythm, "demo", FRI).on_holiday is OnHoliday.PREVIOUS
    with pytest.raises(NotFound, match="no meeting kind"):
        slot(rhythm, "party", FRI)
    with pytest.raises(NotFound, match="no start"):
        slot(Rhythm("UTC", ()), "demo", FRI)


def test_a_change_dated_before_the_first_epoch_holds_from_the_start() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("sync", date(2026, 1, 1), at=time(9)),))
    assert (slot(rhythm, "sync", MON).at, slot(rhythm, "sync", MON).since) == (time(9), MON)


def test_a_change_to_the_same_values_starts_no_new_series() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("sync", NEXT_MON, at=time(11, 30)),))
    assert slot(rhythm, "sync", NEXT_MON).since == MON


def test_a_change_of_the_demo_starts_a_new_series_of_the_retro() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("demo", NEXT_MON, minutes=45),))
    assert slot(rhythm, "retro", FRI).series == "retro-20261130"
    changed = slot(rhythm, "retro", date(2026, 12, 11))
    assert (changed.series, changed.at) == ("retro-20261207", time(14, 45))


def test_a_time_belongs_to_the_shape_it_was_set_in() -> None:
    rhythm = with_epoch(
        replace(WEEKLY, changes=(SlotChange("demo", MON, at=time(15), day=-2, minutes=20),)),
        IterationEpoch(NEXT_MON, hand_over=True),
    )
    rhythm = with_epoch(rhythm, IterationEpoch(date(2026, 12, 21)))
    demos = only(meetings(rhythm, MON, date(2026, 12, 27)), "demo")
    assert [(m.day, m.at, m.minutes) for m in demos] == [
        (THU, time(15), 20),
        (date(2026, 12, 14), time(9), 20),
        (date(2026, 12, 21), time(9), 20),
        (date(2026, 12, 24), time(15), 20),
    ]


def test_the_hand_over_day_is_not_the_demos_to_choose_but_its_time_is() -> None:
    changes = (SlotChange("demo", MON, day=-1, at=time(8, 30), on_holiday=OnHoliday.PREVIOUS),)
    rhythm = replace(HAND_OVER, changes=changes, holidays={NEXT_MON: "Founders' Day"})
    demo = only(meetings(rhythm, MON, date(2026, 12, 8)), "demo")[0]
    assert (demo.nominal, demo.day, demo.at) == (NEXT_MON, date(2026, 12, 8), time(8, 30))


# --- rule 7: from a date on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "day", "expected"),
    [
        (MON, 4, [THU]),  # the new day lies ahead: taken
        (TUE, 4, [THU]),
        (WED, 4, [TUE]),  # the old one was yesterday: it was this week's
        (TUE, 1, [TUE]),  # the new day was yesterday: this week still on the old one
        (NEXT_MON, 4, [TUE]),
    ],
)
def test_one_arch_a_week_whatever_day_the_change_falls_on(since: date, day: int, expected: list[date]) -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("arch", since, day=day, at=time(15)),))
    planned = only(meetings(rhythm, MON, FRI), "arch")
    assert [m.day for m in planned] == expected
    assert [m.at for m in planned] == [time(15) if expected == [THU] else time(14)]
    later = only(meetings(rhythm, date(2026, 12, 14), date(2026, 12, 18)), "arch")
    assert [(m.nominal - date(2026, 12, 14)).days for m in later] == [day - 1]


def test_a_demo_held_before_the_change_because_of_a_holiday_is_not_rewritten() -> None:
    rhythm = replace(WEEKLY, holidays={FRI: "Founders' Day"})
    changed = replace(rhythm, changes=(SlotChange("demo", FRI, at=time(16), on_holiday=OnHoliday.NEXT),))
    assert meetings(changed, MON, FRI) == meetings(rhythm, MON, FRI)


def test_a_demo_does_not_appear_on_a_day_before_the_change() -> None:
    unheld = SlotChange("demo", MON, on_holiday=OnHoliday.NEXT)
    rhythm = replace(WEEKLY, holidays={FRI: "Founders' Day"}, changes=(unheld,))
    back = SlotChange("demo", FRI, on_holiday=OnHoliday.PREVIOUS)
    changed = replace(rhythm, changes=(unheld, back))
    assert meetings(changed, MON, FRI) == meetings(rhythm, MON, FRI)
    assert week(changed)[f"standup@{THU}"].held


def test_the_last_hand_over_day_leaves_a_time_that_the_team_chose() -> None:
    rhythm = with_epoch(HAND_OVER, IterationEpoch(NEXT_MON))
    assert week(rhythm, monday=NEXT_MON)[f"planning@{NEXT_MON}"].at == time(11)
    assert week(rhythm, monday=NEXT_MON)[f"planning@{NEXT_MON}"].moved_because == "hand-over day"
    own = replace(rhythm, changes=(SlotChange("planning", NEXT_MON, at=time(12)),))
    assert week(own, monday=NEXT_MON)[f"planning@{NEXT_MON}"].at == time(12)


# --- holidays -------------------------------------------------------------------------------------------------------


def test_a_kind_that_skips_holidays_is_shown_with_the_holidays_name() -> None:
    rhythm = replace(
        WEEKLY, holidays={TUE: "Founders' Day"}, changes=(SlotChange("arch", MON, on_holiday=OnHoliday.SKIP),)
    )
    arch = week(rhythm)[f"arch@{TUE}"]
    assert (arch.day, arch.skipped, arch.held) == (TUE, "Founders' Day", False)
    assert f"standup@{TUE}" not in week(rhythm)


def test_skipped_by_a_holiday_and_moved_by_hand_is_held() -> None:
    rhythm = replace(
        WEEKLY, holidays={TUE: "Founders' Day"}, changes=(SlotChange("arch", MON, on_holiday=OnHoliday.SKIP),)
    )
    arch = week(rhythm, Override("arch", TUE, datetime(2026, 12, 2, 15)))[f"arch@{TUE}"]
    assert (arch.held, arch.day) == (True, WED)


def test_a_planning_that_skips_holidays_leaves_tuesdays_standup() -> None:
    rhythm = replace(
        WEEKLY, holidays={MON: "Founders' Day"}, changes=(SlotChange("planning", MON, on_holiday=OnHoliday.SKIP),)
    )
    assert week(rhythm)[f"planning@{MON}"].skipped == "Founders' Day"
    assert week(rhythm)[f"standup@{TUE}"].held


def test_a_hand_over_without_a_planning_still_has_no_standup() -> None:
    rhythm = replace(
        HAND_OVER,
        holidays={NEXT_MON: "Founders' Day"},
        changes=(SlotChange("planning", MON, on_holiday=OnHoliday.SKIP),),
    )
    tuesday = [m for m in meetings(rhythm, NEXT_MON, date(2026, 12, 11)) if m.day == date(2026, 12, 8)]
    assert [m.kind for m in tuesday] == ["demo", "retro", "sync", "arch"]


def test_a_week_of_holidays_after_a_hand_over_week_leaves_it_unclosed_with_all_its_standups() -> None:
    off = {NEXT_MON + timedelta(days=n): "Shutdown" for n in range(5)}
    planned = meetings(replace(HAND_OVER, holidays=off), MON, date(2026, 12, 14))
    assert [m.day for m in only(planned, "standup")] == [TUE, WED, THU, FRI]
    assert [m.nominal for m in only(planned, "demo")] == [date(2026, 12, 14)]
    assert [m.nominal for m in only(planned, "planning")] == [MON, date(2026, 12, 14)]


def test_reasons_for_yielding_are_in_words() -> None:
    squeezed = replace(WEEKLY, holidays=dict.fromkeys((MON, TUE, WED, FRI), "Shutdown"))
    assert week(squeezed)[f"arch@{TUE}"].skipped == "overlaps the demo, which a holiday moved to Thu 3 Dec"
    clash = replace(WEEKLY, holidays={TUE: "Founders' Day"}, changes=(SlotChange("planning", MON, day=3, at=time(14)),))
    assert (
        week(clash)[f"arch@{TUE}"].skipped == "overlaps the iteration planning on Wed 2 Dec, where a holiday moved it"
    )


def test_of_two_that_yield_the_one_that_moved_does_and_of_two_that_moved_the_later_kind() -> None:
    changes = (SlotChange("sync", MON, at=time(14, 30)),)
    one = replace(WEEKLY, holidays={MON: "Founders' Day"}, changes=changes)
    assert [m.kind for m in week(one).values() if m.skipped] == ["sync"]
    both = replace(WEEKLY, holidays={MON: "Founders' Day", TUE: "Offsite"}, changes=changes)
    assert [m.kind for m in week(both).values() if m.skipped] == ["arch"]


def test_a_skipped_meeting_stands_in_nobodys_way() -> None:
    # The sync yields to the demo; the arch overlaps only the sync, so it is held.
    changes = (
        SlotChange("sync", MON, at=time(14, 15), minutes=60),
        SlotChange("arch", MON, at=time(15)),
        SlotChange("retro", MON, at=time(17)),
    )
    squeezed = replace(WEEKLY, holidays=dict.fromkeys((MON, TUE, WED, FRI), "Shutdown"), changes=changes)
    assert [m.kind for m in week(squeezed).values() if m.skipped] == ["sync"]


def test_who_cancels_the_demo_frees_the_arch() -> None:
    squeezed = replace(WEEKLY, holidays=dict.fromkeys((MON, TUE, WED, FRI), "Shutdown"))
    closing = [Override(kind, FRI, status="cancelled") for kind in ("demo", "retro")]
    assert week(squeezed, *closing)[f"arch@{TUE}"].held
    moved = Override("arch", TUE, datetime(2026, 12, 3, 14, 15))
    assert week(squeezed, moved)[f"arch@{TUE}"].held, "who moves it there by hand knows"


def test_an_overlap_without_a_holiday_is_left_alone() -> None:
    rhythm = replace(WEEKLY, changes=(SlotChange("arch", MON, at=time(10)),))
    assert all(m.held for m in meetings(rhythm, MON, FRI))


# --- rule 8: one meeting --------------------------------------------------------------------------------------------


def test_one_meeting_moved_shortened_skipped_cancelled() -> None:
    moved = week(WEEKLY, Override("sync", MON, datetime(2026, 12, 2, 9), 20, reason="partner is away"))[f"sync@{MON}"]
    assert (moved.wall_start, moved.minutes, moved.moved_because) == (
        datetime(2026, 12, 2, 9),
        20,
        "partner is away",
    )
    assert (moved.nominal, moved.plain_at, moved.plain_minutes, moved.by_hand) == (MON, time(11, 30), 30, True)
    shorter = week(WEEKLY, Override("sync", MON, minutes=10))[f"sync@{MON}"]
    assert (shorter.minutes, shorter.day, shorter.by_hand) == (10, MON, False)
    assert week(WEEKLY, Override("sync", MON, status="skipped", reason="quiet"))[f"sync@{MON}"].skipped == "quiet"
    assert week(WEEKLY, Override("sync", MON, status="cancelled"))[f"sync@{MON}"].cancelled == "cancelled"
    assert week(WEEKLY, Override("sync", TUE, status="cancelled")) == week(WEEKLY)


def test_a_meeting_moved_far_away_is_found_on_both_days() -> None:
    override = Override("arch", TUE, datetime(2027, 2, 3, 9))
    assert f"arch@{TUE}" in week(WEEKLY, override)
    assert f"arch@{TUE}" in week(WEEKLY, override, monday=date(2027, 2, 1))
    assert f"arch@{TUE}" not in week(WEEKLY, override, monday=date(2027, 1, 4))


def test_a_hand_over_moved_far_away_is_found_there() -> None:
    override = Override("demo", NEXT_MON, datetime(2027, 2, 3, 9))
    assert week(HAND_OVER, override, monday=date(2027, 2, 1))[f"demo@{NEXT_MON}"].iteration == 1


def test_an_edge_meeting_moved_by_hand_makes_a_standup_yield_and_creates_none() -> None:
    after = week(WEEKLY, Override("demo", FRI, datetime(2026, 12, 3, 14)))
    assert after[f"standup@{THU}"].skipped == "the demo was moved to Thu 3 Dec"
    assert f"standup@{FRI}" not in after
    assert after[f"retro@{FRI}"].day == FRI, "a person moved the demo, not the retro"
    assert week(WEEKLY, Override("planning", MON, datetime(2026, 12, 1, 10)))[f"standup@{TUE}"].skipped
    both = [Override("demo", FRI, datetime(2026, 12, 3, 14)), Override("standup", THU, datetime(2026, 12, 3, 9))]
    assert week(WEEKLY, *both)[f"standup@{THU}"].held, "who moves the standup knows, too"
    cancelled = Override("demo", FRI, datetime(2026, 12, 3, 14), status="cancelled")
    assert week(WEEKLY, cancelled)[f"standup@{THU}"].held


def test_what_is_held_between_two_days() -> None:
    overrides = [Override("standup", WED, status="skipped"), Override("arch", TUE, datetime(2026, 12, 9, 9))]
    assert [m.ref for m in held_between(WEEKLY, TUE, THU, overrides)] == [f"standup@{TUE}", f"standup@{THU}"]


# --- a seventh kind is a declaration --------------------------------------------------------------------------------


def kind(key: str, place: RhythmPlace) -> MeetingKind:
    return MeetingKind(key, key.title(), key, Audience.TEAM, place, (), Audience.TEAM, color="teal")


def test_a_new_kind_needs_no_code() -> None:
    review = kind("review", RhythmPlace(Repeat.WEEK, time(16), 45, day=3))
    drinks = kind("drinks", RhythmPlace(Repeat.WEEK, time(17), 30, follows="review"))
    kinds = (*KINDS, review, drinks)
    rhythm = Rhythm("UTC", (IterationEpoch(MON, 2),), holidays={WED: "Founders' Day"})
    rhythm = replace(rhythm, changes=(SlotChange("review", NEXT_MON, minutes=60),))
    planned = [m for m in meetings(rhythm, MON, date(2026, 12, 13), kinds=kinds) if m.kind in {"review", "drinks"}]
    assert [(m.kind, m.day, m.at) for m in planned] == [
        ("review", THU, time(16)),
        ("drinks", THU, time(16, 45)),
        ("review", date(2026, 12, 9), time(16)),
        ("drinks", date(2026, 12, 9), time(17)),
    ]
    assert slot(rhythm, "drinks", date(2026, 12, 9), kinds).at == time(17)


def test_a_team_without_daily_meetings() -> None:
    kinds = [k for k in KINDS if k.place.repeat is not Repeat.DAY]
    assert {m.kind for m in meetings(WEEKLY, MON, FRI, kinds=kinds)} == {k.key for k in kinds}


# --- what it costs --------------------------------------------------------------------------------------------------


def test_the_cost_of_a_plan_grows_with_its_days() -> None:
    """Each day of a plan is looked at by itself: eight years take eight times what one takes, and not sixty-four."""

    def cost(years: int) -> int:
        layout_of.cache_clear()
        return calls(lambda: meetings(HAND_OVER, date(2027, 1, 1), date(2026 + years, 12, 31)))

    assert len(meetings(HAND_OVER, date(2027, 1, 1), date(2027, 12, 31))) > 400
    assert cost(8) < 10 * cost(1)


def test_a_prompt_can_import_it() -> None:
    code = "import sys, cadence.domain.schedule.rhythm as r; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"zoneinfo", "pydantic", "sqlmodel", "sqlalchemy", "holidays", "textual"}
