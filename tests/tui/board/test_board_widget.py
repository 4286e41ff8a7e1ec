"""The board as a person sees and works it."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import timedelta
from typing import Self

import pytest
from textual.geometry import Region
from textual.widgets import Input

from cadence.domain.views.cards import Blocked, BoardView, ColumnView, ThiefView
from cadence.tui.board.board import BoardWidget
from tests.tui.samples import NOW, WIDE_TITLES, big, card, wall
from tests.tui.showing import Alone, alone


def two(*, left: str = "1 2 3", right: str = "4 5 6") -> BoardView:
    return BoardView(
        "wall",
        "Wall",
        tuple(
            ColumnView(name, tuple(card(int(number), f"Card number {number}") for number in numbers.split()))
            for name, numbers in (("Ready", left), ("Doing", right))
        ),
        NOW,
        empty="No cards yet. n adds the first.",
    )


def place(app: Alone, words: str) -> tuple[int, int]:
    """Where ``words`` stand on the screen."""
    for y, row in enumerate(app.rows):
        if words in row:
            return row.index(words), y
    raise AssertionError(f"{words!r} is not on the screen:\n{app.text}")


async def test_cards_stand_in_their_columns_with_head_and_limit() -> None:
    async with alone(BoardWidget(wall()), size=(140, 20)) as (app, _):
        assert "Ready 3" in app.rows[0]
        assert "In progress 2/1 ⚑" in app.rows[0]
        assert "Review 1/4 " in app.rows[0]
        assert "✖ network" in app.text
        assert "SRE-48 T farah 4 d" in app.text


async def test_every_card_has_its_whole_title_and_the_selected_one_a_strip() -> None:
    async with alone(BoardWidget(wall()), size=(120, 20)) as (app, pilot):
        board = app.query_one(BoardWidget)
        assert board.select("SRE-57")
        await pilot.pause()
        assert "▌1 Cut the toil" in app.text
        assert app.rows[-2] == " Cut the toil in certificate renewals"
        assert app.rows[-1] == " SRE-57 T ben 3 d ✖ network team ⚑ unknown dependency #certs #dns #toil"
        rows = app.rows
        await pilot.press("down")
        assert [row.replace("▌", " ") for row in app.rows[:-3]] == [row.replace("▌", " ") for row in rows[:-3]]


@pytest.mark.parametrize("keys", ["down right", "j l"])
async def test_the_arrows_and_hjkl_move_the_cursor(keys: str) -> None:
    async with alone(board := BoardWidget(two())) as (app, pilot):
        await pilot.press(*keys.split())
        assert board.card is not None
        assert board.card.key == "SRE-5"
        assert [message.key for message in app.said(BoardWidget.CursorMoved)][-1] == "SRE-5"


async def test_home_end_and_pages() -> None:
    async with alone(board := BoardWidget(big(500)), size=(100, 24)) as (app, pilot):
        await pilot.press("end")
        assert board.card is not None
        assert board.card.key == "SRE-100"
        assert "SRE-100" in app.text
        assert "↑" in app.rows[1]
        await pilot.press("pageup")
        assert board.card.key != "SRE-100"
        await pilot.press("home")
        assert board.card.key == "SRE-1"
        assert "↓" in app.rows[-4]


async def test_columns_scroll_each_on_its_own() -> None:
    async with alone(board := BoardWidget(big(500)), size=(100, 24)) as (app, pilot):
        await pilot.press("end", "right", "home")
        assert board.column == "Column 2"
        assert "SRE-100 " in app.text
        assert "SRE-101 " in app.text


async def test_who_walks_down_a_column_sees_what_comes_next() -> None:
    async with alone(board := BoardWidget(big(500)), size=(100, 24)) as (app, pilot):
        await pilot.press(*["down"] * 10)
        assert place(app, "▌Card 11 ")[1] < place(app, "Card 12 ")[1]
        await pilot.press("home", "end", *["up"] * 10)
        assert board.card is not None
        number = int(board.card.key.removeprefix("SRE-"))
        assert place(app, f"Card {number - 1} ")[1] < place(app, f"▌Card {number} ")[1]


async def test_a_click_on_a_card_at_the_bottom_scrolls_no_more_than_it_must() -> None:
    async with alone(board := BoardWidget(big(500)), size=(100, 24)) as (app, pilot):
        await pilot.click(offset=place(app, "SRE-105 "))
        assert board.card is not None
        assert board.card.key == "SRE-105"
        assert "SRE-102 " in app.text


class Watched(BoardWidget):
    """A board that remembers which of its rows it wanted to be drawn again."""

    def __init__(self, view: BoardView) -> None:
        self.asked: set[int] = set()
        super().__init__(view)

    def refresh(self, *regions: Region, **how: bool) -> Self:
        self.asked |= {y for region in regions or [Region(0, 0, *self.size)] for y in region.line_range}
        return super().refresh(*regions, **how)


async def test_a_key_draws_what_it_changed_and_little_else() -> None:
    keys = ["down"] * 30 + ["right", "up", "end", "up", "left", "pageup", "right"] + ["up"] * 20
    drawn = []
    async with alone(board := Watched(big(500)), size=(100, 24)) as (app, pilot):
        for key in keys:
            before = app.rows
            board.asked.clear()
            await pilot.press(key)
            after = app.rows
            changed = {y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
            assert changed <= board.asked, key
            drawn.append(len(board.asked))
            board.redraw()
            assert app.rows == after, f"{key} left something old on the screen"
    assert statistics.median(drawn) <= 8  # two cards of three rows, and the two of the strip


async def test_nothing_old_is_left_on_the_screen() -> None:
    async with alone(board := BoardWidget(big(500)), Input(), size=(60, 24)) as (app, pilot):
        for change in (
            lambda: pilot.press(*["down"] * 5, "right", "right", "right"),
            lambda: pilot.resize_terminal(100, 24),
            lambda: pilot.resize_terminal(50, 40),
            lambda: pilot.press("tab"),
            lambda: pilot.press("tab"),
            lambda: pilot.click(offset=(30, 9)),
        ):
            await change()
            await pilot.pause()
            shown = app.screen._compositor.render_strips(app.size)
            board.redraw()
            assert app.screen._compositor.render_strips(app.size) == shown


async def test_a_board_that_shrank_draws_the_lines_of_its_old_height_as_blanks() -> None:
    async with alone(board := BoardWidget(big(500)), size=(60, 40)) as (app, pilot):
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        taller = board.render_lines(Region(0, 0, 60, 40))
        assert len(taller) == 40
        assert [strip.text.rstrip() for strip in taller][:17] == app.rows[:17]


async def test_news_never_moves_the_cursor() -> None:
    async with alone(board := BoardWidget(two())) as (_, pilot):
        await pilot.press("down")
        board.show(two(left="9 8 1 2 3"))
        await pilot.pause()
        assert board.card is not None
        assert board.card.key == "SRE-2"


async def test_enter_and_double_click_open() -> None:
    async with alone(BoardWidget(two())) as (app, pilot):
        await pilot.press("enter")
        await pilot.double_click(offset=place(app, "SRE-5"))
        assert [message.key for message in app.said(BoardWidget.Opened)] == ["SRE-1", "SRE-5"]


@pytest.mark.parametrize(
    ("key", "column", "after", "before"),
    [
        ("J", "Ready", "SRE-3", None),
        ("shift+down", "Ready", "SRE-3", None),
        ("K", "Ready", None, "SRE-1"),
        ("L", "Doing", "SRE-4", "SRE-5"),
        ("shift+right", "Doing", "SRE-4", "SRE-5"),
    ],
)
async def test_keys_ask_for_a_move(key: str, column: str, after: str | None, before: str | None) -> None:
    async with alone(board := BoardWidget(two())) as (app, pilot):
        await pilot.press("down", key)
        asked = app.said(BoardWidget.MoveAsked)
        assert [(m.key, m.column, m.after, m.before) for m in asked] == [("SRE-2", column, after, before)]
        board.moving(asked[0])
        await pilot.pause()
        assert board.card is not None
        assert (board.card.key, board.column) == ("SRE-2", column)


async def test_a_move_beyond_the_edge_asks_for_nothing() -> None:
    async with alone(BoardWidget(two())) as (app, pilot):
        await pilot.press("K", "H", "end", "J", "right", "L")
        assert not app.said(BoardWidget.MoveAsked)


async def test_dragging_shows_where_the_card_would_drop_and_asks() -> None:
    async with alone(BoardWidget(two())) as (app, pilot):
        await pilot.mouse_down(offset=place(app, "SRE-1"))
        x, y = place(app, "Card number 5")
        await pilot.hover(offset=(x, y))
        assert "▸───" in app.text
        await pilot.mouse_up(offset=(x, y))
        assert "▸───" not in app.text
        asked = app.said(BoardWidget.MoveAsked)
        assert [(m.key, m.column, m.after, m.before) for m in asked] == [("SRE-1", "Doing", "SRE-4", "SRE-5")]


async def test_a_drop_is_next_to_a_card_though_news_shifts_the_rows() -> None:
    async with alone(board := BoardWidget(two())) as (app, pilot):
        await pilot.mouse_down(offset=place(app, "SRE-1"))
        x, y = place(app, "Card number 5")
        await pilot.hover(offset=(x, y))
        board.show(two(right="20 21 22 4 5 6"))
        await pilot.pause()
        await pilot.mouse_up(offset=(x, y))
        asked = app.said(BoardWidget.MoveAsked)[0]
        assert (asked.after, asked.before) == ("SRE-4", "SRE-5")


async def test_escape_puts_a_dragged_card_back() -> None:
    async with alone(BoardWidget(two())) as (app, pilot):
        await pilot.mouse_down(offset=place(app, "SRE-1"))
        x, y = place(app, "SRE-5")
        await pilot.hover(offset=(x, y))
        await pilot.press("escape")
        await pilot.mouse_up(offset=(x, y))
        assert not app.said(BoardWidget.MoveAsked)
        assert app.mouse_captured is None


async def test_a_drop_into_an_empty_column() -> None:
    async with alone(BoardWidget(two(right=""))) as (app, pilot):
        await pilot.mouse_down(offset=place(app, "SRE-1"))
        await pilot.hover(offset=(place(app, "Doing")[0], 10))
        await pilot.mouse_up(offset=(place(app, "Doing")[0], 10))
        asked = app.said(BoardWidget.MoveAsked)[0]
        assert (asked.column, asked.after, asked.before) == ("Doing", None, None)


async def test_a_click_that_moves_nothing_asks_for_nothing() -> None:
    async with alone(board := BoardWidget(two())) as (app, pilot):
        await pilot.click(offset=place(app, "SRE-6"))
        assert not app.said(BoardWidget.MoveAsked)
        assert board.card is not None
        assert board.card.key == "SRE-6"


async def test_the_filter_shows_matching_cards_and_says_when_there_is_none() -> None:
    async with alone(board := BoardWidget(two())) as (app, pilot):
        board.filter("number 5")
        await pilot.pause()
        assert "Ready 0 of 3" in app.rows[0]
        assert board.card is not None
        assert board.card.key == "SRE-5"
        board.filter("nothing")
        await pilot.pause()
        assert "Nothing here matches “nothing”." in app.text


async def test_an_empty_board_says_which_key_fills_it() -> None:
    async with alone(BoardWidget(two(left="", right=""))) as (app, _):
        assert "No cards yet. n adds the first." in app.text


async def test_a_narrow_board_shows_the_focused_column_whole() -> None:
    async with alone(board := BoardWidget(wall()), size=(80, 24)) as (app, pilot):
        heads = ("Backlog", "Ready 3", "In progress 2/1", "Review 1/4", "Done 1")
        opened = []
        for head in heads:
            assert board.select(next(card.key for column in wall().columns if head.startswith(column.name)
                                     for card in column.cards))  # fmt: skip
            await pilot.pause()
            assert head in app.rows[0]
            opened.append(sum(one in app.rows[0] for one in heads))
        assert max(opened) >= 2
        assert all(row[0] != "Bac…" for row in app.rows)


@pytest.mark.parametrize("width", [20, 37, 80, 99, 120, 203])
async def test_wide_characters_break_no_column(width: int) -> None:
    titles = [*WIDE_TITLES, "[bold]markup[/]", "a\u200bb\u0301c", "\u200fעברית\u200f mixed", "\x1b[31mred\x1b[0m\ttab"]
    cards = tuple(card(n, title, assignees=("ぺんぎん",), days=n * 3) for n, title in enumerate(titles, 1))
    view = replace(wall(), columns=(ColumnView("進行中のとても長い列の名前", cards, 2), *wall().columns))
    async with alone(BoardWidget(view), size=(width, 30)) as (app, pilot):
        for key in ("down", "down", "right", "down", "left", "end"):
            await pilot.press(key)
            assert app.rows
        assert "\x1b" not in app.text


async def test_markup_in_a_title_stays_text() -> None:
    async with alone(BoardWidget(replace(two(), columns=(ColumnView("A", (card(1, "[red]x[/red]"),)),)))) as (app, _):
        assert "[red]x[/red]" in app.text


async def test_it_is_drawn_in_light_and_ansi_themes_too() -> None:
    async with alone(BoardWidget(wall())) as (app, pilot):
        for theme in ("textual-light", "ansi-dark", "ansi-light", "nord"):
            app.theme = theme
            await pilot.pause()
            assert "▌" in app.text


THIEVES = (ThiefView("unknown-dependencies", "recorded after work had started"),)
HELD_UP = Blocked("network team: route tables, asked Monday, no answer", NOW - timedelta(days=1))


async def test_marks_have_their_whole_names_where_all_cards_of_a_column_have_the_room() -> None:
    cards = tuple(card(n, "Cut the toil in certificate renewals", blocked=HELD_UP, thieves=THIEVES) for n in (1, 2, 3))
    few = BoardView("wall", "Wall", (ColumnView("Doing", cards), ColumnView("Ready", (card(9),))), NOW)
    async with alone(BoardWidget(few), size=(60, 24)) as (app, _):
        column = "\n".join(row[:29] for row in app.rows[:-3])
        assert column.count("✖ network team") == column.count("⚑ unknown dependency") == 3
        first, second, third = (y for y, row in enumerate(app.rows[:-3]) if "Cut the toil" in row[:28])
        assert second - first == third - second  # every card of a column alike
    more = replace(few, columns=(ColumnView("Doing", cards + cards + cards), few.columns[1]))
    async with alone(BoardWidget(more), size=(60, 24)) as (app, _):
        assert "↓ 3 more" in app.text
        assert "✖ ⚑" in app.text
