"""The iteration as a strip of days, each with its meetings; today and holidays marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from cadence.domain.parsing.dates import day_words
from cadence.domain.views.meeting_line import MeetingLine
from cadence.tui.drawing.drawn import CURSOR, DIM, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, cut, fit
from cadence.tui.drawing.meeting_words import meeting_pieces
from cadence.tui.widgets.panel import LINE

_ROOMY = 17
"""Cells of a day from which a margin is left."""
_TIGHT = 15
"""Cells of a day under which the cursor stands in the sign's place: ``10:00 standup`` is 13 wide."""
_ACROSS = 7
"""Days side by side at most: a longer iteration takes several rows."""


class WeekStrip(Drawn, can_focus=True):
    """``╭ Mon 30 ───┬ Tue 1 ──╮`` and the meetings below.

    Arrows go from meeting to meeting, ``enter`` or a double click posts :class:`Opened`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Meeting before", id="week.left", show=False),
        Binding("right,l", "step(1)", "Meeting after", id="week.right", show=False),
        Binding("up,k", "step(-1)", "Meeting before", id="week.up", show=False),
        Binding("down,j", "step(1)", "Meeting after", id="week.down", show=False),
        Binding("enter", "open", "Open", id="week.open", show=False),
    ]

    @dataclass
    class Opened(Message):
        """A meeting was opened."""

        strip: WeekStrip
        ref: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._days: tuple[tuple[date, str], ...] = ()
        self._meetings: tuple[MeetingLine, ...] = ()
        self._today: date | None = None
        self._ref: str | None = None
        self._moved = False
        """Whether somebody has moved the cursor."""

    @property
    def ref(self) -> str | None:
        """The meeting under the cursor."""
        return self._ref

    def show(self, days: Sequence[tuple[date, str]], meetings: Sequence[MeetingLine], today: date) -> None:
        """Show ``days`` (each with its holiday's name, or nothing) and ``meetings``; the cursor stays on its meeting.

        Until somebody moves it, it stands on the meeting that runs, else on the next one.
        """
        ordered = tuple(sorted(meetings, key=lambda meeting: meeting.starts_at))
        self._days, self._meetings, self._today = tuple(days), ordered, today
        if not self._moved or self._ref not in {meeting.ref for meeting in ordered}:
            runs = [meeting for meeting in ordered if meeting.status in {"running", "paused"}]
            ahead = [one for one in ordered if one.status == "scheduled" and one.starts_at.date() >= today]
            nearest = (runs or ahead or list(ordered[-1:]))[:1]
            self._ref = nearest[0].ref if nearest else None
        self.changed()

    def drawn(self, width: int) -> list[Line]:
        rows: list[Line] = []
        weeks = _weeks(self._days)
        for number, week in enumerate(weeks):
            rows += self._week(week, width, first=number == 0)
        if weeks:
            rows.append(_rule(_widths(len(weeks[-1]), width), "╰┴╯"))
        return rows

    def _week(self, week: Sequence[tuple[date, str]], width: int, *, first: bool) -> list[Line]:
        widths = _widths(len(week), width)
        head: list[Piece] = [("╭" if first else "├", LINE)]
        for number, ((day, _), cells) in enumerate(zip(week, widths, strict=True)):
            head += self._head(day, cells)
            last = number == len(week) - 1
            head.append((("╮" if first else "┤") if last else ("┬" if first else "┼"), LINE))
        columns = [self._day(day, holiday, cells) for (day, holiday), cells in zip(week, widths, strict=True)]
        rows: list[Line] = [head]
        for row in range(max(len(column) for column in columns)):
            line: list[Piece] = [("│", LINE)]
            for column, cells in zip(columns, widths, strict=True):
                line += [*fit(column[row] if row < len(column) else [], cells), ("│", LINE)]
            rows.append(line)
        return rows

    def _head(self, day: date, cells: int) -> list[Piece]:
        today = day == self._today
        words = day_words(day).rsplit(" ", 1)[0] if cells < 18 and day.day != 1 else day_words(day)
        text = cut(f" {words}{' ▸ today' if today else ''} ", cells)
        if today and "today" not in text:
            text = cut(f"▸{words} ", cells)
        return [(text, NOW if today else STRONG), ("─" * (cells - len(text)), LINE)]

    def _day(self, day: date, holiday: str, cells: int) -> list[Line]:
        margin = " " if cells > _ROOMY else ""
        rows: list[Line] = [[(" ", PLAIN), (holiday, DIM)]] if holiday else []
        for meeting in self._meetings:
            if meeting.starts_at.date() == day:
                (sign, ink), *rest = meeting_pieces(meeting)
                here = meeting.ref == self._ref and self.has_focus
                # The cursor takes the blank after the sign, so that a narrow day keeps its cells for words.
                edges: list[Piece] = [(sign[:1], ink), ("▌", NOW) if here else (" ", PLAIN)]
                if cells < _TIGHT:
                    edges = edges[1:] if here else edges[:1]
                if here:
                    rest = [(text, f"{words} {CURSOR}".strip()) for text, words in rest]
                rows.append([(margin, PLAIN), *edges, *rest])
        return rows

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_step(self, by: int) -> None:
        refs = [meeting.ref for meeting in self._meetings]
        if refs:
            at = refs.index(self._ref) if self._ref in refs else 0
            self._ref, self._moved = refs[min(max(at + by, 0), len(refs) - 1)], True
            self.refresh()

    def action_open(self) -> None:
        if self._ref is not None:
            self.post_message(self.Opened(self, self._ref))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        ref = self._meeting_at(offset.x, offset.y) if offset is not None else None
        if ref is not None:
            self._ref, self._moved = ref, True
            self.refresh()
            if event.chain == 2:
                self.action_open()

    def _meeting_at(self, x: int, y: int) -> str | None:
        """The meeting drawn at ``x``, ``y``."""
        top = 0
        width = self.content_size.width
        for week in _weeks(self._days):
            height = len(self._week(week, width, first=True))
            if top < y < top + height:
                start = 1
                for (day, holiday), cells in zip(week, _widths(len(week), width), strict=True):
                    held = [meeting.ref for meeting in self._meetings if meeting.starts_at.date() == day]
                    row = y - top - 1 - bool(holiday)
                    if start <= x < start + cells and 0 <= row < len(held):
                        return held[row]
                    start += cells + 1
            top += height
        return None


def _weeks(days: Sequence[tuple[date, str]]) -> list[list[tuple[date, str]]]:
    """The days in rows: a new one after each gap (a weekend left out), and at seven."""
    weeks: list[list[tuple[date, str]]] = []
    for day in days:
        gap = bool(weeks) and (day[0] - weeks[-1][-1][0]).days > 1
        if not weeks or gap or len(weeks[-1]) == _ACROSS:
            weeks.append([])
        weeks[-1].append(day)
    return weeks


def _widths(count: int, width: int) -> list[int]:
    """The cells of each of ``count`` columns with rules between and around them."""
    room = max(count, width - count - 1)
    return [room // count + (number < room % count) for number in range(count)]


def _rule(widths: Sequence[int], corners: str) -> Line:
    left, middle, right = corners[0], corners[1], corners[2]
    return [(left + middle.join("─" * cells for cells in widths) + right, LINE)]
