"""Keys: declared once, overridable, and the same everywhere."""

from __future__ import annotations

import re
import string

import pytest

from cadence.tui.core import keymap, places
from tests.tui.conftest import Open, here, press, text_of, until


def test_ids_are_the_same_everywhere_and_no_key_is_declared_twice_in_one_place() -> None:
    seen: dict[str, set[str]] = {}
    for name, binding in keymap.declared_by(places.every_class()):
        assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", binding.id or ""), binding
        assert binding.description, binding
        seen.setdefault(binding.id or "", set()).add(name)
    assert not {name: owners for name, owners in seen.items() if len(owners) > 1}


def test_gestures_of_meeting_kinds_are_declared() -> None:
    from cadence.domain.kinds import KINDS

    declared = {binding.id for _, binding in keymap.declared_by(places.every_class())}
    wanted = {name for kind in KINDS for step in kind.steps for name in step.gestures}
    assert {name for name in wanted if name.startswith("card.")} <= declared


def test_every_footer_names_declared_keys() -> None:
    from cadence.tui.core.screen import CadenceScreen

    classes = places.every_class()
    declared = {binding.id for _, binding in keymap.declared_by(classes)}
    for cls in classes:
        if issubclass(cls, CadenceScreen):
            assert set(cls.FOOTER) <= declared, cls


def test_the_table_names_every_key() -> None:
    table = keymap.table(places.every_class())
    for words in ("`p`", "card.park", "`^p`", "`⏎`", "home.wall"):
        assert words in table


def test_overrides_that_clash_or_name_nothing_are_said_and_left_out() -> None:
    checked = keymap.check(
        {"card.park": "P", "card.nothing": "x", "card.act": "n", "board.down": "s", "app.help": "question_mark"},
        places.every_class(),
    )
    assert checked.good == {"card.park": "P", "board.down": "s", "app.help": "question_mark"} or "card.act" in str(
        checked.bad
    )
    assert "card.act" not in checked.good
    assert "card.nothing" not in checked.good
    assert len(checked.bad) >= 2


def test_a_sign_is_called_by_the_sign_itself() -> None:
    from textual.keys import _character_to_key

    signs = set(string.punctuation)
    assert {keymap.key_name(_character_to_key(sign)) for sign in signs} == signs
    for name in ("home", "end", "f5", "tab", "space", "delete", "pageup"):
        assert keymap.key_name(name) == {"pageup": "pgup"}.get(name, name)


async def test_an_overridden_key_works_and_is_shown(opened: Open) -> None:
    async with opened("wall", keys={"card.move": "M", "card.nothing": "Z"}) as pilot:
        await until(pilot, lambda: "M move" in text_of(pilot))
        await until(pilot, lambda: "card.nothing" in text_of(pilot))
        await press(pilot, "M")
        assert "move SRE-1 " in text_of(pilot)
        await press(pilot, "escape")


def test_places_are_found_by_name_prefix_key_and_meeting() -> None:
    assert places.place_named("Wall") == "wall"
    assert places.place_named("cal") == "calendar"
    assert places.place_named("sre-42") == "SRE-42"
    assert places.place_named("r1.2") == "R1.2"
    assert places.place_named("standup@2026-12-02") == "standup@2026-12-02"


@pytest.mark.parametrize("kind", ["planning", "sync", "arch", "demo", "retro"])
async def test_a_kinds_word_opens_its_meeting_and_its_board_has_a_word_too(opened: Open, kind: str) -> None:
    """Also where the board is called as the kind is."""
    async with opened(places.place_named(kind)) as pilot:
        await until(pilot, lambda: "Agenda" in text_of(pilot) or "Nothing is on" in text_of(pilot))
        assert type(here(pilot)).__name__ == "MeetingScreen"
    if kind in places.BOARDS:
        assert places.place_named(f"board:{kind}") == places.place_named(f"Board:{kind[:3]}") == kind
        async with opened(places.place_named(f"board:{kind}")) as pilot:
            assert type(here(pilot)).__name__ == "BoardScreen"


def test_the_reasons_are_about_gestures_that_are_declared() -> None:
    from cadence.tui.core import why_not
    from cadence.tui.core.screen import CadenceScreen

    classes = places.every_class()
    gestures = {keymap.gesture_of(binding.action) for _, binding in keymap.declared_by(classes)} - {""}
    own = {name for cls in classes if issubclass(cls, CadenceScreen) for name in cls.RULES}
    known = {*gestures, "digit_", "skip", "change"}  # and what a key of the calendar, and enter in the settings, do
    assert {*why_not.ANYWHERE, *why_not.MEETING, *own} <= known


@pytest.mark.parametrize("key", ["w", "e", "z", "]"])
async def test_a_key_of_meetings_says_on_a_board_where_it_works(opened: Open, key: str) -> None:
    async with opened("wall") as pilot:
        await pilot.press({"]": "right_square_bracket"}.get(key, key))
        await until(pilot, lambda: any(word in text_of(pilot) for word in ("standup", "meeting", "clock")))
