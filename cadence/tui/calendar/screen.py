"""The calendar: a month of meetings, moved and skipped ones marked, and who gets each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from cadence import services
from cadence.domain.parsing.dates import day_words
from cadence.domain.team.roles import Right
from cadence.domain.views.meeting_line import MeetingLine
from cadence.tui.calendar.month import MonthGrid
from cadence.tui.core import meeting_actions, why_not
from cadence.tui.core.key_sorts import word_key
from cadence.tui.core.prompt import Prompt
from cadence.tui.core.screen import NARROW, CadenceScreen
from cadence.tui.drawing.drawn import DIM, PLAIN, WARN
from cadence.tui.drawing.lines import Piece
from cadence.tui.drawing.meeting_words import meeting_pieces
from cadence.tui.widgets.line_list import Item, LineList, ListPanel
from cadence.tui.widgets.week import WeekStrip

if TYPE_CHECKING:
    from cadence.services.schedule.month import MonthView
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


_NO_MEETING: why_not.Row = (
    lambda here: here.meeting is None,
    "choose a meeting: ⏎ on its day, or w for the iteration",
)


def _no_right(right: Right) -> why_not.Row:
    return lambda here: bool(here.refused(right)), lambda here: here.refused(right)


class CalendarScreen(CadenceScreen["MonthView"]):
    """A month; ``w`` shows the iteration of the day under the cursor instead."""

    CSS_PATH = "screen.tcss"
    WHERE = "Calendar"
    CALLED: ClassVar[Mapping[str, tuple[str, str]]] = {
        "card.next": ("Next month", "The month after this one"),
        "card.previous": ("Month before", "The month before this one"),
        "card.move": ("Move", "Move this meeting: another day, time or length"),
        "card.choose": ("Cancel", "Call this meeting off, with a reason"),
        "card.assign": ("Turn", "Who facilitates this meeting, in return for a turn of theirs"),
        "notes.read": ("Read", "This meeting's agenda, or the notes of one that was held"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w", "iteration", "Iteration", tooltip="The iteration of this day, or the month", id="calendar.iteration"
        ),
        word_key("s", "skip", "Skip", "Skip this meeting, with a reason", "calendar.skip"),
        Binding("e", "received", "Export", tooltip="What somebody receives, and into a file", id="calendar.received"),
        Binding(".", "today", "Today", tooltip="Back to today", id="calendar.today", show=False),
    ]
    FOOTER = (
        "month.open", "week.open", "list.open", "card.next", "card.previous", "calendar.iteration", "card.move",
        "card.assign", "calendar.skip", "calendar.received", "calendar.today", "notes.read",
        "app.back",
    )  # fmt: skip
    RULES: ClassVar[why_not.Rules] = {
        "read": (_NO_MEETING,),
        **{name: (_NO_MEETING, _no_right(right)) for name, right in meeting_actions.RIGHTS.items()},
    }

    def __init__(self) -> None:
        super().__init__()
        self._month: date | None = None
        self.gestures |= {
            "next": lambda: self._turn(1),
            "previous": lambda: self._turn(-1),
            "assign": lambda: self._ask(meeting_actions.ask_turn),
            "move": lambda: self._ask(meeting_actions.ask_move),
            "skip": lambda: self._ask(meeting_actions.ask_skip),
            "choose": lambda: self._ask(meeting_actions.ask_cancel),
            "read": self._read,
        }

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width < NARROW, "-narrow")
        with Horizontal(id="body"):
            with Vertical(id="when"):
                yield MonthGrid(id="month")
                yield WeekStrip(id="week")
            yield ListPanel("Day", id="day")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    def load(self, store: Store, viewer: Viewer) -> MonthView:
        return services.schedule.month.month(store, viewer, self._month)

    def show(self, view: MonthView) -> None:
        grid = self.query_one(MonthGrid)
        week_starts = view.iterations[0][1].weekday() if view.iterations else 0
        grid.show(
            view.month,
            view.meetings,
            view.today,
            holidays=dict(view.holidays),
            week_starts=week_starts,
            iterations=[first for _, first, _ in view.iterations],
            due=view.due,
        )
        self._show_day()
        self.keep_focus(grid)

    def middle(self) -> list[Piece]:
        if self.shown is None:
            return []
        return [(f"{MONTHS[self.shown.month.month - 1]} {self.shown.month.year}", PLAIN)]

    def _show_day(self) -> None:
        """Fill the panel of the day, and the strip of its iteration."""
        view, day = self.shown, self.query_one(MonthGrid).day
        if view is None or day is None:
            return
        panel = self.query_one(ListPanel)
        gets = dict(view.gets)
        holiday = dict(view.holidays).get(day, "")
        items: list[Item] = [Item("holiday", ((holiday, WARN),), quiet=True)] if holiday else []
        for line in (line for line in view.meetings if line.starts_at.date() == day):
            items += _day_items(line, gets.get(line.kind, ""))
        for on, key, title in view.due:
            if on == day:
                words: list[Piece] = [(f"{key} due  ", DIM), (title, PLAIN)] if key else [(title, DIM)]
                items.append(Item(key or title, tuple(words), quiet=not key))
        panel.entitle(day_words(day))
        panel.show(items, "No meeting on this day, and nothing due.")
        box = next((box for box in view.iterations if box[1] <= day <= box[2]), None)
        if box is not None:
            held = [line for line in view.meetings if box[1] <= line.starts_at.date() <= box[2]]
            days = [box[1] + timedelta(days=ahead) for ahead in range((box[2] - box[1]).days + 1)]
            free = dict(view.holidays)
            shown = [
                (one, free.get(one, "")) for one in days if one.weekday() < 5 or any(_on(line, one) for line in held)
            ]
            self.query_one(WeekStrip).show(shown, held, view.today)

    # --- the cursor ---

    def on_month_grid_day_moved(self, event: MonthGrid.DayMoved) -> None:
        event.stop()
        if self.shown is not None and (event.day.year, event.day.month) != (
            self.shown.month.year,
            self.shown.month.month,
        ):
            self._month = event.day
            self.stored()
        self._show_day()

    def on_month_grid_day_opened(self, event: MonthGrid.DayOpened) -> None:
        event.stop()
        if len(event.refs) == 1:
            self.frame.go(event.refs[0])
        elif event.refs:
            self.query_one(ListPanel).focus()
        else:
            self.say("no meeting on this day")

    def on_week_strip_opened(self, event: WeekStrip.Opened) -> None:
        event.stop()
        self.frame.go(event.ref)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.frame.go(event.item)

    @property
    def meeting(self) -> MeetingLine | None:
        """The meeting that the keys are about: under the cursor, or the day's only one."""
        view = self.shown
        if view is None:
            return None
        if isinstance(self.focused, WeekStrip):
            wanted = self.focused.ref
        elif isinstance(self.focused, ListPanel):
            wanted = self.focused.item
        else:
            day = self.query_one(MonthGrid).day
            held = [line for line in view.meetings if line.starts_at.date() == day]
            return held[0] if len(held) == 1 else None
        return next((line for line in view.meetings if line.ref == wanted), None)

    # --- keys ---

    def action_iteration(self) -> None:
        """The iteration of this day, or the month."""
        self.toggle_class("-iteration")
        (self.query_one(WeekStrip) if self.has_class("-iteration") else self.query_one(MonthGrid)).focus()

    def action_received(self) -> None:
        """What somebody receives, and into a file."""
        from cadence.tui.calendar.received import ReceivedScreen

        self.app.push_screen(ReceivedScreen())

    def action_today(self) -> None:
        """Back to today."""
        self._month = None
        self.query_one(MonthGrid).day = self.shown.today if self.shown else None
        self.stored()

    def _turn(self, months: int) -> None:
        if self.shown is not None:
            first = self.shown.month
            self._month = (first + timedelta(days=31)).replace(day=1) if months > 0 else first - timedelta(days=1)
            self.stored()

    def refused(self, right: Right) -> str:
        """Why the viewer may not do this to the meeting under the cursor; empty where they may."""
        return meeting_actions.refused(self.frame, self.meeting, right)

    def _ask(self, ask: Callable[[Prompt, MeetingLine], None]) -> None:
        if self.meeting is not None:
            ask(self.prompt, self.meeting)

    def _read(self) -> None:
        from cadence.tui.notes.screen import NotesScreen

        if self.meeting is not None:
            self.app.push_screen(NotesScreen(self.meeting.ref))


def _on(line: MeetingLine, day: date) -> bool:
    return line.starts_at.date() == day


def _day_items(line: MeetingLine, gets: str) -> list[Item]:
    """A meeting of the day: what, until when, who gets it, and what became of it."""
    items = [Item(line.ref, tuple(meeting_pieces(line)), ((f"{line.minutes} min", DIM),))]
    said = [words for words in (line.own_time, f"for {gets}" if gets else "") if words]
    if line.moved_from is not None:
        said.append(f"moved from {day_words(line.moved_from.date())} {line.moved_from:%H:%M}")
    if line.reason:
        said.append(f"{line.status}: {line.reason}" if line.status in {"skipped", "cancelled"} else line.reason)
    if line.facilitator:
        said.append(f"{line.facilitator} facilitates")
    return items + [
        Item(f"{line.ref} {number}", (("   ", DIM), (words, DIM)), quiet=True, hang=3)
        for number, words in enumerate(said)
    ]
