"""A change of the schedule holds from a date on, and what was held already is not held again because of it (rule 7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cadence.render.calendar.invites import render
from cadence.services.calendar import feed
from cadence.services.facilitation import lifecycle, reschedule
from cadence.services.schedule import week as schedule_week
from cadence.services.schedule.settings import SlotEdit, schedule_set
from tests.render.calendar.calendar_samples import read
from tests.services.conftest import World


def lines(world: World, first: date, last: date) -> list[str]:
    return [line.ref for line in schedule_week.meeting_list(world.store, world.anne, first, last)]


def hold(world: World, ref: str) -> None:
    lifecycle.start(world.store, world.anne, ref)
    world.clock.on(minutes=10)
    lifecycle.end(world.store, world.anne)


def held_and_ahead(world: World) -> set[tuple[datetime, datetime]]:
    """What the list shows of the next three weeks, in UTC."""
    found = schedule_week.meeting_list(world.store, world.anne, date(2026, 11, 30), date(2026, 12, 20))
    return {(one.starts_at.astimezone(UTC), one.ends_at.astimezone(UTC)) for one in found}


def in_the_feed(world: World) -> set[tuple[datetime, datetime]]:
    """What another program reads in the calendar for these weeks."""
    found = read(render(feed.feed(world.store, world.anne)))
    return {times for times in found if times[0] < datetime(2026, 12, 21, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("ref", "at", "edit", "following"),
    [
        ("planning@2026-11-30", (30, 10, 0, 11), SlotEdit(day=3), "planning@2026-12-09"),
        ("sync@2026-11-30", (30, 11, 30, 11), SlotEdit(day=3), "sync@2026-12-09"),
        ("arch@2026-12-01", (1, 14, 0, 12), SlotEdit(day=4), "arch@2026-12-10"),
        ("arch@2026-12-01", (1, 14, 0, 12), SlotEdit(day=4, at=time(9)), "arch@2026-12-10"),
        ("standup@2026-12-01", (1, 10, 0, 12), SlotEdit(at=time(16), minutes=20), "standup@2026-12-08"),
        ("demo@2026-12-04", (4, 14, 0, 12), SlotEdit(at=time(12)), "demo@2026-12-11"),
        ("demo@2026-12-04", (4, 14, 0, 12), SlotEdit(day=-2), "demo@2026-12-10"),
        ("retro@2026-12-04", (4, 14, 30, 12), SlotEdit(at=time(16), minutes=20), "retro@2026-12-11"),
    ],
)
@pytest.mark.parametrize("runs", [False, True], ids=["held", "running"])
def test_what_was_held_today_is_not_held_again_this_week(
    world: World, ref: str, at: tuple[int, int, int, int], edit: SlotEdit, following: str, runs: bool
) -> None:
    kind = ref.partition("@")[0]
    day, hour, minute, month = at
    world.clock.at(day, hour, minute, month=month)
    if runs:
        lifecycle.start(world.store, world.anne, ref)
    else:
        hold(world, ref)
    before = [one for one in schedule_week.meeting_list(world.store, world.anne) if one.ref <= ref and one.kind == kind]
    week = {name for name in lines(world, date(2026, 11, 30), date(2026, 12, 4)) if name.startswith(kind)}
    changed = schedule_set(world.store, world.anne, kind, edit)
    assert f"{changed.slot.since}" > ref.partition("@")[2]
    after = {one.ref: one for one in schedule_week.meeting_list(world.store, world.anne)}
    assert [after[one.ref] for one in before] == before
    assert {name for name in lines(world, date(2026, 11, 30), date(2026, 12, 4)) if name.startswith(kind)} == week
    assert edit.at is None or after[following].starts_at.time() == edit.at
    assert in_the_feed(world) == held_and_ahead(world)


def test_what_was_held_early_is_not_held_again_this_week(world: World) -> None:
    reschedule.move(world.store, world.anne, "arch@2026-12-01", "2026-11-30 15:00")
    world.clock.at(30, 15, month=11)
    hold(world, "arch@2026-12-01")
    schedule_set(world.store, world.anne, "arch", SlotEdit(day=4, since=date(2026, 11, 30)))
    found = [name for name in lines(world, date(2026, 11, 30), date(2026, 12, 11)) if name.startswith("arch")]
    assert found == ["arch@2026-12-01", "arch@2026-12-10"]
    assert in_the_feed(world) == held_and_ahead(world)


def test_what_was_not_held_today_goes_to_its_new_day(world: World) -> None:
    world.clock.at(1, 9)
    schedule_set(world.store, world.anne, "arch", SlotEdit(day=4))
    found = [name for name in lines(world, date(2026, 11, 30), date(2026, 12, 4)) if name.startswith("arch")]
    assert found == ["arch@2026-12-03"]
    assert in_the_feed(world) == held_and_ahead(world)
