"""Which meetings there are, what a person means by a meeting's name, and that the past stays as it was."""

from __future__ import annotations

from datetime import date, time

import pytest

from cadence.errors import BadValue, NotFound, Refused
from cadence.services.facilitation import clock, lifecycle, reschedule
from cadence.services.home import home
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.services.schedule import holidays, week
from cadence.services.schedule.settings import SlotEdit, schedule_set
from tests.services.conftest import World


def lines(world: World, first: date | None = None, last: date | None = None) -> dict[str, str]:
    return {line.ref: line.status for line in week.meeting_list(world.store, world.anne, first, last)}


def named(world: World, ref: str, *, held: bool = False) -> str:
    with world.store.read() as connection:
        return week.resolve(week.Week(connection, world.anne, world.store.clock()), ref, held=held).ref


def hold(world: World, ref: str) -> None:
    lifecycle.start(world.store, world.anne, ref)
    world.clock.on(minutes=10)
    lifecycle.end(world.store, world.anne)


def test_a_week_as_the_article_has_it(world: World) -> None:
    assert list(lines(world, date(2026, 11, 30), date(2026, 12, 4))) == [
        "planning@2026-11-30",
        "sync@2026-11-30",
        "standup@2026-12-01",
        "arch@2026-12-01",
        "standup@2026-12-02",
        "standup@2026-12-03",
        "demo@2026-12-04",
        "retro@2026-12-04",
    ]


def test_every_status_is_told(world: World) -> None:
    hold(world, "planning")
    reschedule.skip(world.store, world.anne, "standup@2026-12-02", "offsite")
    reschedule.skip(world.store, world.anne, "standup@2026-12-03", "offsite", cancel=True)
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    clock.pause(world.store, world.anne)
    assert lines(world, date(2026, 11, 30), date(2026, 12, 4)) == {
        "planning@2026-11-30": "held",
        "sync@2026-11-30": "missed",
        "standup@2026-12-01": "missed",
        "arch@2026-12-01": "paused",
        "standup@2026-12-02": "skipped",
        "standup@2026-12-03": "cancelled",
        "demo@2026-12-04": "scheduled",
        "retro@2026-12-04": "scheduled",
    }


def test_one_is_missed_only_when_its_time_is_over(world: World) -> None:
    world.clock.at(30, 11, 59, month=11)
    assert lines(world)["sync@2026-11-30"] == "scheduled"
    world.clock.at(30, 12, month=11)
    assert lines(world)["sync@2026-11-30"] == "missed"


def test_both_days_of_a_listing_are_in_it_and_kinds_can_be_named(world: World) -> None:
    assert set(lines(world, date(2026, 12, 1), date(2026, 12, 1))) == {"standup@2026-12-01", "arch@2026-12-01"}
    found = week.meeting_list(world.store, world.anne, date(2026, 11, 30), date(2026, 12, 6), ["stand", "demo"])
    assert {line.kind for line in found} == {"standup", "demo"}
    with pytest.raises(BadValue, match="2026-12-01 is before 2026-12-02; give --from the earlier date"):
        lines(world, date(2026, 12, 2), date(2026, 12, 1))


def test_a_moved_meeting_keeps_its_name_and_says_from_where(world: World) -> None:
    line = reschedule.move(
        world.store, world.anne, "arch", "2026-12-03 16:00", minutes=45, reason="Ben is away on Tuesday"
    ).line
    assert (line.ref, f"{line.starts_at:%d %H:%M}", line.minutes) == ("arch@2026-12-01", "03 16:00", 45)
    assert line.moved_from is not None
    assert f"{line.moved_from:%d %H:%M}" == "01 14:00"
    assert line.reason == "Ben is away on Tuesday"
    assert "arch@2026-12-01" not in lines(world, date(2026, 12, 1), date(2026, 12, 1))
    assert lines(world, date(2026, 12, 3), date(2026, 12, 3))["arch@2026-12-01"] == "scheduled"
    world.clock.at(3, 16)
    assert lifecycle.start(world.store, world.anne, "arch").line.ref == "arch@2026-12-01"


def test_a_holiday_moves_planning_and_takes_that_days_standup(world: World) -> None:
    holidays.add_holidays(world.store, world.anne, date(2026, 12, 7), date(2026, 12, 7), "Team day")
    found = {line.ref: line for line in week.meeting_list(world.store, world.anne)}
    assert f"{found['planning@2026-12-07'].starts_at:%a %d}" == "Tue 08"
    assert "standup@2026-12-08" not in found
    assert found["planning@2026-12-07"].reason == "Team day"


# --- what a name means ----------------------------------------------------------------------------------------------


def test_a_bare_kind_is_the_running_one(world: World) -> None:
    lifecycle.start(world.store, world.anne, "sync@2026-12-07")
    assert named(world, "sync") == "sync@2026-12-07"


def test_a_bare_kind_is_todays_that_is_not_held_however_late_it_is(world: World) -> None:
    world.clock.at(1, 12)
    world.clock.on(hours=10)
    assert named(world, "arch") == "arch@2026-12-01"
    hold(world, "arch")
    assert named(world, "arch") == "arch@2026-12-08"


