"""One set of gestures, the same key with the same meaning on every screen. Their keys are declared here, once.

A screen takes part by having a method ``gesture_park`` for a gesture ``park``; the common ones stand in
:mod:`cadence.tui.core.card_gestures`. A gesture that makes no sense isn't shown, and says why when it is pressed.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from cadence.domain.views.cards import CardView
from cadence.tui.core.prompt_line import PromptScreen

NO_CARD = "no card is chosen; the arrow keys choose one"
_NOT_HERE = {
    "next": "there is nothing to walk here; space goes on in a meeting and through a column's cards",
    "previous": "there is nothing to walk here",
    "here": "who is here is for meetings; home opens them with ⏎",
    "more": "more time is for meetings and votes",
    "less": "moving on is for votes",
    "step_next": "steps are for meetings",
    "step_previous": "steps are for meetings",
    "pause": "there is no clock to stop here",
    "end": "there is no meeting to end here",
    "vote": "there is no vote here; topics and retro notes take votes",
    "read": "there are no notes to read here",
    "copy": "there is nothing to copy here",
    "filter": "there is nothing to filter here; boards can be",
    "choose": "outcomes are for cards in a meeting",
}
_ABOUT_A_CARD = frozenset({"table", "comment", "block", "move", "assign", "want", "vote", "copy"})


def _gesture(key: str, name: str, label: str, tooltip: str, id: str) -> Binding:
    return Binding(key, f"gesture('{name}')", label, tooltip=tooltip, id=id, show=False)


class Gestures(PromptScreen):
    """The keys of all gestures; what they do is in ``gesture_*`` methods of the screens."""

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

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""
        return None

    def why_not(self, gesture: str) -> str:
        """Why this gesture makes no sense now, in words; empty where it does."""
        if not hasattr(self, f"gesture_{gesture}"):
            return _NOT_HERE.get(gesture, "that makes no sense here")
        if gesture in _ABOUT_A_CARD and self.subject is None:
            return NO_CARD
        return ""

    def action_gesture(self, gesture: str) -> None:
        """Do it, or say why it makes no sense."""
        why = self.why_not(gesture)
        if why:
            self.say(why)
            return
        getattr(self, f"gesture_{gesture}")()
