"""A line left half typed comes back where it was begun, and nowhere else: above all not from behind closed doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.services.facilitation import lifecycle
from tests.tui.meeting_room import Room, Seat, a_room, day, seat

RETRO, SYNC, NEXT_SYNC = "retro@2026-12-04", "sync@2026-11-30", "sync@2026-12-07"
SAID = "Chidi is burnt out"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return at(a_room(tmp_path, day(4, 14)), monkeypatch, "2026-12-04T14:30:00+00:00")


def at(room: Room, monkeypatch: pytest.MonkeyPatch, instant: str) -> Room:
    """Every clock of the team stands at ``instant`` from now on."""
    monkeypatch.setenv("CADENCE_NOW", instant)
    room.at = type(room.at).fromisoformat(instant)
    return room


async def go(viewer: Seat, place: str) -> None:
    with viewer.app._context():
        viewer.app.go(place)
        await viewer.pilot.pause()


async def begin(viewer: Seat, key: str, prompt: str, words: str) -> None:
    """Begin a line, and leave it."""
    await viewer.press(key)
    await viewer.sees(prompt)
    await viewer.press(*words, "escape")
    await viewer.sees_not(prompt)


async def offers(viewer: Seat, key: str, prompt: str) -> str:
    """What the line that this key opens offers; it is left as it was."""
    await viewer.press(key)
    await viewer.sees(prompt)
    text = viewer.app.screen.line.text  # type: ignore[attr-defined]
    await viewer.press("escape")
    await viewer.sees_not(prompt)
    return str(text)


@pytest.mark.parametrize("ends", ["here", "elsewhere"])
@pytest.mark.parametrize("restarted", [False, True])
async def test_what_was_begun_in_the_retro_is_never_offered_in_front_of_guests(
    room: Room, monkeypatch: pytest.MonkeyPatch, restarted: bool, ends: str
) -> None:
    async with seat(room, "anne", "home") as anne:
        await anne.sees("Needs you")
        await go(anne, RETRO)
        await anne.sees("space starts it")
        await anne.press("space", "space")
        await anne.sees("Last time's actions")
        await begin(anne, "p", "park:", SAID)
        await begin(anne, "N", "topic:", SAID)
        assert await offers(anne, "p", "park:") == SAID, "in the retro itself it comes back"
        await anne.press("q")
        await anne.sees("Needs you")
        assert await offers(anne, "N", "topic:") == ""
        await begin(anne, "p", "park:", SAID)  # on home, while the retro runs
        if ends == "here":
            await go(anne, RETRO)
            await anne.sees("Last time's actions")
            await anne.press("e", "e")
            await anne.sees("Retro held")
            assert await offers(anne, "p", "park:") == ""
        else:
            lifecycle.end(room.store, room.viewer("ben"), RETRO, take_over=True)
            await anne._until(lambda: not anne.app.half_typed, "forgets what was begun behind closed doors")
            lifecycle.reopen(room.store, room.viewer("ben"), RETRO)
            await go(anne, RETRO)
            await anne.sees("Last time's actions")
            assert await offers(anne, "p", "park:") == ""
            lifecycle.end(room.store, room.viewer("ben"), RETRO, take_over=True)
            await anne.sees("Retro held")
        at(room, monkeypatch, "2026-12-07T11:30:00+00:00")
        if not restarted:
            await offers_nothing(anne)
    if restarted:
        async with seat(room, "anne", "home") as anne:
            await anne.sees("Needs you")
            await offers_nothing(anne)


async def offers_nothing(viewer: Seat) -> None:
    await go(viewer, "home")
    await viewer.sees("Needs you")
    assert await offers(viewer, "N", "topic:") == ""
    assert await offers(viewer, "p", "park:") == ""
    await go(viewer, NEXT_SYNC)
    await viewer.sees("space starts it")
    await viewer.press("space")
    await viewer.sees("who is here")
    assert await offers(viewer, "p", "park:") == ""
    assert await offers(viewer, "N", "topic:") == ""


async def test_what_was_begun_in_a_meeting_is_offered_in_that_one_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(room, monkeypatch, "2026-11-30T11:30:00+00:00")
    async with seat(room, "anne", "home") as anne:
        await anne.sees("Needs you")
        await begin(anne, "p", "park:", "outside")
        await go(anne, SYNC)
        await anne.sees("space starts it")
        await anne.press("space")
        await anne.sees("who is here")
        assert await offers(anne, "p", "park:") == ""
        await begin(anne, "p", "park:", "in the sync")
        await anne.press("q")
        assert await offers(anne, "p", "park:") == "outside"
    async with seat(room, "anne", SYNC) as again:
        await again.sees("who is here")
        assert await offers(again, "p", "park:") == "in the sync"


async def test_a_guest_who_only_looks_on_has_lines_of_the_meeting_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(room, monkeypatch, "2026-11-30T11:30:00+00:00")
    lifecycle.start(room.store, room.viewer("anne"), SYNC)
    async with seat(room, "dana", SYNC) as dana:
        await dana.sees("Inter-team sync", "step 1")
        await begin(dana, "N", "topic:", "in the sync")
        assert await offers(dana, "N", "topic:") == "in the sync"
        await go(dana, "home")
        await dana.sees("Needs you")
        assert await offers(dana, "N", "topic:") == ""


@pytest.mark.parametrize(("key", "prompt"), [("p", "park:"), ("N", "topic:")])
async def test_what_was_begun_beside_a_card_is_offered_again_beside_that_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, prompt: str
) -> None:
    room = at(a_room(tmp_path, day(0, 9)), monkeypatch, "2026-11-30T11:30:00+00:00")
    for title in ("Delegation", "Route tables"):
        room.add("sync", title, by="dana")
    async with seat(room, "anne", SYNC) as anne:
        await anne.sees("2 cards to walk")
        await anne.press("space")
        await anne.sees("1 of 2")
        await begin(anne, key, prompt, "who owns it")
        await anne.press("space")
        await anne.sees("2 of 2")
        assert await offers(anne, key, prompt) == ""
        await anne.press("backspace")
        await anne.sees("1 of 2")
        assert await offers(anne, key, prompt) == "who owns it"
