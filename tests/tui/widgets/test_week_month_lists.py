"""The week's strip, the month's grid and the short lists."""

from __future__ import annotations

from datetime import date

import pytest

from cadence.domain.value import replace
from cadence.tui.calendar.month import MonthGrid
from cadence.tui.widgets.line_list import Item, LineList, ListPanel
from cadence.tui.widgets.week import WeekStrip
from tests.tui.samples import DAYS, NOW, WEEK
from tests.tui.showing import alone

TODAY = NOW.date()


async def test_the_week_marks_today_holidays_and_what_became_of_each_meeting() -> None:
    strip = WeekStrip()
    strip.show(DAYS, WEEK, TODAY)
    async with alone(strip) as (app, _):
        for words in ("Wed 2 Dec ▸ today", "✔ 10:00 plan", "– 11:30 sync", "! 14:00 arch", "▶▌10:00 standup"):
            assert words in app.text
        for words in ("14:00 demo →", "14:30 retro ⛨", "Company day"):
            assert words in app.text


async def test_the_arrows_go_from_meeting_to_meeting() -> None:
    strip = WeekStrip()
    strip.show(DAYS, WEEK, TODAY)
    async with alone(strip) as (app, pilot):
        assert strip.ref == "standup@2026-12-02"
        await pilot.press("right", "enter", "left", "left", "enter")
        assert [m.ref for m in app.said(WeekStrip.Opened)] == ["standup@2026-12-03", "arch@2026-12-01"]
        row = next(y for y, words in enumerate(app.rows) if "demo" in words)
        await pilot.double_click(offset=(app.rows[row].index("demo"), row))
        assert app.said(WeekStrip.Opened)[-1].ref == "demo@2026-12-03"


async def test_the_cursor_follows_what_is_next_until_somebody_moves_it() -> None:
    strip = WeekStrip()
    strip.show(DAYS, WEEK, TODAY)
    async with alone(strip) as (_, pilot):
        assert strip.ref == "standup@2026-12-02"
        held = [line for line in WEEK if line.ref != "standup@2026-12-02"]
        strip.show(DAYS, held, TODAY)
        strip.show(DAYS, WEEK, TODAY)
        assert strip.ref == "standup@2026-12-02", "it runs again"
        await pilot.press("right")
        strip.show(DAYS, WEEK, TODAY)
        assert strip.ref == "standup@2026-12-03"


async def test_the_cursor_does_not_stand_on_a_day_gone_by_while_something_lies_ahead() -> None:
    strip = WeekStrip()
    before = [replace(line, status="scheduled") for line in WEEK]
    strip.show(DAYS, before, TODAY)
    async with alone(strip):
        assert strip.ref == "standup@2026-12-02"


@pytest.mark.parametrize("width", [20, 41, 80, 120, 200])
async def test_two_weeks_take_two_rows_at_any_width(width: int) -> None:
    days = [(date(2026, 11, 30 - 0), "")] + [(date(2026, 12, day), "休日" * 9) for day in (1, 2, 3, 4, 7, 8, 9, 10, 11)]
    strip = WeekStrip()
    strip.show(days, WEEK, TODAY)
    async with alone(strip, size=(width, 20)) as (app, _):
        assert any(row.startswith("├") for row in app.rows)


async def test_the_month_shows_meetings_holidays_and_where_iterations_begin() -> None:
    grid = MonthGrid()
    grid.show(
        date(2026, 12, 1), WEEK, TODAY, holidays={date(2026, 12, 25): "Christmas"}, iterations=(date(2026, 12, 7),)
    )
    async with alone(grid) as (app, pilot):
        for words in ("▸2", "▏7", "25 Christmas", "14:00 demo →", "✔ 10:00 standup"):
            assert words in app.text
        await pilot.press("up", "down", "right", "enter")
        assert [m.day.day for m in app.said(MonthGrid.DayMoved)] == [25, 2, 3]
        opened = app.said(MonthGrid.DayOpened)[0]
        assert opened.refs == ("standup@2026-12-03", "demo@2026-12-03", "retro@2026-12-03")


