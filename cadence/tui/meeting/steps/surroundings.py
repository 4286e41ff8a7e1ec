"""What stands around a step's panel: the prompt for the facilitator, the parking lot, who drives."""

from __future__ import annotations

from rich.cells import cell_len
from textual.containers import Vertical

from cadence.tui.drawing.drawn import DIM, PLAIN, WARN, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, fit, joined
from cadence.tui.drawing.people import names
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.widgets.panel import PANEL_RULES, Panel


class RailBox(Panel, Vertical):
    """A titled border around one part of the rail."""

    DEFAULT_CSS = "RailBox { height: auto; padding: 0 1;" + PANEL_RULES + "}"

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entitle(title)


class StepPrompt(Drawn):
    """The step's question, dim, on one line; where there is no room for what stands behind it, that goes first."""

    DEFAULT_CSS = "StepPrompt { height: 1; padding: 0 1; }"
    _words = ""
    _more = ""

    def say(self, words: str, more: str = "") -> None:
        """Show ``words``, and ``more`` behind them."""
        if (words, more) != (self._words, self._more):
            self._words, self._more = words, more
            self.refresh()

    def drawn(self, width: int) -> list[Line]:
        words = f"{self._words}  {self._more}".rstrip()
        if self._more and cell_len(words) > width:
            words = f"{self._more} · {self._words}"
        return [fit([(words, DIM)], width)]


class Margin(Drawn):
    """``parking lot 2: who owns the mail relay? (Dana stays)``; at the right what is unusual: paused, who drives."""

    DEFAULT_CSS = "Margin { height: 1; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left: list[Piece] = []
        self._right: list[Piece] = []

    def show(self, seen: MeetingState) -> None:
        """Show what ``seen`` says of it."""
        shown = self._parked(seen), self._state(seen)
        if shown != (self._left, self._right):
            self._left, self._right = shown
            self.refresh()

    def _parked(self, seen: MeetingState) -> list[Piece]:
        parked = seen.view.parked
        if not parked:
            return []
        newest = max(parked, key=lambda card: card.created_at)
        called = names(seen.view.here)
        stay = ", ".join(called.get(handle, handle) for handle in newest.stays)
        verb = "stays" if len(newest.stays) == 1 else "stay"
        viewer: list[Piece] = [(f"  ({stay} {verb})", DIM)] if stay else []
        return [(f"parking lot {len(parked)}: ", DIM), (newest.title, PLAIN), *viewer]

    def _state(self, seen: MeetingState) -> list[Piece]:
        view = seen.view
        parts: list[list[Piece]] = []
        if any(viewer.left_update and not viewer.heard for viewer in view.here):
            read = "updates are read out at the end" if view.read_out else "left an update beforehand"
            parts.append([(f"✎ {read}", DIM)])
        if view.line.status == "paused":
            parts.append([("‖ paused, z goes on", WARN)])
        if view.line.status in {"running", "paused"} and not seen.drives:
            leads = names(view.here).get(view.line.facilitator or "", view.line.facilitator or "nobody")
            parts.append([(f"{leads} facilitates", DIM)])
        return joined(parts, "   ")

    def drawn(self, width: int) -> list[Line]:
        return [ends(self._left, self._right, width)]
