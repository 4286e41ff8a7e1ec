"""Faults that people met who held whole weeks without having built this; each with its kind."""

from __future__ import annotations

import pytest

from tests.cli.conftest import World


@pytest.mark.parametrize("words", ["SRE-1 waiting on Billing for a window", "SRE-1: waiting", "sre-1, waiting"])
def test_a_blocker_that_begins_with_a_card_flags_it(team: World, words: str) -> None:
    team.ok("card", "add", "Rotate the keys", "--column", "in")
    team.ok("standup", "add", "--today", "the rest", "--blocker", words)
    assert team.json("card", "show", "SRE-1")["blocked"]["reason"].startswith("waiting")


def test_what_is_done_is_blocked_no_longer(team: World) -> None:
    team.ok("card", "add", "Rotate the keys")
    team.ok("card", "block", "SRE-1", "--reason", "no window")
    team.ok("card", "done", "SRE-1")
    assert team.json("card", "show", "SRE-1")["blocked"] is None
    team.ok("undo")
    assert team.json("card", "show", "SRE-1")["blocked"]["reason"] == "no window"


@pytest.mark.parametrize(("who", "theirs"), [("pat", "Waiting on us"), ("anne", "Waiting on us")])
def test_a_column_of_the_sync_board_is_ones_own_side_when_one_adds_to_it(team: World, who: str, theirs: str) -> None:
    other = "anne" if who == "pat" else "pat"
    assert team.json("card", "add", "A dependency", "--board", "sync", "--column", theirs, me=who)["column"] == theirs
    (seen,) = team("card", "list", "--board", "sync", "--json", me=other).json
    assert seen["column"] == "Waiting on them"


def test_targets_of_one_iteration_come_to_100_with_the_teams_own(team: World) -> None:
    team.ok("team", "set", "--flow-target", "feature=60", "--flow-target", "risk=20")
    assert "come to 120 %" in team.refused("team", "set", "--flow-target", "debt=40", "--this-iteration")
    team.ok("team", "set", "--flow-target", "debt=20", "--this-iteration")


def test_only_what_was_shown_is_said_to_have_been_shown(team: World) -> None:
    for title in ("Shown thing", "Skipped thing"):
        team.ok("card", "add", title, "--board", "demo")
    team.now = "2026-12-04T14:00:00-05:00"
    team.ok("meeting", "start", "demo")
    team.ok("meeting", "end", "demo")
    shown, _, _ = team.ok("notes", "show", "demo@2026-12-04").partition("Not shown this time")
    assert "shown by" not in shown
    for title in ("Shown thing", "Skipped thing"):
        assert shown.count(title) == shown.count(f"{title}, not shown") == 1


def test_a_limit_that_a_choice_has_broken_is_said_beside_the_answer(team: World) -> None:
    team.ok("team", "set", "--limit", "In progress=1", "--person-limit", "1")
    for title in ("Rotate the keys", "Renew the certificates"):
        team.ok("card", "add", title)
    assert team("card", "move", "SRE-1", "in progress").err == ""
    moved = team("card", "move", "SRE-2", "in progress")
    assert (moved.code, moved.out) == (0, "SRE-2 is in In progress, place 2\n")
    assert moved.err == "cadence: note: In progress 2 of 1, over by 1\n"
    assert team("card", "assign", "SRE-1", "ben").err == moved.err
    assert "ben 2 of 1, over by 1" in team("card", "assign", "SRE-2", "ben").err
    assert team("card", "move", "SRE-2", "ready").err == ""


def test_the_list_of_topics_says_who_proposed_each_and_has_the_meetings_order(team: World) -> None:
    first = team.json("topic", "add", "Retry budget", me="ben")["key"]
    second = team.json("topic", "add", "Spot runners?", me="pat")["key"]
    team.ok("card", "move", second, "next")
    team.ok("topic", "vote", first)
    rows = [row.split() for row in team.ok("topic", "list").splitlines()]
    assert rows[0] == ["KEY", "COLUMN", "BY", "DOTS", "AGE", "TITLE"]
    assert (rows[1][:3], rows[2][:4]) == ([second, "Next", "pat"], [first, "Proposed", "ben", "1●"])
    assert "proposed by  pat" in team.ok("card", "show", second)
    assert "proposed by Pat" in team.ok("notes", "show", "arch@2026-12-01")


def test_nobody_reads_in_a_topics_history_who_gave_it_a_dot(team: World) -> None:
    key = team.json("topic", "add", "Retry budget", me="ben")["key"]
    team.ok("topic", "vote", key, me="ben")
    verbs = [event["verb"] for event in team.json("card", "trace", key)["events"]]
    assert "card.vote" not in verbs
    assert "card.vote" in [event["verb"] for event in team.json("card", "trace", key, me="ben")["events"]]


