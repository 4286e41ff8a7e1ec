"""One's own standup update, left beforehand: three lines, each of which may stay empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cadence import services
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.text import SENTENCE, clip
from cadence.tui.core.card_host import CardHost
from cadence.tui.widgets.line_input import lines_of, one_line

if TYPE_CHECKING:
    from cadence.domain.views.cards import CardView
    from cadence.services.meetings.standup_updates import LeftUpdate
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_LINES = (
    ("yesterday", "since the last standup I:"),
    ("today", "now I work on:"),
    ("blocker", "in my way:"),
)


class UpdateLine:
    """One's update, line by line."""

    def __init__(self, host: CardHost, left: Callable[[], tuple[str, ...]]) -> None:
        """``left``: what is left for the next standup already, line by line."""
        self._host, self._left = host, left

    def ask(self) -> None:
        """Leave one's standup update, in three lines."""
        self._ask_for(0, {})

    def _ask_for(self, number: int, said: dict[str, str]) -> None:
        name, question = _LINES[number]
        prompt = self._host.prompt
        hint = f"{number + 1} of {len(_LINES)} · ⏎ goes on, also when empty"

        kept = self._left()[number]
        before = one_line(kept, several=True)

        def keep(typed: str) -> None:
            gathered = {**said, name: kept if typed == before else lines_of(typed)}
            prompt.remember(f"update {name}", typed)  # until all three are stored
            if number + 1 < len(_LINES):
                self._ask_for(number + 1, gathered)
            elif any(gathered.values()) or any(self._left()):
                self._host.do(lambda store, viewer: _leave(store, viewer, gathered), left)

        def left(update: LeftUpdate) -> str:
            for part, _prompt in _LINES:
                prompt.forget(f"update {part}")
            return _said(update)

        prompt.ask("update", question, keep, text=before, hint=hint, about=name, empty=True)
        prompt.take_several()


def _said(update: LeftUpdate) -> str:
    """What became of the update, and of the flags that it set."""
    hears = update.hears and f"left; the standup of {day_words(update.hears.starts_at.date())} hears it"
    flags = (
        *(f"✖ {_called(card)} is blocked" for card in update.flagged),
        *(f"{_called(card)} is no longer blocked" for card in update.lifted),
        *(f"✖ {_called(card)} stays blocked, {why}" for card, why in update.stay),
    )
    return "; ".join((f"your update is {hears or 'taken back'}", *flags))


def _called(card: CardView) -> str:
    return f"{card.key} {clip(card.title, SENTENCE)}"


def _leave(store: Store, viewer: Viewer, said: dict[str, str]) -> LeftUpdate:
    return services.meetings.standup_updates.leave(store, viewer, **said)
