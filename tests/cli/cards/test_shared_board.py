"""The board shared with the partner: each team from its own side; what the wall waits for stands there by itself."""

from __future__ import annotations

import pytest

from cadence.domain.cards.deeds import history_words
from tests.cli.conftest import World


@pytest.fixture
def shared(team: World) -> World:
    team.ok("team", "set", "--partner", "Checkout")
    return team


def columns(team: World, me: str) -> dict[str, str]:
    return {card["title"]: card["column"] for card in team.json("card", "list", "--board", "sync", me=me)}


def test_each_side_sees_its_own_us(shared: World) -> None:
    key = shared.json("card", "add", "route tables", "--board", "sync")["key"]
    shared.ok("card", "move", key, "waiting on us")
    assert columns(shared, "anne") == {"route tables": "Waiting on us"}
    assert columns(shared, "pat") == {"route tables": "Waiting on them"}
    assert shared.json("card", "move", key, "waiting on us", me="pat")["column"] == "Waiting on us"
    assert columns(shared, "anne") == {"route tables": "Waiting on them"}
    moves = [one["data"] for one in shared.json("card", "trace", key, me="pat")["events"] if one["verb"] == "card.move"]
    assert [(one["from"], one["to"]) for one in moves] == [
        ("To sync", "Waiting on them"),
        ("Waiting on them", "Waiting on us"),
    ]
    assert shared.json("card", "list", "--board", "sync", "--column", "waiting on us", me="pat")
    assert not shared.json("card", "list", "--board", "sync", "--column", "waiting on us")


def test_what_the_wall_waits_for_stands_on_the_shared_board_without_the_cards_own_words(shared: World) -> None:
    key = shared.json("card", "add", "HUSHHUSH migration")["key"]
    said = shared.ok("card", "depend", key, "--team", "checkout", "--what", "a test domain")
    assert said == f"{key} waits for checkout; Checkout reads of it as SRE-2 on the shared board\n"
    assert columns(shared, "anne") == {"a test domain": "Waiting on them"}
    (owed,) = shared.json("card", "list", "--board", "sync", me="pat")
    assert (owed["title"], owed["column"], owed["came_from"]) == ("a test domain", "Waiting on us", None)
    assert "HUSHHUSH" not in shared.ok("card", "show", owed["key"], me="pat")
    shared.ok("card", "depend", key, "--team", "Network", "--what", "a route")
    assert len(columns(shared, "anne")) == 1


@pytest.mark.parametrize(("me", "plain"), [("anne", "waiting on them"), ("pat", "waiting on us")])
def test_a_column_is_named_by_the_team_that_it_waits_on_wherever_it_is_read_and_typed(
    shared: World, me: str, plain: str
) -> None:
    for title, word in (("by its team", "waiting on checkout"), ("plainly", plain)):
        shared.ok("card", "add", title, "--board", "sync", "--column", word, me=me)
    assert shared.ok("card", "list", "--board", "sync", me=me).count("Waiting on Checkout") == 2
    for word in ("waiting-on-check", plain):
        found = shared.json("card", "list", "--board", "sync", "--column", word, me=me)
        assert {one["column"] for one in found} == {plain.capitalize()}, "the JSON has one's own side"
        assert len(found) == 2
    key = found[0]["key"]
    assert "is in Waiting on Platform SRE" in shared.ok("card", "move", key, "Waiting on platform", me=me)
    assert "SRE-1 by its team moved to Waiting on Platform SRE" in shared.ok("undo", me=me)
    shared.ok("card", "move", key, "Waiting on platform", me=me)
    for words in (("card", "show", key), ("card", "trace", key)):
        said = shared.ok(*words, me=me)
        assert "Waiting on Platform SRE" in said
        assert "Waiting on us" not in said
        assert "Waiting on them" not in said


