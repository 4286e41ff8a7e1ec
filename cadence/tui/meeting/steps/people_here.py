"""Who is here, in the rail or on one line; a click toggles a person as their digit does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from cadence.domain.team.display_names import short_initials
from cadence.domain.views.meetings import PersonHere
from cadence.tui.drawing.drawn import DIM, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, fit, joined, length
from cadence.tui.drawing.people import grid, names, person

_Spot = tuple[int, int, int, str]
"""Row, first column, the one after the last, and the handle of a person."""


_INITIALS = 2
_LINE_MOST = 66
"""Cells that the one line takes for itself, if it needs them."""


class PeopleHere(Drawn):
    """Everybody of the meeting: ``● Anne ▸``, ``○ Eli``; a click toggles them as their digit does.

    ``digits`` shows the keys; ``narrow`` makes it one line of first names, or initials where they don't fit.
    Drawn by hand: on one line the names become initials where they do not all fit. Posts :class:`Toggled`.
    """

    DEFAULT_CSS = """
    PeopleHere {
        &.-narrow { height: 1; }
    }
    """

    @dataclass
    class Toggled(Message):
        """A person was clicked."""

        panel: PeopleHere
        handle: str

    def __init__(
        self,
        people: Sequence[PersonHere] = (),
        *,
        leads: str | None = None,
        digits: bool = False,
        narrow: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._people = tuple(people)
        self._leads = leads
        self._spots: list[_Spot] = []
        self.digits = digits
        self.narrow = narrow

    @property
    def narrow(self) -> bool:
        """Whether everybody is on one line."""
        return self.has_class("-narrow")

    @narrow.setter
    def narrow(self, narrow: bool) -> None:
        self.set_class(narrow, "-narrow")
        self.changed()

    @property
    def count(self) -> str:
        """``6/7``, for the panel's title."""
        return f"{sum(who.here for who in self._people)}/{len(self._people)}"

    def show(self, people: Sequence[PersonHere], leads: str | None = None) -> None:
        """Show ``people``; ``leads`` is the facilitator's handle."""
        shown = tuple(people), leads
        if shown != (self._people, self._leads):
            self._people, self._leads = shown
            if self.narrow:  # the agenda beside it makes room, which can do with signs
                self.styles.min_width = min(length(self._words(self._initials().__getitem__, digits=True)), _LINE_MOST)
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        if not self._people:
            return [[("Nobody yet.", DIM)]]
        if self.narrow:
            return [self._line(width)]
        called = names(self._people)
        cells = [self._cell(who, called[who.handle]) for who in self._people]
        rows: list[Line] = [*grid(cells, width, 2)]
        self._spots = _spots(self._people, cells, width, len(rows))
        return rows

    def _cell(self, who: PersonHere, name: str) -> list[Piece]:
        return person(who, who.here, name, digit=self.digits, leads=who.handle == self._leads)

    def _line(self, width: int) -> Line:
        """Everybody's first name on one line, or initials; those away are dim and in brackets."""
        called = names(self._people)
        tail = "" if self.digits else f"  {self.count}"
        for short in (called.__getitem__, self._initials().__getitem__):
            line = self._words(short, digits=self.digits)
            if length(line) + len(tail) <= width:
                return fit([*line, (tail, DIM)], width)
        left = len(self._people)
        while left > 1 and length(line) + len(tail) > width:
            left -= 1
            line = [*self._words(short, left, digits=self.digits), (f" +{len(self._people) - left}", DIM)]
        return fit([*line, (tail, DIM)], width)

    def _words(self, short: Callable[[str], str], most: int | None = None, *, digits: bool) -> Line:
        return joined([self._word(who, short, digits) for who in self._people[:most]], " ")

    def _initials(self) -> dict[str, str]:
        return short_initials((who.handle, who.name) for who in self._people)

    def _word(self, who: PersonHere, short: Callable[[str], str], digits: bool) -> list[Piece]:
        word = short(who.handle)
        ink = STRONG if who.here and who.handle == self._leads else PLAIN
        text = f"▸{word}" if who.handle == self._leads else word
        if digits and who.digit:
            gap = "" if len(word) <= _INITIALS and not who.here else " "  # brackets stand around it
            text = f"{who.digit}{gap}{text}"
        return [(text, ink)] if who.here else [(f"({text})", DIM)]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.narrow:
            return
        for row, start, stop, handle in self._spots:
            if row == offset.y and start <= offset.x < stop:
                event.stop()
                self.post_message(self.Toggled(self, handle))


def _spots(people: Sequence[PersonHere], cells: Sequence[Line], width: int, rows: int) -> list[_Spot]:
    """Where each person's cell lies."""
    across = -(-len(people) // rows) if rows else 1
    each = max(length(cell) for cell in cells) + 2 if across > 1 else width
    return [
        (number // across, number % across * each, (number % across + 1) * each, who.handle)
        for number, who in enumerate(people)
    ]
