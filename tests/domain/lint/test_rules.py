"""The lint names what breaks the plan, with the remedy (rule 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cadence.domain.kinds.base import OnHoliday
from cadence.domain.lint.rules import Attendee, Finding, PartnerSprint, Severity, lint
from cadence.domain.schedule.rhythm import IterationEpoch, Override, Rhythm, SlotChange, with_epoch

MON, TUE, WED, THU, FRI = (date(2026, 11, 30), *(date(2026, 12, n) for n in (1, 2, 3, 4)))
WEEKLY = Rhythm("America/New_York", (IterationEpoch(MON),))
ANNE = Attendee("anne", "Anne", "America/New_York", "lead")
BEN = Attendee("ben", "Ben", "Europe/Berlin")
CHIDI = Attendee("chidi", "Chidi", "Asia/Kolkata")
SHOP = PartnerSprint(date(2026, 12, 3), 2, "Shop")


def found(
    rhythm: Rhythm,
    people: Sequence[Attendee] = (ANNE,),
    partner: PartnerSprint | None = None,
    budget: float | None = None,
    overrides: Sequence[Override] = (),
    weeks: int = 2,
) -> list[Finding]:
    return lint(rhythm, people, partner, budget, MON, weeks, overrides=overrides)


def changed(*changes: SlotChange) -> Rhythm:
    return replace(WEEKLY, changes=changes)


def test_the_articles_plan_is_clean() -> None:
    for hand_over in (False, True):
        for weeks in (1, 2, 3):
            rhythm = replace(WEEKLY, epochs=(IterationEpoch(MON, weeks, hand_over=hand_over),))
            assert found(rhythm, partner=PartnerSprint(MON, 6), budget=6, weeks=26) == []


def test_a_timebox_over_its_ceiling() -> None:
    (finding,) = found(changed(SlotChange("planning", MON, minutes=90)), weeks=1)
    assert finding == Finding(
        "timebox",
        Severity.ERROR,
        "Iteration planning takes 90 minutes where 60 are the ceiling, 2 times, first on Mon 30 Nov",
        "bring it down to 60: cadence schedule set planning --minutes 60",
    )
    (finding,) = found(changed(SlotChange("sync", MON, minutes=31)), weeks=1)
    assert (finding.rule, "30 are the ceiling" in finding.what) == ("timebox", True)
    assert found(changed(SlotChange("arch", MON, minutes=90))) == [], "arch has no hard ceiling"


def test_one_meeting_made_too_long_by_hand_is_mended_by_hand() -> None:
    (finding,) = found(WEEKLY, overrides=[Override("planning", MON, minutes=75)])
    assert finding.what.endswith("75 minutes where 60 are the ceiling, on Mon 30 Nov")
    assert finding.remedy.endswith('cadence meeting move planning@2026-11-30 --to "2026-11-30 10:00" --minutes 60')


def test_a_standup_moved_onto_an_edge_day() -> None:
    (finding,) = found(WEEKLY, overrides=[Override("standup", THU, datetime(2026, 12, 4, 9))])
    assert (finding.rule, finding.severity) == ("edge-day", Severity.ERROR)
    assert finding.what == "Daily standup on the day of the retro, on Fri 4 Dec"
    assert finding.remedy == 'skip it: cadence meeting skip standup@2026-12-03 --reason "it is the day of the retro"'


def test_overlaps_that_no_holiday_made() -> None:
    (finding,) = found(changed(SlotChange("arch", MON, at=time(10))), weeks=1)
    assert finding.remedy == "move one of them: cadence schedule set arch --at HH:MM"
    assert (finding.rule, finding.severity) == ("overlap", Severity.ERROR)
    assert finding.what == "Daily standup and arch meeting overlap, on Tue 1 Dec"
    (finding,) = found(WEEKLY, overrides=[Override("sync", MON, datetime(2026, 12, 1, 14, 30))])
    assert finding.remedy == "move one of them: cadence meeting move sync@2026-11-30 --to TIME"


def test_a_demo_moved_away_from_its_retro() -> None:
    (finding,) = found(WEEKLY, overrides=[Override("demo", FRI, datetime(2026, 12, 3, 14))])
    assert (finding.rule, finding.what) == ("apart", "Retro on Fri 4 Dec, but its demo on Thu 3 Dec")
    assert finding.remedy == 'let it follow: cadence meeting move retro@2026-12-04 --to "2026-12-03 14:30"'
    both = [Override(kind, FRI, datetime(2026, 12, 3, 14, 30 * n)) for n, kind in enumerate(("demo", "retro"))]
    assert found(WEEKLY, overrides=both) == []


def test_meetings_outside_working_hours_are_said_once_for_each_person_and_kind() -> None:
    findings = found(WEEKLY, [ANNE, BEN])
    assert [(f.rule, f.severity) for f in findings] == [("working-hours", Severity.WARNING)] * 3
    assert findings[0].what == (
        "Ben: arch meeting at Tue 20:00 in Europe/Berlin, outside 09:00–18:00, 2 times, first on Tue 1 Dec"
    )
    assert findings[0].remedy.endswith("cadence schedule set arch --at HH:MM")


def test_no_shared_hours_at_all() -> None:
    finding = found(WEEKLY, [ANNE, CHIDI])[0]
    assert (finding.rule, finding.severity) == ("shared-hours", Severity.ERROR)
    assert "America/New_York, Asia/Kolkata" in finding.what
    guest = replace(CHIDI, role="stakeholder")
    assert [f.rule for f in found(WEEKLY, [ANNE, guest])] == ["working-hours"]


def test_shared_hours_that_are_missing_on_some_days_are_a_warning() -> None:
    # Five in the afternoon in New York is nine in the morning in Sydney, but on Fridays it is Saturday there.
    sydney = Attendee("syd", "Syd", "Australia/Sydney", work_start=time(8))
    late = replace(ANNE, work_end=time(18))
    (finding,) = [f for f in found(WEEKLY, [late, sydney], weeks=2) if f.rule == "shared-hours"]
    assert finding.severity is Severity.WARNING
    assert finding.what.endswith("2 times, first on Fri 4 Dec")


def test_holidays_that_collide() -> None:
    squeezed = replace(WEEKLY, holidays=dict.fromkeys((MON, TUE, WED, FRI), "Shutdown"))
    (finding,) = found(squeezed, weeks=1)
    assert (finding.rule, finding.severity) == ("holidays", Severity.NOTE)
    assert (
        finding.what == "Arch meeting is skipped, on Thu 3 Dec: overlaps the demo, which a holiday moved to Thu 3 Dec"
    )
    skipping = replace(
        WEEKLY, holidays={TUE: "Founders' Day"}, changes=(SlotChange("arch", MON, on_holiday=OnHoliday.SKIP),)
    )
    assert [f.what for f in found(skipping)] == ["Arch meeting is skipped, on Tue 1 Dec: Founders' Day"]
    assert found(WEEKLY, overrides=[Override("arch", TUE, status="skipped")]) == [], "people know what they skipped"


def test_a_week_without_planning() -> None:
    shutdown = replace(WEEKLY, holidays={date(2026, 12, 21) + timedelta(days=n): "Shutdown" for n in range(5)})
    findings = found(shutdown, weeks=6)
    assert [(f.rule, f.severity) for f in findings] == [("holidays", Severity.WARNING)] * 3 + [
        ("holidays", Severity.NOTE)
    ] * 2
    assert findings[0].what == (
        "Iteration planning is not held, on Mon 21 Dec: holidays leave no working day for it in its iteration"
    )


def test_sprints_out_of_line() -> None:
    (finding,) = found(WEEKLY, partner=SHOP)
    assert (finding.rule, finding.severity) == ("partner-sprints", Severity.WARNING)
    assert finding.what == "iterations start 3 days before the sprints of Shop"
    # The Thursday nearest to the next Monday, the 7th.
    assert finding.remedy == "start an iteration of 1 week on Thu 10 Dec: cadence team set --start 2026-12-10"
    (finding,) = found(with_epoch(WEEKLY, IterationEpoch(date(2026, 12, 10))), partner=PartnerSprint(MON, 1, "Shop"))
    assert finding.what == "from Thu 10 Dec on, iterations and the sprints of Shop drift apart"
    assert found(replace(WEEKLY, epochs=()), partner=SHOP) == []


def test_a_budget_that_is_overdrawn() -> None:
    (finding,) = found(WEEKLY, budget=4.5, weeks=1)
    assert (finding.rule, finding.severity) == ("budget", Severity.WARNING)
    assert "h in meetings a week where 4.5 h are the budget, 2 times, first on Mon 30 Nov" in finding.what
    assert found(WEEKLY, budget=4.75) == []


def test_a_day_that_is_not_the_kinds_to_choose() -> None:
    (finding,) = found(changed(SlotChange("retro", MON, day=3)))
    assert finding.rule == "no-effect"
    assert finding.what == "Retro: the day set from Mon 30 Nov on has no effect, it follows the demo"
    (finding,) = found(replace(changed(SlotChange("demo", MON, day=3)), epochs=(IterationEpoch(MON, hand_over=True),)))
    assert finding.what == "Demo: the day set from Mon 30 Nov on has no effect, it is held on the hand-over day"
    assert found(changed(SlotChange("demo", MON, day=4))) == []


def test_errors_come_first() -> None:
    rhythm = changed(SlotChange("planning", MON, minutes=90), SlotChange("retro", MON, day=1))
    severities = [f.severity for f in found(rhythm, [ANNE, CHIDI], SHOP, 2)]
    assert severities == sorted(severities, key=list(Severity).index)
    assert {*severities} == {*Severity}
