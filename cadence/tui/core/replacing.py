"""Screens that give way to another one, as a meeting does to its receipt and the receipt to a reopened meeting."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from cadence.tui.core.screen import CadenceScreen, V


class Replacing(CadenceScreen[V]):
    """A screen that :meth:`give_way` s once; whoever comes back to it goes on to where they came from."""

    given_way = False

    def give_way(self, screen: Screen[Any]) -> None:
        """Show ``screen`` in place of this one; while the line is open, what is typed goes first."""
        if not self.is_current or self.given_way or self.line.gesture:
            return
        self.given_way = True
        if len(self.app.screen_stack) > 1:
            self.app.switch_screen(screen)
        else:
            # The stack is never empty: this one stays below, unseen.
            self.app.push_screen(screen)

    def line_closed(self) -> None:
        """What has waited for the end of a sentence is shown."""
        super().line_closed()
        if self.shown is not None and not self.given_way:
            self.show(self.shown)

    def on_screen_resume(self) -> None:
        if self.given_way:
            self.call_later(self.action_back)
        else:
            super().on_screen_resume()
