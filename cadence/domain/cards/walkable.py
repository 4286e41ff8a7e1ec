"""What a walk's order looks at in a card, for type checkers alone: nothing imports this when the program runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol


class Block(Protocol):
    """A block's beginning."""

    @property
    def since(self) -> datetime:
        """Since when."""


class Source(Protocol):
    """Where a card came from."""

    @property
    def key(self) -> str | None:
        """The card that it was made of."""


class Walkable(Protocol):
    """What an order looks at; :class:`cadence.domain.views.cards.CardView` is one."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def board(self) -> str:
        """The board it is on."""

    @property
    def column(self) -> str:
        """The column it is in."""

    @property
    def rank(self) -> str:
        """Its rank in its column, ordered bytewise."""

    @property
    def origin(self) -> str | None:
        """Where the work came from."""

    @property
    def blocked(self) -> Block | None:
        """The block, if it is blocked."""

    @property
    def entered_column_at(self) -> datetime:
        """Since when it is in its column (its age)."""

    @property
    def due(self) -> date | None:
        """Its due date."""

    @property
    def assignees(self) -> Collection[str]:
        """Who does it."""

    @property
    def interested(self) -> Collection[str]:
        """Who wants it."""

    @property
    def votes(self) -> int:
        """Dots, as far as the viewer may see them."""

    @property
    def status(self) -> str:
        """``open``, or nobody's concern any more."""

    @property
    def type(self) -> str | None:
        """What kind of topic it is."""

    @property
    def thieves(self) -> Collection[object]:
        """The time thieves on it."""

    @property
    def came_from(self) -> Source | None:
        """Where it came from, as far as the viewer may see it."""

    @property
    def left_from_plan(self) -> bool:
        """Whether an earlier iteration planned it, and this one has not."""

    @property
    def merged(self) -> int | None:
        """Its place in this iteration's merged list."""


Cards = Iterable[Walkable]
Order = Callable[[Cards, Sequence[str]], list[Walkable]]
"""Picks from the cards those that a query is about, and puts them in a row; given the wall's columns, left to right."""