def test_a_bare_kind_is_else_the_next(world: World) -> None:
    assert named(world, "standup") == "standup@2026-12-01"
    assert named(world, "RETRO") == "retro@2026-12-04"
    reschedule.skip(world.store, world.anne, "standup", "offsite")
    assert named(world, "standup") == "standup@2026-12-02"
    world.clock.at(2, 11)
    assert named(world, "arch") == "arch@2026-12-08", "yesterday's is over"


def test_for_notes_a_bare_kind_is_the_last_one_held(world: World) -> None:
    with pytest.raises(NotFound, match="no standup has been held yet"):
        notes.notes_of(world.store, world.anne, "standup")
    world.clock.at(1, 10)
    hold(world, "standup")
    world.clock.at(2, 9)
    assert notes.notes_of(world.store, world.anne, "standup").line.ref == "standup@2026-12-01"
    assert named(world, "standup") == "standup@2026-12-02"


def test_before_it_is_held_a_meetings_notes_are_its_agenda(world: World) -> None:
    world.card("owed", board="sync")
    agenda = notes.notes_of(world.store, world.anne, "sync@2026-11-30")
    assert (agenda.held, [card.card.title for card in agenda.steps[0].cards]) == (False, ["owed"])


@pytest.mark.parametrize("ref", ["standup@2026-12-04", "planning@2026-12-01", "standup@2026-12-05"])
def test_a_meeting_that_is_not_there_is_answered_with_those_near_it(world: World, ref: str) -> None:
    with pytest.raises(NotFound, match=rf"there is no {ref}; near it are"):
        named(world, ref)


def test_a_kind_that_is_not_there_is_said(world: World) -> None:
    with pytest.raises(BadValue, match="no meeting 'party'"):
        named(world, "party")
    with pytest.raises(BadValue, match="could be"):
        named(world, "s")


# --- the past -------------------------------------------------------------------------------------------------------


def test_a_change_of_the_schedule_never_alters_what_was(world: World) -> None:
    world.clock.at(1, 10)
    hold(world, "standup")
    world.clock.at(2, 9)
    before = week.meeting_list(world.store, world.anne, date(2026, 11, 30), date(2026, 12, 1))
    notes_before = notes.notes_of(world.store, world.anne, "standup@2026-12-01")
    schedule_set(world.store, world.anne, "standup", SlotEdit(at=time(9, 15), minutes=10))
    schedule_set(world.store, world.anne, "planning", SlotEdit(day=2))
    assert week.meeting_list(world.store, world.anne, date(2026, 11, 30), date(2026, 12, 1)) == before
    assert notes.notes_of(world.store, world.anne, "standup@2026-12-01") == notes_before
    after = {line.ref: line for line in week.meeting_list(world.store, world.anne)}
    assert f"{after['standup@2026-12-02'].starts_at:%H:%M}" == "09:15"
    assert f"{after['planning@2026-12-08'].starts_at:%a}" == "Tue"
    with pytest.raises(Refused, match="is past, and what happened stays as it was"):
        schedule_set(world.store, world.anne, "standup", SlotEdit(at=time(9, 0), since=date(2026, 12, 1)))


def test_a_meeting_that_was_held_stays_where_the_new_schedule_has_none(world: World) -> None:
    world.clock.at(1, 14)
    hold(world, "arch")
    schedule_set(world.store, world.anne, "arch", SlotEdit(day=4, at=time(16, 0)))
    found = lines(world, date(2026, 11, 30), date(2026, 12, 4))
    assert found["arch@2026-12-01"] == "held"
    assert f"{meetings_view.show(world.store, world.anne, 'arch@2026-12-01').line.starts_at:%H:%M}" == "14:00"


def test_home_shows_what_runs_what_is_next_and_nothing_of_the_teams_to_guests(world: World) -> None:
    ahead = home.home(world.store, world.anne).next
    assert ahead is not None
    assert ahead.ref == "planning@2026-11-30"
    lifecycle.start(world.store, world.anne, "planning")
    view = home.home(world.store, world.ben)
    assert view.running is not None
    assert view.next is not None
    assert (view.running.ref, view.next.ref) == ("planning@2026-11-30", "sync@2026-11-30")
    guest = home.home(world.store, world.dana)
    assert (guest.running, guest.wall) == (None, ())


@pytest.mark.parametrize(
    ("when", "meeting", "board"),
    [((12, 1, 13, 15), "arch meeting at 14:00", "arch"), ((11, 30, 10, 45), "inter-team sync at 11:30", "sync")],
)
def test_an_empty_agenda_proposes_to_cancel_the_meeting_to_the_team(
    world: World, when: tuple[int, int, int, int], meeting: str, board: str
) -> None:
    month, day, hour, minute = when
    world.clock.at(day, hour, minute, month=month)
    wanted = f"{meeting} has an empty agenda: cancel it?"
    assert wanted in [need.title for need in home.home(world.store, world.anne).needs]
    assert wanted not in [need.title for need in home.home(world.store, world.dana).needs]
    world.card("something to talk about", board=board)
    assert wanted not in [need.title for need in home.home(world.store, world.anne).needs]
