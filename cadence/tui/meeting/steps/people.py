"""Steps that are about people and not about cards: the round, the doors, the talk before."""

from __future__ import annotations

from typing import cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from cadence.domain.kinds.base import Round
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.tui.core.gestures import GestureScreen
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, PLAIN, STRONG, WARN, Drawn
from cadence.tui.drawing.lines import Line, wrapped
from cadence.tui.drawing.people import names
from cadence.tui.meeting.round import RoundPanel, order
from cadence.tui.meeting.steps.panel import Aside, MeetingState, StepPanel
from cadence.tui.meeting.steps.write import unfinished
from cadence.tui.widgets.line_list import Item, ListPanel
from cadence.tui.widgets.panel import PANEL_RULES, Panel


class UpdateRound(StepPanel):
    """The person who speaks with their cards, one of them chosen; what the board knows of them, and who is next."""

    WIDE = True

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._chosen: str | None = None

    def compose(self) -> ComposeResult:
        yield RoundPanel()

    def show(self, seen: MeetingState) -> None:
        subject = self.subject
        self.query_one(RoundPanel).show(seen.of_the_team, subject.key if subject else None)

    @property
    def _cards(self) -> tuple[CardView, ...]:
        update = self.seen.view.update if self.seen else None
        return update.theirs if update else ()

    @property
    def subject(self) -> CardView | None:
        return next((card for card in self._cards if card.key == self._chosen), next(iter(self._cards), None))

    def choose(self, by: int) -> None:
        """Choose the card so many places further down, for this viewer alone."""
        keys = [card.key for card in self._cards]
        if self.seen is not None and self.subject is not None:
            self._chosen = keys[max(0, min(keys.index(self.subject.key) + by, len(keys) - 1))]
            self.show(self.seen)


class NotesRound(StepPanel):
    """The speaker's own notes with a cursor, the order, and what was read by now."""

    WIDE = True
    _speaker: str | None = None

    DEFAULT_CSS = """
    NotesRound {
        & > Horizontal { height: 1fr; }
        & #notes { height: 1fr; width: 1fr; }
        & Vertical { width: 38; }
        & Vertical > ListPanel { height: auto; max-height: 50%; }
    }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield ListPanel("", empty="No notes of theirs. Listen.", double=True, id="notes")
            with Vertical():
                yield ListPanel("Order", id="order")
                yield ListPanel("Read by now", empty="Nothing yet.", id="read")
        yield Aside()

    def begin(self) -> None:
        self.query_one("#notes", ListPanel).focus()

    def show(self, seen: MeetingState) -> None:
        view, notes = seen.view, self.query_one("#notes", ListPanel)
        called = names(view.here)
        viewer = called.get(view.at or "", "notes without a name" if view.at else "")
        many = f"{len(view.notes)} note{'s' if len(view.notes) > 1 else ''}" if view.notes else ""
        notes.entitle(f"{seen.place} · {viewer}" if viewer else seen.place, many)
        if view.at is None:
            notes.show([], "Everybody has spoken. space goes on.")
        else:
            notes.show(list(_under_columns(view)), "No notes of theirs. Listen.")
            if view.at != self._speaker and view.notes:
                notes.select(view.notes[0].key)
        self._speaker = view.at
        self.query_one("#order", ListPanel).show(order(seen.of_the_team))
        read = []
        for number, card in enumerate(view.cards, 1):
            read += [Item(card.key, ((f"{number} ", DIM), (card.title, PLAIN))), *laid_into(view, card)]
        self.query_one("#read", ListPanel).show(read)
        self.query_one(Aside).say(self._unfinished(seen))

    def _unfinished(self, seen: MeetingState) -> str:
        """What the viewer had begun to write; its words stand there in their own turn, and on no shared screen."""
        begun = unfinished(cast(GestureScreen, self.screen).prompt, seen.kind)
        if not begun:
            return ""
        shown = begun if seen.view.at == seen.me and not seen.drives else {}
        words = "".join(f" {column}: “{text}”." for column, text in shown.items())
        return f"A note of yours is unfinished; W takes it up. It is kept until the end, for you alone.{words}"

    @property
    def subject(self) -> CardView | None:
        """The note with the cursor: the speaker's, or one read before where that list has the focus."""
        if not self.is_mounted or self.seen is None:
            return None
        read = self.query_one("#read", ListPanel)
        among, notes = (
            (read, self.seen.view.cards)
            if read.has_focus
            else (self.query_one("#notes", ListPanel), self.seen.view.notes)
        )
        return next((note for note in notes if note.key == among.item), None)


