"""The one line at the bottom: nothing typed is ever lost, and the cursor comes back to where it was."""

from __future__ import annotations

import pytest
from textual import events

from cadence.tui.board.board import BoardWidget
from cadence.tui.widgets.line_input import completions, lines_of
from cadence.tui.widgets.one_line import OneLine
from tests.tui.samples import wall
from tests.tui.showing import alone

HANDLES = ("hanna", "hans", "ben")


async def test_enter_keeps_the_word_and_gives_the_focus_back() -> None:
    async with alone(board := BoardWidget(wall()), line := OneLine()) as (app, pilot):
        assert not line.display
        line.ask("park", "park:", hint="@ben names a person")
        await pilot.pause()
        assert "park:" in app.text
        assert "@ben names a person" in app.text
        await pilot.press(*"who?", "enter")
        assert [(m.gesture, m.text) for m in app.said(OneLine.Kept)] == [("park", "who?")]
        assert not line.display
        assert board.has_focus


async def test_escape_hands_back_what_was_typed() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (app, pilot):
        line.ask("park", "park:", text="half ")
        await pilot.pause()
        await pilot.press("end", *"said", "escape")
        assert [(m.gesture, m.text) for m in app.said(OneLine.Left)] == [("park", "half said")]
        line.ask("park", "park:", text="half said")
        await pilot.pause()
        await pilot.press(*"new", "escape")
        assert [m.text for m in app.said(OneLine.Left)][1:] == ["new"]
        assert not line.display


async def test_an_empty_line_is_left_unless_it_may_be_kept() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (app, pilot):
        line.ask("park", "park:")
        await pilot.pause()
        await pilot.press("enter")
        assert not app.said(OneLine.Kept)
        line.ask("filter", "filter:", empty=True)
        await pilot.pause()
        await pilot.press("enter")
        assert [m.gesture for m in app.said(OneLine.Kept)] == ["filter"]


async def test_what_is_refused_comes_back_with_the_reason() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (app, pilot):
        line.ask("act", "action:")
        await pilot.pause()
        await pilot.press(*"x @nobody", "enter")
        assert line.refuse("nobody called 'nobody'")
        await pilot.pause()
        assert line.text == "x @nobody"
        assert "✖ nobody called 'nobody'" in app.text
        line.ask("park", "park:", text="other")
        assert not line.refuse("too late")
        assert line.text == "other"


async def test_pasted_lines_become_blanks() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (_, pilot):
        line.ask("park", "park:", text="see ")
        await pilot.pause()
        await pilot.press("end")
        line.input.post_message(events.Paste("one\r\n  two\n\nthree\x1b[31m"))
        await pilot.pause()
        assert line.text == "see one two three"


async def test_blank_lines_between_pasted_paragraphs_stay_where_lines_do() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (_, pilot):
        line.ask("comment", "comment:", several=True)
        await pilot.pause()
        line.input.post_message(events.Paste("\n one\r\ntwo\n\n  \nthree\n"))
        await pilot.pause()
        assert line.text == "one ↵ two ↵ ↵ ↵ three"
        assert lines_of(line.text) == "one\ntwo\n\n\nthree"
        line.ask("comment", "comment:", text="one\n\ntwo", several=True)
        assert line.text == "one ↵ ↵ two"


async def test_tab_completes_people_and_dates_and_stays_in_the_line() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (app, pilot):
        line.ask("act", "action:", handles=HANDLES)
        await pilot.pause()
        await pilot.press(*"x @ha")
        assert "tab @hanna @hans" in app.text
        await pilot.press("tab")
        assert line.text == "x @hanna "
        await pilot.press("tab")
        assert line.text == "x @hans "
        await pilot.press(*"!fr", "tab")
        assert line.text == "x @hans !fri "
        await pilot.press("tab")
        assert line.input.has_focus


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", []),
        ("ha", []),
        ("@ha", ["@hanna", "@hans"]),
        ("a@ha", []),
        ("x !tom", ["!tomorrow"]),
        ("@HANN", ["@hanna"]),
    ],
)
def test_completions(before: str, expected: list[str]) -> None:
    assert completions(before, HANDLES) == expected


async def test_what_is_typed_can_be_followed() -> None:
    async with alone(BoardWidget(wall()), line := OneLine()) as (app, pilot):
        line.ask("filter", "filter:")
        await pilot.pause()
        await pilot.press(*"dns")
        assert [m.text for m in app.said(OneLine.Typed)] == ["d", "dn", "dns"]
