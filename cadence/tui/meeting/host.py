"""What facilitating, note taking and the digits need of the screen of a meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.tui.core.frame import Frame
from cadence.tui.core.prompt import Prompt
from cadence.tui.meeting.steps.outcomes import Offer
from cadence.tui.meeting.steps.panel import MeetingState, StepPanel

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer


class MeetingHost(Protocol):
    """The screen of a meeting. ``shown`` is the meeting at the last look, ``None`` until it has been read."""

    ref: str
    shown: MeetingState | None
    prompt: Prompt

    @property
    def frame(self) -> Frame: ...

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""

    @property
    def panel(self) -> StepPanel | None:
        """The present step's panel."""

    def say(self, words: str, *, wrong: bool = False, seconds: float = ...) -> None:
        """Say in the bottom row, for some ``seconds``, what a key has done, or why it did nothing."""

    def ask_for(self, offer: Offer, seen: MeetingState) -> None:
        """Open the line that an offer needs."""

    def why_not(self, gesture: str) -> str:
        """Why a gesture makes no sense now; empty where it does."""

    def drive(
        self, act: Callable[[Store, Viewer], MeetingView], said: str | Callable[[MeetingState], str] = ""
    ) -> None:
        """Run a use case that gives the meeting back, and show that without another look."""

    def drive_then_look(self, act: Callable[[Store, Viewer], object], said: str = "") -> None:
        """The same for a use case that gives something else back."""

    def put(self, wanted: type[StepPanel], seen: MeetingState, *, asked_for: bool = False) -> StepPanel | None:
        """Put a panel on the stage, unless it stands there; ``asked_for`` by its viewer, whatever the step."""

    def digits_changed(self) -> None:
        """Digits mean something else now: show it."""
