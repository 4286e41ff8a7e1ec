"""Changing what a card says: its title in the one line, and what else it has, by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import BindingType

from cadence import services
from cadence.domain.cards.outcomes import missing_words
from cadence.domain.views.cards import CardView
from cadence.tui.core.card_host import CardHost, brief, titled
from cadence.tui.core.key_sorts import moving_key, word_key

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

KEYS: tuple[BindingType, ...] = (
    moving_key("T", "body", "Text", "Change the text (Markdown), in $EDITOR", "card.text"),
    word_key("X", "drop", "Drop", "Close it without doing it, with a word why", "card.drop"),
    word_key("B", "depend", "Waits for", "It waits for a card, or for a team: what", "card.depend"),
)  # fmt: skip
"""Keys of the card's own screen that other screens have no use for."""


class CardEditing:
    """What those keys do."""

    def __init__(self, host: CardHost) -> None:
        self._host = host

    def gestures(self) -> dict[str, Callable[[], object]]:
        """What each of the keys does."""
        return {
            "body": self.body,
            "drop": self.drop,
            "depend": self.depend,
        }

    async def body(self) -> None:
        """Change the text in the person's own editor."""
        from cadence.tui.card.external_editor import edited

        card = self._host.subject
        if card is None:
            return
        text = await edited(self._host.frame, card.body)
        if text is None:
            self._host.say("no editor: set EDITOR, or use cadence card edit --body -", wrong=True)
        elif text != card.body:
            self._host.do(lambda store, viewer: _write(store, viewer, card, text), f"{titled(card)}: text changed")

    def drop(self) -> None:
        """Close it without doing it."""
        card = self._host.subject
        if card is None:
            return

        def act(store: Store, viewer: Viewer, typed: str) -> object:
            return services.cards.move.drop(store, viewer, card.key, typed)

        asked, dropped = f"drop {brief(card)}, why:", f"{titled(card)} dropped"
        self._host.prompt.ask_text("drop", asked, act, dropped, about=card.key, empty=missing_words("why"))

    def depend(self) -> None:
        """Record what it waits for: ``SRE-42``, or ``network team: DNS delegation``."""
        card = self._host.subject
        if card is None:
            return

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            return services.cards.blockers.depend_in_words(store, viewer, card.key, typed)

        def waits(now: CardView) -> str:
            return f"{brief(card)} waits{services.cards.blockers.told_partner(now)}"

        hint = "SRE-42, or network team: what they owe"
        self._host.prompt.ask_text("depend", f"{brief(card)} waits for:", act, waits, hint=hint, about=card.key)


def _write(store: Store, viewer: Viewer, card: CardView, text: str) -> object:
    return services.cards.edit.edit(store, viewer, card.key, services.cards.edit.Edit(body=text))
