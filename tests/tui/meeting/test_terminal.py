"""Each kind of meeting in a real terminal: keys in, screen out; two of them survive a kill -9 in the middle."""

from __future__ import annotations

import signal
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cadence.services.access import drafts
from cadence.services.meetings import retro, view
from tests.tui.meeting_room import Room, a_room, day
from tests.tui.terminal import Terminal, environment


def terminal(
    room: Room,
    folder: Path,
    ref: str,
    me: str = "anne",
    at: datetime | None = None,
    columns: int = 120,
    nohup: bool = False,
) -> Terminal:
    around = environment(room.url, me, (at or room.at).isoformat(), folder)
    return Terminal("--at", ref, environment=around, size=(columns, 40 if columns >= 120 else 24), nohup=nohup)


def kept(room: Room) -> dict[tuple[str, str], str]:
    """The half-typed lines that the database holds for Anne."""
    return drafts.half_typed_lines(room.store, room.viewer("anne"))


def test_planning_survives_a_kill(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(0, 10))
    for title in ("VPC peering", "Checkout in eu-west", "SSO for the wiki"):
        room.add("wall", title, origin="business", column="ready")
    ref = "planning@2026-11-30"
    with terminal(room, tmp_path, ref) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("Holdovers", "Nothing to walk")
        anne.press("]")
        anne.sees("1 of 3", "VPC peering")
        anne.press("space")
        anne.sees("2 of 3", "Checkout in eu-west")
        anne.press("p")
        anne.sees("park:")
        anne.press("who renews it")
        anne.sees("park: who renews it")
        anne.until(lambda: "who renews it" in kept(room).values(), "the half-typed line was never stored")
        anne.kill()
    before = view.show(room.store, room.viewer("anne"), ref)
    later = room.at + timedelta(minutes=20)
    with terminal(room, tmp_path, ref, at=later) as anne:
        anne.sees("Business priorities", "2 of 3", "Checkout in eu-west", "next")
        after = view.show(room.store, room.viewer("anne"), ref)
        assert (after.step, after.at) == (before.step, before.at)
        assert after.elapsed < 60, "the twenty minutes without a program don't count"
        anne.press("p")
        anne.sees("park: who renews it")
        anne.press("enter")
        anne.sees("parking lot 1: who renews it")
        anne.press("e", "e")
        anne.sees("Iteration planning held", "Still open")


def test_standup(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(2, 10))
    room.add("wall", "Renew the certificates", people=("ben",), column="in progress")
    with terminal(room, tmp_path, "standup@2026-12-02", columns=80) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("1 of 1 · Anne")
        anne.press("2")
        anne.sees("1 of 2 · Anne")
        anne.press("space")
        anne.sees("2 of 2 · Ben", "Renew the certificates")
        anne.press("p")
        anne.sees("park:")
        anne.line("who owns the relay? @ben")
        anne.sees("parking lot 1")
        anne.press("space")
        anne.sees("1 discussed now")
        anne.press("1")
        anne.sees("Daily standup held")


def test_sync(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(0, 11, 30))
    room.add("sync", "Delegation for eu-west", by="dana")
    with terminal(room, tmp_path, "sync@2026-11-30") as anne:
        anne.sees("space starts it")
        anne.press("enter")
        anne.sees("Delegation for eu-west", "1 synced")
        anne.press("1")
        anne.sees("Inter-team sync held")
        anne.press("u")
        anne.sees("step 2 of 2")


def test_arch(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(1, 14))
    room.topic("Move runners to spot?")
    with terminal(room, tmp_path, "arch@2026-12-01") as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("Move runners to spot?", "2 lean coffee")
        anne.press("2")
        anne.sees("your dots")
        anne.press("v")
        anne.sees("2 left")
        anne.press("]")
        anne.sees("Discussing", "of 5:00", "Continue?")
        anne.press("+")
        anne.sees("of 8:00")
        anne.press("x")
        anne.sees("6 drop")
        anne.line("1 No spot for stateful jobs")
        anne.sees("Every topic was discussed")
        anne.press("space")
        anne.sees("Arch meeting held", "No spot for stateful jobs")


