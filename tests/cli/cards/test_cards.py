"""Cards, topics, actions and decisions: every verb as a user sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.cards.test_quick_lane import CARD_KEYS
from tests.cli.conftest import World


@pytest.fixture
def wall(team: World) -> World:
    for title, column in (("one", "Ready"), ("two", "Ready"), ("three", "Ready"), ("four", "Review")):
        team.ok("card", "add", title, "--column", column)
    return team


def titles(world: World, *words: str) -> list[str]:
    return [one["title"] for one in world.json("card", "list", *words)]


def test_listing(wall: World) -> None:
    found = wall.json("card", "list")
    assert all(one.keys() >= CARD_KEYS for one in found)
    assert [one["position"] for one in found] == [1, 2, 3, 1]
    assert titles(wall, "--column", "rea") == ["one", "two", "three"]
    assert titles(wall, "--board", "arch") == []
    assert "no cards" in wall.ok("card", "list", "--board", "sync")
    assert "columns are" in wall.refused("card", "list", "--board", "wall", "--column", "x")
    assert "boards are" in wall.refused("card", "list", "--board", "x")


def test_moving(wall: World) -> None:
    assert wall.json("card", "move", "sre-3", "READY", "--top")["position"] == 1
    assert titles(wall, "--column", "ready") == ["three", "one", "two"]
    assert wall.json("card", "move", "SRE-3", "ready", "--after", "sre-1")["position"] == 2
    shown = wall.json("card", "move", "SRE-1", "in-progress")
    assert (shown["column"], shown["board"]) == ("In progress", "wall")
    shown = wall.json("card", "move", "SRE-1", "to sync", "--board", "sync")
    assert (shown["column"], shown["board"], shown["audience"]) == ("To sync", "sync", "team")
    assert "not in" in wall.refused("card", "move", "SRE-2", "ready", "--after", "SRE-4")
    assert "columns are" in wall.refused("card", "move", "SRE-2", "nowhere")


@pytest.mark.parametrize("key", ["SRE-99", "OPS-1", "SRE1", "SRE-", "-1", "SRE-0", "42", "", "SRE-1; DROP", "SRE-٣"])
def test_a_key_that_is_none(wall: World, key: str) -> None:
    for words in (("card", "show"), ("card", "trace"), ("card", "done"), ("topic", "vote"), ("table",)):
        wall.refused(*words, f"--db={wall.db}", "--", key)


def test_changing_a_card(wall: World) -> None:
    changes: dict[str, Any] = {
        "title": "uno",
        "flow": "debt",
        "origin": "team",
        "due": "2026-12-24",
        "requester": "Sales",
    }
    options = [word for name, value in changes.items() for word in (f"--{name}", value)]
    shown = wall.json("card", "edit", "SRE-1", *options, "--tag", "x", "--toil", "--body", "- a\n- b")
    assert {name: shown[name] for name in changes} == changes
    assert (shown["tags"], shown["toil"], shown["body"]) == (["x"], True, "- a\n- b")
    shown = wall.json("card", "edit", "SRE-1", "--flow", "", "--tag", "", "--no-toil", "--requester", "", "--due", "")
    assert (shown["flow"], shown["tags"], shown["toil"], shown["requester"], shown["due"]) == (
        None,
        [],
        False,
        None,
        None,
    )
    for words in (("--flow", "x"), ("--due", "x"), ("--title", " "), ("--url", "ftp://x"), ("--audience", "world")):
        wall.refused("card", "edit", "SRE-1", *words)
    wall.refused("card", "edit", "SRE-1", code=2)


def test_people_on_a_card(wall: World) -> None:
    assert wall.json("card", "assign", "SRE-1", "ben", "chi")["assignees"] == ["ben", "chidi"]
    assert wall.json("card", "assign", "SRE-1", "ben", "--remove")["assignees"] == ["chidi"]
    assert wall.json("card", "interest", "SRE-1", me="ben")["interested"] == ["ben"]
    assert "zoe" in wall.refused("card", "assign", "SRE-1", "zoe")


def test_trouble(wall: World) -> None:
    shown = wall.json("card", "block", "SRE-1", "--reason", "no DNS yet")
    assert shown["blocked"]["reason"] == "no DNS yet"
    assert shown["blocked"]["since"].startswith("2026-12-01T14:")
    assert wall.json("card", "unblock", "SRE-1")["blocked"] is None
    assert "not blocked" in wall.refused("card", "unblock", "SRE-1")
    assert wall.json("card", "depend", "SRE-1", "--on", "sre-2")["depends_on"][0]["key"] == "SRE-2"
    shown = wall.json("card", "depend", "SRE-1", "--team", "Network", "--what", "DNS")
    assert shown["depends_on"][1] | {"asked_at": ""} == {
        "key": None,
        "team": "Network",
        "what": "DNS",
        "asked_at": "",
        "settled": False,
        "dropped": None,
    }
    assert wall.json("card", "depend", "SRE-1", "--settled", "2")["depends_on"][1]["settled"]
    assert "itself" in wall.refused("card", "depend", "SRE-1", "--on", "SRE-1")
    wall.refused("card", "depend", "SRE-1", code=2)


def test_talking_closing_and_looking_back(wall: World) -> None:
    wall.ok("card", "comment", "SRE-1", "-", stdin=b"see the runbook\nline two\n")
    assert "empty" in wall.refused("card", "comment", "SRE-1", " ")
    assert wall.json("card", "done", "SRE-1")["status"] == "done"
    assert wall.json("card", "drop", "SRE-2", "--reason", "overtaken")["status"] == "dropped"
    assert titles(wall, "--board", "wall") == ["three", "four", "one"]
    shown = wall.json("card", "show", "SRE-1")
    assert shown.keys() >= CARD_KEYS | {"comments", "events"}
    assert shown["comments"][0]["body"] == "see the runbook\nline two"
    assert [one["verb"] for one in shown["events"]] == ["card.add", "card.comment", "card.move"]
    assert all(one.keys() >= {"at", "actor", "verb", "meeting", "data"} for one in shown["events"])
    assert wall.json("card", "trace", "SRE-1")["path"]
    text = wall.ok("card", "show", "SRE-1")
    assert "see the runbook" in text


def test_tabling_a_card_makes_a_linked_topic(wall: World) -> None:
    topic = wall.json("table", "SRE-1", "--why", "which queue?")
    assert (topic["board"], topic["title"], topic["body"]) == ("arch", "one", "which queue?")
    assert topic["came_from"]["key"] == "SRE-1"
    assert wall.json("card", "show", "SRE-1")["board"] == "wall"
    assert "agenda already" in wall.refused("table", topic["key"])


def test_topics(team: World) -> None:
    team.ok("topic", "add", "a")
    team.ok("topic", "add", "b", me="pat")
    assert team.json("topic", "vote", "SRE-2")["votes"] == 1
    assert team.json("topic", "vote", "SRE-2", me="ben")["votes"] == 2
    assert team.json("topic", "vote", "SRE-2", "--undo")["votes"] == 1
    assert "no dot" in team.refused("topic", "vote", "SRE-2", "--undo")
    team.ok("card", "add", "x")
    assert "not a topic" in team.refused("topic", "vote", "SRE-3")


def test_actions_and_decisions(team: World) -> None:
    team.ok("action", "add", "ask", "--owner", "ben")
    assert [one["assignees"] for one in team.json("action", "list")] == [["ben"]]
    assert team.json("action", "done", "sre-1", me="ben")["status"] == "done"
    assert team.json("action", "list") == []
    shown = team.json("decision", "add", "Postgres 17", "--context", "-", stdin=b"because")
    assert (shown["board"], shown["body"]) == ("decisions", "because")
    team.ok("decision", "add", "Later")
    assert [one["title"] for one in team.json("decision", "list")] == ["Later", "Postgres 17"]
    assert team.json("decision", "show", "SRE-2")["title"] == "Postgres 17"
    assert "not a decision" in team.refused("decision", "show", "SRE-1")
    assert "not an action" in team.refused("action", "done", "SRE-2")


def test_searching(wall: World) -> None:
    wall.ok("decision", "add", "DNS stays with the network team")
    wall.ok("card", "comment", "SRE-1", "dns again")
    found = wall.json("search", "dns")
    assert {one["kind"] for one in found} == {"decision", "comment"}
    assert all(one.keys() == {"kind", "ref", "board", "title", "snippet", "at"} for one in found)
    assert wall.json("search", "nothinglikeit") == []
    for query in ('"', "dns OR", "NEAR(", "*", "dns AND ()", "' OR 1=1 --", "a:b"):
        assert wall("search", query).code in (0, 1)
    wall.refused("search", '"')


def test_undo_steps_back(wall: World) -> None:
    wall.ok("card", "move", "SRE-1", "review")
    wall.ok("card", "block", "SRE-1", "--reason", "x")
    wall.ok("undo")
    assert wall.json("card", "show", "SRE-1")["blocked"] is None
    assert wall.json("undo")["verb"] == "card.move"
    assert wall.json("card", "show", "SRE-1")["column"] == "Ready"
    wall.ok("undo")
    assert titles(wall) == ["one", "two", "three"]
    assert "nothing of yours" in wall.refused("undo", me="ben")


def test_undo_says_what_it_takes_back_and_asks_of_nothing_older_than_today(wall: World) -> None:
    wall.ok("card", "move", "SRE-1", "review")
    assert "took back: SRE-1 one moved to Review" in wall.ok("undo")
    wall.ok("card", "move", "SRE-1", "done")
    wall.now = "2026-12-09T10:00:00-05:00"
    assert "your last action is not of today: SRE-1 one moved to Done" in wall.refused("undo")
    assert wall.json("card", "show", "SRE-1")["column"] == "Done"
    assert "took back: SRE-1 one moved to Done" in wall.ok("undo", "--yes")
    assert wall.json("card", "show", "SRE-1")["column"] == "Ready"


def test_undo_is_refused_where_somebody_else_came_after(wall: World) -> None:
    wall.ok("card", "move", "SRE-4", "done")
    wall.ok("card", "move", "SRE-4", "ready", me="ben")
    assert "ben" in wall.refused("undo")


def test_a_backup_is_whole_and_private(wall: World) -> None:
    target = wall.folder / "copy.db"
    assert wall.json("backup", str(target))["file"] == str(target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert [one["title"] for one in wall.json("card", "list", "--db", str(target))] == ["one", "two", "three", "four"]
    assert "exists" in wall.refused("backup", str(target))
    assert "folder" in wall.refused("backup", str(wall.folder))
    wall.refused("backup", "/proc/nowhere/copy.db")


def test_a_time_thief_is_set_kept_and_dismissed(team: World) -> None:
    key = team.json("card", "add", "Renew certificates")["key"]
    shown = team.json("card", "thief", key, "yes", "neglected", "--why", "nobody asks")
    assert shown["thieves"] == [{"thief": "neglected-work", "why": "nobody asks", "confirmed": True}]
    assert team.json("card", "thief", key, "yes", "neglected-work")["thieves"] == shown["thieves"]
    assert team.json("card", "thief", key, "no", "neglected", "--why", "it waits on purpose")["thieves"] == []
    assert team.json("card", "trace", key)["events"][-1]["data"]["why"] == "it waits on purpose"
    assert "no thief 'burglar'; thieves are too much in progress" in team.refused(
        "card", "thief", key, "yes", "burglar"
    )
    team.refused("card", "thief", key, "maybe", "neglected", code=2)


def test_a_thief_of_a_column_and_of_a_person_is_named_once_where_no_reason_is_told(team: World) -> None:
    team.ok("team", "set", "--limit", "In progress=1", "--person-limit", "1")
    for title in ("Renew certificates", "Old runners"):
        key = team.json("card", "add", title, "--column", "in progress", "--assign", "anne")["key"]
    assert len(team.json("card", "show", key)["thieves"]) == 2
    for words in (("status",), ("card", "list")):
        (line,) = [line for line in team.ok(*words).splitlines() if key in line]
        assert line.count("⚑ too much in progress") == 1


def test_what_was_dropped_takes_no_place_in_its_column(team: World) -> None:
    for title in ("dropped", "first", "second"):
        team.ok("card", "add", title)
    team.ok("card", "drop", "SRE-1", "--reason", "never mind")
    assert [one["position"] for one in team.json("card", "list") if one["status"] == "open"] == [1, 2]
    assert team.json("card", "show", "SRE-3")["position"] == 2
