"""What is said and written down in a meeting, beyond the gestures that are the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import BindingType
from textual.message import Message

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.outcomes import missing_words
from cadence.domain.kinds.base import PrivateWriting
from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.card_actions import CardActions
from cadence.tui.core.card_host import added, brief, titled
from cadence.tui.core.key_sorts import Sort, acting_key, moving_key, word_key
from cadence.tui.core.places import CARD_KEY, own_notes
from cadence.tui.drawing.people import names
from cadence.tui.meeting.host import MeetingHost
from cadence.tui.meeting.retro_notes import NoteFields
from cadence.tui.meeting.steps.outcomes import Offer
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.write import WriteStep, columns_of, unfinished
from cadence.tui.widgets.line_input import lines_of
from cadence.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

KEYS: tuple[BindingType, ...] = (
    moving_key("enter", "open", "Open", "The card in full", "card.open"),
    acting_key("V", "unvote", "Take a dot back", "Take one of your dots back", "vote.back"),
    moving_key("K,shift+up", "rank_up", "Up", "Rank this card one higher", "card.rank_up"),
    moving_key("J,shift+down", "rank_down", "Down", "Rank this card one lower", "card.rank_down"),
    word_key("G", "group", "Group", "Lay this note into another one's group", "card.group"),
)  # fmt: skip


class NoteTaker:
    """Feedback, blockers, votes, notes, outcomes that need a line."""

    def __init__(
        self, host: MeetingHost, cards: CardActions, start: Callable[[], object], voter: Callable[[], str]
    ) -> None:
        """``cards``: the gestures as they are elsewhere; ``start``: what begins a meeting that is ahead.

        ``voter``: for whom dots are given; empty: for oneself.
        """
        self._host, self._cards, self._start, self._voter = host, cards, start, voter

    def gestures(self) -> dict[str, Callable[[], object]]:
        """What each gesture does."""
        return {
            "open": self.open,
            "new": self.new,
            "rank_up": partial(self._rank, -1),
            "rank_down": partial(self._rank, 1),
            "comment": self.comment,
            "vote": self.vote,
            "unvote": self.unvote,
            "write": self.write,
            "read": self.read,
            "group": self.group,
        }

    def happened(self, event: Message) -> None:
        """A card of a list was opened, or a retro note was entered in one's own fields."""
        match event:
            case LineList.Chosen(item=item) if CARD_KEY.match(item):
                self._host.frame.go(item)
            case NoteFields.Written(column=column, text=words):
                self._host.drive_then_look(
                    lambda store, viewer: services.meetings.retro.write(store, viewer, column, words)
                )
            case WriteStep.Ready() if self._host.shown is not None and _is_writing(self._host.shown):
                self._host.drive_then_look(
                    lambda store, viewer: services.meetings.retro.ready(store, viewer, is_ready=True), "you are ready"
                )

    def unfinished_notes(self) -> dict[str, str]:
        """The viewer's retro notes that are not entered yet, by column."""
        seen = self._host.shown
        return unfinished(self._host.prompt, seen.kind) if seen is not None else {}

    @property
    def _card(self) -> CardView:
        card = self._host.subject
        assert card is not None
        return card

    # --- cards ---

    def open(self) -> None:
        seen = self._host.shown
        if seen is not None and seen.view.line.status == "scheduled":
            self._start()
        elif self._host.subject is not None:
            self._host.frame.go(self._host.subject.key)

    def new(self) -> None:
        seen = self._host.shown
        query = seen.step.query if seen is not None else None
        if query is None or not query.origin:
            self._cards.new()
            return

        hint = "@name takes it · !date when it is due"
        self._cards.ask_new(f"new {query.origin} priority:", hint, about=query.origin, origin=query.origin)

    def _rank(self, by: int) -> None:
        """One place up or down in the list that is walked, into the column of the card that it passes.

        Nothing is put among what is discussed by that: a topic left there comes down instead.
        """
        seen = self._host.shown
        card = seen.view.card if seen else None
        if seen is None or card is None:
            return
        # What has no origin yet stands behind the list, and is no place in its order.
        ranked = [one for one in seen.view.cards if (one.origin is None) == (card.origin is None)]
        peers = [one for one in ranked if one.status == "open"]
        place = [one.key for one in peers].index(card.key) + by
        if not 0 <= place < len(peers):
            self._host.say(f"{titled(card)} is the {'first' if by < 0 else 'last'} of this list")
            return
        other, named = peers[place], titled(card)
        beside = f"{'above' if by < 0 else 'below'} {titled(other)}"
        into = f", now in {other.column}" if other.column != card.column else ""
        if into and other.column == BOARDS[BoardKey(other.board)].discussing:
            card, other, by, into = other, card, -by, ""  # what was under discussion comes down
        key, column = card.key, other.column
        after, before = (other.key, None) if by > 0 else (None, other.key)
        self._host.drive_then_look(
            lambda store, viewer: services.cards.move.move(
                store, viewer, key, column, after=after, before=before, keeps_age=True
            ),
            f"{named}{into}, {beside}",
        )

    # --- said of a card ---

    def comment(self) -> None:
        seen = self._host.shown
        says = getattr(seen.step.walks, "says", "comment") if seen else "comment"
        if says == "comment":
            self._cards.comment()
            return
        card = self._card
        named = titled(card)

        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            by = line.people[0] if line.people else None
            return services.cards.comments.comment(store, viewer, card.key, lines_of(line.text), kind=says, author=by)

        hint, kept = "@name who said it (you, if nobody is named)", f"kept: {says} on {named}"
        self._host.prompt.ask_line(says, f"{says} on {brief(card)}:", act, kept, hint=hint, about=card.key)
        self._host.prompt.take_several()

    # --- dots ---

    def vote(self) -> None:
        self._dot(undo=False)

    def unvote(self) -> None:
        self._dot(undo=True)

    def _dot(self, *, undo: bool) -> None:
        """Give a dot or take it back; who facilitates does it for the person whose digit they have pressed."""
        key, title, person, seen = self._card.key, clip(self._card.title, SENTENCE), self._voter(), self._host.shown
        whose = f" ({names(seen.view.here)[person]}'s)" if person and seen is not None else ""
        if seen is not None and seen.drives and seen.gives_dots:
            title = "a card"  # the others look at this screen
        self._host.drive_then_look(
            lambda store, viewer: services.cards.comments.vote(store, viewer, key, undo=undo, person=person or None),
            f"a dot taken back from {title}{whose}" if undo else f"a dot for {title}{whose}",
        )

    # --- the retro's writing ---

    def write(self) -> None:
        """Open one's own fields: here, or from another kind of meeting in the retro."""
        seen = self._host.shown
        if seen is not None and not columns_of(seen.kind):
            self._host.frame.push_screen(own_notes())
        elif isinstance(self._host.panel, WriteStep):
            self._host.panel.open()
        elif seen is not None:
            self._host.put(WriteStep, seen, asked_for=True)

    def read(self) -> None:
        """The notes so far; on the writing step: one's own are written."""
        host, seen = self._host, self._host.shown
        if seen is None:
            return
        if not _is_writing(seen):
            from cadence.tui.notes.screen import NotesScreen

            host.frame.push_screen(NotesScreen(host.ref))
            return
        ready = any(viewer.handle == seen.me and viewer.ready for viewer in seen.view.here)
        host.drive_then_look(
            lambda store, viewer: services.meetings.retro.ready(store, viewer),  # noqa: PLW0108 - imported in the worker
            "still writing" if ready else "you are ready",
        )

    def group(self) -> None:
        seen, note = self._host.shown, self._host.subject
        if seen is None or note is None:
            self._host.say("the arrow keys choose a note")
            return
        heads = [card for card in seen.view.cards if card.key != note.key]
        if not heads:
            self._host.say("there is no other note yet that was read")
            return
        hint = " · ".join(
            f"{number} {clip(card.title, SENTENCE)}" for number, card in enumerate(seen.view.cards, 1) if card in heads
        )

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            by_number = {str(number): card.key for number, card in enumerate(seen.view.cards, 1)}
            return services.meetings.retro.group(store, viewer, note.key, by_number.get(typed.strip(), typed.strip()))

        def said(head: CardView) -> str:
            taken_out = note.title in dict(seen.view.groups).get(head.key, ())
            return f"taken out again: {titled(note)}" if taken_out else f"grouped: {titled(note)} with {titled(head)}"

        self._host.prompt.ask_text("group", "group with number:", act, said, hint=hint, about=note.key)

    # --- outcomes that need a line ---

    def ask_for(self, offer: Offer, seen: MeetingState, words: str = "") -> None:
        """Open the line that an offer needs, or apply it with the words that were typed for it already."""
        card, host = seen.view.card, self._host
        key = card.key if card is not None else ""
        about = f"{titled(card)}: " if card is not None and offer.about_card else ""

        def said(came: object) -> str:
            return added(came) if isinstance(came, CardView) else f"{about}{offer.title}"

        prompt, hint = _asked(offer, card)

        def keep(typed: str) -> None:
            if offer.asks == "why" or not typed.strip():  # a reason is text: nobody is given anything by it
                host.prompt.store_text(typed, lambda store, me: offer.apply(store, me, ParsedLine(typed.strip())), said)
            else:
                host.prompt.store_line(typed, offer.apply, said)

        if words:
            keep(words)
            return
        host.frame.gesture_made(Sort.WORD)  # what is typed behind its digit is words
        more, empty = not offer.retyped, offer.optional or missing_words(offer.asks)
        host.prompt.ask(
            offer.asks,
            prompt,
            keep,
            text=offer.text,
            more=more,
            hint=hint,
            about=key,
            empty=empty,
        )


