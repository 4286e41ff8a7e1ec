"""What happened to a card, the newest first: one line each, read from the log."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import EventView
from cadence.tui.drawing.drawn import DIM, PLAIN, Drawn
from cadence.tui.drawing.lines import Line, fit, wrapped
from cadence.tui.widgets.panel import PANEL_RULES, Panel

_WORDS = {
    "card.add": "added to {column}",
    "card.move": "{from} → {to}",
    "card.rank": "to place {position}",
    "card.edit": "changed {fields}",
    "card.assigned": "assigned {person}",
    "card.not_assigned": "no longer {person}'s",
    "card.interested": "{person} wants it",
    "card.not_interested": "{person} no longer wants it",
    "card.stays": "{person} stays for it",
    "card.invited": "{person} invited",
    "card.block": "blocked: {reason}",
    "card.unblock": "no longer blocked",
    "card.depend": "waits for {on}{team} {what}",
    "card.settle_dependency": "settled: {what}",
    "card.comment": "said: {text}",
    "card.feedback": "feedback: {text}",
    "card.drop": "dropped: {reason}",
    "card.settle": "{place}",
    "card.table": "tabled to arch",
    "card.outcome": "outcome: {outcome}",
    "card.vote": "a vote",
    "card.unvote": "a vote taken back",
    "card.thief": "{thief} {why}",
}


class _Words(dict[str, object]):
    """The event's data, with nothing in the place of what it lacks."""

    def __missing__(self, key: str) -> str:
        return ""


def event_words(event: EventView) -> str:
    """``In progress → Review``: what happened, without who and when."""
    template = _WORDS.get(event.verb)
    if template is None:
        return event.verb.replace("card.", "").replace(".", " ").replace("_", " ")
    plain = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value
        for key, value in event.data.items()
    }
    return template.format_map(_Words(plain)).strip()


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

    def show(self, events: Sequence[EventView]) -> None:
        """Show these, the newest first."""
        self.entitle("History", str(len(events)) if events else "")
        self.query_one(Drawn).draw(lambda width: _rows(events, width))


def _rows(events: Sequence[EventView], width: int) -> list[Line]:
    """Who and when, and below it what, in three rows at most, indented."""
    rows: list[Line] = []
    for event in reversed(events):
        when = f"{day_words(event.at.date())} {event.at:%H:%M}"
        rows.append(fit([(f"{when}  ", DIM), (event.actor or "somebody", DIM)], width))
        rows += [[(f"  {row}", PLAIN)] for row in wrapped(event_words(event), max(4, width - 2), 3)]
    return rows