def test_demo(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(4, 14))
    room.add("demo", "Just one API call", people=("ben",))
    with terminal(room, tmp_path, "demo@2026-12-04") as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("Just one API call", "1 shown")
        anne.press("c")
        anne.sees("feedback on")
        anne.line("can it page us too? @gus")
        anne.sees("Gus: can it page us too?")
        anne.press("1")
        anne.sees("That was the last one")
        anne.press("e", "e")
        anne.sees("Demo held", "l keeps the link")


def test_retro_survives_a_kill(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(4, 14, 30))
    ref = "retro@2026-12-04"
    retro.write(room.store, room.viewer("chidi"), "badly", "Three pages for one disk")
    with terminal(room, tmp_path, ref) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("The team is alone")
        anne.press("]", "]")
        anne.sees("This screen is shared", "● 1")
        anne.kill()
    with terminal(room, tmp_path, ref, at=room.at + timedelta(minutes=5)) as anne:
        anne.sees("This screen is shared", "● 1")
        assert "Three pages" not in anne.text
        anne.press("]")
        anne.sees("1 of 2 · Anne", "Chidi  not here")
        anne.press("space")
        anne.sees("2 of 2 · Chidi", "Three pages for one disk")
        anne.press("]")
        anne.sees("your dots")
        anne.press("v")
        anne.sees("2 left")
        anne.press("space")
        anne.sees("Chosen · 1 of 1")
        anne.press("e", "e")
        anne.sees("Retro held")


@pytest.mark.parametrize("nohup", [True, False], ids=["hang-up ignored", "hang-up"])
def test_a_terminal_that_goes_away_ends_the_program_and_keeps_what_was_half_typed(tmp_path: Path, nohup: bool) -> None:
    room = a_room(tmp_path, day(0, 10))
    with terminal(room, tmp_path, "planning@2026-11-30", nohup=nohup) as anne:
        anne.sees("space starts it")
        anne.press("p")
        anne.sees("park:")
        anne.press("who renews it")
        anne.sees("park: who renews it")
        anne.close()
        anne.ends()
    assert "who renews it" in kept(room).values()


def test_a_terminal_that_goes_away_keeps_a_retro_note(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(4, 14, 30))
    with terminal(room, tmp_path, "retro@2026-12-04", nohup=True) as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("The team is alone")
        anne.press("]", "]")
        anne.sees("This screen is shared")
        anne.press("N")
        anne.press("half a thought")
        anne.sees("half a thought")
        anne.close()
        anne.ends()
    assert "half a thought" in kept(room).values()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_keeps_what_was_half_typed_and_gives_the_terminal_back(tmp_path: Path, number: int) -> None:
    room = a_room(tmp_path, day(0, 10))
    with terminal(room, tmp_path, "planning@2026-11-30") as anne:
        before = anne.echoes
        anne.sees("space starts it")
        assert not anne.echoes
        anne.press("p")
        anne.sees("park:")
        anne.press("who renews it")
        anne.sees("park: who renews it")
        anne.signal(number)
        assert anne.ends() == 128 + number
        assert (before, anne.echoes) == (True, True)
        assert "Traceback" not in anne.text
    assert "who renews it" in kept(room).values()


def test_a_database_that_is_busy_does_not_keep_it(tmp_path: Path) -> None:
    room = a_room(tmp_path, day(0, 10))
    with terminal(room, tmp_path, "planning@2026-11-30", nohup=True) as anne:
        anne.sees("space starts it")
        anne.press("p")
        anne.sees("park:")
        with room.store.quick():  # somebody else writes, and does not come to an end
            anne.press("who renews it")
            anne.sees("park: who renews it")
            anne.close()
            anne.ends()