@pytest.mark.parametrize("made", [("card", "add", "Failover", "--board", "demo"), ("topic", "add", "Failover")])
def test_a_demo_or_topic_is_told_how_long_it_takes_and_says_so(team: World, made: tuple[str, ...]) -> None:
    key = team.json(*made, "--minutes", "5")["key"]
    assert team.json("card", "show", key)["minutes"] == 5
    assert team.json("card", "edit", key, "--minutes", "12")["minutes"] == 12
    assert "12" in team.ok("card", "show", key).partition("minutes")[2].splitlines()[0]
    kind = "demo" if "demo" in made else "arch"
    assert "12 min" in team.ok("notes", "show", kind + ("@2026-12-04" if kind == "demo" else "@2026-12-08"))
    assert team.json("card", "edit", key, "--minutes", "")["minutes"] is None
    for wrong in ("x", "-3", "9999"):
        assert "number of minutes" in team.refused("card", "edit", key, "--minutes", wrong)
    wall = team.json("card", "add", "Rotate the keys")["key"]
    assert "has no minutes" in team.refused("card", "edit", wall, "--minutes", "5")
    assert "has no minutes" in team.refused("card", "add", "Rotate", "--minutes", "5")
    assert [one["title"] for one in team.json("card", "list", "--board", "wall")] == ["Rotate the keys"]


def test_who_adds_a_demo_presents_it_unless_somebody_is_named(team: World) -> None:
    assert team.json("card", "add", "Just one API call", "--board", "demo", me="ben")["assignees"] == ["ben"]
    named = team.json("card", "add", "Failover", "--board", "demo", "--assign", "chidi", me="ben")
    assert named["assignees"] == ["chidi"]
    assert "Just one API call · shown by Ben Ito" in team.ok("notes", "show", "demo@2026-12-04", me="sue")


def test_the_agenda_of_a_planning_lists_each_card_once_what_has_no_origin_too(team: World) -> None:
    team.ok("card", "add", "Second network provider")
    team.ok("card", "add", "Pager storm", "--origin", "interrupt")
    team.ok("card", "add", "Half done", "--column", "in progress")
    agenda = team.ok("notes", "show", "planning@2026-12-07")
    assert [agenda.count(title) for title in ("Second network provider", "Pager storm", "Half done")] == [1, 1, 1]


def test_who_puts_the_teams_own_card_on_the_shared_board_hears_that_the_partner_does_not_see_it(team: World) -> None:
    team.ok("park", "who answers the DNS ticket")
    moved = team("card", "move", "SRE-1", "to sync", "--board", "sync")
    assert "cadence card edit SRE-1 --audience partner" in moved.err
    assert team.json("card", "list", me="pat") == []
    team.ok("card", "edit", "SRE-1", "--audience", "partner")
    assert [card["title"] for card in team.json("card", "list", me="pat")] == ["who answers the DNS ticket"]
    assert team("card", "move", "SRE-1", "upcoming").err == ""


def test_the_teams_card_is_not_given_to_a_guest_who_cannot_see_it(team: World) -> None:
    key = team.json("card", "add", "Rotate the keys")["key"]
    assert f"sue is a stakeholder and cannot see {key}" in team.refused("card", "assign", key, "sue")
    shared = team.json("card", "add", "Delegation", "--board", "sync")["key"]
    assert team.json("card", "assign", shared, "pat")["assignees"] == ["pat"]


def test_a_sync_that_ends_early_names_what_nobody_got_to(team: World) -> None:
    for title in ("Delegation for eu-west", "Quota of the gateway"):
        team.ok("card", "add", title, "--board", "sync")
    team.now = "2026-12-07T11:30-05:00"
    team.ok("meeting", "start", "sync")
    team.ok("meeting", "end", "sync")
    for reader in ("anne", "pat"):
        told = team.ok("notes", "show", "sync@2026-12-07", me=reader)
        assert told.count("Delegation for eu-west") == told.count("Quota of the gateway") == 1


def test_what_was_found_says_on_which_board_it_is(team: World) -> None:
    team.ok("card", "add", "Delegation for eu-west", "--board", "sync")
    team.ok("card", "add", "Delegation of zones")
    team.ok("card", "comment", "SRE-2", "delegation by Friday")
    found = {(one["kind"], one["ref"]): one["board"] for one in team.json("search", "delegation")}
    assert found == {("card", "SRE-1"): "sync", ("card", "SRE-2"): "wall", ("comment", "SRE-2"): "wall"}
    printed = team.ok("search", "delegation")
    assert [words for words in ("SRE-1  sync", "SRE-2  wall", "SRE-2  comment, wall") if words not in printed] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("topic", "list"), "no topic that you are invited to"),
        (("decision", "list"), "no decision that you may read"),
        (("action", "list"), "no open actions that you may read"),
        (("notes", "list"), "no meeting of which you get the notes was held yet"),
    ],
)
def test_a_guest_is_not_told_that_there_is_nothing_where_there_is_something(
    team: World, words: tuple[str, ...], told: str
) -> None:
    team.ok("topic", "add", "Retry budget")
    team.ok("decision", "add", "We retry")
    team.ok("action", "add", "Measure it")
    team.ok("meeting", "start", "arch")
    team.ok("meeting", "end", "arch")
    assert team.ok(*words, me="sue") == f"{told}\n"


