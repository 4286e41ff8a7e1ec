"""Search, calendar, settings, notes and help."""

from __future__ import annotations

from cadence.services.cards import boards
from cadence.services.schedule import settings, week
from cadence.services.team import people
from cadence.tui.card.screen import CardScreen
from cadence.tui.home.screen import HomeScreen
from tests.tui.conftest import Open, Team, here, press, program, still, text_of, type_in, until


async def test_search_follows_what_is_typed_and_opens_what_it_found(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "peering")
        await until(pilot, lambda: "VPC peering" in text_of(pilot))
        await press(pilot, "enter")
        await press(pilot, "enter")
        assert isinstance(here(pilot), CardScreen)
        await press(pilot, "q", "escape", "escape")
        assert isinstance(here(pilot), HomeScreen)


async def test_search_for_nothing_there(opened: Open) -> None:
    async with opened("search") as pilot:
        await type_in(pilot, "zzz'\"(")
        await until(pilot, lambda: "Nothing found" in text_of(pilot))


async def test_calendar_month_iteration_and_day(opened: Open) -> None:
    async with opened("calendar") as pilot:
        shown = text_of(pilot)
        assert "December 2026" in shown
        assert "10:00 standup" in shown
        assert "for the team alone" in shown
        await press(pilot, "w")
        assert "Mon 30" in text_of(pilot)
        await press(pilot, "w", "space")
        assert "January 2027" in text_of(pilot)
        await press(pilot, "full_stop")
        assert "December 2026" in text_of(pilot)


async def test_a_meeting_is_moved_and_skipped_on_the_calendar(opened: Open, team: Team) -> None:
    async with opened("calendar") as pilot:
        await press(pilot, "right", "m")
        here(pilot).line.input.value = ""
        await type_in(pilot, "2026-12-03 11:30, 20")
        await press(pilot, "enter")
        line = week.meeting_list(team.store, team.viewer, kinds=["standup"])[2]
        assert (f"{line.starts_at:%d %H:%M}", line.minutes) == ("03 11:30", 20)
        assert "moved from" in text_of(pilot)
        await press(pilot, "escape", "s")
        await type_in(pilot, "offsite")
        await press(pilot, "enter")
        assert "skipped: offsite" in text_of(pilot)


async def test_settings_change_in_place(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        assert "Iteration planning" in text_of(pilot)
        await press(pilot, "enter")
        here(pilot).line.input.value = ""
        await type_in(pilot, "1 09:30 75 from:2026-12-07")
        await press(pilot, "enter")
        slots = settings.schedule_show(team.store, team.viewer)
        assert slots[0].kind == "planning"
        await until(pilot, lambda: "60 minutes" in text_of(pilot) or "planning" in text_of(pilot).lower())
        await press(pilot, "n")
        await type_in(pilot, "Eli Gur <eli@example.com>, partner")
        await press(pilot, "enter")
        assert [person.role for person in people.person_list(team.store, team.viewer) if person.handle == "eli"] == [
            "partner"
        ]
        assert "eli" in text_of(pilot)


async def test_a_guest_is_offered_no_key_that_changes_what_they_only_read(opened: Open, team: Team) -> None:
    people.add_person(team.store, team.viewer, people.NewPerson("Pia Low <pia@example.com>", role="partner"))
    key = team.card("The new probe", "To show", "demo").key
    async with opened(me="pia") as pilot:
        await press(pilot, "4")
        assert "The new probe" in text_of(pilot)
        assert [words for words in ("m move", "a assign", "b blocked") if words in text_of(pilot)] == []
        await press(pilot, "m")
        assert f"a partner may not change {key}; ask somebody of the team" in text_of(pilot)


async def test_while_a_line_is_typed_the_footer_names_the_keys_of_the_line(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "n")
        assert "⏎ keep  esc leave it for later" in text_of(pilot)
        assert "/ search" not in text_of(pilot)
        await press(pilot, "escape")
        assert "/ search" in text_of(pilot)


async def test_a_member_who_does_not_facilitate_moves_and_skips_nothing(opened: Open) -> None:
    async with opened("calendar", me="ben") as pilot:
        assert "s skip" not in text_of(pilot)
        await press(pilot, "m")
        assert "a member may not move a meeting; ask who facilitates it or a lead" in text_of(pilot)
        await press(pilot, "escape", "s")
        assert "a member may not skip or cancel a meeting; ask who facilitates it or a lead" in text_of(pilot)


async def test_a_line_may_name_somebody_who_has_just_joined(opened: Open, team: Team) -> None:
    async with opened("wall") as pilot:
        people.add_person(team.other(), team.viewer, people.NewPerson("Zoe Ng <zoe@example.com>"))
        await until(pilot, lambda: "zoe" in program(pilot).session.handles)
        await press(pilot, "p")
        await type_in(pilot, "ask @zoe")
        await press(pilot, "enter")
        parked = boards.card_list(team.store, team.viewer, "parking")
        assert parked[-1].stays == ("zoe",)


async def test_notes_without_a_meeting_say_so(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "r")
        assert "No meeting of which you get the notes was held yet" in text_of(pilot)


async def test_the_agenda_of_a_meeting_to_come_is_previewed(opened: Open) -> None:
    from cadence.tui.notes.screen import NotesScreen

    async with opened() as pilot:
        pilot.app.push_screen(NotesScreen("arch@2026-12-08"))
        await still(pilot)
        assert "arch@2026-12-08" in text_of(pilot)


async def test_help_and_palette_come_from_the_declarations(opened: Open) -> None:
    async with opened("wall", size=(140, 80)) as pilot:
        await press(pilot, "question_mark")
        shown = text_of(pilot)
        for words in ("Park", "Note something for the parking lot", "card.park", "Not now", "meetings"):
            assert words in shown
        await press(pilot, "escape", "ctrl+p")
        await type_in(pilot, "Go to: Cal")
        await until(pilot, lambda: "cadence --at calendar" in text_of(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: "December 2026" in text_of(pilot))


async def test_q_leads_home_from_where_the_program_was_opened_and_from_there_out(opened: Open) -> None:
    for place in ("wall", "calendar", "SRE-1", "standup"):
        async with opened(place) as pilot:
            await press(pilot, "q")
            assert isinstance(here(pilot), HomeScreen), place
            await press(pilot, "1", "q")
            assert isinstance(here(pilot), HomeScreen), place
            await press(pilot, "q")
            assert pilot.app.return_code == 0, place
