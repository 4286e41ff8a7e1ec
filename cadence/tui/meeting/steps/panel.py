"""What every step's panel is: shows a meeting's view, and says which card its gestures are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from textual.containers import Vertical
from textual.message import Message

from cadence.domain.kinds.base import DotVote, MeetingKind, ParkingLot, Round, Step, Topics, Walk
from cadence.domain.parsing.dates import day_words, since_words
from cadence.domain.team.roles import is_team
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.tui.card.discussed import DiscussedCard
from cadence.tui.drawing.drawn import DIM, Drawn
from cadence.tui.drawing.lines import Line, wrapped
from cadence.tui.drawing.people import names
from cadence.tui.meeting.steps.outcomes import FORM, Offer
from cadence.tui.widgets.one_line import OneLine

NOT_YOURS = "What is talked about now is not for you to read. What is shows here when its turn comes."
"""What a guest sees while the walk stands on something that they may not see."""


@dataclass(frozen=True, slots=True)
class MeetingState:
    """A meeting at one look: its view, the step that is held, and who looks."""

    view: MeetingView
    kind: MeetingKind
    step: Step
    me: str
    in_team: bool = True
    own: tuple[CardView, ...] = ()
    """The viewer's own retro notes."""
    cannot_keep: bool = False
    """Their notes would be kept while they are away, if they bore their name (see :func:`retro.cannot_keep`)."""
    offers: tuple[Offer, ...] = ()
    """What can become of the present card, or how the topics can be run: numbered in this order."""
    votes_for: str = ""
    """The handle of somebody for whom the viewer's next vote is; empty: for themselves."""
    numbers_people: bool = False
    """Whether the digits stand for people who are here, and so for nothing else on the screen."""

    @property
    def runs(self) -> bool:
        """Whether the meeting goes on; it may stand still for a while."""
        return self.view.line.status in {"running", "paused"}

    @property
    def lists_cards(self) -> bool:
        """Whether the step goes through cards one by one, so that the list of them stands beside the present one."""
        return self.runs and isinstance(self.step.walks, (Walk, ParkingLot))

    @property
    def judges_order(self) -> bool:
        """Whether the order of the cards is what the step is about, so that the list of them is the screen."""
        return self.lists_cards and "card.rank_up" in self.step.gestures and not self.gives_dots

    @property
    def chooses_form(self) -> bool:
        """Whether the step looks at what is on the agenda, to choose how it is gone through: no card is talked of."""
        return FORM in self.step.gestures

    @property
    def lists_holdovers(self) -> bool:
        """Whether what is left of the last iteration is gone through: the whole list is on any screen."""
        asked = self.step.query is not None and self.step.query.from_before
        return self.lists_cards and asked and bool(self.view.queue)

    @property
    def led_by(self) -> str:
        """The facilitator's display name."""
        facilitator = self.view.line.facilitator or "nobody"
        return dict(self.view.names).get(facilitator, facilitator)

    @property
    def drives(self) -> bool:
        """Whether the viewer facilitates."""
        return self.view.line.facilitator == self.me

    @property
    def is_anothers(self) -> bool:
        """Whether it is somebody else's turn to facilitate."""
        return self.view.line.facilitator not in {None, self.me}

    @property
    def asked_first(self) -> str:
        """What is asked before the viewer starts this meeting: it is another's turn, or another day's; else empty."""
        line = self.view.line
        if line.starts_at.date() != self.now.date():
            return f"it is planned for {day_words(line.starts_at.date())} {line.starts_at:%H:%M}"
        return f"it is {self.led_by}'s turn" if self.is_anothers else ""

    @property
    def now(self) -> datetime:
        """The instant of the view, in the team's zone."""
        return self.view.now.astimezone(self.view.line.starts_at.tzinfo)

    @property
    def place(self) -> str:
        """``3 of 9``: where the walk stands."""
        view = self.view
        if view.at in view.queue:
            return f"{view.queue.index(view.at) + 1} of {len(view.queue)}"
        return f"{len(view.walked)} walked" if view.walked else ""

    @property
    def changed_since(self) -> str:
        """``changed since Tuesday`` while the walk goes through this alone; else empty."""
        before = self.view.walk_before
        if self.view.scope != "changed" or before is None:
            return ""
        return f"changed since {since_words(before, self.now.date())}"

    @property
    def came_since(self) -> int:
        """Behind the last card: how many cards came onto the walk since, which ``space`` goes to."""
        view = self.view
        one_by_one = isinstance(self.step.walks, (Walk, Topics, ParkingLot))
        return len(set(view.queue) - set(view.walked)) if view.at is None and one_by_one else 0

    @property
    def unheard(self) -> str:
        """What the step has not heard of its people: those whose turn is to come, or dots that nobody counted."""
        if isinstance(self.step.walks, Round):
            heard, called = {who.handle for who in self.view.here if who.heard}, names(self.view.here)
            waiting = [called[one] for one in self.view.queue if one not in heard and one != self.view.at]
            return f"still to be heard: {', '.join(waiting)}" if waiting else ""
        return "the dots are not counted" if self.gives_dots and isinstance(self.step.walks, DotVote) else ""

    def talked(self, card: CardView) -> DiscussedCard:
        """The card under discussion with what stands around it."""
        view = self.view
        asks = getattr(self.step.walks, "people", "")
        about = card.key == view.at
        return DiscussedCard(
            card=card,
            now=self.now,
            people=tuple(replace(who, digit=0) if self.numbers_people else who for who in view.here) if asks else (),
            asks=asks,
            comments=view.comments if about else (),
            path=view.path if about and card.came_from is not None else (),
            before=view.before if about else (),
            promised=view.promised if about else (),
            tabled_as=view.tabled_as if about else (),
            made=self._made_of(card),
            choices_as=self._label(),
            choices=tuple(
                offer.title if self.numbers_people else f"{number} {offer.title}"
                for number, offer in enumerate(self.offers, 1)
            )
            or self._orders,
            since=self._since(card) if about else "",
            listed=card.key in view.queue,
            called=view.names,
        )

    def _made_of(self, card: CardView) -> tuple[str, ...]:
        """What came of a card in this meeting by now; of a topic also what ends it."""
        made = [
            f"{name}: {one.title}"
            for name, cards in (("decision", self.view.decisions), ("action", self.view.actions))
            for one in cards
            if one.came_from is not None and one.came_from.key == card.key
        ]
        if made and self.drives and isinstance(self.step.walks, Topics) and card.key == self.view.at:
            made[-1] += " · space ends the topic"
        return tuple(made)

    def _since(self, card: CardView) -> str:
        if self.view.walk_before is None:
            return ""
        told = dict(self.view.changed).get(card.key, "nothing")
        return f"since the last walk ({day_words(self.view.walk_before)}): {told}"

    @property
    def _orders(self) -> tuple[str, ...]:
        """What can be done where the order is the question, for who leads."""
        ranks = self.runs and self.drives and self.step.query is not None and self.step.query.origin
        return ("J K move it in the order", "> next weeks", "space next") if ranks else ()

    def _label(self) -> str:
        if self._orders:
            return "the order"
        if self.offers and self.numbers_people:
            return "x becomes"
        return self.offers[0].label if self.offers else ""

    @property
    def gives_dots(self) -> bool:
        """Whether a vote by dots is open."""
        return self.runs and self.view.vote is not None and bool(self.view.vote.dots)

    @property
    def waits_for_action(self) -> CardView | None:
        """What was chosen by dots and stands on the walk, while no action was made of it."""
        view = self.view
        chosen = self.runs and isinstance(self.step.walks, DotVote) and self.step.walks.picks and not self.gives_dots
        made = {one.came_from.key for one in view.actions if one.came_from is not None}
        return view.card if chosen and view.card is not None and view.card.key not in made else None

    @property
    def ends(self) -> bool:
        """Whether the meeting ends behind this step: nothing follows, or an empty parking lot."""
        follow = [self.kind.step(step.key).walks for step in self.view.steps[self.view.step + 1 :]]
        return all(isinstance(walks, ParkingLot) for walks in follow) and not (follow and self.view.parked)

    @property
    def votes_on_time(self) -> bool:
        """Whether more time for a topic is voted on: the digits are people's votes then."""
        return isinstance(self.step.walks, Topics) and self.view.vote is not None and self.view.vote.open

    @property
    def of_the_team(self) -> MeetingView:
        """The view without guests: a round is the team's."""
        return replace(self.view, here=tuple(viewer for viewer in self.view.here if is_team(viewer.role)))


