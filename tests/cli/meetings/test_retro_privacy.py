"""Every side door to the retro that we could think of, tried by whom it is closed to.

A sealed note is its author's alone until their turn. What was read aloud is the team's. A guest learns nothing at all:
no word, no key that leads there, no number, no meeting.
"""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.conftest import World

SECRET = "xyzzy"
"""In every word that is written in the retro, and nowhere else."""

FRIDAY = "2026-12-04T14:35:00-05:00"

LISTINGS = [
    ("card", "list"),
    ("card", "list", "--board", "retro"),
    ("card", "list", "--column", "went well"),
    ("card", "list", "--board", "parking"),
    ("card", "list", "--board", "actions"),
    ("card", "list", "--board", "decisions"),
    ("topic", "list"),
    ("action", "list"),
    ("decision", "list"),
    ("search", SECRET),
    ("search", "xyz"),
    ("search", "retro"),
    ("status",),
    ("status", "--short"),
    ("meeting", "list"),
    ("meeting", "list", "--from", "2026-11-30", "--to", "2026-12-31"),
    ("notes", "list"),
    ("calendar", "show"),
    ("calendar", "export"),
    ("team", "show"),
    ("schedule", "show"),
    ("person", "list"),
]
"""Commands that show what there is."""

AIMED = [
    ("card", "show", "{key}"),
    ("card", "trace", "{key}"),
    ("card", "move", "{key}", "Went badly"),
    ("card", "move", "{key}", "Ready", "--board", "wall"),
    ("card", "edit", "{key}", "--title", "x"),
    ("card", "edit", "{key}", "--audience", "everyone"),
    ("card", "assign", "{key}"),
    ("card", "interest", "{key}"),
    ("card", "block", "{key}", "--reason", "x"),
    ("card", "comment", "{key}", "x"),
    ("card", "depend", "{key}", "--team", "x"),
    ("card", "depend", "{mine}", "--on", "{key}"),
    ("card", "move", "{mine}", "{column}", "--after", "{key}"),
    ("card", "done", "{key}"),
    ("card", "drop", "{key}", "--reason", "x"),
    ("topic", "vote", "{key}"),
    ("table", "{key}"),
    ("action", "done", "{key}"),
    ("decision", "show", "{key}"),
    ("decision", "add", "x", "--about", "{key}"),
    ("meeting", "show", "retro"),
    ("meeting", "show", "retro@2026-12-04"),
    ("notes", "show", "retro"),
    ("notes", "show", "retro@2026-12-04"),
    ("notes", "show", "retro@2026-12-04", "--for", "team"),
    ("notes", "export", "retro@2026-12-04", "--for", "team", "--format", "html"),
    ("notes", "export", "retro@2026-12-04", "--for", "partner"),
    ("notes", "export", "retro@2026-12-04", "--for", "guest"),
    ("meeting", "list", "--kind", "retro"),
    ("calendar", "export", "--for", "anne"),
    ("calendar", "export", "--role", "lead"),
    ("retro", "add", "well", "x"),
    ("card", "add", "x", "--board", "retro"),
    ("undo",),
]
"""Commands that reach for what there is."""


def said(world: World, words: tuple[str, ...], me: str) -> str:
    """All that a command says to somebody, with and without ``--json``, whatever its exit code."""
    found = ""
    for line in (words, ("--json", *words)):
        done = world(*line, me=me)
        assert "should not have happened" not in done.err, done.err
        found += done.out + done.err
    return found


@pytest.fixture
def written(team: World) -> World:
    """Two notes, of anne (R1.1) and ben (R1.2), before the retro; and a topic of pat's (SRE-1)."""
    team.ok("retro", "add", "well", f"{SECRET} of anne")
    team.ok("retro", "add", "badly", f"{SECRET} of ben", me="ben")
    team.ok("topic", "add", "of pat", me="pat")
    return team