async def test_a_month_whose_weeks_begin_on_sunday() -> None:
    grid = MonthGrid()
    grid.show(date(2026, 12, 1), (), TODAY, week_starts=6)
    async with alone(grid, size=(80, 24)) as (app, _):
        assert app.rows[0].split()[0] == "Sun"


@pytest.mark.parametrize("size", [(28, 8), (80, 24), (203, 60)])
async def test_the_month_fits_any_screen(size: tuple[int, int]) -> None:
    grid = MonthGrid()
    for month in range(1, 13):
        grid.show(date(2026, month, 1), WEEK, TODAY)
    async with alone(grid, size=size) as (app, _):
        assert app.rows


async def test_a_low_screen_scrolls_to_the_week_of_the_cursor() -> None:
    grid = MonthGrid()
    grid.show(date(2026, 12, 1), WEEK, TODAY)
    async with alone(grid, size=(80, 10)) as (app, pilot):
        assert app.rows[2].startswith("✔ plan")
        assert "sync" in app.rows[3], "a day's second meeting has a row of its own"
        assert "+2 more" in app.rows[3]
        assert " 28 " not in app.text
        await pilot.press("down", "down", "down", "down")
        assert app.rows[-3].startswith(" 28 ")
        assert "plan" not in app.text
        await pilot.click(MonthGrid, offset=(25, 4))
        assert app.said(MonthGrid.DayMoved)[-1].day == date(2026, 12, 23)


def items(*keys: str) -> list[Item]:
    return [Item(key, ((f"title of {key}", ""),), (("ben", ""),)) for key in keys]


async def test_a_list_keeps_its_cursor_on_its_item() -> None:
    async with alone(lines := LineList(items("a", "b", "c"))) as (app, pilot):
        await pilot.press("j")
        lines.show(items("z", "y", "a", "b", "c"))
        await pilot.pause()
        assert lines.item == "b"
        lines.show(items("a", "c"))
        await pilot.pause()
        assert lines.item == "c"
        await pilot.press("enter")
        assert [m.item for m in app.said(LineList.Chosen)] == ["c"]


async def test_what_stands_beside_a_title_goes_below_where_it_would_leave_the_title_no_room() -> None:
    title, marks = "GRD-4 Refunds report before seven", (("✖ Payments owes the token", ""), ("  ! 23 d late", ""))
    short = Item("b", (("2 ", ""), ("GRD-5 SSO", "")), (("! 4 d", ""),), hang=2)
    async with alone(LineList([Item("a", (("1 ", ""), (title, "")), marks, hang=2), short]), size=(30, 10)) as (app, _):
        rows = [" ".join(row.replace("▌", " ").split()) for row in app.rows if row.strip()]
    assert rows[:2] == ["1 GRD-4 Refunds report before", "seven"]
    assert " ".join(rows[2:]) == "✖ Payments owes the token ! 23 d late 2 GRD-5 SSO ! 4 d"


async def test_a_list_puts_its_right_part_at_the_end_and_says_when_it_is_empty() -> None:
    panel = ListPanel("Arch agenda", items("a" * 60), empty="No topics yet. N adds the first.")
    panel.entitle("Arch agenda", "3 topics")
    async with alone(panel, size=(40, 10)) as (app, pilot):
        assert app.rows[0] == "╭─ Arch agenda ───────────── 3 topics ─╮"
        assert app.rows[1].endswith("a… ben │")
        panel.show([])
        await pilot.pause()
        assert "No topics yet. N adds the first." in app.text
        assert panel.item is None


async def test_quiet_items_are_passed_over() -> None:
    lines = LineList([Item("head", (("Head", ""),), quiet=True), *items("a", "b")])
    async with alone(lines) as (_, pilot):
        assert lines.item == "a"
        await pilot.press("up")
        assert lines.item != "head"


async def test_a_title_is_not_markup() -> None:
    panel = ListPanel("[red]x[/red]", items("a"))
    async with alone(panel, size=(40, 5)) as (app, _):
        assert "[red]x[/red]" in app.rows[0]