def test_what_is_said_behind_closed_doors_goes_to_no_shared_board(shared: World) -> None:
    key = shared.json("card", "add", "migration")["key"]
    shared.now = "2026-12-04T14:30:00-05:00"
    shared.ok("meeting", "start", "retro")
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "HUSHHUSH")
    assert columns(shared, "anne") == {}
    assert "HUSHHUSH" in shared.ok("card", "show", key)


def test_settling_one_settles_the_other(shared: World) -> None:
    key = shared.json("card", "add", "migration")["key"]
    for what in ("a test domain", "a certificate"):
        shared.ok("card", "depend", key, "--team", "Checkout", "--what", what)
    owed = {card["title"]: card["key"] for card in shared.json("card", "list", "--board", "sync")}
    shared.ok("card", "move", owed["a test domain"], "synced", me="pat")
    waits = {one["what"]: one["settled"] for one in shared.json("card", "show", key)["depends_on"]}
    assert waits == {"a test domain": True, "a certificate": False}
    shared.ok("card", "depend", key, "--settled", "2")
    assert columns(shared, "pat")["a certificate"] == "Synced"
    for me, title in (("pat", "a test domain"), ("anne", "a certificate")):
        shared.ok("card", "move", owed[title], "waiting on checkout", me=me)
        waits = {one["what"]: one["settled"] for one in shared.json("card", "show", key)["depends_on"]}
        assert waits[title] is False, "what is not settled after all is waited for again"
    shared.ok("undo")
    waits = {one["what"]: one["settled"] for one in shared.json("card", "show", key)["depends_on"]}
    assert waits == {"a test domain": False, "a certificate": True}


def test_the_history_of_what_waited_names_no_card_that_its_reader_may_not_see(team: World) -> None:
    hidden = team.json("card", "add", "HUSHHUSH")["key"]
    topic = team.json("topic", "add", "read by guests")["key"]
    team.ok("card", "depend", topic, "--on", hidden)
    team.ok("card", "done", hidden)
    for words in (("card", "show", topic), ("card", "trace", topic), ("card", "trace", topic, "--json")):
        said = team.ok(*words, me="pat")
        assert "HUSHHUSH" not in said
        assert hidden not in said


def test_what_waits_for_a_card_has_come_when_that_is_done(team: World) -> None:
    first, second = (team.json("card", "add", title)["key"] for title in ("first", "second"))
    team.ok("card", "depend", second, "--on", first)
    team.ok("card", "done", first)
    assert [one["settled"] for one in team.json("card", "show", second)["depends_on"]] == [True]


def waits(team: World, key: str) -> dict[str, bool]:
    return {one["what"]: one["settled"] for one in team.json("card", "show", key)["depends_on"]}


def test_what_the_team_drops_from_the_shared_board_is_waited_for_no_longer(shared: World) -> None:
    who = "anne"
    key = shared.json("card", "add", "migration")["key"]
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "a test domain")
    shared.ok("card", "drop", "SRE-2", "--reason", "another team has one", me=who)
    assert waits(shared, key) == {"a test domain": True}
    last = shared.json("card", "trace", key)["events"][-1]
    assert history_words(last["verb"], last["data"]) == "a test domain, dropped: another team has one"
    (wait,) = shared.json("card", "show", key)["depends_on"]
    assert wait["dropped"] == "another team has one"
    assert "a test domain (SRE-2), dropped: another team has one" in shared.ok("card", "show", key)
    assert "SRE-2 a test domain dropped" in shared.ok("undo", "--yes", me=who)
    assert waits(shared, key) == {"a test domain": False}


