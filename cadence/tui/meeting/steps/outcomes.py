"""What is numbered on a step: what can become of its card, where a parked item goes, how topics are run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.outcomes import HAND_BACK, OUTCOMES
from cadence.domain.cards.routing import Destination, places_for_parked
from cadence.domain.kinds.base import MeetingKind, ParkingLot, Step, Topics
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.card_host import brief

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import ParsedLine
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

Apply = Callable[["Store", "Viewer", "ParsedLine"], Any]
"""Does it, with what was typed for it, and gives the meeting back; where a line is asked for, perhaps what it made."""

FORM = "arch.form"
"""The gesture of a step on which the form is chosen."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them. ``asks`` names the line that is opened first: ``why``, ``text``, or what an outcome asks for."""

    title: str
    apply: Apply
    asks: str = ""
    doubt: str = ""
    """Said before it is done; the same key again does it all the same."""
    about_card: bool = True
    label: str = "can become"
    text: str = ""
    """What stands in that line at first."""
    retyped: bool = False
    """Whether typing takes the place of those words; else it goes on behind them."""
    optional: bool = False
    """Whether that line may stay empty."""


def offers_of(kind: MeetingKind, step: Step, view: MeetingView) -> tuple[Offer, ...]:
    """What the step offers now, in order; their numbers are their keys."""
    if view.line.status not in {"running", "paused"}:
        return ()
    if FORM in step.gestures:
        return tuple(
            _form(name, view) for one in kind.steps if isinstance(one.walks, Topics) for name in one.walks.forms
        )
    if view.update is not None:
        # A blocker that another team causes is offered for the board shared with them: the reason alone goes there.
        told = view.update
        return tuple(_to_sync(card, view.line.ref) for card in told.blocked if told.partner_may_cause(card))
    if view.card is None:
        return ()
    if isinstance(step.walks, ParkingLot):
        if not BOARDS[BoardKey(view.card.board)].parks or view.card.status != "open":
            return ()
        places = places_for_parked(closed_doors=kind.closed_doors)
        return tuple(_place(place, view.card) for place in places)
    names = kind.choices(step, view.card.board)
    called = dict(view.called)
    offers = tuple(
        Offer(called.get(name, name), _choose(name), _asked(name), _doubt(name, view), optional=name == HAND_BACK)
        for name in names
    )
    if names and BOARDS[BoardKey(view.card.board)].presented and view.comments:
        return (*offers, *_made_of_feedback(view))
    return (*offers, *(_made_of_task(view, task) for task in view.tasks))


def _made_of_feedback(view: MeetingView) -> tuple[Offer, Offer]:
    """What was said last becomes a card of the wall, or an action; the demo stays where it is."""
    key = view.card.key if view.card is not None else ""
    routing, (_, said) = services.cards.routing, view.comments[-1]

    def card(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
        return routing.asked_for(
            store, viewer, line.text, about=key, owners=line.people, due=line.due, marks=line.marks
        )

    def action(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
        return routing.act(store, viewer, line.text, owners=line.people, due=line.due, about=key, marks=line.marks)

    words = " ".join(said.split())
    return (
        Offer("card of what was said", card, "card", about_card=False, text=words, retyped=True),
        Offer("action of it", action, "its action", about_card=False, text=words, retyped=True),
    )


def its_action(chosen: CardView) -> Offer:
    """What was chosen by dots becomes an action, in its own words at first; then the walk goes on."""

    def apply(store: Store, viewer: Viewer, line: ParsedLine) -> MeetingView:
        words = line.text or chosen.title
        services.cards.routing.act(
            store, viewer, words, owners=line.people, due=line.due, about=chosen.key, marks=line.marks
        )
        return services.facilitation.navigation.advance(store, viewer)

    return Offer(f"action for “{chosen.title}”", apply, "its action", about_card=False, text=chosen.title, retyped=True)


def _made_of_task(view: MeetingView, task: str) -> Offer:
    """What the text leaves to do becomes an action, with who and when it names."""
    from cadence.domain.parsing.tasks import task_line

    key, ref = view.card.key if view.card is not None else "", view.line.ref
    line = task_line(
        task, tuple(handle for handle, _ in view.names), view.now.astimezone(view.line.starts_at.tzinfo).date()
    )

    def apply(store: Store, viewer: Viewer, _line: ParsedLine) -> MeetingView:
        services.cards.routing.act(
            store, viewer, line.text, owners=line.people, due=line.due, about=key, marks=line.marks
        )
        return services.meetings.view.show(store, viewer, ref)

    return Offer(f"action: {line.text}", apply, about_card=False)


def _doubt(name: str, view: MeetingView) -> str:
    put_off = view.card.put_off if view.card else 0
    if name == "next week" and put_off > 1:
        return f"put off {put_off}× already: decide, experiment or drop; the same again puts it off"
    return ""


def _asked(name: str) -> str:
    return OUTCOMES[name].asks if name in OUTCOMES else "why" if name == HAND_BACK else ""


def _choose(name: str) -> Apply:
    choose = services.facilitation.navigation.choose
    return lambda store, viewer, line: choose(store, viewer, name, words=line.text, owners=line.people, due=line.due)


def _place(place: Destination, card: CardView) -> Offer:
    settle = services.facilitation.navigation.settle
    return Offer(
        place.title,
        lambda store, viewer, line: settle(store, viewer, place.key, line),
        place.asks,
        label="goes to",
        text=card.title if place.fills else "",
        optional=place.optional,
    )


def _to_sync(card: CardView, ref: str) -> Offer:
    def apply(store: Store, viewer: Viewer, _line: ParsedLine) -> MeetingView:
        services.cards.blockers.ask_partner(store, viewer, card.key)
        return services.meetings.view.show(store, viewer, ref)

    return Offer(f"{brief(card)} to the sync board", apply, about_card=False)


def ends_of(card: CardView, ref: str) -> tuple[Offer, Offer]:
    """How a card of the wall ends while its owner speaks of it in the meeting ``ref``: done, or dropped with why."""

    def done(store: Store, viewer: Viewer, _line: ParsedLine) -> MeetingView:
        services.cards.move.done(store, viewer, card.key)
        return services.meetings.view.show(store, viewer, ref)

    def drop(store: Store, viewer: Viewer, line: ParsedLine) -> MeetingView:
        services.cards.move.drop(store, viewer, card.key, line.text)
        return services.meetings.view.show(store, viewer, ref)

    return (
        Offer(f"{brief(card)} done", done, about_card=False),
        Offer(f"{brief(card)} dropped", drop, "why", about_card=False),
    )


def _form(name: str, view: MeetingView) -> Offer:
    big = view.at if " big " in name else None
    title = f"{name} ✔" if name == view.form else name

    def apply(store: Store, viewer: Viewer, _line: ParsedLine) -> MeetingView:
        return services.facilitation.navigation.set_form(store, viewer, name, big=big)

    return Offer(title, apply, about_card=big is not None, label="run it")