class StepPanel(Vertical):
    """The base of the panels: :meth:`present` may be called before there is anything to draw on."""

    DEFAULT_CSS = """
    StepPanel { height: 1fr; width: 1fr; }
    """
    WIDE: ClassVar[bool] = False
    """Has lists of its own at its sides: agenda and people are one line above it."""
    seen: MeetingState | None = None
    in_hand: bool = False
    """Whether its author is in the middle of a sentence here: it stays, whatever becomes of the step."""
    asked_for: bool = False
    """Whether its viewer asked for it, whatever the step."""
    stands = False
    """Whether it is there to be drawn on; the keys that were typed ahead are for it."""
    _begun = False

    class Stands(Message):
        """A panel has come to stand."""

    def present(self, seen: MeetingState) -> None:
        """Show the meeting as it is now."""
        self.seen = seen
        if self.is_mounted and self._on_stage:
            self.show(seen)
            self._begin_once()

    @property
    def _on_stage(self) -> bool:
        """Whether it isn't taken off the stage, perhaps before it was ever seen: its children go before it does."""
        return self.display and bool(self.children)

    def on_mount(self) -> None:
        if self.seen is not None and self._on_stage:
            self.show(self.seen)
            self._begin_once()
        self.stands = True
        self.post_message(self.Stands())

    def _begin_once(self) -> None:
        """Begin, unless the one line is open: who types there would lose the focus in the middle of a word."""
        if not self._begun and not any(line.gesture for line in self.screen.query(OneLine)):
            self._begun = True
            self.begin()

    def show(self, seen: MeetingState) -> None:
        """Bring it into the widgets."""
        raise NotImplementedError

    def begin(self) -> None:
        """The step begins: take the focus where the arrow keys mean something."""

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""
        return self.seen.view.card if self.seen else None


class Aside(Drawn):
    """A quiet sentence under a panel's lists or fields; it takes no row while there is nothing to say."""

    DEFAULT_CSS = "Aside { margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def say(self, words: str) -> None:
        """Say this from now on."""
        self.display = bool(words)
        if words != self._words:
            self._words = words
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        return [[(row, DIM)] for row in wrapped(self._words, min(width, 88))]
