"""The settings screen: whatever the command line can change is a line here, with the same refusals and the lint."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cadence.domain import lint
from cadence.services.cards import boards, create
from cadence.services.schedule import holidays, settings
from cadence.services.team import people
from cadence.services.team import team as team_team
from cadence.store.viewer import Viewer
from cadence.tui.settings import lines
from tests.tui.conftest import Open, Team, here, press, program, still, text_of, type_in, until


async def change(pilot: Pilot[None], panel: str, item: str, words: str) -> None:
    """Put the cursor on a line, press enter, type over what stands there, press enter."""
    await choose(pilot, panel, item)
    await press(pilot, "enter")
    here(pilot).line.input.value = ""
    await type_in(pilot, words)
    await press(pilot, "enter")


async def choose(pilot: Pilot[None], panel: str, item: str) -> None:
    lines = here(pilot).query_one(panel)
    lines.focus()
    assert lines.select(item)
    await still(pilot)


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, in one line with single blanks."""
    return " ".join(text_of(pilot).split())


async def test_the_shape_of_the_iteration_is_changed_from_the_next_one_on(opened: Open, team: Team) -> None:
    async with opened("settings", size=(120, 60)) as pilot:
        await change(pilot, "#team", "iteration, weeks", "2")
        assert "iteration, weeks changed to 2 from Mon 7 Dec on" in text_of(pilot)
        assert "from Mon 7 Dec 2 weeks, mon,tue,wed,thu,fri" in shown(pilot)
        await change(pilot, "#team", "working days", "sun-thu from:2026-12-13")
        await change(pilot, "#team", "hand-over day", "yes from:2026-12-13")
    coming = team_team.team_show(team.store, team.viewer).next_shape
    assert coming is not None
    assert (coming.start, coming.weeks, coming.hand_over) == (date(2026, 12, 7), 2, False)
    assert coming.working_days == ("mon", "tue", "wed", "thu", "fri")
    later = settings.schedule_show(team.store, team.viewer)
    assert later[0].kind == "planning"


@pytest.mark.parametrize(
    ("item", "words", "said"),
    [
        ("iteration, weeks", "0", "week"),
        ("iteration, weeks", "two", "'two' is not a whole number"),
        ("iteration, weeks", "2 from:2026-01-01", "is past"),
        ("iteration starts", "2026-11-01", "is past"),
        ("working days", "mon,blue", "is not a day of the week"),
        ("hand-over day", "maybe", "neither yes nor no"),
        ("time zone", "Mars/Base", "no time zone"),
        ("subdivision", "CA", "without its country"),
        ("cards per column", "4", "is not a name and a number"),
        ("step minutes", "planning.nap 5", "of the planning; steps are"),
        ("flow shares, %", "feature 80, debt 40", "come to 120"),
        ("business share, %", "140", "choose 0 to 100"),
        ("columns", "Only", "a wall of 1 columns"),
    ],
)
async def test_what_cannot_be_is_refused_and_stays_in_the_line(
    opened: Open, team: Team, item: str, words: str, said: str
) -> None:
    before = team_team.team_show(team.store, team.viewer)
    async with opened("settings") as pilot:
        await change(pilot, "#team", item, words)
        assert said in shown(pilot)
        assert here(pilot).line.text == words
        await type_in(pilot, " more")
        assert here(pilot).line.text == f"{words} more", "what is typed on mends it"
    assert team_team.team_show(team.store, team.viewer) == before


async def test_every_setting_of_the_command_line_has_its_line(opened: Open, team: Team) -> None:
    typed = {
        "name": "Platform Team",
        "time zone": "Europe/Berlin",
        "country": "de",
        "subdivision": "BE",
        "distributed": "yes",
        "mail address": "sre@example.com",
        "partner": "Checkout",
        "sprint start": "2026-12-01",
        "sprints, weeks": "2",
        "columns": "To do, Ready, In progress, Shipped",
        "cards per column": "in 4, Ready 9",
        "cards per person": "2",
        "business share, %": "70",
        "flow shares, %": "feature 50, debt 20",
        "neglected after, days": "9",
        "facilitators in turn": "yes",
        "anonymous retro": "yes",
        "social time last": "yes",
        "week's end block": "yes",
        "order of speaking": "shuffled",
        "video call": "https://meet.example.com/sre",
        "step minutes": "planning.merge 15, standup.round 8",
        "meetings, hours a week": "4.5",
    }
    async with opened("settings") as pilot:
        for item, words in typed.items():
            await change(pilot, "#team", item, words)
            assert not here(pilot).line.gesture, text_of(pilot)
    view = team_team.team_show(team.store, team.viewer)
    assert (view.name, view.country, view.subdivision) == ("Platform Team", "DE", "BE")
    (moves,) = view.next_locations
    assert moves.words == "Europe/Berlin, distributed"
    assert (view.partner, str(view.partner_start), view.partner_weeks) == ("Checkout", "2026-12-01", 2)
    assert view.columns == ("To do", "Ready", "In progress", "Shipped")
    assert dict(view.limits) == {"In progress": 4, "Ready": 9}
    assert (view.person_limit, view.balance, view.anonymous_retro) == (2, 70, True)
    assert view.video == "https://meet.example.com/sre"
    own = view.settings
    assert own.address == "sre@example.com"
    assert own.flow_targets == {"feature": 50, "debt": 20}
    assert own.steps == {"planning": {"merge": 15}, "standup": {"round": 8}}
    assert (own.neglect_days, own.round_order, own.budget_hours) == (9, "shuffled", 4.5)
    assert (own.rotate_facilitator, own.social_last, own.week_end_block) == (True, True, True)