@pytest.fixture
def held(written: World) -> World:
    """The retro has begun, an item was parked, tabled in new words, acted on; it was ended."""
    written.now = FRIDAY
    written.ok("meeting", "start", "retro")
    written.ok("park", f"{SECRET} parked")
    written.ok("park", f"{SECRET} parked from outside", me="chidi")
    written.ok("action", "add", f"{SECRET} action", "--owner", "ben")
    written.ok("decision", "add", f"{SECRET} decision")
    written.ok("topic", "add", "typed anew in the retro")
    written.ok("meeting", "end", "retro")
    return written


def aimed(words: tuple[str, ...], key: str, mine: str = "SRE-1", column: str = "Proposed") -> tuple[str, ...]:
    return tuple(word.format(key=key, mine=mine, column=column) for word in words)


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_no_listing_shows_anothers_note(written: World, words: tuple[str, ...]) -> None:
    for me, own in (("anne", "of anne"), ("ben", "of ben"), ("chidi", None), ("pat", None), ("sue", None)):
        text = said(written, words, me)
        for other in ("of anne", "of ben"):
            if other != own:
                assert f"{SECRET} {other}" not in text, (me, words)
        if own is None and "search" not in words:
            assert SECRET not in text


@pytest.mark.parametrize("words", AIMED, ids=" ".join)
def test_no_command_reaches_anothers_note(written: World, words: tuple[str, ...]) -> None:
    for me in ("ben", "chidi", "pat", "sue"):
        text = said(written, aimed(words, "R1.1"), me)
        assert SECRET not in text.replace(f"{SECRET} of {me}", ""), (me, words)
    shown = written.json("card", "show", "r1.1")
    assert (shown["title"], shown["board"], shown["column"], shown["audience"]) == (
        f"{SECRET} of anne",
        "retro",
        "Went well",
        "team",
    )
    assert (shown["status"], shown["comments"], shown["assignees"]) == ("open", [], [])


@pytest.mark.parametrize("me", ["ben", "chidi", "pat", "sue"])
def test_a_note_one_may_not_see_is_like_one_that_is_not_there(written: World, me: str) -> None:
    """The very same line for a sealed note and for a number that no card has."""
    for words in AIMED:
        if "{key}" not in words:
            continue
        hidden = written(*aimed(words, "R1.1"), me=me)
        absent = written(*aimed(words, "R1.9999"), me=me)
        assert (hidden.code, hidden.err.replace("R1.1", "KEY")) == (absent.code, absent.err.replace("R1.9999", "KEY"))


@pytest.mark.parametrize("words", [*LISTINGS, *AIMED], ids=" ".join)
@pytest.mark.parametrize("me", ["pat", "sue"])
def test_a_guest_learns_nothing_of_a_retro_that_was_held(held: World, words: tuple[str, ...], me: str) -> None:
    for key in ("R1.1", "R1.2", *(f"SRE-{number}" for number in range(1, 7))):
        line = aimed(words, key)
        text = said(held, line, me)
        echoed = " ".join(line)
        assert SECRET not in text.replace(SECRET, "", echoed.count(SECRET) * 2), (me, line)
        assert "retro@" not in text.replace("retro@2026-12-04", "", 2 * echoed.count("retro@")), text
        if line == words:
            break


@pytest.mark.parametrize("me", ["pat", "sue"])
def test_a_guest_at_a_retros_address_gets_a_sentence(held: World, me: str) -> None:
    """The same one for the retro that was held and for a day without one."""
    for noun in ("meeting", "notes"):
        for ref in ("retro", "retro@2026-12-04", "retro@2026-12-05"):
            said_ = held.refused(noun, "show", ref, me=me)
            assert (
                said_
                == "cadence: the retro is the team's alone; the calendar shows the meetings that are for you too\n"
            )
    assert held.ok("card", "list", "--board", "retro", me=me) == "no cards here\n"


