"""``n`` on a board: what a new card is differs from board to board, the key does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.team.roles import may_add
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.core.card_gestures import CardGestures

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import ParsedLine as Said
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

_AS_GESTURE = {
    BoardKey.PARKING: "park",
    BoardKey.ACTIONS: "act",
    BoardKey.DECISIONS: "decide",
    BoardKey.ARCH: "topic",
}
"""Boards on which a new card is what another gesture makes anywhere."""


class Adding(CardGestures):
    """The gesture ``new`` for a screen about the board ``key``."""

    key: str

    def why_not(self, gesture: str) -> str:
        session = self.frame.session
        if gesture == "new" and BOARDS[BoardKey(self.key)].sealed:
            return "retro notes are written in the retro, each by their author: cadence retro add, or in the meeting"
        if gesture == "new" and session is not None and not may_add(session.viewer.role, self.key):
            return f"a {session.viewer.role} may not add to {BOARDS[BoardKey(self.key)].title.lower()}"
        return super().why_not(gesture)

    def gesture_new(self) -> None:
        same = _AS_GESTURE.get(BoardKey(self.key))
        if same is not None:
            getattr(self, f"gesture_{same}")()
            return
        board = BOARDS[BoardKey(self.key)]
        viewer = "@name takes it" if "assignees" in board.fields else ""
        hint = " · ".join(part for part in (viewer, "!date when it is due" if "due" in board.fields else "") if part)
        self.ask("new", f"new on {board.title.lower()}:", self._new, hint=hint, about=self.key)

    def _new(self, typed: str) -> None:
        key = self.key

        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            from cadence.store.capture import NewCard

            return services.cards.create.add(store, viewer, NewCard(key, said.text, due=said.due), said.people)

        self.store_line(typed, act, self.added_as("added"))
