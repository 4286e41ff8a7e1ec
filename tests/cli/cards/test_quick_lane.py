"""Adding something in under five seconds from a shell prompt: what is kept, how it is shown, what it costs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import World

HEAVY = {"alembic", "textual", "sqlmodel", "sqlalchemy", "pydantic", "jinja2", "icalendar", "holidays", "tomlkit"}

CARD_KEYS = {
    *("key", "board", "column", "position", "title", "body", "flow", "origin", "requester", "assignees", "interested"),
    *("tags", "due", "toil", "blocked", "depends_on", "thieves", "votes", "url", "author", "created_at", "updated_at"),
    *("came_from", "status"),
}


def test_a_topic(team: World) -> None:
    assert team.ok("topic", "add", "Move CI runners to spot?") == "SRE-1 added to the arch agenda\n"
    context = "What it costs.\n\nAnd what it saves.\n"
    shown = team.json(
        *("topic", "add", "Retry budget", "--context", "-", "--type", "prop", "--url", "https://x.org/a"),
        *("--invite", "pat"),
        stdin=context.encode(),
        me="BEN",
    )
    assert shown.keys() >= CARD_KEYS
    assert (shown["key"], shown["board"], shown["column"], shown["position"]) == ("SRE-2", "arch", "Proposed", 2)
    assert (shown["author"], shown["type"], shown["url"]) == ("ben", "proposal", "https://x.org/a")
    assert shown["body"] == context.removesuffix("\n")
    assert shown["created_at"].endswith("-05:00")
    assert [one["title"] for one in team.json("topic", "list")] == ["Move CI runners to spot?", "Retry budget"]


def test_words_need_no_quotes(team: World) -> None:
    assert team.json("topic", "add", "Move", "CI", "to", "spot?", "--type", "spec")["title"] == "Move CI to spot?"
    assert team.json("park", "who", "owns", "this?")["title"] == "who owns this?"
    assert team.json("retro", "add", "well", "nobody", "was", "woken")["title"] == "nobody was woken"


def test_a_card(team: World) -> None:
    shown = team.json(
        *("card", "add", "Rotate the keys", "--column", "in", "--flow", "ri", "--origin", "b", "--body", "all of them"),
        *("--assign", "be", "--assign", "anne", "--due", "fri", "--toil", "--tag", "a", "--tag", "b c"),
        *("--url", "http://runbook.example/x", "--requester", "Sales"),
    )
    assert (shown["column"], shown["flow"], shown["origin"], shown["toil"]) == ("In progress", "risk", "business", True)
    assert (shown["assignees"], shown["tags"], shown["due"]) == (["anne", "ben"], ["a", "b c"], "2026-12-04")
    assert (shown["body"], shown["requester"], shown["status"]) == ("all of them", "Sales", "open")
    assert team.json("card", "add", "x", "--column", "DONE")["status"] == "done"
    assert team.json("card", "add", "x", "--board", "sy", "--column", "waiting-on-us")["column"] == "Waiting on us"


def test_an_action_is_due_at_the_next_planning(team: World) -> None:
    assert team.json("action", "add", "ask for a date", "--owner", "ben")["due"] == "2026-12-07"
    assert team.json("action", "add", "ask again", "--due", "+3d")["due"] == "2026-12-04"
    team.now = "2027-01-15T12:00:00-05:00"
    assert team.json("action", "add", "after the holiday")["due"] == "2027-01-19"


def test_a_standup_update_grows(team: World) -> None:
    assert team.ok("standup", "add", "--today", "certificates") == (
        "your update is left; the daily standup of Wed 2 Dec 10:00 hears it\n"
    )
    shown = team.json("standup", "add", "--blocker", "DNS", "--yesterday", "keys")
    assert {name: shown[name] for name in ("person", "day", "yesterday", "today", "blocker")} == {
        "person": "anne",
        "day": "2026-12-02",
        "yesterday": "keys",
        "today": "certificates",
        "blocker": "DNS",
    }
    assert team.json("standup", "add", "--for", "thu", "--today", "x")["day"] == "2026-12-03"
    assert "date" in team.refused("standup", "add", "--for", "someday", "--today", "x")
    for guest in ("pat", "sue"):
        assert "standup" in team.refused("standup", "add", "--today", "x", me=guest)


def test_the_day_is_the_teams(team: World) -> None:
    team.now = "2026-12-02T03:30:00+00:00"
    assert team.json("standup", "add", "--for", "tomorrow", "--today", "late")["day"] == "2026-12-02"


def test_parking_in_a_meeting_and_outside(team: World) -> None:
    outside = team.json("park", "who owns the cert renewals?")
    assert (outside["board"], outside["came_from"], outside["audience"]) == ("parking", None, "team")
    team.ok("meeting", "start", "arch")
    inside = team.json("park", "which queue?")
    assert (inside["came_from"], inside["audience"]) == ({"key": None, "meeting": "arch@2026-12-01"}, "partner")
    elsewhere = team.json("park", "not in the room", me="ben")
    assert (elsewhere["came_from"]["meeting"], elsewhere["audience"]) == ("arch@2026-12-01", "team")
    parked = [one["key"] for one in team.json("meeting", "show", "arch")["parked"]]
    assert parked == [inside["key"], elsewhere["key"]], "a room with guests is not shown what the team left open"
    team.ok("meeting", "end", "arch")
    team.ok("meeting", "start", "standup")
    parked = [one["key"] for one in team.json("meeting", "show", "standup")["parked"]]
    assert parked == [outside["key"], inside["key"], elsewhere["key"]], "the team's own meeting is, the oldest first"


def test_who_may_add_what(team: World) -> None:
    assert team.json("topic", "add", "ours too", me="pat")["author"] == "pat"
    assert team.json("card", "add", "we owe you", "--board", "sync", me="pat")["author"] == "pat"
    for line in ("park x", "card add x", "action add x", "retro add well x"):
        assert "partner" in team.refused(*line.split(), me="pat")
    for line in ("topic add x", "card add x --board sync", "park x"):
        assert "stakeholder" in team.refused(*line.split(), me="sue")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("topic", "add", "x", "--type", "poem"), "no type"),
        (("topic", "add", "x", "--url", "javascript:alert(1)"), "https://"),
        (("topic", "add", "x", "--url", "https://"), "https://"),
        (("topic", "add", "x", "--invite", "zoe"), "zoe"),
        (("topic", "add", "-", "--context", "-"), "only once"),
        (("card", "add", "x", "--flow", "water"), "feature"),
        (("card", "add", "x", "--flow", ""), "feature"),
        (("card", "add", "x", "--origin", "mars"), "business"),
        (("card", "add", "x", "--board", "s p a m"), "wall"),
        (("card", "add", "x", "--column", "Nowhere"), "Backlog"),
        (("card", "add", "x", "--column", "re"), "Ready or Review"),
        (("card", "add", "x", "--due", "2026-13-01"), "not a date"),
        (("card", "add", "x", "--assign", "nobody"), "nobody"),
        (("retro", "add", "ugly", "x"), "badly"),
        (("retro", "add", "b", "x"), "badly or better"),
        (("action", "add", "x", "--due", ""), "not a date"),
    ],
)
def test_a_bad_value_adds_nothing(team: World, words: tuple[str, ...], said: str) -> None:
    assert said in team.refused(*words, stdin=b"title")
    assert team.json("card", "list") == []


# --- text ----------------------------------------------------------------------------------------------------------

KEPT = [
    "[bold red]not markup[/] and [link=x]no link[/link]",
    "{{ 7 * 7 }} {% for x in y %} ${HOME} $(id) `id` %s {0}",
    "<script>alert(1)</script> & <b>",
    "👩‍🚒🏳️‍🌈 e\u0301 \u00e9 日本語 العربية",
    "'; DROP TABLE card; --",
    "a\u200fb",
    ":smile: **bold** _x_ #1 a@b ! <3 \\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_text_is_kept_as_typed(team: World, text: str) -> None:
    assert team.json("topic", "add", text)["title"] == text
    assert team.json("topic", "add", "x", "--context", text)["body"] == text
    assert team.json("topic", "add", "-", stdin=text.encode())["title"] == text
    assert text.partition(" ")[0] in team.ok("topic", "list")


@pytest.mark.parametrize("words", [("park",), ("topic", "add"), ("action", "add")])
def test_a_line_is_read_as_in_the_terminal_interface(team: World, words: tuple[str, ...]) -> None:
    card = team.json(*words, "who renews the wildcard one? @ben !2026-12-11 #tls %debt <billing")
    assert (card["title"], card["due"], card["tags"]) == ("who renews the wildcard one?", "2026-12-11", ["tls"])
    assert (card["flow"], card["origin"], card["requester"]) == ("debt", "business", "billing")
    shown = team.ok("card", "show", card["key"])
    assert "ben" in shown
    assert team.json(*words, r"tell \@channel")["title"] == "tell @channel"


@pytest.mark.parametrize("words", [("park",), ("topic", "add"), ("action", "add")])
def test_a_name_that_is_nobody_is_refused_with_who_is_meant(team: World, words: tuple[str, ...]) -> None:
    assert "no person 'zoe'; people are anne, ben" in team.refused(*words, "ask @zoe why")
    assert "'important' is not a date" in team.refused(*words, "read this !important")
    assert "no words" in team.refused(*words, "@ben !fri")
    assert team.json("card", "list") == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x9b31mb\x00c\x7f", "abc"),
        ("two\nlines\tand a tab", "two lines and a tab"),
    ],
)
def test_control_characters_go(team: World, typed: str, kept: str) -> None:
    assert team.json("topic", "add", "-", stdin=typed.encode())["title"] == kept


def test_nothing_in_a_listing_reorders_or_colours_the_terminal(team: World) -> None:
    team.ok("topic", "add", "\u202egnp.exe\u202c \u2066x\u2069 ok")
    for words in (("topic", "list"), ("card", "list"), ("card", "show", "SRE-1"), ("status",), ("search", "ok")):
        shown = team.ok(*words)
        assert not set(shown) & set("\u202e\u202c\u2066\u2069\x1b"), words


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\u200b", "\x1b[0m", "\u2060\ufeff"])
def test_empty_text_is_refused(team: World, text: str) -> None:
    for words in (("topic", "add", text), ("park", text), ("retro", "add", "well", text), ("action", "add", text)):
        assert "empty" in team.refused(*words)
    assert "empty" in team.refused("park", "-", stdin=text.encode())


def test_too_much_text_is_refused(team: World) -> None:
    megabyte = b"x" * 1_000_000
    assert "500 is the limit" in team.refused("topic", "add", "y" * 501)
    for words in (("topic", "add", "-"), ("topic", "add", "x", "--context", "-"), ("park", "-")):
        team.refused(*words, stdin=megabyte)
    assert len(team.json("topic", "add", "x", "--context", "-", stdin=b"x" * 100_000)["body"]) == 100_000


def test_bytes_that_are_no_text_are_refused(team: World) -> None:
    assert "UTF-8" in team.refused("topic", "add", "-", stdin=b"caf\xe9")
    assert "UTF-8" in World.one_line(team.process("topic", "add", b"caf\xe9"))
    assert "UTF-8" in World.one_line(team.process("topic", "list", b"--team=caf\xe9"))
    assert team.json("card", "list") == []


# --- many at once, and killed --------------------------------------------------------------------------------------


def test_24_at_once_lose_nothing(team: World) -> None:
    running = [team.start("topic", "add", f"topic {number}") for number in range(24)]
    done = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 24, done
    found = team.json("topic", "list")
    assert sorted(one["title"] for one in found) == sorted(f"topic {number}" for number in range(24))
    assert {one["key"] for one in found} == {f"SRE-{number}" for number in range(1, 25)}
    events = [team.json("card", "show", one["key"])["events"] for one in found]
    assert [len(one) for one in events] == [1] * 24


@pytest.mark.slow
def test_killed_at_any_moment_what_was_confirmed_is_there(team: World) -> None:
    confirmed = []
    for number in range(30):
        process = team.start("topic", "add", f"topic {number}")
        time.sleep(0.04 + 0.012 * number)
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate(timeout=120)
        if process.returncode == 0 or out:
            confirmed.append(f"topic {number}")
    found = [one["title"] for one in team.json("topic", "list")]
    assert set(confirmed) <= set(found)
    assert len(found) == len(set(found))
    assert team.json("topic", "add", "still works")["title"] == "still works"


@pytest.mark.parametrize(
    "words",
    [
        ("topic", "add", "x"),
        ("park", "x"),
        ("standup", "add", "--today", "x"),
        ("retro", "add", "well", "x"),
        ("card", "add", "x", "--assign", "ben", "--due", "fri"),
        ("action", "add", "x"),
        ("status", "--short"),
        ("card", "list"),
        ("meeting", "list"),
        ("status",),
        ("search", "x"),
        ("team", "show"),
        ("person", "list"),
        ("schedule", "show"),
        ("schedule", "lint"),
        ("topic", "list"),
        ("meeting", "show", "arch"),
        ("calendar", "show"),
        ("notes", "list"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_imported(team: World, words: tuple[str, ...]) -> None:
    heavy = heavy_modules(team, *words)
    assert not heavy, f"{' '.join(words)} loads {', '.join(sorted(heavy))}"


def heavy_modules(team: World, *words: str) -> set[str]:
    """Which of :data:`HEAVY` a command loads."""
    code = (
        "import sys; from cadence.cli import main; code = main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=team.environment(), capture_output=True, text=True, check=True
    )
    return set(done.stderr.split()) & HEAVY
