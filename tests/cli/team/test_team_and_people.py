"""The team's settings, its people and its schedule, as a lead, a member and a guest meet them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.cli.conftest import World
from tests.kinds import KEYS

# --- people --------------------------------------------------------------------------------------------------------


def test_people_are_listed_in_the_teams_order(team: World) -> None:
    found = team.json("person", "list")
    assert [one["handle"] for one in found] == ["anne", "ben", "chidi", "pat", "sue"]
    assert found[0].keys() >= {"handle", "name", "email", "role", "timezone"}
    assert found[0] | {"regular": False} == {
        "handle": "anne",
        "name": "Anne Lee",
        "email": "anne@example.com",
        "role": "lead",
        "timezone": "America/New_York",
        "regular": False,
        "hours": "09:00-18:00",
    }


def test_adding_changing_and_removing_somebody(team: World) -> None:
    shown = team.json("person", "add", "Ben Other <ben2@example.com>", "--tz", "europe/berlin", "--role", "mem")
    assert (shown["handle"], shown["timezone"], shown["role"]) == ("ben2", "Europe/Berlin", "member")
    assert team.json("person", "add", "X Y <x@y.org>", "--handle", "@Xan-1")["handle"] == "xan-1"
    shown = team.json("person", "edit", "ben2", "--name", "Benno", "--role", "lead", "--email", "benno@example.com")
    assert (shown["name"], shown["role"], shown["email"]) == ("Benno", "lead", "benno@example.com")
    assert team.json("person", "remove", "BEN2")["handle"] == "ben2"
    assert "ben2" not in {one["handle"] for one in team.json("person", "list")}
    assert "nobody" in team.refused("topic", "list", me="ben2")
    assert team.json("person", "add", "Benno <BENNO@example.com>")["handle"] == "ben2"


def test_what_somebody_did_keeps_their_handle(team: World) -> None:
    team.ok("topic", "add", "x", me="ben")
    team.ok("person", "remove", "ben")
    assert team.json("topic", "list")[0]["author"] == "ben"
    assert team.json("card", "show", "SRE-1")["events"][0]["actor"] == "ben"


def test_a_team_keeps_a_lead(team: World) -> None:
    assert "lead" in team.refused("person", "remove", "anne")
    assert "lead" in team.refused("person", "edit", "anne", "--role", "member")
    team.ok("person", "edit", "ben", "--role", "lead")
    assert team.json("person", "edit", "anne", "--role", "member")["role"] == "member"


def test_leaving_and_joining_can_be_undone(team: World) -> None:
    team.ok("person", "remove", "ben")
    team.ok("undo")
    assert "ben" in {one["handle"] for one in team.json("person", "list")}
    team.ok("person", "add", "New One <new@example.com>")
    team.ok("topic", "add", "by the new one", me="new")
    team.ok("undo")
    assert "new" not in {one["handle"] for one in team.json("person", "list")}
    assert team.json("topic", "list")[0]["author"] == "new"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("person", "add", "Ben Ito"), "Anne Lee <anne@example.com>"),
        (("person", "add", "<ben@example.com>"), "name"),
        (("person", "add", "Ben <ben at example.com>"), "mail address"),
        (("person", "add", "Ben Ito <BEN@example.com>"), "already"),
        (("person", "add", "Zoe <zoe@example.com>", "--role", "boss"), "stakeholder"),
        (("person", "add", "Zoe <zoe@example.com>", "--tz", "Mars"), "time zone"),
        (("person", "add", "Zoe <zoe@example.com>", "--handle", "ben"), "taken"),
        (("person", "add", "Zoe <zoe@example.com>", "--handle", "a b"), "handle"),
        (("person", "edit", "zoe", "--name", "x"), "zoe"),
        (("person", "edit", "ben", "--email", "anne@example.com"), "anne"),
        (("person", "remove", "zoe"), "zoe"),
    ],
)
def test_bad_people(team: World, words: tuple[str, ...], said: str) -> None:
    before = team.json("person", "list")
    assert said in team.refused(*words)
    assert team.json("person", "list") == before


CHANGES = [
    ("person", "add", "Zoe <zoe@example.com>"),
    ("person", "edit", "ben", "--name", "x"),
    ("person", "remove", "ben"),
    ("team", "set", "--weeks", "2"),
    ("team", "holiday", "add", "2026-12-31", "x"),
    ("schedule", "set", "arch", "--at", "15:00"),
    ("schedule", "lint"),
    ("meeting", "start", "arch"),
    ("meeting", "skip", "demo", "--reason", "x"),
    ("meeting", "move", "demo", "--to", "2026-12-03 11:00"),
    ("decision", "add", "x"),
    ("backup", "copy.db"),
]


@pytest.mark.parametrize("guest", ["pat", "sue"])
@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_guests_change_nothing_of_the_teams(team: World, words: tuple[str, ...], guest: str) -> None:
    team.refused(*words, me=guest)


# --- the team ------------------------------------------------------------------------------------------------------


def test_a_teams_own_length_of_a_topic_and_its_extensions(team: World) -> None:
    shown = team.json("team", "set", "--topic-minutes", "8", "--extensions", "5,3,1", "--dots", "4")["settings"]
    assert (shown["topic_minutes"], shown["extensions"], shown["dots"]) == (8, [5, 3, 1], 4)
    assert "8 min in a lean coffee, extensions of 5, 3, 1; 4 dots each" in team.ok("team", "show")
    assert "let them get shorter" in team.refused("team", "set", "--extensions", "1,3")
    team.refused("team", "set", "--extensions", "1,x", code=2)
    team.refused("team", "set", "--topic-minutes", "0")
    assert team.json("topic", "add", "Long", "--minutes", "20")["key"] == "SRE-1"
    assert "takes 20 min" in team.ok("notes", "show", "arch@2026-12-01")
    assert "extensions" not in team.json("team", "set", "--extensions", "")["settings"], "each is half the one before"


def test_a_setting_is_changed_and_undone(team: World) -> None:
    before = team.json("team", "show")
    shown = team.json(
        *("team", "set", "--columns", "To do, Doing, Checking, Shipped", "--limit", "doing=3", "--person-limit", "2"),
        *(
            "--balance",
            "70",
            "--video",
            "https://meet.example/x",
            "--step",
            "planning.merge=15",
            "--partner",
            "Payments",
        ),
        *("--anonymous-retro", "--flow-target", "feature=50"),
    )
    assert shown["columns"] == ["To do", "Doing", "Checking", "Shipped"]
    assert (shown["limits"], shown["person_limit"], shown["balance"]) == ({"Doing": 3}, 2, 70)
    assert shown["partner"] == "Payments"
    assert shown["settings"]["steps"] == {"planning": {"merge": 15}}
    assert team.json("card", "add", "x", "--column", "check")["column"] == "Checking"
    team.ok("card", "drop", "SRE-1", "--reason", "a test")
    team.ok("undo")
    team.ok("undo")
    team.ok("undo")
    assert team.json("team", "show") == before


def test_a_renamed_team_is_still_the_one_that_the_configuration_names(team: World) -> None:
    assert team.json("team", "set", "--name", "Reliability")["name"] == "Reliability"
    assert team.json("team", "show")["name"] == "Reliability"
    team.ok("undo")
    assert team.json("team", "show")["name"] == "Platform SRE"


def test_a_new_shape_begins_with_the_next_iteration(team: World) -> None:
    shown = team.json("team", "set", "--weeks", "2", "--hand-over")
    assert (shown["weeks"], shown["hand_over"]) == (1, False)
    assert shown["settings"]["next_shape"] == {
        "from": "2026-12-07",
        "weeks": 2,
        "working_days": ["mon", "tue", "wed", "thu", "fri"],
        "hand_over": True,
    }
    refs = [one["ref"] for one in team.json("meeting", "list", "--from", "2026-11-30", "--to", "2026-12-27")]
    assert [ref for ref in refs if ref.startswith("planning")] == [
        "planning@2026-11-30",
        "planning@2026-12-07",
        "planning@2026-12-21",
    ]
    assert "demo@2026-12-04" in refs
    team.ok("team", "set", "--weeks", "1")
    assert team.json("team", "show")["settings"]["next_shape"]["weeks"] == 1
    team.ok("undo")
    assert team.json("team", "show")["settings"]["next_shape"]["weeks"] == 2
    team.ok("undo")
    assert "next_shape" not in team.json("team", "show")["settings"]


def test_an_iteration_can_begin_on_a_day_that_is_named(team: World) -> None:
    team.ok("team", "set", "--start", "2026-12-09")
    found = {one["ref"]: one["iteration"] for one in team.json("meeting", "list", "--to", "2026-12-20")}
    assert found["planning@2026-12-07"] == 2
    assert found["planning@2026-12-09"] == 3
    assert "past" in team.refused("team", "set", "--start", "2026-11-30")
    assert "past" in team.refused("team", "set", "--weeks", "2", "--from", "yesterday")


def test_what_was_before_stays_when_the_country_changes(team: World) -> None:
    team.ok("team", "set", "--country", "DE", "--subdivision", "BY")
    days = {one["date"]: one["name"] for one in team.json("team", "holiday", "list")}
    assert days["2026-11-26"] == "Thanksgiving Day"
    assert "2027-01-18" not in days
    assert "2027-01-06" in days
    team.ok("undo")
    assert "2027-01-18" in {one["date"] for one in team.json("team", "holiday", "list")}


def test_the_teams_own_holidays(team: World) -> None:
    team.ok("team", "holiday", "add", "2026-12-02", "Team", "day", "out")
    assert "standup@2026-12-02" not in {
        one["ref"] for one in team.json("meeting", "list") if one["status"] == "scheduled"
    }
    assert {"date": "2026-12-02", "name": "Team day out", "own": True} in team.json("team", "holiday", "list")
    team.ok("team", "holiday", "remove", "2026-12-02")
    assert "not" not in team.ok("team", "holiday", "add", "fri", "x")
    assert "not a holiday" in team.refused("team", "holiday", "remove", "2026-12-25")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--tz", "Nowhere"), "time zone"),
        (("--country", "XX"), "country"),
        (("--weeks", "0"), "weeks"),
        (("--working-days", ""), "day"),
        (("--columns", "A"), "columns"),
        (("--columns", "A,a"), "same name"),
        (("--limit", "Nowhere=3"), "Nowhere"),
        (("--limit", "Review"), "NAME=NUMBER"),
        (("--limit", "Review=-1"), "limit"),
        (("--balance", "101"), "balance"),
        (("--flow-target", "feature=60", "--flow-target", "debt=60"), "100"),
        (("--video", "meet.example"), "https://"),
        (("--step", "planning=3"), "planning.merge"),
        (("--step", "planning.x=3"), "step"),
        (("--partner-weeks", "0"), "sprint"),
        (("--name", ""), "empty"),
    ],
)
def test_bad_settings(team: World, words: tuple[str, ...], said: str) -> None:
    before = team.json("team", "show")
    assert said in team.refused("team", "set", *words)
    assert team.json("team", "show") == before


def test_a_column_that_holds_cards_stays(team: World) -> None:
    team.ok("card", "add", "x", "--column", "Review")
    assert "'Review' still holds" in team.refused("team", "set", "--columns", "Backlog,Ready,Done")


# --- the schedule --------------------------------------------------------------------------------------------------


def test_the_schedule(team: World) -> None:
    found = {one["kind"]: one for one in team.json("schedule", "show")}
    assert list(found) == list(KEYS)
    assert found["arch"] == {
        "kind": "arch",
        "day": 2,
        "at": "14:00",
        "minutes": 60,
        "on_holiday": "next",
        "days": None,
        "held": True,
        "from": "2026-11-30",
        "reminder": 10,
        "link": None,
    }
    assert found["standup"]["day"] is None


def test_a_slot_changes_from_a_date_on(team: World) -> None:
    shown = team.json("schedule", "set", "stand", "--at", "9:30", "--minutes", "10", "--from", "2026-12-03")
    assert shown == {
        "kind": "standup",
        "day": None,
        "at": "09:30",
        "minutes": 10,
        "on_holiday": "skip",
        "days": None,
        "held": True,
        "from": "2026-12-03",
        "reminder": 10,
        "link": None,
    }
    starts = {one["ref"]: one["starts_at"] for one in team.json("meeting", "list", "--kind", "standup")}
    assert starts["standup@2026-12-02"] == "2026-12-02T10:00:00-05:00"
    assert starts["standup@2026-12-03"] == "2026-12-03T09:30:00-05:00"
    assert {one["kind"]: one["at"] for one in team.json("schedule", "show")}["standup"] == "10:00"
    team.ok("undo")
    starts = {one["ref"]: one["starts_at"] for one in team.json("meeting", "list", "--kind", "standup")}
    assert starts["standup@2026-12-03"] == "2026-12-03T10:00:00-05:00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("party", "--at", "10:00"), "planning"),
        (("s", "--at", "10:00"), "standup or sync"),
        (("arch", "--at", "25:00"), "not a time"),
        (("arch", "--at", "23:30"), "midnight"),
        (("arch", "--minutes", "4"), "5 to 480"),
        (("arch", "--minutes", "481"), "5 to 480"),
        (("arch", "--minutes", "x"), "whole number"),
        (("arch", "--day", "0"), "day 0"),
        (("arch", "--day", "6"), "choose 1 to 5"),
        (("arch", "--day", "-6"), "choose 1 to 5"),
        (("standup", "--day", "1"), "every working day"),
        (("retro", "--day", "1"), "demo"),
        (("arch", "--on-holiday", "party"), "skip"),
        (("arch", "--at", "10:00", "--from", "2026-11-30"), "past"),
        (("arch", "--at", "10:00", "--from", "someday"), "not a date"),
    ],
)
def test_bad_slots(team: World, words: tuple[str, ...], said: str) -> None:
    before = team.json("schedule", "show")
    assert said in team.refused("schedule", "set", *words)
    assert team.json("schedule", "show") == before


def test_a_change_that_hurts_is_made_with_a_warning(team: World) -> None:
    done = team("schedule", "set", "arch", "--at", "17:30")
    assert done.code == 0
    assert "Anne Lee: Arch meeting lies outside 09:00" in done.err
    done = team("schedule", "set", "planning", "--minutes", "90")
    assert "60 are the ceiling" in done.err
    assert team("schedule", "set", "planning", "--minutes", "45").err == ""
    assert {one["rule"] for one in team.json("schedule", "lint")} == {"working-hours"}


def test_lint(team: World) -> None:
    assert team.json("schedule", "lint") == []
    assert "nothing" in team.ok("schedule", "lint")
    team.ok("person", "edit", "ben", "--tz", "Asia/Tokyo")
    team.ok("team", "set", "--partner-start", "2026-12-02", "--partner-weeks", "2", "--budget-hours", "3")
    found = team.json("schedule", "lint")
    assert all(one.keys() == {"rule", "severity", "what", "remedy"} for one in found)
    assert {one["rule"] for one in found} >= {"working-hours", "partner-sprints"}


@pytest.mark.parametrize("guest", ["pat", "sue"])
def test_guests_see_no_meeting_that_is_the_teams_alone(team: World, guest: str) -> None:
    for words in (("team", "show"), ("schedule", "show"), ("meeting", "list"), ("calendar", "show"), ("status",)):
        for text in (team.ok(*words, me=guest), team.ok(*words, "--json", me=guest)):
            assert "retro" not in text.lower(), words
            assert "standup" not in text.lower(), words


def test_everything_that_was_set_is_shown(team: World) -> None:
    said = (
        "--partner-start 2026-12-02 --partner-weeks 2 --flow-target feature=50 --flow-target debt=20 --neglect-days 6 "
        "--rotate-facilitator --round-order shuffled --social-last --anonymous-retro --week-end-block "
        "--step planning.merge=20 --budget-hours 5 --video https://meet.example/sre --weeks 2 --from 2026-12-14"
    )
    done = team("team", "set", "--partner", "Payments", *said.split())
    assert "the flow targets come to 70 %; 30 % are left for defect, risk" in done.err
    shown = team.ok("team", "show")
    for words in (
        "from 2026-12-02, 2 weeks each", "feature 50 %, debt 20 %", "after 6 days without news", "take turns",
        "shuffled", "social time last  yes", "anonymous retro", "week-end block", "planning.merge 20 min",
        "at most 5 h per person and week", "https://meet.example/sre", "2026-12-14: 2 weeks",
    ):  # fmt: skip
        assert words in shown
    team.ok("schedule", "set", "standup", "--at", "09:30", "--from", "2026-12-21")
    assert "at 09:30, 15 min from 2026-12-21" in team.ok("team", "show")


def test_shares_that_make_a_hundred_need_no_word(team: World) -> None:
    shares = [f"--flow-target={flow}=25" for flow in ("feature", "defect", "risk", "debt")]
    assert "targets" not in team("team", "set", *shares).err
    assert "targets" not in team("team", "set", "--balance", "50").err


@pytest.mark.parametrize("more", [0, 2, 4, 5, 6])
@pytest.mark.parametrize("weeks", ["1", "2"])
def test_everybody_facilitates_each_kind_of_meeting_as_often_as_the_others(team: World, more: int, weeks: str) -> None:
    for number in range(more):
        team.ok("person", "add", f"P{number} Q <p{number}@example.com>")
    team.ok("team", "set", "--rotate-facilitator", "--weeks", weeks)
    lines = team("meeting", "list", "--from", "2027-01-04", "--to", "2027-12-31", "--json").json
    people = 3 + more
    for kind in ("planning", "standup", "sync", "arch", "demo", "retro"):
        turns = Counter(line["facilitator"] for line in lines if line["kind"] == kind and line["status"] == "scheduled")
        assert len(turns) == people, f"{kind}: {turns}"
        assert max(turns.values()) <= 1.6 * min(turns.values()), f"{kind}: {turns}"


def test_days_off_are_added_as_a_span_and_taken_back_at_once(team: World) -> None:
    days = team.json("team", "holiday", "add", "2026-12-28..2026-12-30", "Team days")
    assert [(one["date"], one["name"], one["own"]) for one in days] == [
        (f"2026-12-{day}", "Team days", True) for day in (28, 29, 30)
    ]
    assert "2026-12-31 is not a holiday of the team's own" in team.refused(
        "team", "holiday", "remove", "2026-12-30..2026-12-31"
    )
    gone = team.json("team", "holiday", "remove", "2026-12-28..2026-12-30")
    assert [one["date"] for one in gone] == [one["date"] for one in days]
    assert not [one for one in team.json("team", "holiday", "list") if one["own"]]
    team.ok("undo", "--yes")
    assert len([one for one in team.json("team", "holiday", "list") if one["own"]]) == 3
    assert team.json("team", "holiday", "add", "24 dec", "Eve")["date"] == "2026-12-24"
    team.ok("undo", "--yes")
    team.ok("undo", "--yes")
    assert not [one for one in team.json("team", "holiday", "list") if one["own"]]
    for span, wrong in (("2026-12-30..2026-12-28", "ends before it begins"), ("2026-01-01..2028-01-01", "is longer")):
        assert wrong in team.refused("team", "holiday", "add", span, "X")


def test_a_pending_change_is_shown_and_none_is_dropped_in_silence(team: World) -> None:
    team.ok("schedule", "set", "arch", "--day", "3", "--from", "2026-12-14")
    rows = [line.split() for line in team.ok("schedule", "show").splitlines() if line.startswith("arch")]
    assert [(row[1], row[5]) for row in rows] == [("2", "2026-11-30"), ("3", "2026-12-14")]
    assert "2026-12-14" in team.ok("team", "show")
    done = team("team", "set", "--weeks", "2", "--from", "2026-12-14")
    assert "gives way" not in done.err
    assert "instead of" not in done.err
    done = team("team", "set", "--weeks", "3", "--from", "2026-12-09")
    assert "the change from Mon 14 Dec on (2 weeks) gives way; cadence undo brings it back" in done.err
    assert "iteration 2 ends on Tue 8 Dec instead of Sun 13 Dec; --from 2026-12-14 begins with the next one" in done.err
    team.ok("undo")
    assert team.json("team", "show")["weeks"] == 1
    assert "2026-12-14: 2 weeks" in team.ok("team", "show")
