"""What the gestures about cards need of a screen, and how they name a card in what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.deeds import called
from cadence.domain.cards.limits import Limits
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.frame import Frame
from cadence.tui.core.prompt import Prompt

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
BRIEF = 17
"""Characters of a title where more is said beside it."""


def titled(card: CardView, most: int = SENTENCE) -> str:
    """A card in a sentence: ``SRE-5 who owns the renewals?``; a retro note, whose key is nobody's, by its words."""
    if BOARDS[BoardKey(card.board)].sealed:
        return f"“{clip(card.title, most)}”"
    return called(card.key, card.title, most)


def brief(card: CardView) -> str:
    """The same where more is said or typed beside it."""
    return titled(card, BRIEF)


def as_added(what: str) -> Callable[[CardView], str]:
    """The words for a card that was added: ``parked: SRE-5 who owns the renewals?``."""
    return lambda card: f"{what}: {titled(card)}"


def added(card: CardView) -> str:
    """The same for a card that was made of another one: an action, or work."""
    return as_added("action" if BOARDS[BoardKey(card.board)].due_at_planning else "added")(card)


class CardHost(Protocol):
    """What the gestures about cards need of the screen that they are made on."""

    @property
    def frame(self) -> Frame: ...

    @property
    def prompt(self) -> Prompt: ...

    @property
    def subject(self) -> CardView | None: ...

    @property
    def talked_of(self) -> CardView | None: ...

    @property
    def beside(self) -> str: ...

    @property
    def adds_to(self) -> str: ...

    @property
    def adds_in(self) -> str | None:
        """The column that a new card goes to; ``None``: where the board's new cards go."""

    @property
    def gives_places(self) -> str | None:
        """The held meeting in whose name a parked item is given a place here; ``None``: it is given one anywhere."""

    @property
    def begun_in(self) -> str | None: ...

    def offers_sync(self, card: CardView) -> bool:
        """Whether what blocks a card here is offered for the board shared with the partner."""

    @property
    def said_blocker(self) -> str:
        """What the speaker has left beforehand as being in the way, of which no card is flagged yet."""

    @property
    def said_action(self) -> str:
        """The words that an action about the present card begins with."""

    @property
    def behind_doors(self) -> bool:
        """Whether what is said here stays the team's: only words typed anew go where guests read them."""

    def say(self, words: str, *, wrong: bool = False) -> None: ...

    def do(self, act: Callable[[Store, Viewer], T], said: str | Callable[[T], str] = "") -> None:
        """Run a use case, show what came of it and say so."""

    def columns_of(self, card: CardView) -> Mapping[str, str]:
        """The columns that a card can be moved to, as far as this screen knows them, each with how people read it."""

    @property
    def limits(self) -> Limits:
        """The wall's limits and how much of them is used, as far as this screen knows."""

    @property
    def moves_on(self) -> str | None:
        """The board on which those columns are; ``None``: the card's own."""

    @property
    def said_last(self) -> str:
        """The last feedback on the card, where this screen shows it."""

    @property
    def tasks(self) -> tuple[str, ...]:
        """What the card's text leaves to do, where this screen shows it."""