@pytest.mark.parametrize("me", ["pat", "sue"])
def test_what_left_the_retro_bears_no_trace_of_it(held: World, me: str) -> None:
    keys = {one["title"]: one["key"] for one in held.json("card", "list")}
    topic = keys["typed anew in the retro"]
    assert held.json("card", "show", topic)["came_from"] is None
    done = held("--json", "card", "show", topic, me=me)
    assert SECRET not in done.out
    assert '"meeting": "retro' not in done.out


@pytest.mark.parametrize("me", ["pat", "sue"])
def test_numbers_do_not_tell_either(held: World, me: str) -> None:
    shown = held.json("status", me=me)
    assert shown["parking"] == []
    assert shown["actions"] == []
    assert all("retro" not in str(one) for one in shown["meetings"])
    assert held.json("notes", "list", me=me) == []


def test_what_is_said_in_a_running_retro_stays_there(written: World) -> None:
    written.now = FRIDAY
    written.ok("card", "add", "seen by pat", "--board", "sync")
    written.ok("meeting", "start", "retro")
    spoken: list[tuple[str, ...]] = [
        ("card", "comment", "SRE-1", f"{SECRET} comment"),
        ("card", "block", "SRE-2", "--reason", f"{SECRET} reason"),
        ("card", "edit", "SRE-2", "--title", f"{SECRET} title"),
        ("card", "depend", "SRE-2", "--team", f"{SECRET} team"),
        ("card", "drop", "SRE-2", "--reason", f"{SECRET} why"),
        ("table", "SRE-2", "--why", f"{SECRET} why"),
        ("decision", "add", f"{SECRET} decided", "--about", "SRE-1"),
    ]
    for words in spoken:
        written(*words)
    for me in ("pat", "sue"):
        shown: list[tuple[str, ...]] = [
            ("card", "show", "SRE-1"),
            ("card", "show", "SRE-2"),
            ("card", "trace", "SRE-2"),
        ]
        for words in (*LISTINGS, *shown):
            if "search" not in words:
                assert SECRET not in said(written, words, me), (me, words)


def test_nobody_undoes_a_note_of_another(written: World) -> None:
    assert "nothing of yours" in written.refused("undo", me="chidi")
    text = said(written, ("undo",), "ben")
    assert "of anne" not in text
    assert written.json("card", "show", "r1.1")["title"] == f"{SECRET} of anne"


@pytest.fixture
def unsigned(team: World) -> World:
    """A team that writes without names; anne and ben have written."""
    team.ok("team", "set", "--anonymous-retro")
    shown = team.json("retro", "add", "well", f"{SECRET} one")
    assert shown["key"] is None
    assert shown["author"] is None
    assert "without your name" in team.ok("retro", "add", "badly", f"{SECRET} two", me="ben")
    return team


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_an_unsigned_note_is_nowhere_to_be_seen(unsigned: World, words: tuple[str, ...]) -> None:
    for me in ("anne", "ben", "chidi", "pat", "sue"):
        if "search" not in words:
            assert SECRET not in said(unsigned, words, me), (me, words)
    assert unsigned.json("search", SECRET) == []


def test_an_unsigned_note_leaves_no_trace_of_its_author(unsigned: World) -> None:
    connection = sqlite3.connect(unsigned.db)
    try:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        names = [name for (name,) in connection.execute(tables)]
        holding = [
            name for name in names if any(SECRET in str(row) for row in connection.execute(f'SELECT * FROM "{name}"'))
        ]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(unsigned_note)")]
        verbs = [verb for (verb,) in connection.execute("SELECT verb FROM event ORDER BY id")]
    finally:
        connection.close()
    assert holding == ["unsigned_note"]
    assert set(columns) == {"id", "team_id", "column_name", "body"}
    assert verbs[-1] == "team.set"
    assert "nothing of yours" in unsigned.refused("undo", me="ben")


def test_the_facilitator_sees_numbers_only(unsigned: World) -> None:
    unsigned.now = FRIDAY
    unsigned.ok("meeting", "start", "retro")
    assert SECRET not in unsigned.ok("meeting", "show", "retro")
    assert SECRET not in unsigned.ok("meeting", "show", "retro", "--json")
