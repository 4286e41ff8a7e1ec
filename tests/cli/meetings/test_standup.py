"""Standup updates from the shell: what was confirmed is heard, by the standup that the answer names."""

from __future__ import annotations

from datetime import datetime

import pytest

from cadence.services.facilitation import lifecycle, navigation
from cadence.services.meetings import view
from cadence.store.db import Store
from cadence.store.viewer import who_is
from tests.cli.conftest import World


def heard_by(team: World, now: str, *people: str) -> dict[str, tuple[str, str]]:
    """Hold the standup of that moment to its end; what each of these people's updates said in it."""
    team.now = now
    ref = f"standup@{now[:10]}"
    team.ok("meeting", "start", ref)
    found = {}
    store = Store(f"sqlite:///{team.db}", lambda: datetime.fromisoformat(team.now))
    with store.read() as connection:
        anne = who_is(connection, "anne", None, store.clock())
    seen = view.show(store, anne, ref)
    while seen.line.status == "running" and seen.update is not None:
        found[seen.update.person] = (seen.update.today, seen.update.blocker)
        seen = navigation.advance(store, anne)
    if seen.line.status == "running":
        lifecycle.end(store, anne)
    return {name: found[name] for name in people if name in found}


def test_a_blocker_left_after_the_standup_is_heard_with_the_next_days_words(team: World) -> None:
    heard_by(team, "2026-12-02T10:00:00-05:00")
    team.now = "2026-12-02T16:00:00-05:00"
    assert "Thu 3 Dec" in team.ok("standup", "add", "--blocker", "DNS", me="ben")
    team.now = "2026-12-03T08:00:00-05:00"
    team.ok("standup", "add", "--today", "certificates", me="ben")
    assert heard_by(team, "2026-12-03T10:00:00-05:00", "ben") == {"ben": ("certificates", "DNS")}


def test_an_update_for_a_day_without_a_standup_is_heard_by_the_next_one(team: World) -> None:
    team.now = "2026-12-03T16:00:00-05:00"
    assert "Tue 8 Dec" in team.ok("standup", "add", "--for", "2026-12-04", "--today", "after the demo", me="ben")
    assert heard_by(team, "2026-12-08T10:00:00-05:00", "ben") == {"ben": ("after the demo", "")}


def test_who_was_not_reached_is_heard_next_time(team: World) -> None:
    team.now = "2026-12-02T09:00:00-05:00"
    team.ok("standup", "add", "--today", "keys", me="chidi")
    team.now = "2026-12-02T10:00:00-05:00"
    team.ok("meeting", "start", "standup")
    team.ok("meeting", "end", "standup")
    assert heard_by(team, "2026-12-03T10:00:00-05:00", "chidi") == {"chidi": ("keys", "")}


def test_what_was_heard_is_not_heard_again(team: World) -> None:
    team.now = "2026-12-02T09:00:00-05:00"
    team.ok("standup", "add", "--today", "keys", me="ben")
    assert heard_by(team, "2026-12-02T10:00:00-05:00", "ben") == {"ben": ("keys", "")}
    assert heard_by(team, "2026-12-03T10:00:00-05:00", "ben") == {}


def test_words_add_up_and_none_is_no_blocker(team: World) -> None:
    team.ok("standup", "add", "--today", "keys", "--blocker", "none")
    team.ok("standup", "add", "--today", "certificates", "--blocker", "N/A")
    (left,) = team.json("standup", "list")
    assert (left["today"], left["blocker"]) == ("keys\ncertificates", "")
    assert sorted(left) == ["at", "blocker", "for", "today", "yesterday"]


def test_a_blocker_that_names_a_card_flags_it(team: World) -> None:
    key = team.json("card", "add", "peering", "--assign", "ben")["key"]
    assert f"{key} peering is blocked" in team.ok("standup", "add", "--blocker", f"{key}: the firewall", me="ben")
    assert team.json("card", "show", key)["blocked"]["reason"] == "the firewall"
    assert "is blocked" not in team.ok("standup", "add", "--blocker", "SRE-99: nothing of ours", me="ben")


def test_an_update_is_taken_back(team: World) -> None:
    team.ok("standup", "add", "--today", "keys")
    team.ok("standup", "add", "--for", "thu", "--today", "more keys")
    assert [one["for"] for one in team.json("standup", "list")] == ["2026-12-02", "2026-12-03"]
    assert team.ok("standup", "clear", "--for", "thu") == "your update is taken back\n"
    team.ok("standup", "clear")
    assert team.json("standup", "list") == []
    assert "waits to be heard" in team.refused("standup", "clear")
    team.ok("undo", "--yes")
    assert [one["for"] for one in team.json("standup", "list")] == ["2026-12-02"]


