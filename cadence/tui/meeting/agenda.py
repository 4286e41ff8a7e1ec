"""The agenda of the meeting that runs, on one line: what is done, where we are, what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.message import Message

from cadence.domain.views.meetings import StepView
from cadence.tui.drawing.drawn import DIM, GOOD, NOW, PLAIN, Drawn
from cadence.tui.drawing.lines import Line, fit, joined, length

SIGNS = {"done": "✔", "now": "▸", "ahead": "·"}
_INKS = {"done": GOOD, "now": NOW, "ahead": DIM}
_TITLES = {"done": PLAIN, "now": NOW, "ahead": DIM}


class Waiting(NamedTuple):
    """How much waits in a step that is still ahead (``parking``, 2)."""

    step: str
    cards: int


class AgendaStrip(Drawn):
    """``✔ Holdovers  ▸ Business priorities  · Merge``; where that is too wide ``✔ ▸ ·  Business priorities``.

    Posts :class:`Pressed` when a step is clicked.
    """

    DEFAULT_CSS = "AgendaStrip { height: 1; }"

    @dataclass
    class Pressed(Message):
        """A step was clicked."""

        strip: AgendaStrip
        step: str

    def __init__(self, steps: Sequence[StepView] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._steps = tuple(steps)
        self._waiting: dict[str, int] = {}
        self._ends: list[int] = []
        """The cell behind each step."""

    def show(self, steps: Sequence[StepView], waiting: Sequence[Waiting] = ()) -> None:
        """Show ``steps``; ``waiting`` counts what lies in steps still ahead, such as the parking lot."""
        shown = tuple(steps), dict(waiting)
        if shown != (self._steps, self._waiting):
            self._steps, self._waiting = shown
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        whole = [self._titled(step) for step in self._steps]
        if length(joined(whole)) <= width:
            return [fit(self._line(whole, "  "), width)]
        signs: list[Line] = [[(SIGNS.get(step.state, "·"), _INKS.get(step.state, DIM))] for step in self._steps]
        line = self._line(signs, " ")
        now = next((step.title for step in self._steps if step.state == "now"), "")
        if now and width - length(line) > 6:
            line = joined([line, [(now, NOW)]])
        return [fit(line, width)]

    def _titled(self, step: StepView) -> Line:
        count = self._waiting.get(step.key, 0)
        more: Line = [(f" {count}", PLAIN)] if count and step.state == "ahead" else []
        sign = (f"{SIGNS.get(step.state, '·')} ", _INKS.get(step.state, DIM))
        return [sign, (step.title, _TITLES.get(step.state, DIM)), *more]

    def _line(self, parts: Sequence[Line], gap: str) -> Line:
        self._ends, at = [], 0
        for part in parts:
            at += length(part) + len(gap)
            self._ends.append(at)
        return joined(parts, gap)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for step, end in zip(self._steps, self._ends, strict=False):
            if offset.x < end:
                event.stop()
                self.post_message(self.Pressed(self, step.key))
                return
