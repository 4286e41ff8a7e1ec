"""Hours in meetings, focus blocks and shifting clocks, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from cadence.domain.kinds import BY_KEY, KINDS
from cadence.domain.lint.attendees import Attendee, attended_by, attends
from cadence.domain.lint.load import (
    compare,
    focus_blocks,
    iteration_loads,
    outside_hours,
)
from cadence.domain.schedule.rhythm import IterationEpoch, Override, Rhythm, SlotChange, held_between
from tests.kinds import KEYS

MON, TUE, WED, THU, FRI = (date(2026, 11, 30), *(date(2026, 12, n) for n in (1, 2, 3, 4)))
WEEKLY = Rhythm("America/New_York", (IterationEpoch(MON),))

ANNE = Attendee("anne", "Anne", "America/New_York", "lead")
BEN = Attendee("ben", "Ben", "Europe/Berlin")
CHIDI = Attendee("chidi", "Chidi", "Asia/Kolkata")
PARTNER = Attendee("pat", "Pat", "America/New_York", "partner")
STAKEHOLDER = Attendee("sue", "Sue", "America/New_York", "stakeholder")


# --- who attends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("lead", set(KEYS)),
        ("member", set(KEYS)),
        ("partner", {"sync", "demo"}),
        ("stakeholder", {"demo"}),
    ],
)
def test_who_attends_what(role: str, expected: set[str]) -> None:
    assert attended_by(replace(ANNE, role=role), KINDS) == expected


def test_a_guest_may_be_a_regular_of_arch_and_never_of_the_retro() -> None:
    regular = frozenset({"arch", "retro", "planning"})
    assert attended_by(replace(PARTNER, regular=regular), KINDS) == {"sync", "demo", "arch"}
    assert attended_by(replace(STAKEHOLDER, regular=regular), KINDS) == {"demo", "arch"}
    assert not attends(BY_KEY["retro"], "partner", regular=True)


# --- hours ----------------------------------------------------------------------------------------------------------


def test_the_plain_weeks_load() -> None:
    loads = iteration_loads(WEEKLY, [ANNE, PARTNER, STAKEHOLDER], TUE, TUE)
    # 60 planning, 30 sync, 60 arch, 30 demo, 60 retro, three standups of 15.
    assert [(load.handle, load.minutes, load.count) for load in loads] == [
        ("anne", 285, 8),
        ("pat", 60, 2),
        ("sue", 30, 1),
    ]
    assert loads[0].hours == loads[0].hours_per_week == 4.75


def test_two_weeks_carry_less_a_week() -> None:
    # One planning, demo and retro; two syncs and arches; standups from Tuesday to Friday and from Monday to Thursday.
    (load,) = iteration_loads(Rhythm("UTC", (IterationEpoch(MON, 2),)), [ANNE], MON, MON)
    assert (load.minutes, load.hours_per_week) == (60 + 30 + 60 + 2 * 30 + 2 * 60 + 8 * 15, 3.75)


def test_a_hand_over_counts_for_the_iteration_it_closes() -> None:
    rhythm = replace(WEEKLY, epochs=(IterationEpoch(MON, hand_over=True),))
    loads = iteration_loads(rhythm, [ANNE], MON, date(2026, 12, 7))
    # Four standups instead of three; the first Monday has no demo, and still its iteration is closed by one.
    assert [load.minutes for load in loads] == [300, 300]


def test_what_is_not_held_costs_nothing_and_what_moved_counts_where_it_belongs() -> None:
    overrides = [
        Override("arch", TUE, status="skipped"),
        Override("retro", FRI, datetime(2026, 12, 8, 9)),
        Override("demo", FRI, minutes=45),
    ]
    loads = iteration_loads(WEEKLY, [ANNE], MON, date(2026, 12, 13), overrides)
    # The retro counts where it belongs, and the standup of the day it was moved to makes way for it.
    assert [load.minutes for load in loads] == [285 - 60 + 15, 285 - 15]
    assert iteration_loads(WEEKLY, [ANNE], date(2026, 1, 1), date(2026, 1, 31)) == []


# --- focus ----------------------------------------------------------------------------------------------------------


def test_the_longest_focus_block_of_each_day() -> None:
    found = [(f"{b.start:%H:%M}", f"{b.end:%H:%M}", b.minutes) for b in focus_blocks(WEEKLY, [ANNE], MON, FRI)]
    assert found == [
        ("12:00", "18:00", 360),  # planning 10:00, sync 11:30 to 12:00
        ("10:15", "14:00", 225),  # standup, arch 14:00 to 15:00
        ("10:15", "18:00", 465),
        ("10:15", "18:00", 465),
        ("09:00", "14:00", 300),  # demo and retro 14:00 to 15:30
    ]


def test_a_meeting_within_another_frees_nobody() -> None:
    overrides = [Override("planning", MON, minutes=240), Override("sync", MON, datetime(2026, 11, 30, 10, 30))]
    (block,) = focus_blocks(WEEKLY, [ANNE], MON, MON, overrides)
    assert (f"{block.start:%H:%M}", block.minutes) == ("14:00", 240)


def test_focus_is_in_the_persons_own_zone_and_hours() -> None:
    # 10:00 in New York is 16:00 in Berlin, and half past eight in the evening in Kolkata.
    ben, chidi = focus_blocks(WEEKLY, [BEN, CHIDI], WED, WED)
    assert (ben.start.isoformat(), ben.minutes) == ("2026-12-02T09:00:00+01:00", 7 * 60)
    assert (chidi.start.isoformat(), chidi.minutes) == ("2026-12-02T09:00:00+05:30", 9 * 60)
    night = replace(CHIDI, work_start=time(18), work_end=time(2))
    (block,) = focus_blocks(WEEKLY, [night], WED, WED)
    assert (f"{block.start:%d %H:%M}", f"{block.end:%d %H:%M}") == ("02 20:45", "03 02:00")


def test_there_is_no_focus_on_a_day_off_or_in_a_full_day() -> None:
    off = replace(WEEKLY, holidays={WED: "Founders' Day"})
    assert [block.day for block in focus_blocks(off, [ANNE], TUE, date(2026, 12, 6))] == [TUE, THU, FRI]
    full = replace(ANNE, work_start=time(10), work_end=time(10, 15))
    assert [block.minutes for block in focus_blocks(WEEKLY, [full], WED, WED)] == [0]


# --- working hours --------------------------------------------------------------------------------------------------


def test_meetings_outside_somebodys_hours() -> None:
    held = held_between(WEEKLY, MON, FRI)
    assert outside_hours(WEEKLY, ANNE, held) == []
    # In Berlin the morning's meetings end by 18:00 (16:00 to 18:00), the afternoon's start at 20:00.
    assert [m.kind for m in outside_hours(WEEKLY, BEN, held)] == ["arch", "demo", "retro"]
    assert len(outside_hours(WEEKLY, CHIDI, held)) == len(held)
    assert [m.kind for m in outside_hours(WEEKLY, replace(BEN, role="stakeholder"), held)] == ["demo"]


def test_a_friday_afternoon_is_a_saturday_elsewhere() -> None:
    # 18:30 in New York on Friday is 10:30 in Sydney on Saturday; on Thursday it is Friday there.
    late = replace(
        WEEKLY, changes=(SlotChange("demo", MON, at=time(18, 30)), SlotChange("standup", MON, at=time(18, 30)))
    )
    sydney = replace(ANNE, timezone="Australia/Sydney")
    outside = {m.ref for m in outside_hours(late, sydney, held_between(late, THU, FRI))}
    assert outside == {f"demo@{FRI}", f"retro@{FRI}"}


def test_who_works_over_midnight_is_at_work_at_one() -> None:
    night = replace(CHIDI, work_start=time(18), work_end=time(2))
    assert outside_hours(WEEKLY, night, held_between(WEEKLY, TUE, TUE)) == []


# --- comparing ------------------------------------------------------------------------------------------------------


def worse(*changes: SlotChange, people: tuple[Attendee, ...] = (ANNE,)) -> list[tuple[str, str]]:
    found = compare(WEEKLY, replace(WEEKLY, changes=changes), people, MON, date(2026, 12, 27))
    return [(finding.rule, finding.what) for finding in found]


def test_nothing_is_said_of_what_gets_no_worse() -> None:
    assert worse() == []
    assert worse(SlotChange("arch", MON, minutes=30)) == []
    assert worse(SlotChange("arch", MON, day=3)) == [], "Tuesday gains what Wednesday loses"


def test_more_hours_are_said() -> None:
    found = worse(SlotChange("demo", MON, minutes=60), people=(ANNE, PARTNER))
    assert ("load", "Pat: 1 h of meetings a week become 1.5 h") in found
    assert [what for rule, what in found if rule == "load" and what.startswith("Anne")]


def test_smaller_focus_blocks_are_said() -> None:
    # Five days of 360, 225, 465, 465 and 300 minutes become 360, 240, 285, 285 and 300: 363 become 294 on average.
    ((rule, what),) = worse(SlotChange("standup", MON, at=time(13)))
    assert rule == "focus"
    assert what == "Anne: the longest focus block of a day shrinks from 6 h to 4.9 h"


def test_a_time_outside_working_hours_is_said_for_whom_it_is_new() -> None:
    found = [f for f in worse(SlotChange("standup", MON, at=time(12)), people=(ANNE, BEN, CHIDI)) if f[0] != "focus"]
    # Noon is six in the evening in Berlin; for Kolkata it was outside before. Three standups a week, four weeks.
    hours = "09:00–18:00 in Europe/Berlin"
    assert found == [("working-hours", f"Ben: Daily standup lies outside {hours}, 12 times, first on Tue 1 Dec")]
