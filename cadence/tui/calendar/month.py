"""A month of meetings, week by week; the cursor is a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from cadence.domain.parsing.dates import day_words
from cadence.domain.views.meeting_line import MeetingLine
from cadence.tui.drawing.drawn import CURSOR, DIM, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, fit
from cadence.tui.drawing.meeting_words import meeting_pieces

_TIME_FROM = 14
"""Cells of a day from which a meeting's time is shown as well."""
_LEAST, _MOST = 3, 7
"""Rows of a week: the date and two meetings at least. Weeks that do not fit then scroll with the cursor."""


class MonthGrid(Drawn, can_focus=True):
    """Seven columns of days. Arrows move the day (:class:`DayMoved`), ``enter`` posts :class:`DayOpened`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "day(-1)", "Day before", id="month.left", show=False),
        Binding("right,l", "day(1)", "Day after", id="month.right", show=False),
        Binding("up,k", "day(-7)", "Week before", id="month.up", show=False),
        Binding("down,j", "day(7)", "Week after", id="month.down", show=False),
        Binding("enter", "open", "Open", id="month.open", show=False),
    ]
    DEFAULT_CSS = """
    MonthGrid { height: 1fr; }
    """

    @dataclass
    class DayMoved(Message):
        """The cursor is on another day, perhaps outside the month that is shown."""

        grid: MonthGrid
        day: date

    @dataclass
    class DayOpened(Message):
        """A day was opened; ``refs`` are its meetings."""

        grid: MonthGrid
        day: date
        refs: tuple[str, ...]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._first: date | None = None
        self._meetings: dict[date, list[MeetingLine]] = {}
        self._due: dict[date, list[str]] = {}
        self._holidays: dict[date, str] = {}
        self._today: date | None = None
        self._week_starts = 0
        self._starts: frozenset[date] = frozenset()
        self.day: date | None = None
        """The day under the cursor."""

    def show(
        self,
        month: date,
        meetings: Sequence[MeetingLine],
        today: date,
        *,
        holidays: Mapping[date, str] | None = None,
        week_starts: int = 0,
        iterations: Sequence[date] = (),
        due: Sequence[tuple[date, str, str]] = (),
    ) -> None:
        """Show the month of the day ``month``.

        ``week_starts``: 0 for Monday to 6 for Sunday; ``iterations``: the days on which one begins (marked ``▏``).
        ``due``: what stands below a day's meetings, with its key (empty: nobody's card) and its title.
        """
        self._first = month.replace(day=1)
        self._meetings = {}
        for meeting in sorted(meetings, key=lambda meeting: meeting.starts_at):
            self._meetings.setdefault(meeting.starts_at.date(), []).append(meeting)
        self._due = {}
        for day, key, title in due:
            self._due.setdefault(day, []).append(f"  {key or title}")
        self._holidays = dict(holidays or {})
        self._today, self._week_starts, self._starts = today, week_starts, frozenset(iterations)
        if self.day is None or (self.day.year, self.day.month) != (month.year, month.month):
            self.day = today if (today.year, today.month) == (month.year, month.month) else self._first
        self.refresh()

    def drawn(self, width: int) -> list[Line]:
        weeks = self._in_view()
        if not weeks:
            return []
        cells = max(4, width // 7)
        rows: list[Line] = [[(f" {day_words(day)[:3]}".ljust(cells), DIM) for day in weeks[0]]]
        for week in weeks:
            columns = [self._day(day, cells - 1) for day in week]
            for row in range(self._height()):
                line: list[Piece] = []
                for day, column in zip(week, columns, strict=True):
                    under = CURSOR if day == self.day and self.has_focus else PLAIN
                    pieces = fit(column[row] if row < len(column) else [], cells - 1)
                    line += [(text, f"{ink} {under}".strip()) for text, ink in pieces]
                    line.append((" ", PLAIN))
                rows.append(line)
        return rows

    def _height(self) -> int:
        """Rows of each week."""
        return min(_MOST, max(_LEAST, (self.size.height - 1) // max(1, len(self._weeks()))))

    def _in_view(self) -> list[list[date]]:
        """The weeks that there is room for, the cursor's among them."""
        weeks = self._weeks()
        fitting = max(1, (self.size.height - 1) // self._height())
        at = next((number for number, week in enumerate(weeks) if self.day in week), 0)
        first = min(max(0, at - fitting + 1), max(0, len(weeks) - fitting))
        return weeks[first : first + fitting]

    def _weeks(self) -> list[list[date]]:
        """The days of the month, filled up to whole weeks."""
        if self._first is None:
            return []
        day = self._first - timedelta(days=(self._first.weekday() - self._week_starts) % 7)
        weeks: list[list[date]] = []
        while not weeks or (day.year, day.month) <= (self._first.year, self._first.month):
            weeks.append([day + timedelta(days=number) for number in range(7)])
            day += timedelta(days=7)
        return weeks

    def _day(self, day: date, cells: int) -> list[list[Piece]]:
        inside = self._first is not None and day.month == self._first.month
        sign = "▸" if day == self._today else "▏" if day in self._starts else " "
        ink = NOW if day == self._today else STRONG if inside else DIM
        rows: list[list[Piece]] = [[(sign, NOW), (str(day.day), ink)]]
        if day in self._holidays:
            rows[0].append((f" {self._holidays[day]}", DIM))
        held = [meeting_pieces(one, at=cells >= _TIME_FROM) for one in self._meetings.get(day, [])]
        every = [*held, *([(words, DIM)] for words in self._due.get(day, []))]
        room = self._height() - 1
        shown = every if len(every) <= room else every[: max(0, room - 1)]
        rows += [pieces if inside else [(text, DIM) for text, _ in pieces] for pieces in shown]
        if len(shown) < len(every):
            rows.append([(f"  +{len(every) - len(shown)} more", DIM)])
        return rows

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_day(self, days: int) -> None:
        if self.day is not None:
            self.day += timedelta(days=days)
            self.refresh()
            self.post_message(self.DayMoved(self, self.day))

    def action_open(self) -> None:
        if self.day is not None:
            refs = tuple(meeting.ref for meeting in self._meetings.get(self.day, []))
            self.post_message(self.DayOpened(self, self.day, refs))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        weeks = self._in_view()
        if offset is None or not weeks or offset.y == 0:
            return
        row = (offset.y - 1) // self._height()
        column = offset.x // max(4, self.content_size.width // 7)
        if row < len(weeks) and column < 7:
            self.day = weeks[row][column]
            self.refresh()
            self.post_message(self.DayMoved(self, self.day))
            if event.chain == 2:
                self.action_open()
