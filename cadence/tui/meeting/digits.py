"""The digits in a meeting: they toggle who is numbered on the screen, or choose what is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.binding import BindingType
from textual.message import Message

from cadence import services
from cadence.domain.kinds.base import Doors, Round, Talk
from cadence.domain.parsing.one_line import NO_LINE, numbered
from cadence.domain.views.meetings import PersonHere
from cadence.tui.card.panel import CardPanel
from cadence.tui.core.card_host import titled
from cadence.tui.core.key_sorts import Sort, going_key, word_key
from cadence.tui.drawing.people import names
from cadence.tui.meeting.host import MeetingHost
from cadence.tui.meeting.steps.outcomes import Offer, ends_of
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.people_here import PeopleHere

_ASKS = {"interested": "wants it", "assigned": "takes it"}
_DIGITS = (*range(1, 10), 0)
KEYS: tuple[BindingType, ...] = (
    *(
        going_key(str(digit), f"digit_{digit}", "Number", f"Number {digit} on the screen", f"person.{digit}")
        for digit in range(1, 10)
    ),
    word_key("0", "digit_0", "Who", "Somebody without a number, by name", "person.0"),
)


class Digits:
    """``g`` numbers who is here; elsewhere the step says what its digits mean."""

    def __init__(
        self,
        host: MeetingHost,
        twice: Callable[[str, str], bool],
        ask_for: Callable[[Offer, MeetingState, str], None],
    ) -> None:
        """``twice``: whether a key that asks once was pressed again; ``ask_for`` opens the line an offer needs.

        ``ask_for`` gets words that were typed for the offer already, and then opens no line.
        """
        self._host, self._twice, self._ask_for = host, twice, ask_for
        self.marking = False
        """Whether the digits mark who is here because that was asked for."""
        self._votes_for = ("", "", "")
        """Somebody for whom votes are given, what their votes are, and on which step or topic."""

    def voter(self, seen: MeetingState | None = None) -> str:
        """For whom the facilitator's next key votes, by a digit pressed before; empty: for themselves."""
        seen = seen or self._host.shown
        if seen is None:
            return ""
        handle, *place = self._votes_for
        votes = seen.view.vote is not None and handle in seen.view.vote.voters
        return handle if votes and place == self._vote(seen) else ""

    def takes_vote(self) -> str:
        """The same, of a vote on time: everybody has one, so that the next key is the facilitator's own again."""
        handle, self._votes_for = self.voter(), ("", "", "")
        return handle

    def _vote(self, seen: MeetingState) -> list[str]:
        """What is voted on now."""
        means = self.mean(seen)
        return [means, (seen.view.at or "") if means == "votes" else seen.step.key]

    def gestures(self) -> dict[str, Callable[[], object]]:
        """What each gesture does."""
        return {
            **{f"digit_{digit}": partial(self.press, digit) for digit in _DIGITS},
            "here": self.mark,
            "everybody": self.everybody,
            "choose": self.choose,
        }

    def mean(self, seen: MeetingState) -> str:
        """``here``, ``people`` (of the present card), ``votes`` on time, ``dots``, ``offers``, or nothing."""
        walks = seen.step.walks
        if not seen.runs:
            return ""
        if self.marking or isinstance(walks, (Round, Doors, Talk)):
            return "here"
        if getattr(walks, "people", ""):
            return "people" if seen.view.card is not None else ""
        if seen.votes_on_time:
            return "votes"
        if seen.gives_dots and seen.drives:
            return "dots"
        return "offers" if seen.offers else ""

    def calm(self) -> None:
        """Digits mean again what the step says."""
        was, self.marking, self._votes_for = self.marking or self.voter(), False, ("", "", "")
        if was:
            self._host.digits_changed()

    def mark(self) -> None:
        """Mark who is here with the digits, or no longer."""
        self.marking = not self.marking
        self._host.digits_changed()

    def everybody(self) -> None:
        """Mark everybody of the team as present, or nobody; at the doors, the guests as gone."""
        ref = self._host.ref
        self._host.drive(lambda store, viewer: services.facilitation.attendance.everybody(store, viewer, ref=ref))

    def choose(self) -> None:
        """Open the line with what is offered, numbered: the first digit chooses, the rest are the words for it."""
        seen, card = self._host.shown, self._host.subject
        if seen is None:
            return
        offers = seen.offers
        if seen.view.update is not None and card is not None:
            offers = (*offers, *ends_of(card, seen.view.line.ref))

        def keep(typed: str) -> None:
            digit, words = numbered(typed)
            if digit.isdecimal() and 1 <= int(digit) <= len(offers):
                self._offered(seen, offers, int(digit), words, entered=True)
            else:
                self._host.prompt.refuse(f"begin with its number, 1 to {len(offers)}")

        hint = "  ".join(f"{number} {offer.title}" for number, offer in enumerate(offers, 1))
        hint += "  and words, @name, !date" if any(not offer.asks and offer.about_card for offer in offers) else ""
        missing = f"begin with its number, 1 to {len(offers)}"
        self._host.prompt.ask("choose", "becomes:", keep, hint=hint, about=seen.view.at or "", empty=missing)

    def press(self, digit: int) -> None:
        """Do what the digit means now; ``0`` asks for a name."""
        seen = self._host.shown
        if seen is None:
            return
        means = self.mean(seen)
        if means == "offers" and digit == 0:
            self.choose()
        elif means == "offers":
            self._offered(seen, seen.offers, digit)
        elif digit == 0:
            prompt = self._host.prompt
            known = prompt.handles if means == "here" else tuple(viewer.handle for viewer in seen.view.here)
            prompt.ask("person", "who:", self._named, hint=" ".join(known), handles=known)
        else:
            viewer = next((viewer for viewer in seen.view.here if viewer.digit == digit), None)
            if viewer is None:
                self._host.say(f"nobody is number {digit}")
            else:
                self._person(seen, means, viewer)

    def clicked(self, event: Message) -> None:
        """Somebody was clicked, as who is here or as who takes the card."""
        seen = self._host.shown
        match event:
            case PeopleHere.Toggled(handle=handle):
                self._toggle_here(handle)
            case CardPanel.Toggled(handle=handle) if seen is not None:
                self._tie(seen, handle, names(seen.view.here).get(handle, handle))

    # --- people ---

    def _named(self, typed: str) -> None:
        seen = self._host.shown
        word = typed.strip().removeprefix("@").casefold()
        found = [viewer for viewer in seen.view.here if viewer.handle.startswith(word)] if seen else []
        if seen is not None and len(found) == 1:
            self._person(seen, self.mean(seen), found[0])
        elif seen is not None and not found and self.mean(seen) == "here" and word in self._host.prompt.handles:
            # Somebody who isn't expected, such as a guest who sits in a retro.
            self._toggle_here(word, f"{word} is here")
        else:
            self._host.prompt.refuse(f"{typed.strip()!r} is nobody here, or several")

    def _toggle_here(self, handle: str, said: str = "") -> None:
        ref = self._host.ref
        self._host.drive(
            lambda store, viewer: services.facilitation.attendance.who_is_here(store, viewer, handle, ref=ref), said
        )

    def _person(self, seen: MeetingState, means: str, viewer: PersonHere) -> None:
        name = names(seen.view.here)[viewer.handle]
        if means == "here":
            self._toggle_here(viewer.handle, f"{name} is {'gone' if viewer.here else 'here'}")
        elif means in {"dots", "votes"}:
            if seen.view.vote is not None and viewer.handle not in seen.view.vote.voters:
                self._host.say(f"{name} {'does not vote here' if viewer.here else 'is not here; g marks who is'}")
                return
            own = viewer.handle == seen.me
            kind, place = self._vote(seen)
            self._votes_for = ("" if own else viewer.handle, kind, place)
            self._host.frame.gesture_made(Sort.MOVING)  # the vote itself follows
            self._host.digits_changed()
            keys = "v gives a dot, V takes one back" if means == "dots" else "+ more, - move on"
            self._host.say(f"for {'yourself' if own else name}: {keys}")
        elif means == "people" and seen.view.card is not None:
            self._tie(seen, viewer.handle, name)

    def _tie(self, seen: MeetingState, handle: str, name: str) -> None:
        card, tie = seen.view.card, str(getattr(seen.step.walks, "people", ""))
        if card is None:
            return
        had = handle in (card.interested if tie == "interested" else card.assignees)
        said = f"{name} {'no longer ' if had else ''}{_ASKS.get(tie, tie)}"
        key = card.key
        self._host.drive_then_look(
            lambda store, viewer: services.cards.create.tie(store, viewer, key, handle, tie, on=not had), said
        )

    # --- what is offered ---

    def _offered(
        self, seen: MeetingState, offers: Sequence[Offer], digit: int, words: str = "", *, entered: bool = False
    ) -> None:
        """Do what is offered under ``digit``; ``entered``: the line for its words was entered with it."""
        if not 1 <= digit <= len(offers):
            self._host.say(f"there are {len(offers)} to choose from")
            return
        offer = offers[digit - 1]
        if offer.doubt and not self._twice(offer.title, offer.doubt):
            return
        if words or (offer.asks and not (entered and offer.optional)):
            self._ask_for(offer, seen, words)
            return
        self._host.drive(lambda store, viewer: offer.apply(store, viewer, NO_LINE), _became(seen, offer))


def _became(seen: MeetingState, offer: Offer) -> str:
    card = seen.view.card
    if card is None or not offer.about_card:
        return offer.title.removesuffix(" ✔")
    return f"{titled(card)}: {offer.title}"