@pytest.mark.parametrize(
    ("deed", "stands"),
    [
        (("drop", "SRE-1", "--reason", "HUSHHUSH"), "dropped"),
        (("done", "SRE-1"), "done"),
        (("move", "SRE-1", "done"), "done"),
    ],
)
def test_what_was_owed_for_work_that_is_over_is_owed_no_longer(
    shared: World, deed: tuple[str, ...], stands: str
) -> None:
    shared.ok("card", "add", "migration", "--column", "in progress")
    shared.ok("card", "block", "SRE-1", "--reason", "the token service is down")
    shared.ok("card", "depend", "SRE-1", "--team", "Checkout", "--what", "the token service is down")
    agenda = ("notes", "show", "sync@2026-12-07")
    assert all("token service" in shared.ok(*agenda, me=me) for me in ("anne", "pat"))
    for _ in range(2):
        said = shared.ok("card", *deed)
        assert "SRE-1" in said
        assert not any("token service" in shared.ok(*agenda, me=me) for me in ("anne", "pat"))
        assert shared.json("card", "show", "SRE-2", me="pat")["status"] == stands
        assert not any("HUSHHUSH" in shared.ok("card", verb, "SRE-2", me="pat") for verb in ("show", "trace"))
        assert list(waits(shared, "SRE-1").values()) == [True]
        shared.ok("undo", "--yes")
        assert all("token service" in shared.ok(*agenda, me=me) for me in ("anne", "pat"))
        assert list(waits(shared, "SRE-1").values()) == [False]
        assert shared.json("card", "show", "SRE-1")["blocked"]["reason"] == "the token service is down"


@pytest.mark.parametrize("whose", ["ben", ""])
def test_what_the_partner_drops_is_said_to_be_dropped_until_the_team_deals_with_it(shared: World, whose: str) -> None:
    key = shared.json("card", "add", "HUSHHUSH migration", "--column", "in progress")["key"]
    if whose:
        shared.ok("card", "assign", key, whose)
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "a test domain")

    def needs(me: str) -> list[str]:
        return [one["title"] for one in shared.json("status", me=me)["needs_you"] if one["key"] == key]

    dropped = shared.ok("card", "drop", "SRE-2", "--reason", "not ours", me="pat")
    assert "HUSHHUSH" not in dropped
    page = shared.ok("card", "show", key)
    assert "Checkout: a test domain (SRE-2), dropped by Checkout: not ours" in page
    assert "settled" not in page
    last = shared.json("card", "trace", key)["events"][-1]
    assert history_words(last["verb"], last["data"]) == "a test domain, dropped by Checkout: not ours"
    told = ["a test domain, dropped by Checkout: not ours · HUSHHUSH migration"]
    assert (needs("ben"), needs("anne")) == ((told, []) if whose else ([], told))
    assert "HUSHHUSH" not in shared.ok("status", me="pat")
    assert "HUSHHUSH" not in shared.ok("card", "show", "SRE-2", me="pat")
    assert "HUSHHUSH" not in shared.ok("undo", "--yes", me="pat")
    assert waits(shared, key) == {"a test domain": False}
    assert needs("ben") == needs("anne") == []
    assert "dropped" not in shared.ok("card", "show", key).partition("Path")[0]
    shared.ok("card", "drop", "SRE-2", "--reason", "not ours", me="pat")
    assert "HUSHHUSH" not in shared.ok("card", "move", "SRE-2", "waiting on them", me="pat")
    assert shared.json("card", "trace", key)["events"][-1]["verb"] == "card.depend"
    assert needs("ben") == needs("anne") == []
    shared.ok("card", "drop", "SRE-2", "--reason", "not ours", me="pat")
    shared.ok("card", "depend", key, "--settled", "1")
    assert needs("ben") == needs("anne") == []
    assert "a test domain (SRE-2), dropped: not ours" in shared.ok("card", "show", key)
    assert shared.json("card", "show", "SRE-2", me="pat")["status"] == "dropped"


@pytest.mark.parametrize("deed", [("card", "move", "SRE-2", "synced"), ("card", "done", "SRE-2")])
def test_the_partner_takes_back_a_move_that_settled_what_the_team_waits_for(
    shared: World, deed: tuple[str, ...]
) -> None:
    key = shared.json("card", "add", "HUSHHUSH migration")["key"]
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "a test domain")
    shared.ok(*deed, me="pat")
    assert waits(shared, key) == {"a test domain": True}
    taken = shared.ok("undo", "--yes", me="pat")
    assert taken.startswith("took back: SRE-2 a test domain moved to Synced (")
    assert key not in taken
    assert waits(shared, key) == {"a test domain": False}
    assert columns(shared, "pat") == {"a test domain": "Waiting on us"}


