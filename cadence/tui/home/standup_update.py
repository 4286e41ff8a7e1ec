"""One's own standup update, left beforehand: three lines, each of which may stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence import services
from cadence.tui.core.card_actions import CardHost

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_LINES = (
    ("yesterday", "since the last standup I:"),
    ("today", "now I work on:"),
    ("blocker", "in my way:"),
)


class UpdateLine:
    """One's update, line by line."""

    def __init__(self, host: CardHost) -> None:
        self._host = host

    def ask(self) -> None:
        """Leave one's standup update, in three lines."""
        self._ask_for(0, {})

    def _ask_for(self, number: int, said: dict[str, str]) -> None:
        name, question = _LINES[number]
        prompt = self._host.prompt
        hint = f"{number + 1} of {len(_LINES)} · ⏎ goes on, also when empty"

        def keep(typed: str) -> None:
            gathered = {**said, name: typed.strip()}
            prompt.remember(f"update {name}", typed)  # until all three are stored
            if number + 1 < len(_LINES):
                self._ask_for(number + 1, gathered)
            elif any(gathered.values()):
                self._host.do(lambda store, viewer: _leave(store, viewer, gathered), left)

        def left(_: object) -> str:
            for line, _prompt in _LINES:
                prompt.forget(f"update {line}")
            return "your update is left"

        prompt.ask("update", question, keep, hint=hint, about=name, empty=True)


def _leave(store: Store, viewer: Viewer, said: dict[str, str]) -> None:
    services.meetings.standup_updates.leave(store, viewer, **said)