@pytest.mark.parametrize("own", [(), ("--step", "standup.parking=1")])
@pytest.mark.parametrize(("minutes", "how"), [(5, "move"), (7, "schedule"), (40, "move"), (15, "move")])
def test_a_meeting_of_another_length_is_divided_anew_among_its_steps(
    team: World, own: tuple[str, ...], minutes: int, how: str
) -> None:
    if own:
        team.ok("team", "set", *own)
    if how == "move":
        team.ok("meeting", "move", "standup@2026-12-03", "--to", "2026-12-03 09:00", "--minutes", str(minutes))
    else:
        team.ok("schedule", "set", "standup", "--minutes", str(minutes))
    ahead = team.json("meeting", "show", "standup@2026-12-03")["steps"]
    budgets = [step["minutes"] for step in ahead]
    assert sum(budgets) == (11 if own and minutes == 15 else minutes)
    assert all(budgets)
    if own:
        assert budgets[-1] == 1
    team.now = "2026-12-03T09:00:00-05:00"
    team.ok("meeting", "start", "standup")
    assert [step["minutes"] for step in team.json("meeting", "show", "standup@2026-12-03")["steps"]] == budgets


def test_lines_from_standard_input_stay_lines_wherever_they_are_read(team: World) -> None:
    said = "first line\nsecond line\n"
    for field in ("today", "yesterday", "blocker"):
        team.ok("standup", "add", f"--{field}", "-", stdin=said.encode())
    (left,) = team.json("standup", "list")
    assert {left[field] for field in ("today", "yesterday", "blocker")} == {said.strip()}
    assert "the today is empty" in team.refused("standup", "add", "--today", "-", stdin=b"\n\n")
    key = team.json("card", "add", "route tables", "--board", "sync")["key"]
    team.ok("card", "comment", key, "-", stdin=said.encode())
    page = team.ok("card", "show", key).splitlines()
    first = next(number for number, line in enumerate(page) if line.endswith("first line"))
    assert page[first + 1].strip() == "second line"
    team.now = "2026-12-02T10:00:00-05:00"
    team.ok("meeting", "start", "standup")
    team.ok("meeting", "end", "standup")
    notes = team.ok("notes", "show", "standup@2026-12-02")
    assert "first line second line" not in notes
    assert notes.count("second line") == 3


@pytest.mark.parametrize("fmt", ["md", "html", "text", "slack"])
@pytest.mark.parametrize("held", [False, True])
def test_the_team_writes_the_notes_that_any_one_person_would_get(team: World, fmt: str, held: bool) -> None:
    team.ok("topic", "add", "Hush hush")
    team.ok("topic", "add", "Open to Sue", "--invite", "sue")
    team.ok("meeting", "start", "arch")
    if held:
        team.ok("meeting", "end", "arch")
    export = ("notes", "export", "arch@2026-12-01", "--format", fmt)
    for who in ("pat", "ben"):
        assert team.ok(*export, "--for", who) == team.ok(*export, me=who)
    if held:  # nobody talked of her topic: it was no meeting of hers
        assert "there is no arch@2026-12-01" in team.refused(*export, me="sue")
        assert "are for the team and its partner" in team.ok(*export, "--for", "sue")
        return
    theirs = team.ok(*export, "--for", "sue")
    assert ("Open to Sue" in theirs, "Hush hush" in theirs) == (True, False)
    assert team.ok(*export, me="sue") == team.ok(*export, "--for", "sue", me="sue") == theirs
    assert "may not read" in team.refused(*export, "--for", "pat", me="sue")
    assert "no reader 'nobody'" in team.refused(*export, "--for", "nobody")


def test_a_demo_is_said_to_have_been_shown_by_who_facilitates_its_meeting_alone(team: World) -> None:
    key = team.json("card", "add", "Failover", "--board", "demo")["key"]
    team.ok("card", "add", "Renew the certificates", "--column", "in progress")
    for deed in (
        ("card", "move", key, "shown"),
        ("card", "done", key),
        ("card", "move", "SRE-2", "shown", "--board", "demo"),
        ("card", "add", "An API call", "--board", "demo", "--column", "shown"),
    ):
        for me in ("anne", "ben"):
            assert "when it is shown in the meeting; who facilitates that says shown" in team.refused(*deed, me=me)
    assert [one["column"] for one in team.json("card", "list", "--board", "demo", me="sue")] == ["To show"]
    team.now = "2026-12-04T14:00:00-05:00"
    team.ok("meeting", "start", "demo")
    assert "shown in the meeting" in team.refused("card", "done", key, me="ben")
    team.ok("card", "done", key)
    found = {one["title"]: one["column"] for one in team.json("card", "list", "--board", "demo", me="sue")}
    assert found == {"Failover": "Shown", "Renew the certificates": "To show"}


def test_whose_wish_a_card_is_reads_as_a_sentence(team: World) -> None:
    team.ok("card", "add", "Rotate the keys", "--origin", "business", "--column", "ready")
    team.ok("card", "add", "Checkout in eu-west", "--origin", "business", "--requester", "billing", "--column", "ready")
    told = team.ok("notes", "show", "planning@2026-12-07")
    assert "from the business" in told
    assert "asked by billing" in told
    assert "asked by business" not in told
