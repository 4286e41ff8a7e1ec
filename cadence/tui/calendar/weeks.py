"""The next weeks, as planning looks at them: what is due, which days are off, and who is away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from cadence import services
from cadence.domain.parsing.dates import day_words, span_words
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import BAD, DIM, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Piece
from cadence.tui.widgets.line_list import Item, LineList, ListPanel

if TYPE_CHECKING:
    from cadence.services.schedule.month import WeekAhead
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_DAY = 12
"""Cells of a day before what is on it."""


class WeeksScreen(CadenceScreen["tuple[WeekAhead, ...]"]):
    """A few weeks one below the other; ``enter`` opens the card of a line."""

    WHERE = "The next weeks"
    FOOTER = ("list.open", "app.back")
    DEFAULT_CSS = "WeeksScreen #weeks { height: 1fr; }"

    def __init__(self, day: date | None = None) -> None:
        """Begin with the iteration of ``day`` (today's)."""
        super().__init__()
        self._day = day

    def body(self) -> ComposeResult:
        yield ListPanel("What is due, off and away", id="weeks")

    def load(self, store: Store, viewer: Viewer) -> tuple[WeekAhead, ...]:
        return services.schedule.month.weeks_ahead(store, viewer, self._day)

    def show(self, view: tuple[WeekAhead, ...]) -> None:
        panel = self.query_one(ListPanel)
        panel.show([item for week in view for item in _items(week)], "No weeks are planned.")
        self.keep_focus(panel)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.frame.go(event.item)


def _items(week: WeekAhead) -> list[Item]:
    """A week's head, and its lines in order of their days; one without a card can't be chosen."""
    head = f"{span_words(week.first, week.last)} · iteration {week.iteration}"
    items = [Item(f"week {week.first}", ((head, STRONG),), quiet=True)]
    for line in week.lines:
        when = f"  {day_words(line.day)}".ljust(_DAY + 2)
        name = f"{line.key} " if line.key else ""
        ink = BAD if line.late else PLAIN if line.key else WARN
        due: list[Piece] = [(" late" if line.late else " due", ink if line.late else DIM)] if line.key else []
        pieces: tuple[Piece, ...] = ((when, DIM), (f"{name}{line.words}", PLAIN if line.key else ink))
        items.append(
            Item(line.key or f"{line.day} {line.words}", pieces, tuple(due), quiet=not line.key, hang=_DAY + 2)
        )
    if not week.lines:
        items.append(Item(f"nothing {week.first}", (("  nothing due, nobody away", DIM),), quiet=True))
    return [*items, Item(f"gap {week.first}", ((" ", PLAIN),), quiet=True)]