def test_a_blocker_at_the_partner_names_the_team_once_and_is_over_when_it_is_synced(shared: World) -> None:
    key = shared.json("card", "add", "migration", "--column", "in progress")["key"]
    shared.ok("card", "block", key, "--reason", "Checkout: DNS delegation")
    shared.ok("card", "depend", key, "--team", "checkout", "--what", "Checkout: DNS delegation")
    assert columns(shared, "pat") == {"DNS delegation": "Waiting on us"}
    assert "Checkout: DNS delegation (SRE-2)" in shared.ok("card", "show", key)
    shared.ok("card", "move", "SRE-2", "synced", me="pat")
    assert shared.json("card", "show", key)["blocked"] is None
    shared.ok("undo", "--yes", me="pat")
    assert shared.json("card", "show", key)["blocked"]["reason"] == "Checkout: DNS delegation"
    shared.ok("card", "drop", "SRE-2", "--reason", "not ours", me="pat")
    assert shared.json("card", "show", key)["blocked"], "what will not come is in the way as before"
    shared.ok("undo", "--yes", me="pat")
    shared.ok("card", "depend", key, "--settled", "1")
    assert shared.json("card", "show", key)["blocked"] is None


def test_what_one_owes_the_other_team_needs_one_when_it_is_due_or_late(shared: World) -> None:
    for title, day in (("a route", "2026-11-27"), ("a certificate", "2026-12-03"), ("later", "2026-12-24")):
        shared.ok("card", "add", title, "--board", "sync", "--due", day, "--assign", "pat")
    shared.ok("card", "add", "no day", "--board", "sync", "--assign", "pat")
    assert [one["title"] for one in shared.json("status", me="pat")["needs_you"]] == [
        "for the sync, 4 d late: a route",
        "for the sync, due Thu 3 Dec: a certificate",
    ]
    assert "for the sync" not in shared.ok("status")


def test_what_was_in_the_way_before_work_began_is_no_thief_when_it_is_sent_to_the_partner(shared: World) -> None:
    known, news = (shared.json("card", "add", title)["key"] for title in ("known", "news"))
    shared.ok("card", "block", known, "--reason", "DNS delegation")
    shared.now = "2026-12-01T15:05:00-05:00"
    for key in (known, news):
        shared.ok("card", "move", key, "in progress")
    shared.now = "2026-12-02T15:05:00-05:00"
    shared.ok("card", "block", news, "--reason", "a certificate")
    for key, what in ((known, "DNS delegation"), (news, "a certificate")):
        shared.ok("card", "depend", key, "--team", "Checkout", "--what", what)
    thieves = {key: shared.json("card", "show", key)["thieves"] for key in (known, news)}
    assert thieves[known] == []
    assert [one["thief"] for one in thieves[news]] == ["unknown-dependencies"]


@pytest.mark.parametrize("flag", [None, "vendor ticket 77"])
@pytest.mark.parametrize("wait", [("--on", "SRE-1"), ("--team", "Payments", "--what", "a sandbox account")])
def test_what_is_found_out_after_work_began_is_a_thief_from_its_own_moment_until_it_has_come(
    shared: World, flag: str | None, wait: tuple[str, ...]
) -> None:
    shared.ok("card", "add", "a route")
    key = shared.json("card", "add", "migration")["key"]
    shared.now = "2026-12-01T15:05:00-05:00"
    shared.ok("card", "move", key, "in progress")
    if flag is not None:
        shared.now = "2026-12-01T19:05:00-05:00"
        shared.ok("card", "block", key, "--reason", flag)
    shared.now = "2026-12-08T15:05:00-05:00"
    assert shared.json("card", "show", key)["thieves"] == []
    shared.ok("card", "depend", key, *wait)
    assert "unknown dependency: dependency recorded 5 d after work had started" in shared.ok("card", "show", key)
    shared.ok("card", "depend", key, "--settled", "1")
    assert shared.json("card", "show", key)["thieves"] == []
    shared.ok("undo", "--yes")
    shared.ok("card", "thief", key, "yes", "unknown dependency")
    shared.ok("card", "depend", key, "--settled", "1")
    assert [one["confirmed"] for one in shared.json("card", "show", key)["thieves"]] == [True]