def laid_into(view: MeetingView, card: CardView) -> list[Item]:
    """What lies in the group of the note ``card``, one line each."""
    laid = dict(view.groups).get(card.key, ())
    return [
        Item(f"/{card.key}/{number}", (("    + ", DIM), (words, DIM)), quiet=True) for number, words in enumerate(laid)
    ]


def came_again(view: MeetingView, card: CardView) -> list[Item]:
    """How often the like of a note came up before, on lines of its own."""
    again = dict(view.again).get(card.key)
    return [Item(f"/{card.key}/again", (("    ↻ ", WARN), (again, WARN)), quiet=True, hang=6)] if again else []


def _under_columns(view: MeetingView) -> list[Item]:
    found: list[Item] = []
    before = ""
    for note in view.notes:
        if note.column != before:
            found.append(Item(f"/{note.column}", ((note.column, DIM),), quiet=True))
            before = note.column
        found += [Item(note.key, (("  ", PLAIN), (note.title, STRONG)), hang=2), *came_again(view, note)]
    return found


def round_panel(walks: Round) -> type[StepPanel]:
    """The panel for what a round shows of its speaker."""
    return UpdateRound if walks.shows == "update" else NotesRound


class Room(StepPanel):
    """A step in which nothing is walked: a few sentences in the middle."""

    DEFAULT_CSS = """
    Room > _Words { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield _Words()

    def lines(self, seen: MeetingState) -> list[tuple[str, str]]:
        """The paragraphs, each with its ink; an empty one is a blank line."""
        raise NotImplementedError

    def title_of(self, seen: MeetingState) -> str:
        """What stands in the border."""
        return seen.step.title

    def show(self, seen: MeetingState) -> None:
        panel = self.query_one(_Words)
        panel.entitle(self.title_of(seen))
        panel.say(self.lines(seen))

    @property
    def subject(self) -> CardView | None:
        return None


class DoorsPanel(Room):
    """Who must leave before the next step starts."""

    def lines(self, seen: MeetingState) -> list[tuple[str, str]]:
        inside = [viewer for viewer in seen.view.here if viewer.here and viewer.role in {"partner", "stakeholder"}]
        if not inside:
            return [("⛨ The team is alone.", GOOD), ("", ""), ("space closes the doors.", PLAIN)]
        called = names(seen.view.here)
        words = [("Still in the room:", STRONG), ("", "")]
        words += [(f"{viewer.digit or '·'}  {called[viewer.handle]}  {viewer.role}", BAD) for viewer in inside]
        return [*words, ("", ""), ("Ask them to leave; their digit marks them as gone.", PLAIN)]


class TalkPanel(Room):
    """People talk; the time on the top row is this step's own."""

    def lines(self, seen: MeetingState) -> list[tuple[str, str]]:
        after = "It isn't counted as late. space goes on."
        return [(seen.step.prompt, STRONG), ("", ""), (after, DIM)]


class _Words(Panel, VerticalScroll):
    """The sentences."""

    DEFAULT_CSS = "_Words { padding: 1 2;" + PANEL_RULES + "}"

    def __init__(self) -> None:
        super().__init__()
        self._face = _Face()

    def compose(self) -> ComposeResult:
        yield self._face

    def say(self, words: list[tuple[str, str]]) -> None:
        self._face.say(words)


class _Face(Drawn):
    def __init__(self) -> None:
        super().__init__()
        self._words: list[tuple[str, str]] = []

    def say(self, words: list[tuple[str, str]]) -> None:
        if words != self._words:
            self._words = words
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        rows: list[Line] = []
        for text, ink in self._words:
            head = len(text) - len(text.lstrip())
            rows += [[(" " * head + row, ink)] for row in wrapped(text, max(8, min(72, width - head)))]
        return rows