async def test_what_is_taken_out_of_a_list_is_taken_away(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await change(pilot, "#team", "cards per column", "In progress 4, Ready 9")
        await change(pilot, "#team", "cards per column", "Ready 8")
        assert dict(team_team.team_show(team.store, team.viewer).limits) == {"Ready": 8}
        await change(pilot, "#team", "step minutes", "planning.merge 15")
        await change(pilot, "#team", "step minutes", "")
        assert "steps" not in team_team.team_show(team.store, team.viewer).settings


async def test_a_line_left_as_it_was_changes_nothing(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await choose(pilot, "#team", "iteration starts")
        await press(pilot, "enter", "enter")
        assert "nothing changed" in text_of(pilot)
        assert not here(pilot).line.gesture


async def test_a_change_of_the_schedule_to_come_is_shown_with_what_it_makes_worse(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await change(pilot, "#schedule", "planning", "1 09:30 75 from:2026-12-07")
        words = shown(pilot)
        assert "Iteration planning changed: 09:30 75 from Mon 7 Dec on; " in words
        assert "from Mon 7 Dec day 1 09:30 75" in words
        assert "The last change:" in words
        assert "h of meetings a week become" in words
        assert "Iteration planning takes 75 minutes" in words
        await press(pilot, "u")
        words = shown(pilot)
        assert "The last change:" not in words
        assert "from Mon 7 Dec" not in words


async def test_a_renamed_team_is_found_again(opened: Open, team: Team) -> None:
    config = Path(team.settings.file)
    config.write_text('# mine\nme = "anne"\nteam = "Platform SRE"\n', "utf-8")
    async with opened("settings") as pilot:
        await change(pilot, "#team", "name", "Reliability")
        await until(pilot, lambda: "Cadence · Reliability" in text_of(pilot))
        await until(pilot, lambda: 'team = "Reliability"' in config.read_text("utf-8"))
        await press(pilot, "u")
        await until(pilot, lambda: 'team = "Platform SRE"' in config.read_text("utf-8"))
    assert "# mine" in config.read_text("utf-8")


async def test_people_have_a_handle_a_zone_and_may_be_regular_guests(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await press(pilot, "n")
        await type_in(pilot, "Eli Gur <eli@example.com>, partner, Europe/Berlin, regular, handle:gur")
        await press(pilot, "enter")
        assert "gur" in text_of(pilot)
        assert "Europe/Berlin" in text_of(pilot)
        gur = next(one for one in people.person_list(team.store, team.viewer) if one.handle == "gur")
        assert (gur.role, gur.timezone, gur.regular) == ("partner", "Europe/Berlin", True)
        await change(pilot, "#people", "gur", "Eli Gur <gur@example.com>, stakeholder")
        gur = next(one for one in people.person_list(team.store, team.viewer) if one.handle == "gur")
        assert (gur.email, gur.role, gur.timezone, gur.regular) == (
            "gur@example.com", "stakeholder", "Europe/Berlin", False,
        )  # fmt: skip
        await change(pilot, "#people", "anne", "Anne Lee <anne@example.com>, lead, UTC, keeps notes")
        assert next(one for one in people.person_list(team.store, team.viewer) if one.handle == "anne").keeps_notes
        await change(pilot, "#people", "anne", "Anne Lee <anne@example.com>, lead, UTC")
        assert not next(one for one in people.person_list(team.store, team.viewer) if one.handle == "anne").keeps_notes
        await choose(pilot, "#people", "gur")
        await press(pilot, "X")
        assert "gur" not in {one.handle for one in people.person_list(team.store, team.viewer)}


@pytest.mark.parametrize(
    ("typed", "ties"),
    [
        ("", ("member", "America/New_York")),
        (", Africa/Lagos", ("member", "Africa/Lagos")),
        (", Africa/Lagos, stake", ("stakeholder", "Africa/Lagos")),
        (", LEAD,asia/tokyo", ("lead", "Asia/Tokyo")),
        (", handle:ife, utc", ("member", "UTC")),
    ],
)
async def test_what_stands_behind_an_address_is_read_in_any_order(
    opened: Open, team: Team, typed: str, ties: tuple[str, str]
) -> None:
    async with opened("settings") as pilot:
        await press(pilot, "n")
        await type_in(pilot, "Ife Ojo <ife@example.com>" + typed)
        await press(pilot, "enter")
        ife = next(one for one in people.person_list(team.store, team.viewer) if one.handle == "ife")
        assert (ife.role, ife.timezone) == ties
        assert "added: ife · Ife Ojo, " in text_of(pilot)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (", boss", "'boss' is neither a role nor a time zone; a zone looks like"),
        (", Africa/Lago", "did you mean Africa/Lagos?"),
        (", member, partner", "'partner' is one role too many"),
        (", Africa/Lagos, UTC", "'UTC' is one zone too many"),
    ],
)
async def test_a_word_behind_an_address_that_means_nothing_is_named(
    opened: Open, team: Team, typed: str, said: str
) -> None:
    async with opened("settings", size=(160, 40)) as pilot:
        await press(pilot, "n")
        await type_in(pilot, "Ife Ojo <ife@example.com>" + typed)
        await press(pilot, "enter")
        assert said in shown(pilot)
        assert here(pilot).line.text == "Ife Ojo <ife@example.com>" + typed
    assert "ife" not in {one.handle for one in people.person_list(team.store, team.viewer)}


async def test_a_handle_is_changed_where_the_rest_of_a_person_is(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await change(pilot, "#people", "ben", "Ben Ito <ben@example.com>, handle:benito")
        assert "benito" in text_of(pilot)
    assert "benito" in {one.handle for one in people.person_list(team.store, team.viewer)}


async def test_days_off_are_seen_named_anew_and_taken_back(opened: Open, team: Team) -> None:
    def own() -> list[tuple[str, str]]:
        return [(str(one.day), one.name) for one in holidays.holiday_list(team.store, team.viewer) if one.own]

    async with opened("settings") as pilot:
        assert "No days off ahead. H adds one" in shown(pilot)
        await press(pilot, "H")
        await type_in(pilot, "2026-12-24 Team day")
        await press(pilot, "enter")
        assert "Thu 24 Dec 2026 Team day the team's" in shown(pilot)
        await change(pilot, "#days", "2026-12-24 own", "Offsite")
        assert own() == [("2026-12-24", "Offsite")]
        await choose(pilot, "#days", "2026-12-24 own")
        await press(pilot, "X")
        assert own() == []


@pytest.mark.parametrize(("typed", "owner"), [("@dana", ("dana",)), ("", ())])
async def test_who_leaves_is_asked_for_an_heir_of_their_work(
    opened: Open, team: Team, typed: str, owner: tuple[str, ...]
) -> None:
    card = team.card("Failover test").key
    create.tie(team.store, team.viewer, card, "ben", "assigned", on=True)
    async with opened("settings") as pilot:
        await choose(pilot, "#people", "ben")
        await press(pilot, "X")
        await until(pilot, lambda: f"ben leaves; {card} to:" in text_of(pilot))
        assert "ben" in {one.handle for one in people.person_list(team.store, team.viewer)}
        await type_in(pilot, typed)
        await press(pilot, "enter")
        await until(pilot, lambda: "ben left the team" in text_of(pilot))
        assert boards.card(team.store, team.viewer, card).card.assignees == owner


async def test_what_is_typed_for_people_and_shares_is_read_as_the_screens_show_it(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        for typed in ("Ben Mori, handle:benm Chiara <x@example.com>", "Ben Mori, lead <x@example.com>",
                      "Ben Mori <x@example.com>, handle:ben mori"):  # fmt: skip
            await press(pilot, "n")
            await press(pilot, "ctrl+u")
            await type_in(pilot, typed)
            await press(pilot, "enter")
            assert "✖" in text_of(pilot), typed
            await press(pilot, "escape")
        assert len(people.person_list(team.store, team.viewer)) == 3
        await change(pilot, "#team", "flow shares, %", "F 40 D 20")
        assert "flow shares, % changed to feature 40, defect 20" in text_of(pilot)
        await change(pilot, "#team", "country", "DE")
        assert "country changed to DE" in text_of(pilot)
        await change(pilot, "#team", "cards per person", "few")
        assert "'few' is not a whole number; write it in figures alone" in text_of(pilot)


async def test_a_value_is_typed_over(opened: Open, team: Team) -> None:
    async with opened("settings") as pilot:
        await choose(pilot, "#team", "facilitators in turn")
        await press(pilot, "enter")
        await type_in(pilot, "yes")
        await press(pilot, "enter")
        await until(pilot, lambda: "facilitators in turn changed to yes" in text_of(pilot))
    assert team_team.team_show(team.store, team.viewer).settings.rotate_facilitator


def test_every_remedy_of_the_lint_is_said_in_keys() -> None:
    """Each command that the lint's source writes is one that the screen turns into keys."""
    folder = Path(lint.__path__[0])
    commands = [
        found for file in folder.glob("*.py") for found in re.findall(r"cadence \w+ \w+[^\n]*", file.read_text())
    ]
    written = [re.sub(r"\{[^}]*\}", "2026-12-03", one).rstrip("'\"") for one in commands]
    assert len(written) >= 8
    assert not [one for one in written if "cadence " in lines.in_keys(one)]
    assert lines.in_keys('move it: cadence meeting move arch@2026-12-01 --to "2026-12-02 11:00"') == (
        "move it: C, then m on it, 2026-12-02 11:00"
    )


async def test_the_footer_says_what_the_keys_do_here(opened: Open) -> None:
    async with opened("settings") as pilot:
        await choose(pilot, "#people", "ben")
        foot = text_of(pilot).splitlines()[-1]
        assert "⏎ change  n add a person  H day off  X remove" in foot
        assert "new card" not in foot
        await choose(pilot, "#team", "name")
        assert "remove" not in text_of(pilot).splitlines()[-1]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_no_long_value_is_cut(opened: Open, team: Team, size: tuple[int, int]) -> None:
    long = " ".join(f"Payments and Billing {number}" for number in range(5))
    team_team.team_set(team.store, team.viewer, team_team.TeamEdit(partner=long))
    async with opened("settings", size=size) as pilot:
        await choose(pilot, "#team", "meetings, hours a week")
        await choose(pilot, "#team", "partner")
        frame = dict.fromkeys(map(ord, "│▁▂▃▄▅▆▇█▌"), " ")
        panel = here(pilot).query_one("#team").region
        rows = text_of(pilot).splitlines()[panel.y : panel.bottom]
        words = " ".join(" ".join(row[panel.x : panel.right] for row in rows).translate(frame).split())
        assert long in words


async def test_a_guest_reads_the_schedule_and_changes_nothing(opened: Open, team: Team) -> None:
    people.add_person(team.store, team.viewer, people.NewPerson("Grace Kim <grace@example.com>", "partner"))
    async with opened("settings", me="grace") as pilot:
        words = text_of(pilot)
        assert "Arch meeting" in words
        assert "Retro" not in words
        assert "What breaks the plan" not in words
        assert "columns" not in words
        assert "add a person" not in words
        await choose(pilot, "#team", "name")
        await press(pilot, "enter")
        assert "a partner may not change the team's settings; ask a lead" in text_of(pilot)
        await press(pilot, "H")
        assert "a partner may not change the team's holidays; ask a lead" in text_of(pilot)


async def test_a_member_changes_themselves_and_is_told_who_may_change_the_rest(opened: Open, team: Team) -> None:
    before = team_team.team_show(team.store, team.viewer)
    async with opened("settings", me="ben") as pilot:
        for panel, item, said in (
            ("#team", "name", "a member may not change the team's settings; ask a lead"),
            ("#schedule", "arch", "a member may not change the schedule; ask a lead"),
            ("#people", team.viewer.handle or "", "a member may not change other people; ask the person or a lead"),
        ):
            await choose(pilot, panel, item)
            assert "⏎ change" not in text_of(pilot)
            await press(pilot, "enter")
            assert said in text_of(pilot)
        await press(pilot, "X")
        assert "a member may not remove people; ask a lead" in text_of(pilot)
        await press(pilot, "n")
        assert "a member may not add people; ask a lead" in text_of(pilot)
        ben = next(person for person in people.person_list(team.store, team.viewer) if person.handle == "ben")
        await change(pilot, "#people", "ben", f"{ben.name} <{ben.email}>, lead, Europe/Berlin")
        assert "a member may not change roles; ask a lead" in text_of(pilot)
        await press(pilot, "escape")
        await change(pilot, "#people", "ben", f"{ben.name} <{ben.email}>, member, Europe/Berlin")
        assert "ben changed: Europe/Berlin" in text_of(pilot)
        await press(pilot, "u")
        assert "Europe/Berlin" not in text_of(pilot)
    assert team_team.team_show(team.store, team.viewer) == before


async def test_whoever_becomes_a_guest_is_one_at_once(opened: Open, team: Team) -> None:
    ben: Viewer = team.as_ben()
    async with opened("settings", me="ben") as pilot:
        people.edit_person(team.other(), team.viewer, "ben", people.PersonEdit(role="stakeholder"))
        await until(pilot, lambda: program(pilot).session.viewer.role == "stakeholder")
        await until(pilot, lambda: "What breaks the plan" not in text_of(pilot))
        assert program(pilot).session.viewer.person_id == ben.person_id
