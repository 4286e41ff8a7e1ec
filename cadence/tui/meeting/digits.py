"""The digits in a meeting: they toggle who is numbered on the screen, or choose what is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from cadence import services
from cadence.domain.kinds.base import Doors, DotVote, ParkingLot, PrivateWriting, Round, Talk
from cadence.domain.views.meetings import PersonHere
from cadence.tui.card.panel import CardPanel
from cadence.tui.drawing.people import names
from cadence.tui.meeting.facilitator import RUNS, Driving
from cadence.tui.meeting.steps.outcomes import FORM, Offer
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.widgets.key_bar import KeyWords

_ASKS = {"interested": "wants it", "assigned": "takes it"}


class Digits(Driving):
    """``g`` numbers who is here, ``x`` what can become of the card; elsewhere the step says what its digits mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"gesture('digit_{digit}')", "Number", tooltip=f"Number {digit} on the screen",
                    id=f"person.{digit}", show=False)
            for digit in (*range(1, 10), 0)
        ),
    ]  # fmt: skip
    marking = False
    """Whether the digits mark who is here."""
    choosing = False
    """Whether the next digit chooses what becomes of the card."""

    def digits_mean(self, seen: MeetingState) -> str:
        """``here``, ``people`` (of the present card), ``votes``, ``offers``, or nothing."""
        walks = seen.step.walks
        if seen.view.line.status not in RUNS:
            return ""
        if self.choosing and seen.offers:
            return "offers"
        if self.marking or isinstance(walks, (Round, Doors, Talk)):
            return "here"
        if getattr(walks, "people", ""):
            return "people" if seen.view.card is not None else ""
        if seen.votes_on_time:
            return "votes"
        return "offers" if seen.offers else ""

    def calm(self) -> None:
        super().calm()
        was, self.choosing, self.marking = self.choosing or self.marking, False, False
        if was:
            self._renumber()

    def _renumber(self) -> None:
        if self.shown is not None and self.is_attached:
            self.show(self.shown)
            self.foot()

    # --- what makes sense ---

    def why_not(self, gesture: str) -> str:
        seen = self.shown
        if gesture.startswith("digit_") and seen is not None:
            means = self.digits_mean(seen)
            if means == "":
                return "nobody is numbered here; g numbers who is here" if seen.view.line.status in RUNS else "not yet"
            if means in {"votes", "offers"} and not seen.drives:
                return super().why_not("choose") or ""
            return ""
        if gesture == "here" and seen is not None and not self.marking and self.digits_mean(seen) == "here":
            return "on this step the digits mark who is here"
        if gesture == "choose" and seen is not None and not seen.offers:
            return "nothing is to be chosen here"
        return super().why_not(gesture)

    def action_gesture(self, gesture: str) -> None:
        chose = self.choosing
        if gesture.startswith("digit_"):
            why = self.why_not(gesture)
            if why:
                self.say(why)
            else:
                self._digit(int(gesture[-1]))
        else:
            super().action_gesture(gesture)
        if chose and self.choosing:
            self.choosing = False
            self._renumber()

    def worded(self, key: KeyWords) -> KeyWords:
        """A footer's key in the words of the present step."""
        seen = self.shown
        if seen is None:
            return key
        if seen.view.line.status not in RUNS:
            return key._replace(words="start") if key.action == "card.next" else key
        if key.action == "person.1":
            words, last = self._digit_words(seen)
            return key._replace(key=f"1-{last}", words=words)
        words = {
            "card.choose": "form" if FORM in seen.step.gestures else "becomes",
            "meeting.end": "e end",
            "meeting.take_over": "T take over",
            "meeting.here": "done" if self.marking else "who is here",
            "step.next": "next step",
            "notes.read": "ready" if isinstance(seen.step.walks, PrivateWriting) else "read",
            "card.next": _next_words(seen),
        }.get(key.action, key.words)
        return key._replace(words=words)

    def _digit_words(self, seen: MeetingState) -> tuple[str, int]:
        means = self.digits_mean(seen)
        people = max(1, min(9, len(seen.view.here)))
        if means == "offers":
            place = "place" if isinstance(seen.step.walks, ParkingLot) else "becomes"
            return "form" if FORM in seen.step.gestures else place, len(seen.offers)
        if means == "people":
            return {"interested": "wants", "assigned": "takes"}.get(getattr(seen.step.walks, "people", ""), ""), people
        return "their vote" if means == "votes" else "here", people

    # --- the digits ---

    def _digit(self, digit: int) -> None:
        seen = self.shown
        if seen is None:
            return
        means = self.digits_mean(seen)
        if means == "offers":
            self._offered(seen, digit)
        elif digit == 0:
            known = self.handles if means == "here" else tuple(viewer.handle for viewer in seen.view.here)
            self.ask("person", "who:", self._named, hint=" ".join(known), handles=known)
        else:
            viewer = next((viewer for viewer in seen.view.here if viewer.digit == digit), None)
            if viewer is None:
                self.say(f"nobody is number {digit}")
            else:
                self._person(seen, means, viewer)

    def _named(self, typed: str) -> None:
        seen = self.shown
        word = typed.strip().removeprefix("@").casefold()
        found = [viewer for viewer in seen.view.here if viewer.handle.startswith(word)] if seen else []
        if seen is not None and len(found) == 1:
            self._person(seen, self.digits_mean(seen), found[0])
        elif seen is not None and not found and self.digits_mean(seen) == "here" and word:
            # Somebody who isn't expected, such as a guest who sits in a retro.
            self.drive(
                lambda store, me: services.facilitation.attendance.who_is_here(store, me, word, ref=self.ref),
                f"{word} is here",
            )
        else:
            self.say(f"{typed.strip()!r} is nobody here, or several", wrong=True)

    def _person(self, seen: MeetingState, means: str, viewer: PersonHere) -> None:
        name = names(seen.view.here)[viewer.handle]
        if means == "here":
            said = f"{name} is {'gone' if viewer.here else 'here'}"
            self.drive(
                lambda store, me: services.facilitation.attendance.who_is_here(store, me, viewer.handle, ref=self.ref),
                said,
            )
        elif means == "people" and seen.view.card is not None:
            self._tie(seen, viewer.handle, name)
        elif means == "votes" and seen.view.vote is not None:
            more = not dict(seen.view.vote.voted).get(viewer.handle, False)
            said = f"{name} {'wants more' if more else 'would move on'}"
            self.drive(
                lambda store, me: services.facilitation.navigation.vote_on_time(
                    store, me, more=more, handle=viewer.handle
                ),
                said,
            )

    def _tie(self, seen: MeetingState, handle: str, name: str) -> None:
        card, tie = seen.view.card, str(getattr(seen.step.walks, "people", ""))
        if card is None:
            return
        had = handle in (card.interested if tie == "interested" else card.assignees)
        said = f"{name} {'no longer ' if had else ''}{_ASKS.get(tie, tie)}"
        key = card.key
        self.drive_then_look(
            lambda store, viewer: services.cards.create.tie(store, viewer, key, handle, tie, on=not had), said
        )

    @on(PeopleHere.Toggled)
    def _clicked_here(self, event: PeopleHere.Toggled) -> None:
        event.stop()
        self.drive(
            lambda store, viewer: services.facilitation.attendance.who_is_here(
                store, viewer, event.handle, ref=self.ref
            )
        )

    @on(CardPanel.Toggled)
    def _clicked_taker(self, event: CardPanel.Toggled) -> None:
        event.stop()
        if self.shown is not None:
            called = names(self.shown.view.here)
            self._tie(self.shown, event.handle, called.get(event.handle, event.handle))

    def gesture_here(self) -> None:
        self.marking = not self.marking
        self.choosing = False
        self._renumber()

    # --- what is offered ---

    def gesture_choose(self) -> None:
        seen = self.shown
        if seen is None:
            return
        self.choosing = True
        self._renumber()
        self.say("  ".join(f"{number} {offer.title}" for number, offer in enumerate(seen.offers, 1)))

    def _offered(self, seen: MeetingState, digit: int) -> None:
        self.choosing = False
        if not 1 <= digit <= len(seen.offers):
            self.say(f"there are {len(seen.offers)} to choose from")
            return
        offer = seen.offers[digit - 1]
        if offer.doubt and not self.twice(offer.title, offer.doubt):
            return
        if offer.asks:
            self.ask_for(offer, seen)
            return
        self.drive(lambda store, viewer: offer.apply(store, viewer, ""), _became(seen, offer))


def _next_words(seen: MeetingState) -> str:
    if seen.view.vote is not None and seen.view.vote.dots:
        return "close the vote" if isinstance(seen.step.walks, DotVote) else "next step"
    walks, queue = seen.step.walks, seen.view.queue
    by_itself = isinstance(walks, (Round, ParkingLot)) or getattr(walks, "ends_when_empty", False)
    if seen.ends and (seen.view.at is None or (by_itself and seen.view.at == queue[-1])):
        return "end"
    return "next person" if isinstance(walks, Round) else "next"


def _became(seen: MeetingState, offer: Offer) -> str:
    card = seen.view.card
    return f"{card.key}: {offer.title}" if card is not None and offer.about_card else offer.title.removesuffix(" ✔")
