"""What is said and written down in a meeting, beyond the gestures that are the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from cadence import services
from cadence.domain.kinds.base import PrivateWriting, Round, Walk
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.tui.board.add_card import Adding
from cadence.tui.drawing.people import names
from cadence.tui.meeting.facilitator import Driving
from cadence.tui.meeting.retro_notes import NoteFields
from cadence.tui.meeting.steps.outcomes import Offer
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.write import WriteStep, unfinished
from cadence.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import ParsedLine as Said
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class Saying(Adding, Driving):
    """Feedback, blockers, votes, notes, outcomes that need a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "gesture('open')", "Open", tooltip="The card in full", id="card.open", show=False),
        Binding("V", "gesture('unvote')", "Take a dot back", tooltip="Take one of your dots back",
                id="vote.back", show=False),
        Binding("K,shift+up", "gesture('rank_up')", "Up", tooltip="Rank this card one higher",
                id="card.rank_up", show=False),
        Binding("J,shift+down", "gesture('rank_down')", "Down", tooltip="Rank this card one lower",
                id="card.rank_down", show=False),
        Binding("W", "gesture('write')", "Write mine here", tooltip="Write your own retro notes on this screen",
                id="retro.write", show=False),
        Binding("G", "gesture('group')", "Group", tooltip="Lay this note into another one's group",
                id="card.group", show=False),
    ]  # fmt: skip

    # --- what makes sense ---

    def _why_not_here(self, gesture: str, seen: MeetingState) -> str:
        speaker, ahead = seen.view.update, seen.view.line.status == "scheduled"
        no = {
            "write": "" if self._may_write(seen) else "notes are written on the retro's writing step",
            "group": "" if _reads_notes(seen) else "retro notes are grouped in their round",
            "open": "" if self.subject is not None or ahead else "no card is under discussion",
            "rank_up": self._why_no_rank(seen),
            "rank_down": self._why_no_rank(seen),
            "unvote": "" if self._votable() else "there is no dot to take back here",
            "vote": "" if self._votable() else "there is no vote here; topics and retro notes take votes",
        }
        if gesture == "block" and speaker is not None:
            return "" if speaker.now or speaker.blocked else "no card of theirs is in progress; p parks it"
        return no.get(gesture, "") or super()._why_not_here(gesture, seen)

    def why_not(self, gesture: str) -> str:
        seen = self.shown
        if gesture == "block" and seen is not None and seen.view.update is not None:
            return self._why_not_here(gesture, seen)
        return super().why_not(gesture)

    def _may_write(self, seen: MeetingState) -> bool:
        """On the writing step; in one's own turn, what was left unfinished there."""
        own_turn = _reads_notes(seen) and seen.view.at == seen.me
        return isinstance(seen.step.walks, PrivateWriting) or (own_turn and bool(unfinished(self, seen.kind)))

    def _why_no_rank(self, seen: MeetingState) -> str:
        ranked = isinstance(seen.step.walks, Walk) and "card.rank_up" in seen.step.gestures
        return "" if ranked and seen.view.card is not None else "cards are ranked on the priorities and in the merge"

    def _votable(self) -> bool:
        from cadence.domain.cards.boards import BOARDS
        from cadence.domain.vocabulary import BoardKey

        card = self.subject
        return card is not None and "votes" in BOARDS[BoardKey(card.board)].fields

    # --- cards ---

    def gesture_open(self) -> None:
        seen = self.shown
        if seen is not None and seen.view.line.status == "scheduled":
            self.gesture_next()
        elif self.subject is not None:
            self.frame.go(self.subject.key)

    @on(LineList.Chosen)
    def _opened(self, event: LineList.Chosen) -> None:
        event.stop()
        if not event.item.startswith("/") and "-" in event.item:
            self.frame.go(event.item)

    def gesture_new(self) -> None:
        seen = self.shown
        query = seen.step.query if seen is not None else None
        if query is None or not query.origin:
            super().gesture_new()
            return

        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            from cadence.store.capture import NewCard

            return services.cards.create.add(
                store, viewer, NewCard(self.key, said.text, due=said.due, origin=query.origin), said.people
            )

        self.ask(
            "new",
            f"new {query.origin} priority:",
            lambda typed: self.store_line(typed, act, self.added_as("added")),
            hint="@name takes it · !date when it is due",
            about=query.origin,
        )

    def gesture_rank_up(self) -> None:
        self._rank(-1)

    def gesture_rank_down(self) -> None:
        self._rank(1)

    def _rank(self, by: int) -> None:
        """One place up or down among the cards of the walk that stand in the same column."""
        seen = self.shown
        card = seen.view.card if seen else None
        if seen is None or card is None:
            return
        peers = [one for one in seen.view.cards if one.column == card.column and one.status == "open"]
        place = [one.key for one in peers].index(card.key) + by
        if not 0 <= place < len(peers):
            self.say(f"{card.key} is the {'first' if by < 0 else 'last'} in {card.column}")
            return
        other, key, column = peers[place].key, card.key, card.column
        after, before = (other, None) if by > 0 else (None, other)
        self.drive_then_look(
            lambda store, viewer: services.cards.move.move(store, viewer, key, column, after=after, before=before),
            f"{key} {'above' if by < 0 else 'below'} {other}",
        )

    # --- said of a card ---

    def gesture_comment(self) -> None:
        seen = self.shown
        says = getattr(seen.step.walks, "says", "comment") if seen else "comment"
        if says == "comment":
            super().gesture_comment()
            return
        card = self._card()

        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            by = said.people[0] if said.people else None
            return services.cards.comments.comment(store, viewer, card.key, said.text, kind=says, author=by)

        self.ask(
            says,
            f"{says} on {card.key}:",
            lambda typed: self.store_line(typed, act, lambda _: self.say(f"kept: {says} on {card.key}")),
            hint="@name who said it (you, if nobody is named)",
            about=card.key,
        )

    def gesture_block(self) -> None:
        """In a round: the card that the speaker works on; another one of theirs by its key in front."""
        seen = self.shown
        update = seen.view.update if seen else None
        if seen is None or update is None:
            super().gesture_block()
            return
        theirs = {card.key: card for card in (*update.now, *update.blocked)}
        first = next(iter(theirs))
        name = names(seen.view.here).get(update.person, update.person)
        others = ", ".join(key for key in theirs if key != first)

        def keep(typed: str) -> None:
            word, _, rest = typed.strip().partition(" ")
            key, why = (word.upper(), rest) if word.upper() in theirs and rest else (first, typed)
            said = f"✖ {key} is blocked · another team's doing? x offers it for the sync board"
            self.store_text(typed, lambda store, viewer: services.cards.blockers.block(store, viewer, key, why), said)

        hint = f"by what · for another card begin with {others}" if others else "by what"
        self.ask("block", f"{name}: {first} is blocked:", keep, hint=hint, about=update.person)

    # --- dots ---

    def gesture_vote(self) -> None:
        card, limit = self._card(), self._dots()
        self.drive_then_look(
            lambda store, viewer: services.cards.comments.vote(store, viewer, card.key, limit=limit),
            f"a dot for {card.key}",
        )

    def gesture_unvote(self) -> None:
        card = self._card()
        self.drive_then_look(
            lambda store, viewer: services.cards.comments.vote(store, viewer, card.key, undo=True), "taken back"
        )

    def _dots(self) -> int | None:
        vote = self.shown.view.vote if self.shown else None
        return vote.dots if vote is not None and vote.dots else None

    # --- the retro's writing ---

    def gesture_write(self) -> None:
        if isinstance(self.panel, WriteStep):
            self.panel.open()
        elif self.shown is not None:
            self.put(WriteStep, self.shown, asked_for=True)

    def gesture_read(self) -> None:
        """The notes so far; on the writing step: one's own are written."""
        if self.shown is not None and not isinstance(self.shown.step.walks, PrivateWriting):
            from cadence.tui.notes.screen import NotesScreen

            self.app.push_screen(NotesScreen(self.ref))
            return
        me = self.shown.me if self.shown else ""

        def act(store: Store, viewer: Viewer) -> MeetingView:
            services.meetings.retro.ready(store, viewer)
            return services.meetings.view.show(store, viewer, self.ref)

        ready = any(viewer.handle == me and viewer.ready for viewer in self.shown.view.here) if self.shown else False
        self.drive(act, "still writing" if ready else "you are ready")

    @on(NoteFields.Written)
    def _written_note(self, event: NoteFields.Written) -> None:
        event.stop()
        column, words = event.column, event.text
        self.drive_then_look(lambda store, viewer: services.meetings.retro.write(store, viewer, column, words))

    def unentered(self) -> dict[tuple[str, str], str]:
        if self.begun_in is None:
            return super().unentered()
        notes = {name: typed for panel in self.query(WriteStep) for name, typed in panel.typed().items()}
        return {**super().unentered(), **{(name, self.begun_in): typed for name, typed in notes.items()}}

    def gesture_group(self) -> None:
        seen, note = self.shown, self.subject
        if seen is None or note is None:
            self.say("the arrow keys choose a note")
            return
        heads = [card for card in seen.view.cards if card.key != note.key]
        if not heads:
            self.say("there is no other note yet that was read")
            return
        hint = " · ".join(f"{number} {card.title}" for number, card in enumerate(seen.view.cards, 1) if card in heads)

        def keep(typed: str) -> None:
            word = typed.strip()
            by_number = {str(number): card.key for number, card in enumerate(seen.view.cards, 1)}
            into = by_number.get(word, word)
            self.store_text(
                typed, lambda store, viewer: services.meetings.retro.group(store, viewer, note.key, into), "grouped"
            )

        self.ask("group", "group with number:", keep, hint=hint, about=note.key)

    # --- outcomes that need a line ---

    def ask_for(self, offer: Offer, seen: MeetingState) -> None:
        card = seen.view.card
        key = card.key if card is not None else ""
        prompts = {
            "why": (f"{offer.title} {key}, why:", "a word or two"),
            "text": (f"{offer.title}, in words that guests may read:", "what was said here stays here"),
            "decision": ("decision:", f"ends {key} · context and consequences can follow later"),
            "action": ("action:", f"ends {key} · @name owns it · !fri when it is due"),
        }
        prompt, hint = prompts[offer.asks]

        def act(store: Store, viewer: Viewer, said: Said) -> MeetingView:
            if offer.asks == "decision":
                services.cards.routing.decide(store, viewer, said.text, about=key)
            elif offer.asks == "action":
                services.cards.routing.act(store, viewer, said.text, owners=said.people, due=said.due, about=key)
            return offer.apply(store, viewer, said.text)

        done = f"{key}: {offer.title}"

        def keep(typed: str) -> None:
            self.store_line(typed, act, lambda _: self.say(done))

        self.ask(offer.asks, prompt, keep, hint=hint, about=key)


def _reads_notes(seen: MeetingState) -> bool:
    walks = seen.step.walks
    return isinstance(walks, Round) and walks.shows == "notes"