def test_nobody_reads_another_ones_update(team: World) -> None:
    team.ok("standup", "add", "--today", "keys", me="ben")
    assert team.json("standup", "list") == []
    assert "waits to be heard" in team.refused("standup", "clear")


@pytest.mark.parametrize(
    ("why", "offered"),
    [
        ("waits for Checkout to free the host", True),
        ("the Checkout team is silent", True),
        ("our team has no window", True),
        ("the disk is full", True),
        ("the Identity team must add the client", False),
        ("team Mail, no answer", False),
    ],
)
def test_a_blocker_that_names_another_team_is_not_offered_to_the_partner(team: World, why: str, offered: bool) -> None:
    team.ok("team", "set", "--partner", "Checkout")
    team.ok("card", "add", "Rotate the keys", "--column", "in")
    said = team.ok("standup", "add", "--blocker", f"SRE-1 {why}")
    assert ("if Checkout is the cause" in said) == offered


def test_the_agenda_of_a_standup_says_who_left_an_update_and_what_is_blocked(team: World) -> None:
    team.ok("card", "add", "Rotate the keys")
    team.ok("standup", "add", "--today", "certificates", "--blocker", "SRE-1 no window", me="ben")
    told = team.ok("notes", "show", "standup@2026-12-02")
    assert "Updates left: Ben" in told
    assert "SRE-1 Rotate the keys" in told.partition("Blocked")[2]
    assert "certificates" not in told
    team.now = "2026-12-02T10:00:00-05:00"
    team.ok("meeting", "start", "standup")
    assert "Updates left" not in team.ok("notes", "show", "standup@2026-12-02")


def flagged(team: World) -> str | None:
    blocked = team.json("card", "show", "SRE-1")["blocked"]
    return blocked["reason"] if blocked else None


def test_a_flag_that_an_update_set_goes_with_it_and_the_answer_says_so(team: World) -> None:
    team.ok("card", "add", "Rotate the keys")
    team.ok("standup", "add", "--blocker", "SRE-1 no window", "--for", "tomorrow", me="ben")
    assert flagged(team) == "no window"
    assert "SRE-1 Rotate the keys is no longer blocked" in team.ok("standup", "clear", me="ben")
    assert flagged(team) is None
    team.ok("undo", me="ben")  # both at once
    assert flagged(team) == "no window"
    assert len(team.json("standup", "list", me="ben")) == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_flag_that_somebody_else_set_or_changed_stays_and_the_answer_says_so(team: World, first: bool) -> None:
    team.ok("card", "add", "Rotate the keys")
    steps: list[tuple[str, ...]] = [("anne", "card", "block", "SRE-1", "--reason", "the audit")]
    steps.insert(first, ("ben", "standup", "add", "--blocker", "SRE-1 no window"))
    for me, *words in steps:
        team.ok(*words, me=me)
    said = flagged(team)
    assert "SRE-1 Rotate the keys stays blocked" in team.ok("standup", "clear", me="ben")
    assert flagged(team) == said


@pytest.mark.parametrize("words", ["no window", "the audit"])
def test_a_flag_stays_while_somebody_elses_update_says_so_too_and_the_answer_names_them(
    team: World, words: str
) -> None:
    team.ok("card", "add", "Rotate the keys")
    team.ok("standup", "add", "--blocker", "SRE-1 no window", me="ben")
    team.ok("standup", "add", "--blocker", f"SRE-1 {words}", "--for", "tomorrow", me="chidi")
    assert "SRE-1 Rotate the keys stays blocked; Chidi said so too" in team.ok("standup", "clear", me="ben")
    assert flagged(team) == words


def test_a_flag_stays_while_another_update_names_its_card(team: World) -> None:
    team.ok("card", "add", "Rotate the keys")
    for day in ("2026-12-02", "2026-12-03"):
        team.ok("standup", "add", "--blocker", "SRE-1 no window", "--for", day, me="ben")
    assert "blocked" not in team.ok("standup", "clear", "--for", "2026-12-03", me="ben")
    assert flagged(team) == "no window"
    assert "no longer blocked" in team.ok("standup", "clear", me="ben")
