"""What becomes of a card outside a walk: done, dropped, on a list or not, and what is made of what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.routing import places_for_parked
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.one_line import ParsedLine, numbered, parse
from cadence.domain.parsing.tasks import task_line
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue
from cadence.tui.core.card_host import CardHost, added, brief, titled

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_ENDS = "1 done · 2 dropped: why"
"""How a card can end outside a walk; the number chooses."""
_BEGIN = "begin with its number:"
_PROPOSED = "1 to show: everybody invited sees it · 2 not this time"


class _Made(NamedTuple):
    """A card that can be made of what another one says: what it is called, the words, how they are read and kept."""

    words: str
    text: str
    read: Callable[[str], ParsedLine]
    make: Callable[..., CardView]


def choose(host: CardHost, card: CardView) -> None:
    """What becomes of it outside a walk: done, or dropped with a word why; and what is made of what it says."""
    key, on = card.key, host.moves_on
    if BOARDS[BoardKey(card.board)].parks:
        give_place(host, card)
        return
    if on is not None and on != card.board:
        _choose_proposed(host, card, on)
        return
    makes = _makes(host)
    hint = " · ".join((_ENDS, *(f"{number} {made.words}" for number, made in enumerate(makes, 3))))

    def act(store: Store, viewer: Viewer, typed: str) -> CardView:
        digit, words = numbered(typed)
        if digit == "1":
            return services.cards.move.done(store, viewer, key)
        if digit == "2" and words:
            return services.cards.move.drop(store, viewer, key, words)
        if digit.isdecimal() and 3 <= int(digit) < 3 + len(makes):
            made = makes[int(digit) - 3]
            line = made.read(words or made.text)
            return made.make(store, viewer, line.text, owners=line.people, due=line.due, about=key, marks=line.marks)
        raise BadValue("why is it dropped?" if digit == "2" else "that is not an outcome", hint)

    def became(now: CardView) -> str:
        if now.key != key:
            return added(now)
        return f"✔ {titled(now)} is done" if now.status == "done" else f"{titled(now)} dropped"

    host.prompt.ask_text(
        "choose", f"{brief(card)} becomes:", act, became, hint=hint, about=key, empty=f"{_BEGIN} {hint}"
    )


def give_place(host: CardHost, card: CardView) -> None:
    """Where a parked item goes: the number of a place, and words that say why, or what, with @name and !date."""
    key, raised = card.key, card.came_from.meeting if card.came_from else None
    places = places_for_parked(closed_doors=raised is not None and BY_KEY[raised.partition("@")[0]].closed_doors)
    shown = " · ".join(f"{number} {one.title}" for number, one in enumerate(places, 1))
    missing = f"begin with its number, 1 to {len(places)}"
    ref, said = host.gives_places, f"{titled(card)} has a place"
    later = services.facilitation.placing.place
    settle = services.cards.routing.settle if ref is None else lambda store, me, *how: later(store, me, ref, *how)

    def keep(typed: str) -> None:
        word, _, words = typed.strip().partition(" ")
        place = next((one for number, one in enumerate(places, 1) if word in (str(number), one.key)), None)
        if place is None:
            host.prompt.refuse(missing)
        elif place.asks == "why":
            why = ParsedLine(words)
            host.prompt.store_text(typed, lambda store, me: settle(store, me, key, place.key, why), said)
        else:
            host.prompt.store_line(
                typed,
                lambda store, me, line: settle(
                    store, me, key, place.key, replace(line, text=line.text.removeprefix(word).strip())
                ),
                said,
            )

    hint = f"{shown} · more words say why, or what; @name !date"
    host.prompt.ask("place", f"{brief(card)} goes to:", keep, hint=hint, about=key, empty=missing)


def _makes(host: CardHost) -> list[_Made]:
    """What can be made of the last feedback on a demo, or of what a postmortem leaves to do."""
    handles, session, routing = host.prompt.handles, host.frame.session, services.cards.routing
    if session is None:
        return []
    today = session.today()
    if host.said_last:
        read = partial(parse, handles=handles, today=today, keep_unknown=True)
        return [
            _Made("card of what was said", host.said_last, read, routing.asked_for),
            _Made("action of it", host.said_last, read, routing.act),
        ]
    read = partial(task_line, handles=handles, today=today)
    return [_Made(f"action: {clip(read(task).text, SENTENCE)}", task, read, routing.act) for task in host.tasks]


def _choose_proposed(host: CardHost, card: CardView, board: str) -> None:
    """Whether a card that proposes itself for a board is listed there, or left out this time."""
    key = card.key

    def act(store: Store, viewer: Viewer, typed: str) -> CardView:
        if typed.strip() == "1":
            return services.cards.move.move(store, viewer, key, BOARDS[BoardKey(board)].new, board=board)
        if typed.strip() == "2":
            return services.cards.demos.leave_out(store, viewer, key)
        raise BadValue("that is not a choice", _PROPOSED)

    def became(now: CardView) -> str:
        return f"{titled(now)} is left out this time" if now.key == key else f"to show: {titled(now)}"

    host.prompt.ask_text(
        "choose",
        f"{brief(card)} is:",
        act,
        became,
        hint=_PROPOSED,
        about=key,
        empty=f"{_BEGIN} {_PROPOSED}",
    )
