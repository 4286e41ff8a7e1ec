"""The retro's writing step: counts for the shared screen, and one's own notes in one's own terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input

from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import PersonHere
from cadence.tui.drawing.drawn import DIM, GOOD, PLAIN, Drawn
from cadence.tui.drawing.lines import Line, Piece, cut, length, wrapped
from cadence.tui.drawing.people import grid, names
from cadence.tui.widgets.line_input import LineInput

_DOTS_MOST = 24
_LABEL = 18


class RetroCounts(Drawn):
    """How much has been written in each column, and who is ready. It is never given a text."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._counts: tuple[tuple[str, int], ...] = ()
        self._people: tuple[PersonHere, ...] = ()

    def show(self, counts: Sequence[tuple[str, int]], people: Sequence[PersonHere]) -> None:
        """Show ``counts`` by column, and who of ``people`` is ready."""
        self._counts, self._people = tuple(counts), tuple(people)
        self.changed()

    def drawn(self, width: int) -> list[Line]:
        columns = [_dots(name, count) for name, count in self._counts]
        called = names(self._people)
        here = [who for who in self._people if who.here]
        ready = [_ready(called[who.handle], who.ready) for who in here]
        side_by_side = sum(length(column) for column in columns) + 3 * len(columns) <= width
        rows: list[Line] = [*(grid(columns, width) if side_by_side else columns)]
        return [*rows, [], *grid(ready, width)] if ready else rows


def _dots(name: str, count: int) -> list[Piece]:
    more = f" +{count - _DOTS_MOST}" if count > _DOTS_MOST else ""
    return [(f"{name.lower().ljust(_LABEL)}", PLAIN), ("●" * min(count, _DOTS_MOST) + more, PLAIN), (f" {count}", DIM)]


def _ready(name: str, ready: bool) -> list[Piece]:
    return [(f"{name} ", PLAIN), ("✔", GOOD) if ready else ("…", DIM)]


class NoteFields(VerticalScroll, can_focus=False):
    """A field for each column, one's own notes above it. ``enter`` posts :class:`Written`, ``tab`` goes to the next.

    What is half typed stays where it is when notes arrive.
    """

    DEFAULT_CSS = """
    NoteFields {
        height: auto;
        max-height: 1fr;
        scrollbar-size-vertical: 1;
        & > .column { height: auto; }
        & Horizontal { height: 1; }
        & LineInput { width: 1fr; }
    }
    """

    @dataclass
    class Written(Message):
        """A note was written."""

        fields: NoteFields
        column: str
        text: str

    @dataclass
    class Began(Message):
        """The fields stand: what was half typed before can be filled in."""

        fields: NoteFields

    @dataclass
    class Typed(Message):
        """Something is half typed, or no longer."""

        fields: NoteFields

    def __init__(self, columns: Sequence[str], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self._inputs = [LineInput(placeholder="…", tab_leaves=True) for _ in columns]
        self._notes = [_Notes(column) for column in columns]

    def compose(self) -> ComposeResult:
        for notes, field in zip(self._notes, self._inputs, strict=True):
            with Vertical(classes="column"):
                yield notes
                with Horizontal():
                    yield notes.name_below
                    yield field

    def show(self, notes: Sequence[CardView]) -> None:
        """Show one's own ``notes`` above the fields of their columns."""
        for column, shown in zip(self.columns, self._notes, strict=True):
            shown.show([note.title for note in notes if note.column == column])

    def on_mount(self) -> None:
        self.post_message(self.Began(self))

    def start(self) -> None:
        """Write in the first field in which something was begun, selected so that typing replaces it, or in the first.

        An arrow keeps it.
        """
        for field in sorted(self._inputs, key=lambda field: not field.value)[:1]:
            field.select_all()
            self.screen.set_focus(field)  # at once: the next key may be on its way

    @property
    def half_typed(self) -> dict[str, str]:
        """What stands in the fields, not yet entered, by column."""
        return {name: field.value for name, field in zip(self.columns, self._inputs, strict=True) if field.value}

    def fill(self, half_typed: dict[str, str]) -> None:
        """Put back what was half typed before, selected; what was typed since has taken its place."""
        for name, field in zip(self.columns, self._inputs, strict=True):
            if name in half_typed and not field.value:
                field.value = half_typed[name]
                field.select_all()

    def enter(self, *, only: Input | None = None) -> None:
        """Enter what stands in the fields, or in one of them."""
        for column, field in zip(self.columns, self._inputs, strict=True):
            if field.value.strip() and only in {None, field}:
                self.post_message(self.Written(self, column, field.value))
                field.value = ""

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.enter(only=event.input)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self))


class _Notes(Drawn):
    """The notes already written in one column, its name beside the first; without any, the name stands by the field."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._column = name
        self._texts: tuple[str, ...] = ()
        self.name_below = _Name(name)

    def show(self, texts: Sequence[str]) -> None:
        if tuple(texts) != self._texts:
            self._texts = tuple(texts)
            self.name_below.say("" if texts else self._column)
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        rows: list[Line] = []
        for text in self._texts:
            for number, row in enumerate(wrapped(text, max(8, min(72, width - _LABEL - 2)))):
                label = "" if rows else cut(self._column, _LABEL - 1)
                sign = "• " if number == 0 else "  "
                rows.append([(label.ljust(_LABEL), PLAIN), (sign, DIM), (row, PLAIN)])
        return rows


class _Name(Drawn):
    """A column's name before its field."""

    DEFAULT_CSS = """
    _Name { width: 18; }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def say(self, words: str) -> None:
        self._words = words
        self.refresh()

    def drawn(self, width: int) -> list[Line]:
        return [[(cut(self._words, width), PLAIN)]]
