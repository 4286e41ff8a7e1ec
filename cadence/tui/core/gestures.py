"""One set of gestures, the same key with the same meaning on every screen. Their keys are declared here, once.

A screen takes part in a gesture by having what it does in :attr:`GestureScreen.gestures`; the common ones are in
:mod:`cadence.tui.core.card_actions`. One that makes no sense isn't shown, and says why when it is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.frame import Frame
from cadence.tui.core.key_sorts import LINES, NAMES, SORT_OF, acting_key, fields_key, going_key, moving_key, word_key
from cadence.tui.core.places import own_notes
from cadence.tui.core.prompt import Prompt
from cadence.tui.core.why_not import Rules, why_not
from cadence.tui.widgets.foot import SHOWN_S, Foot
from cadence.tui.widgets.one_line import OneLine


class GestureScreen(Screen[Any]):
    """A screen with the keys of all gestures, and with the one line at its bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        going_key("space", "next", "Next", "The next card, person or topic", "card.next"),
        going_key("backspace", "previous", "Back", "The previous card, person or topic", "card.previous"),
        word_key("n", "new", "New card", "Add a card to this board", "card.new"),
        word_key("N", "topic", "New topic", "Add a topic to the arch agenda", "card.topic"),
        word_key("p", "park", "Park", "Note something for the parking lot: @name stays, !date", "card.park"),
        word_key("t", "table", "Table", "Put this card on the arch agenda", "card.table"),
        word_key("d", "decide", "Decision", "Record a decision, in one line", "card.decide"),
        word_key("o", "act", "Action", "Give an action: @owner, !date", "card.act"),
        moving_key("E", "edit", "Edit", "Change the card: a form with all its fields", "card.edit"),
        word_key("c", "comment", "Comment", "Say something of this card", "card.comment"),
        word_key("b", "block", "Blocked", "Blocked, and why; or no longer", "card.block"),
        word_key("m", "move", "Move", "Move this card to another column", "card.move"),
        word_key("a", "assign", "Assign", "Assign somebody, or no longer", "card.assign"),
        acting_key("i", "want", "I want it", "I am interested in this card, or no longer", "card.want"),
        acting_key("v", "vote", "Vote", "Give this card one of your votes", "card.vote"),
        moving_key("D", "done", "Done", "Put this card into the column for what is done", "card.done"),
        word_key("x", "choose", "Outcome", "What becomes of this card", "card.choose"),
        acting_key("g", "here", "Who is here", "Mark who is here", "meeting.here"),
        acting_key("*", "everybody", "All here", "Everybody of the team is here, or nobody", "meeting.everybody"),
        acting_key("+,equals_sign", "more", "More time", "Five more minutes; in a vote: more", "meeting.more"),
        acting_key("-", "less", "Move on", "In a vote: move on", "vote.stop"),
        moving_key("r", "read", "Read", "Read the notes", "notes.read"),
        acting_key("y", "copy", "Copy", "Copy it", "notes.copy"),
        going_key("]", "step_next", "Next step", "The next step of the agenda", "step.next"),
        going_key("[", "step_previous", "Step back", "The previous step of the agenda", "step.previous"),
        acting_key("z", "pause", "Pause", "Let the clock stand, or go on", "meeting.pause"),
        acting_key("e", "end", "End", "End the meeting (twice)", "meeting.end"),
        acting_key("u", "undo", "Undo", "Take back your own last action", "card.undo"),
        acting_key("U", "redo", "Redo", "Do again what was taken back", "card.redo"),
        word_key("!", "thief", "Time thief", "Does it steal time here: yes, no, or which", "card.thief"),
        word_key("I", "duty", "Interrupt duty", "Name who holds interrupt duty this iteration", "team.duty"),
        moving_key("w", "instead", "Walk the work", "Walk the cards instead of the round, or back", "round.wall"),
        fields_key("W", "write", "My retro notes", "Write your own retro notes on this screen", "retro.write"),
        word_key("f", "filter", "Filter", "Show only what matches", "board.filter"),
    ]

    RULES: ClassVar[Rules] = {}
    """Why a gesture makes no sense on this screen, where that differs from other screens."""
    BEFORE_A_TEAM: ClassVar[bool] = False
    """Whether there is no team yet, so that nothing could be done with words: no gesture opens the line."""
    IN_MEETING: ClassVar[bool] = False
    """Whether undo stays within the meeting that is on the screen."""
    place = ""
    """The name of the place that this screen is, where it has one."""
    adds_to = ""
    """The board that a new card goes to; empty for none."""
    adds_in: str | None = None
    """The column that it goes to; ``None``: where the board's new cards go."""
    said_blocker = ""
    """What the speaker has left beforehand as being in the way."""
    said_action = ""
    limits: Limits = NO_LIMITS
    """The wall's limits and how much of them is used, as far as this screen knows."""
    gives_places: str | None = None
    """The held meeting in whose name a parked item is given a place; ``None``: in none but the one that runs."""
    moves_on: str | None = None
    """The board whose columns a card is moved to; ``None``: its own."""
    said_last = ""
    """The last feedback on the card, where it is on the screen."""
    tasks: tuple[str, ...] = ()
    """What the card's text leaves to do, where it is on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.prompt = Prompt(self)
        self.gestures: dict[str, Callable[[], object]] = {"write": self.write}
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
    def regular(self) -> bool:
        """Whether the viewer is a guest of every topic."""
        session = self.frame.session
        return session is not None and session.viewer.regular

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""
        return None

    @property
    def talked_of(self) -> CardView | None:
        """The card that a decision or an action comes of: the one that gestures are about, while it is talked of."""
        return self.subject

    @property
    def beside(self) -> str:
        """What is on the screen, by its key or handle: a line begun beside it is offered again there, if half typed."""
        return self.subject.key if self.subject is not None else ""

    @property
    def behind_doors(self) -> bool:
        """Whether what is said here stays the team's."""
        return False

    def offers_sync(self, card: CardView) -> bool:
        """Whether what blocks a card here is offered for the board shared with the partner."""
        return False

    def columns_of(self, card: CardView) -> Mapping[str, str]:
        """The columns that a card can be moved to, as far as this screen knows them, each with how people read it."""
        return {name: name for name in BOARDS[BoardKey(card.board)].columns}

    def why_not(self, gesture: str) -> str:
        """Why this gesture makes no sense now, in words; empty where it does."""
        return why_not(gesture, self, self.RULES)

    def action_gesture(self, gesture: str) -> object:
        """Do it, or say why it makes no sense; Textual awaits what an asynchronous one gives.

        A gesture that takes words opens its line all the same: whatever is typed behind its key is words.
        """
        why = self.why_not(gesture)
        self.frame.gesture_made(SORT_OF[gesture], why)
        if not why:
            return self.gestures[gesture]()
        if gesture in LINES and not self.BEFORE_A_TEAM:
            self._open_in_vain(gesture, why)
        else:
            self.say(why)
        return None

    def write(self) -> None:
        """Open one's own fields for retro notes: those of the retro that runs, else of the next one."""
        self.frame.push_screen(own_notes())

    def _open_in_vain(self, gesture: str, why: str) -> None:
        """Open the line of a gesture that makes no sense here, and say why.

        What is typed can be parked, but for the name of a column or a person: that is offered by the same key again.
        """
        parks = gesture not in NAMES and not self.why_not("park")

        def keep(typed: str) -> None:
            if not self.why_not(gesture):  # by now the screen has been read, or something else has changed
                self.gestures[gesture]()
                self.line.fill(typed)
            elif gesture in NAMES:
                self.prompt.remember_entered(typed)
                self.say(f"✖ {clip(typed.strip(), SENTENCE)}: {why}", wrong=True)
            elif self.why_not("park"):
                self.prompt.refuse(why)
            else:
                self.prompt.forget_entered()
                self.gestures["park"]()
                self.line.fill(typed)

        hint = f"✖ {why}" + (" · ⏎ offers to park the words" if parks else "")
        self.prompt.ask(gesture, f"{LINES[gesture]}:", keep, hint=hint, about=self.beside)

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

    def say(self, words: str, *, wrong: bool = False, seconds: float = SHOWN_S) -> None:
        """Say in the bottom row, for some ``seconds``, what a key has done, or why it did nothing."""
        if self.is_attached:
            self.query_one(Foot).say(words, wrong=wrong, seconds=seconds)

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