def _asked(offer: Offer, card: CardView | None) -> tuple[str, str]:
    """What the line of an offer asks, and the hint under it."""
    key = brief(card) if card is not None else ""
    stay = ", ".join(card.stays) if card is not None else ""
    own = f"{stay} unless @name owns it" if stay and offer.about_card else "@name owns it"
    return {
        "why": (
            f"{offer.title} {key if offer.about_card else ''}".strip() + ", why:",
            "a word or two" + (" · ⏎ alone will do" if offer.optional else ""),
        ),
        "text": (f"{offer.title}, in words that guests may read:", "what was said here stays here"),
        "topic": ("to arch, why:", "⏎ alone will do · @name is invited"),
        "sync": ("to the sync, why:", "the partner reads it · ⏎ alone will do · @name has it · !date when it is due"),
        "work": ("wall card:", "@name does it · !date · %flow · <who asks"),
        "decision": ("decision:", f"ends {key} · context and consequences can follow later"),
        "action": ("action:", f"ends {key} · @name owns it · !fri when it is due"),
        "question": ("experiment:", f"{key} comes back with this question · @name owns it · !date to look again"),
        "card": ("card:", "asked for by the business, unless <… says who · @name does it · %flow"),
        "its action": ("action:", f"{own} · !fri when it is due (else at the next planning)"),
        "spec": ("needs a spec of:", f"{key} comes back with its link, or late · @name writes it · !date"),
    }.get(offer.asks, ("", ""))


def _is_writing(seen: MeetingState) -> bool:
    return seen.runs and isinstance(seen.step.walks, PrivateWriting)
