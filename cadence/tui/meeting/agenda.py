"""The agenda of the meeting that runs: every step, what is done, where we are, time used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from textual import events
from textual.geometry import Region
from textual.message import Message

from cadence.domain.parsing.dates import clock_words
from cadence.domain.views.meetings import StepView
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, NOW, PLAIN, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, fit, joined, length

SIGNS = {"done": "✔", "now": "▶", "ahead": "·"}
_INKS = {"done": GOOD, "now": NOW, "ahead": DIM}


class Waiting(NamedTuple):
    """How much waits in a step that is still ahead (``parking``, 2)."""

    step: str
    cards: int


class AgendaRail(Drawn):
    """The steps one below the other; with :attr:`narrow` on one line: ``✔ ✔ ▶ · ·  Interest``.

    Drawn by hand: every second one row changes and no other, and folded it is a line of signs.
    Posts :class:`Pressed` when a step is clicked.
    """

    DEFAULT_CSS = """
    AgendaRail {
        &.-narrow { height: 1; }
    }
    """

    @dataclass
    class Pressed(Message):
        """A step was clicked."""

        rail: AgendaRail
        step: str

    def __init__(
        self, steps: Sequence[StepView] = (), *, narrow: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._steps = tuple(steps)
        self._waiting: dict[str, int] = {}
        self._since: float | None = None
        self.narrow = narrow

    @property
    def narrow(self) -> bool:
        """Whether the agenda is folded into one line."""
        return self.has_class("-narrow")

    @narrow.setter
    def narrow(self, narrow: bool) -> None:
        self.set_class(narrow, "-narrow")
        self.changed()

    def show(self, steps: Sequence[StepView], waiting: Sequence[Waiting] = (), since: float | None = None) -> None:
        """Show ``steps``; ``waiting`` counts what lies in steps still ahead, such as the parking lot.

        ``since`` is the monotonic instant from which the present step's time goes on; ``None``: it stands still.
        """
        shown = tuple(steps), dict(waiting)
        stopped, self._since = since is None and self._since is not None, since
        if stopped or shown != (self._steps, self._waiting):
            self._steps, self._waiting = shown
            self.changed()

    def tick(self) -> None:
        """A second has passed: draw the present step's line again."""
        now = next((number for number, step in enumerate(self._steps) if step.state == "now"), None)
        if now is not None and self._since is not None and not self.narrow:
            self.refresh(Region(0, now, self.size.width, 1))

    def _used(self, step: StepView) -> int:
        """The seconds that a step has taken by now."""
        if step.state != "now" or self._since is None:
            return step.seconds
        return step.seconds + int(monotonic() - self._since)

    def drawn(self, width: int) -> list[Line]:
        return [_one_line(self._steps, width)] if self.narrow else [self._row(step, width) for step in self._steps]

    def _row(self, step: StepView, width: int) -> Line:
        ink = NOW if step.state == "now" else PLAIN if step.state == "done" else DIM
        left: list[Piece] = [(f"{SIGNS.get(step.state, '·')} ", _INKS.get(step.state, DIM)), (step.title, ink)]
        count = self._waiting.get(step.key, 0)
        right: list[Piece] = []
        seconds = self._used(step)
        if seconds:
            over = step.minutes > 0 and seconds > step.minutes * 60
            right.append((f"{'!' if over else ''}{clock_words(seconds)}", BAD if over else DIM))
        elif count:
            right.append((str(count), PLAIN))
        return ends(left, right, width)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        number = offset.x // 2 if self.narrow else offset.y
        if 0 <= number < len(self._steps):
            event.stop()
            self.post_message(self.Pressed(self, self._steps[number].key))


def _one_line(steps: Sequence[StepView], width: int) -> Line:
    """``✔ ✔ ▶ · ·  Interest``, the title only where there is room for some of it."""
    signs: list[Line] = [[(SIGNS.get(step.state, "·"), _INKS.get(step.state, DIM))] for step in steps]
    line = joined(signs, " ")
    now = next((step.title for step in steps if step.state == "now"), "")
    if now and width - length(line) > 6:
        line = joined([line, [(now, NOW)]])
    return fit(line, width)