def test_a_flag_raised_before_work_began_hides_no_dependency_on_something_else(shared: World) -> None:
    shared.ok("card", "add", "a route")
    keys = [shared.json("card", "add", title)["key"] for title in ("migration", "invoices")]
    for key in keys:
        shared.ok("card", "block", key, "--reason", "vendor ticket 77")
    shared.now = "2026-12-02T15:05:00-05:00"
    for key in keys:
        shared.ok("card", "move", key, "in progress")
    shared.now = "2026-12-02T17:05:00-05:00"
    waits = (("--on", "SRE-1"), ("--team", "Payments", "--what", "a sandbox account"))
    for key, wait in zip(keys, waits, strict=True):
        shared.ok("card", "depend", key, *wait)
        assert "recorded 2 h after work had started" in shared.ok("card", "show", key)


def test_what_the_partner_promised_is_read_on_the_card_that_waits_for_it_and_in_agendas(shared: World) -> None:
    key = shared.json("card", "add", "HUSHHUSH migration", "--column", "in progress")["key"]
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "route tables")
    assert "(asked Tue 1 Dec)" in " ".join(shared.ok("notes", "show", "planning@2026-12-07").split())
    shared.ok("card", "assign", "SRE-2", "pat")
    for day in ("2026-12-02", "2026-12-03", "2026-12-04"):
        shared.ok("card", "edit", "SRE-2", "--due", day)
    shared.ok("card", "comment", "SRE-2", "our network lead signs it", me="pat")
    told = "promised for Fri 4 Dec by Pat"
    assert f"{told}: our network lead signs it" in shared.ok("card", "show", key)
    shared.now = "2026-12-07T09:30:00-05:00"
    assert f"{told}, 3 d late: our network lead signs it" in shared.ok("card", "show", key)
    assert f"({told}, 3 d late: our network" in " ".join(shared.ok("notes", "show", "planning@2026-12-07").split())
    for me in ("anne", "pat"):
        assert "2026-12-04, moved twice, first Wed 2 Dec" in shared.ok("card", "show", "SRE-2", me=me)
        agenda = " ".join(shared.ok("notes", "show", "sync@2026-12-07", me=me).split())
        assert "due Fri 4 Dec, 3 d late, moved twice, first Wed 2 Dec" in agenda
        assert "HUSHHUSH" not in shared.ok("card", "show", "SRE-2", me="pat")
    shared.ok("card", "move", "SRE-2", "synced", me="pat")
    assert "SRE-2), settled" in shared.ok("card", "show", key)


@pytest.mark.parametrize("audience", ["team", "partner", "everyone"])
def test_what_is_in_the_way_is_named_with_its_card_for_those_who_may_read_that(shared: World, audience: str) -> None:
    key = shared.json("card", "add", "HUSHHUSH migration", "--column", "in progress")["key"]
    shared.ok("card", "edit", key, "--audience", audience)
    shared.ok("card", "block", key, "--reason", "the token service is down")
    shared.ok("card", "depend", key, "--team", "Checkout", "--what", "the token service is down")
    shared.now = "2026-12-07T11:30:00-05:00"
    for me in ("anne", "pat"):
        agenda = " ".join(shared.ok("notes", "show", "sync@2026-12-07", me=me).split())
        assert agenda.count("the token service is down") == 1
        assert agenda.count("HUSHHUSH migration") == int(me == "anne" or audience != "team")
        assert ("HUSHHUSH" in shared.ok("card", "show", "SRE-2", me=me)) is (me == "anne" or audience != "team")
