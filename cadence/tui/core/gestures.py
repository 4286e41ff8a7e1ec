"""One set of gestures, the same key with the same meaning on every screen. Their keys are declared here, once.

A screen takes part in a gesture by having what it does in :attr:`GestureScreen.gestures`; the common ones are in
:mod:`cadence.tui.core.card_actions`. One that makes no sense isn't shown, and says why when it is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from cadence.domain.cards.boards import BOARDS
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.frame import Frame
from cadence.tui.core.prompt import Prompt
from cadence.tui.core.why_not import Rules, why_not
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.one_line import OneLine


def _gesture(key: str, name: str, label: str, tooltip: str, id: str) -> Binding:
    return Binding(key, f"gesture('{name}')", label, tooltip=tooltip, id=id, show=False)


class GestureScreen(Screen[Any]):
    """A screen with the keys of all gestures, and with the one line at its bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _gesture("space", "next", "Next", "The next card, person or topic", "card.next"),
        _gesture("backspace", "previous", "Back", "The previous card, person or topic", "card.previous"),
        _gesture("n", "new", "New card", "Add a card to this board", "card.new"),
        _gesture("N", "topic", "New topic", "Add a topic to the arch agenda", "card.topic"),
        _gesture("p", "park", "Park", "Note something for the parking lot: @name stays, !date", "card.park"),
        _gesture("t", "table", "Table", "Put this card on the arch agenda", "card.table"),
        _gesture("d", "decide", "Decision", "Record a decision, in one line", "card.decide"),
        _gesture("o", "act", "Action", "Give an action: @owner, !date", "card.act"),
        _gesture("c", "comment", "Comment", "Say something of this card", "card.comment"),
        _gesture("b", "block", "Blocked", "Blocked, and why; or no longer", "card.block"),
        _gesture("m", "move", "Move", "Move this card to another column", "card.move"),
        _gesture("a", "assign", "Assign", "Assign somebody, or no longer", "card.assign"),
        _gesture("i", "want", "I want it", "I am interested in this card, or no longer", "card.want"),
        _gesture("v", "vote", "Vote", "Give this card one of your votes", "card.vote"),
        _gesture("x", "choose", "Outcome", "What becomes of this card", "card.choose"),
        _gesture("g", "here", "Who is here", "Mark who is here", "meeting.here"),
        _gesture("+,equals_sign", "more", "More time", "Five more minutes; in a vote: more", "meeting.more"),
        _gesture("-", "less", "Move on", "In a vote: move on", "vote.stop"),
        _gesture("r", "read", "Read", "Read the notes", "notes.read"),
        _gesture("y", "copy", "Copy", "Copy it", "notes.copy"),
        _gesture("]", "step_next", "Next step", "The next step of the agenda", "step.next"),
        _gesture("[", "step_previous", "Step back", "The previous step of the agenda", "step.previous"),
        _gesture("z", "pause", "Pause", "Let the clock stand, or go on", "meeting.pause"),
        _gesture("e", "end", "End", "End the meeting (twice)", "meeting.end"),
        _gesture("u", "undo", "Undo", "Take back your own last action", "card.undo"),
        _gesture("f", "filter", "Filter", "Show only what matches", "board.filter"),
    ]

    RULES: ClassVar[Rules] = {}
    """Why a gesture makes no sense on this screen, where that differs from other screens."""
    IN_MEETING: ClassVar[bool] = False
    """Whether undo stays within the meeting that is on the screen."""
    adds_to = ""
    """The board that a new card goes to; empty for none."""

    def __init__(self) -> None:
        super().__init__()
        self.prompt = Prompt(self)
        self.gestures: dict[str, Callable[[], object]] = {}
        """What each gesture does here; one that is missing makes no sense here."""

    # --- what gestures depend on ---

    @property
    def frame(self) -> Frame:
        """The program."""
        return cast("Frame", self.app)

    @property
    def role(self) -> str:
        """The viewer's role; empty before the database is open."""
        session = self.frame.session
        return session.viewer.role if session is not None else ""

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""
        return None

    @property
    def beside(self) -> str:
        """What is on the screen, by its key or handle: a line begun beside it is offered again there, if half typed."""
        return self.subject.key if self.subject is not None else ""

    def columns_of(self, card: CardView) -> tuple[str, ...]:
        """The columns that a card can be moved to, as far as this screen knows them."""
        return BOARDS[BoardKey(card.board)].columns

    def why_not(self, gesture: str) -> str:
        """Why this gesture makes no sense now, in words; empty where it does."""
        return why_not(gesture, self, self.RULES)

    def action_gesture(self, gesture: str) -> object:
        """Do it, or say why it makes no sense; Textual awaits what an asynchronous one gives."""
        why = self.why_not(gesture)
        if why:
            self.say(why)
            return None
        return self.gestures[gesture]()

    # --- the line, and what is said at the bottom ---

    @property
    def line(self) -> OneLine:
        """The one line."""
        return self.query_one(OneLine)

    @property
    def shows_line(self) -> bool:
        """Whether this screen is the one in front."""
        return self.is_attached and self.is_current

    @property
    def begun_in(self) -> str | None:
        """The meeting to which belongs what is typed here: empty for none, ``None`` where nothing typed is kept."""
        return ""

    def unentered(self) -> dict[tuple[str, str], str]:
        """What stands on this screen and was not entered, by gesture and the meeting in which it was begun."""
        return self.prompt.unentered() if self.query(OneLine) else {}

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say in the bottom row, for a moment, what a key has done, or why it did nothing."""
        if self.is_attached:
            self.query_one(Foot).say(words, wrong=wrong)

    def stored(self) -> None:
        """Something was written: show it."""
        raise NotImplementedError

    def line_closed(self) -> None:
        """The line is hidden again."""

    def on_one_line_kept(self, event: OneLine.Kept) -> None:
        event.stop()
        self.prompt.entered(event.gesture, event.text)

    def on_one_line_left(self, event: OneLine.Left) -> None:
        event.stop()
        self.prompt.left(event.gesture, event.text)

    def on_one_line_typed(self, event: OneLine.Typed) -> None:
        event.stop()
        self.prompt.typed(event.gesture, event.text)

    def keep_focus(self, widget: Widget) -> None:
        """Give ``widget`` the focus, unless something has it already."""
        if self.focused is None:
            widget.focus()
