"""Every widget on sample views, to be looked at: ``python -m tests.tui.gallery [page]``; ``tab`` turns the page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from time import monotonic

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from cadence.tui.board.board import BoardWidget
from cadence.tui.calendar.month import MonthGrid
from cadence.tui.card.discussed import DiscussedCard
from cadence.tui.card.panel import CardPanel
from cadence.tui.drawing.balance import BalanceMeter
from cadence.tui.meeting.agenda import AgendaStrip, Waiting
from cadence.tui.meeting.clock import BigClock, MeetingClock
from cadence.tui.meeting.lean_coffee import TopicPanel
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.retro_notes import NoteFields, RetroCounts
from cadence.tui.meeting.round import RoundPanel
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.notes.receipt import ReceiptPanel
from cadence.tui.widgets.key_bar import KeyBar
from cadence.tui.widgets.line_list import Item, ListPanel
from cadence.tui.widgets.one_line import OneLine
from cadence.tui.widgets.week import WeekStrip
from tests.tui import samples


def clock(used: float, step: float = 362) -> MeetingClock:
    widget = MeetingClock()
    widget.keep(used, 60, step_seconds=step, step_minutes=10, at=monotonic())
    return widget


def board() -> Iterable[Widget]:
    yield BoardWidget(samples.wall())
    yield KeyBar(samples.KEYS)


def walk() -> Iterable[Widget]:
    yield clock(2470)
    strip, here = AgendaStrip(), PeopleHere(digits=False)
    strip.show(samples.STEPS, [Waiting("parking", 2)])
    here.show(samples.PEOPLE, "anne")
    here.styles.width = 24
    panel = CardPanel()
    panel.show(talked(), "3 of 9")
    yield strip
    yield Horizontal(here, panel)
    yield OneLine()
    yield KeyBar(samples.KEYS)


def narrow_walk() -> Iterable[Widget]:
    yield clock(3000)
    rail, here = AgendaStrip(samples.STEPS), PeopleHere(narrow=True)
    here.show(samples.PEOPLE, "anne")
    yield rail
    yield here
    panel = CardPanel()
    panel.show(talked(), "3 of 9")
    yield panel
    yield OneLine()
    yield KeyBar(samples.KEYS)


def talked() -> DiscussedCard:
    comments = tuple((comment.author or "", comment.body) for comment in samples.COMMENTS)
    path = ("raised in standup 24 Nov by Ben, parked, tabled", "decided on the 24th, spawned SRE-61")
    before = ('decided 14 Aug: "no spot for stateful jobs" (SRE-12)',)
    return DiscussedCard(samples.TOIL, samples.NOW, samples.PEOPLE, "interested", comments, path, before)


def clocks() -> Iterable[Widget]:
    yield from (clock(600), clock(2900, 700), clock(3700))
    paused = MeetingClock()
    paused.keep(1200, 60, paused=True)
    yield paused
    for used in (600, 2900, 3700):
        big = BigClock()
        big.keep(used, 60)
        yield big


def merge() -> Iterable[Widget]:
    lists, view = MergeLists(), samples.merge_view()
    lists.show(view, samples.NOW)
    yield clock(1800)
    yield lists
    yield BalanceMeter(view.balance)
    yield BalanceMeter(view.balance, brief=True)


def speaking() -> Iterable[Widget]:
    panel = RoundPanel()
    panel.show(samples.round_meeting())
    yield panel


def coffee() -> Iterable[Widget]:
    panel = TopicPanel()
    panel.show(DiscussedCard(samples.TOIL, samples.NOW), samples.TOPICS, samples.DISCUSSED, samples.VOTE)
    yield panel


def retro() -> Iterable[Widget]:
    counts = RetroCounts()
    counts.show((("Went well", 7), ("Went badly", 4), ("Could be better", 5)), samples.PEOPLE)
    fields = NoteFields(("Went well", "Went badly", "Could be better"))
    notes = (
        samples.card(1, "The failover test needed nobody awake.", column="Went well"),
        samples.card(2, "Three pages for the same disk, again. " * 3, column="Went badly"),
    )
    fields.show(notes)
    yield counts
    yield fields


def receipt() -> Iterable[Widget]:
    yield ReceiptPanel(samples.RECEIPT)


def week() -> Iterable[Widget]:
    strip = WeekStrip()
    strip.show(samples.DAYS, samples.WEEK, samples.NOW.date())
    yield strip
    items = [Item(card.key, (("5● ", ""), (card.title, "")), (("ben", ""),)) for card in samples.TOPICS]
    panel = ListPanel("Arch agenda", items)
    panel.entitle("Arch agenda", "3 topics")
    panel.styles.height = "auto"
    empty = ListPanel("Parking lot", empty="Nothing parked. p parks a word from anywhere.")
    empty.styles.height = "auto"
    yield Horizontal(panel, empty)


def month() -> Iterable[Widget]:
    grid = MonthGrid()
    grid.show(
        date(2026, 12, 1),
        samples.WEEK,
        samples.NOW.date(),
        holidays={date(2026, 12, 25): "Christmas Day"},
        iterations=(date(2026, 11, 30), date(2026, 12, 7)),
    )
    yield grid


PAGES: dict[str, Callable[[], Iterable[Widget]]] = {
    "board": board,
    "walk": walk,
    "narrow": narrow_walk,
    "clocks": clocks,
    "merge": merge,
    "round": speaking,
    "coffee": coffee,
    "retro": retro,
    "receipt": receipt,
    "week": week,
    "month": month,
}


class Page(Screen[None]):
    """One page of the gallery."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.page = name

    def compose(self) -> ComposeResult:
        yield from PAGES[self.page]()


class Gallery(App[None]):
    """All widgets, one page each."""

    BINDINGS = [Binding("ctrl+n", "turn", "Next page"), Binding("ctrl+o", "line", "One line")]

    def __init__(self, page: str = "board") -> None:
        super().__init__()
        self._page = page

    def on_mount(self) -> None:
        self.push_screen(Page(self._page))

    def action_turn(self) -> None:
        names = list(PAGES)
        self._page = names[(names.index(self._page) + 1) % len(names)]
        self.switch_screen(Page(self._page))

    def action_line(self) -> None:
        self.screen.query_one(OneLine).ask("park", "park:", hint="@ben names a person, !fri a date", handles=("ben",))


if __name__ == "__main__":
    Gallery(*sys.argv[1:2]).run()
