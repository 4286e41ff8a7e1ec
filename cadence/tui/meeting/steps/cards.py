"""Cards walked one by one, and the parking lot at the end."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from textual.app import ComposeResult
from textual.timer import Timer

from cadence.domain.kinds.base import ParkingLot
from cadence.domain.views.cards import CardView
from cadence.tui.card.panel import CardPanel
from cadence.tui.meeting.clock import turn_clock
from cadence.tui.meeting.steps.panel import NOT_YOURS, MeetingState, StepPanel

_EMPTY = "Nothing to walk on this step. space goes on."
_THROUGH = "That was the last one. space goes on to the next step, ⌫ back to it."
_ENDS = "That was the last one. space ends the meeting, ⌫ goes back to it."
_NO_PARKED = "Nothing is parked. space ends the meeting."


def _read_out(seen: MeetingState) -> Iterator[str]:
    """Behind the last card, what people left for the round that was not held: it is read out here."""
    for name, words in seen.view.read_out:
        yield f"\n{name} left beforehand:"
        yield words


class CardStep(StepPanel):
    """The card under discussion, alone in the middle."""

    DEFAULT_CSS = """
    CardStep > CardPanel { height: 1fr; }
    """

    _timer: Timer | None = None
    _turn: tuple[str, float, float, bool] | None = None
    """Of a demo with minutes of its own: its place, the seconds until a moment, that moment, whether it goes on."""
    _share = 0.0

    def compose(self) -> ComposeResult:
        yield CardPanel(id="card")

    def begin(self) -> None:
        self.query_one(CardPanel).focus()

    def show(self, seen: MeetingState) -> None:
        view, panel = seen.view, self.query_one(CardPanel)
        if view.card is not None:
            panel.show(seen.talked(view.card), f"{seen.place} {seen.changed_since}".strip())
            self._count(seen, view.card)
            return
        self._turn = None
        empty = _NO_PARKED if isinstance(seen.step.walks, ParkingLot) else _EMPTY
        through = _ENDS if seen.ends else _THROUGH
        since = f"Since then {seen.came_since} came up. space goes to the first." if seen.came_since else ""
        words = since or (through if view.queue else empty)
        panel.show(None, seen.place, NOT_YOURS if view.elsewhere else "\n".join([words, *_read_out(seen)]))

    def _count(self, seen: MeetingState, card: CardView) -> None:
        """The time of what somebody presents stands beside its place; it nudges when its minutes are over."""
        view, self._turn = seen.view, None
        if card.minutes and card.status == "open" and card.board == seen.kind.board:
            self._turn = seen.place, view.topic_seconds, monotonic(), view.line.status == "running"
            self._share = card.minutes * 60
            self._timer = self._timer or self.set_interval(1, self._tick)
        self._tick()

    def _tick(self) -> None:
        if self._turn is not None and self.is_attached:
            place, seconds, since, runs = self._turn
            spent = seconds + (monotonic() - since if runs else 0)
            self.query_one(CardPanel).entitle(place, *turn_clock(spent, self._share))
