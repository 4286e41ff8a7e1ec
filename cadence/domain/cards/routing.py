"""What may go where: the gestures that carry something from one meeting to another, as data (Mangot 2019).

A card's audience travels with it and never widens by itself; what is typed behind closed doors (the retro) stays the
team's, and only words typed anew leave it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from cadence.domain.cards.boards import BOARDS
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import Refused

_NAMED_TEAM = re.compile(r"([\w'-]+)\s+team\b|\bteam\s+([\w'-]+)", re.IGNORECASE)
_NO_NAMES = frozenset({"a", "another", "dev", "development", "other", "our", "partner", "that", "the", "their", "your"})
"""Words beside ``team`` that name none."""
_WIDTH = (Audience.TEAM, Audience.PARTNER, Audience.EVERYONE)


class Effect(StrEnum):
    """What becomes of a card that is sent somewhere."""

    STAYS = "stays"
    """Nothing new is made and nothing moves: it is discussed now, or stays."""
    LINKED = "linked"
    """It stays where it is, and a new card there points back to it."""
    MOVES = "moves"
    """The card itself goes there."""
    WORDS = "words"
    """It stays; a new card is made of words typed anew, and points nowhere."""
    DROPPED = "dropped"
    """It is closed, with a word why."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place offered for a parked item. ``asks``: the line to fill in before (``why``), or nothing."""

    key: str
    title: str
    board: BoardKey | None
    effect: Effect
    asks: str = ""
    optional: bool = False
    """Whether the line may stay empty."""
    fills: bool = False
    """Whether the item's own words stand in the line, for more to be said behind them."""
    tie: str = "assigned"
    """What somebody who is named in the line is to the card that comes of it."""


_DESTINATIONS = (
    Destination("now", "discussed now", None, Effect.STAYS),
    Destination("arch", "arch", BoardKey.ARCH, Effect.MOVES, asks="topic", optional=True, tie="invited"),
    Destination("sync", "sync", BoardKey.SYNC, Effect.MOVES, asks="sync", optional=True),
    Destination("wall", "wall card", BoardKey.WALL, Effect.MOVES, asks="work", fills=True),
    Destination("action", "action", BoardKey.ACTIONS, Effect.MOVES, asks="its action", fills=True),
    Destination("dropped", "dropped", None, Effect.DROPPED, asks="why"),
)

TABLED = "tabled to arch"
"""What became of a card of which a topic was made, where nobody said more of it."""
_TABLED: dict[BoardKey, Effect | None] = {
    BoardKey.WALL: Effect.LINKED,
    BoardKey.SYNC: Effect.LINKED,
    BoardKey.ARCH: None,  # it is on that agenda
    BoardKey.DEMO: Effect.LINKED,
    BoardKey.RETRO: Effect.WORDS,
    BoardKey.PARKING: Effect.MOVES,
    BoardKey.ACTIONS: Effect.LINKED,
    BoardKey.DECISIONS: Effect.LINKED,
}


def table_effect(source: BoardKey | str, closed_doors: bool = False) -> Effect:
    """What tabling a card of the board ``source`` to the arch agenda does with it.

    ``closed_doors``: in a meeting that only typed words may leave (the retro), whatever the card. Raises
    :class:`Refused` for a topic, which is on the arch agenda already.
    """
    effect = _TABLED[BoardKey(source)]
    if effect is None:
        raise Refused("this is on the arch agenda already", "move it to Next, or leave it where it is")
    return Effect.WORDS if closed_doors else effect


def places_for_parked(*, closed_doors: bool = False) -> tuple[Destination, ...]:
    """The places offered at a meeting's end for an item parked in it, in the order offered.

    The item keeps its audience wherever it goes. Behind ``closed_doors`` it goes to no board that guests read: what
    goes there is typed anew.
    """
    return tuple(_behind_closed_doors(place) if closed_doors else place for place in _DESTINATIONS)


def blames_another(words: str, partner: str) -> bool:
    """Whether what blocks a card names a team by its name, and not the ``partner``: it is not for the shared board."""
    if not partner or partner.casefold() in words.casefold():
        return False
    named = {name.casefold() for pair in _NAMED_TEAM.findall(words) for name in pair if name}
    return bool(named - _NO_NAMES)


def audience_of(board: BoardKey | str, source: Audience | str | None = None) -> Audience:
    """The audience of a new card on ``board`` that comes from something with the audience ``source``.

    Never wider than its source. ``source`` is that of the card it is made of, else of the meeting it is typed in
    where that is closed or the board inherits (parking lot, actions, decisions); ``None``: from nowhere, the board's
    own.
    """
    home = BOARDS[BoardKey(board)]
    if source is None:
        return home.audience
    return Audience(source) if home.inherits else narrower(home.audience, source)


def wider(a: Audience | str, b: Audience | str) -> Audience:
    """The audience of the two that includes the other."""
    return max(Audience(a), Audience(b), key=_WIDTH.index)


def narrower(a: Audience | str, b: Audience | str) -> Audience:
    """The audience of the two that the other includes."""
    return min(Audience(a), Audience(b), key=_WIDTH.index)


def _behind_closed_doors(place: Destination) -> Destination:
    if place.board is None or BOARDS[place.board].audience is Audience.TEAM:
        return place
    return replace(place, effect=Effect.WORDS, asks="text", optional=False)
