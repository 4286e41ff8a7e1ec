"""One's own standup update, left beforehand: three lines, each of which may stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence import services
from cadence.domain.views.team import NeedView
from cadence.tui.core.card_gestures import CardGestures
from cadence.tui.home.items import need_id

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_LINES = (
    ("yesterday", "since the last standup I:"),
    ("today", "now I work on:"),
    ("blocker", "in my way:"),
)


class Updating(CardGestures):
    """The key for leaving an update."""

    def need_id(self, need: NeedView) -> str:
        """What a line of "needs you" stands for."""
        return need_id(need)

    def why_not(self, gesture: str) -> str:
        session = self.frame.session
        if gesture == "update" and session is not None and not session.viewer.in_team:
            return f"a {session.viewer.role} leaves no standup update"
        return super().why_not(gesture)

    def gesture_update(self) -> None:
        """Leave one's standup update, in three lines."""
        self._ask_for(0, {})

    def _ask_for(self, number: int, said: dict[str, str]) -> None:
        name, prompt = _LINES[number]
        hint = f"{number + 1} of {len(_LINES)} · ⏎ goes on, also when empty"

        def keep(typed: str) -> None:
            gathered = {**said, name: typed.strip()}
            self.forget(f"update {name}")
            if number + 1 < len(_LINES):
                # The line gives its focus back first.
                self.call_later(self._ask_for, number + 1, gathered)
            elif any(gathered.values()):
                self.do(lambda store, viewer: _leave(store, viewer, gathered), "your update is left")

        self.ask("update", prompt, keep, hint=hint, about=name, empty=True)


def _leave(store: Store, viewer: Viewer, said: dict[str, str]) -> None:
    services.meetings.standup_updates.leave(store, viewer, **said)
