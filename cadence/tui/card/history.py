"""What happened to a card, the newest first: one line each, read from the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cadence.domain.cards.deeds import history_words
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import EventView
from cadence.tui.drawing.drawn import DIM, PLAIN, Drawn
from cadence.tui.drawing.lines import Line, fit, wrapped
from cadence.tui.widgets.panel import PANEL_RULES, Panel


class History(Panel, VerticalScroll):
    """The log of one card.

    Drawn by hand: a label can neither indent the rows that it wraps nor end the third of them with an ellipsis.
    """

    DEFAULT_CSS = f"""
    History {{
        {PANEL_RULES}
        padding: 0 1;
        height: 1fr;
        scrollbar-size-vertical: 1;
    }}
    """

    def compose(self) -> ComposeResult:
        self.entitle("History")
        yield Drawn()

    def show(self, events: Sequence[EventView], columns: Mapping[str, str] = {}) -> None:
        """Show these, the newest first; ``columns``: how people read those of the card's board."""
        self.entitle("History", str(len(events)) if events else "")
        self.query_one(Drawn).draw(lambda width: _rows(events, columns, width))


def _rows(events: Sequence[EventView], columns: Mapping[str, str], width: int) -> list[Line]:
    """Who and when, and below it what, in three rows at most, indented."""
    rows: list[Line] = []
    for event in reversed(events):
        when = f"{day_words(event.at.date())} {event.at:%H:%M}"
        rows.append(fit([(f"{when}  ", DIM), (event.actor or "somebody", DIM)], width))
        data = {name: columns.get(str(value), value) for name, value in event.data.items()}
        rows += [[(f"  {row}", PLAIN)] for row in wrapped(history_words(event.verb, data), max(4, width - 2), 3)]
    return rows
