"""Cards walked one by one, and the parking lot at the end."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from cadence.domain.kinds.base import ParkingLot
from cadence.tui.card.panel import CardPanel
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

    def compose(self) -> ComposeResult:
        yield CardPanel(id="card")

    def begin(self) -> None:
        self.query_one(CardPanel).focus()

    def show(self, seen: MeetingState) -> None:
        view, panel = seen.view, self.query_one(CardPanel)
        if view.card is not None:
            panel.show(seen.talked(view.card), f"{seen.place} {seen.changed_since}".strip())
            return
        empty = _NO_PARKED if isinstance(seen.step.walks, ParkingLot) else _EMPTY
        through = _ENDS if seen.ends else _THROUGH
        since = f"Since then {seen.came_since} came up. space goes to the first." if seen.came_since else ""
        words = since or (through if view.queue else empty)
        panel.show(None, seen.place, NOT_YOURS if view.elsewhere else "\n".join([words, *_read_out(seen)]))
