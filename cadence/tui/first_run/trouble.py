"""The database can't be opened: what is wrong, what to do, and a key to try again."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cadence.errors import CadenceError
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.widgets.sentences import Sentences


class TroubleScreen(CadenceScreen[None]):
    """One sentence on what is wrong, one on what to do."""

    CSS_PATH = "trouble.tcss"
    BEFORE_A_TEAM: ClassVar[bool] = True
    WHERE = "cannot open"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "again", "Try again", tooltip="Try to open the database again", id="trouble.again", show=False
        ),
        Binding("q", "quit", "Leave", tooltip="Leave Cadence", id="trouble.leave", show=False),
    ]
    FOOTER = ("trouble.again", "trouble.leave")

    def __init__(self, error: CadenceError) -> None:
        super().__init__()
        self._error = error

    def body(self) -> ComposeResult:
        yield Sentences((self._error.message, self._error.remedy), id="body")

    def action_again(self) -> None:
        """Try again."""
        self.app.pop_screen()
        self.frame.found_team(self.frame.settings)

    async def action_quit(self) -> None:
        """Leave."""
        await self.frame.action_quit()
