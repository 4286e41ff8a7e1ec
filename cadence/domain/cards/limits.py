"""WIP limits, said in words before a choice breaks them and after: of the wall's columns, and of people.

A person's limit counts the cards of theirs on which work has begun (see :mod:`cadence.domain.cards.time_thieves`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cadence.domain.vocabulary import BoardKey

if TYPE_CHECKING:
    from cadence.domain.cards.walkable import Walkable


@dataclass(frozen=True, slots=True)
class Limits:
    """What is limited, and how much of it is used: each ``(held, limit)``."""

    columns: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    people: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By handle."""
    begun: tuple[str, ...] = ()
    """The columns of work begun and not done."""


NO_LIMITS = Limits()


def would_be(held: int, most: int | None) -> str:
    """``would be 4 of 3``: what one card more makes of it; empty where that breaks no limit."""
    return f"would be {held + 1} of {most}" if most is not None and held + 1 > most else ""


def fits(held: int, comes: Sequence[bool], most: int | None) -> int | None:
    """How many of a list a column takes before its limit breaks, where each comes to it or not; ``None``: all."""
    for place, one in enumerate(comes):
        held += one
        if one and most is not None and held > most:
            return place
    return None


def moved_to(limits: Limits, card: Walkable, column: str) -> str:
    """What moving a card to ``column`` would break: ``would be 4 of 3, ben 3 of 2``; empty for nothing."""
    if card.board != BoardKey.WALL or column == card.column:
        return ""
    found = [would_be(*limits.columns[column])] if column in limits.columns else []
    if column in limits.begun and card.column not in limits.begun:
        words = ((one, given(limits, one)) for one in card.assignees)
        found += [f"{handle} {said}" for handle, said in words if said]
    return ", ".join(filter(None, found))


def given(limits: Limits, handle: str) -> str:
    """What one card in progress more would make of a person: ``would be 3 of 2``; empty where it breaks no limit."""
    return would_be(*limits.people[handle]) if handle in limits.people else ""


def assigned(limits: Limits, card: Walkable, handles: Collection[str]) -> dict[str, str]:
    """Whose limit is broken by being given this card, by handle: only work begun counts."""
    if card.board != BoardKey.WALL or card.column not in limits.begun:
        return {}
    words = {one: given(limits, one) for one in handles if one not in card.assignees}
    return {handle: said for handle, said in words.items() if said}


def broken(limits: Limits, card: Walkable) -> str:
    """The limits that are over where a card stands now: ``In progress 4 of 3, over by 1``; empty for none."""
    if card.board != BoardKey.WALL or card.status != "open":
        return ""
    found = [(card.column, *limits.columns[card.column])] if card.column in limits.columns else []
    if card.column in limits.begun:
        found += [(one, *limits.people[one]) for one in card.assignees if one in limits.people]
    return "; ".join(f"{name} {held} of {most}, over by {held - most}" for name, held, most in found if held > most)
