"""The themes, each shown on the whole screen while the cursor is on it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cadence.tui.widgets.panel import PANEL_RULES, Panel


class ThemeScreen(ModalScreen[str | None]):
    """Gives the theme that was chosen; left with ``escape``, the screen has its former one again."""

    DEFAULT_CSS = f"""
    ThemeScreen {{ align: right middle; }}
    ThemeScreen > _Themes {{ width: 34; height: 1fr; max-height: 28; background: $surface; {PANEL_RULES} }}
    ThemeScreen OptionList {{ height: 1fr; background: $surface; }}
    ThemeScreen OptionList, ThemeScreen OptionList:focus {{ border: none; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave it", tooltip="Keep the former theme", id="themes.close", show=False),
        Binding("j", "step(1)", "Next theme", id="themes.down", show=False),
        Binding("k", "step(-1)", "Theme before", id="themes.up", show=False),
    ]

    def __init__(self, worn: str) -> None:
        """``worn``: the theme that the program has."""
        super().__init__()
        self._before = worn

    def compose(self) -> ComposeResult:
        with _Themes():
            yield OptionList(*(Option(f"  {name}", name) for name in sorted(self.app.available_themes)))

    def on_mount(self) -> None:
        themes = self.query_one(OptionList)
        themes.highlighted = themes.get_option_index(self._before)
        themes.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id:
            for option, edge in ((self.app.theme, " "), (event.option_id, "▌")):  # the cursor, without any colour
                event.option_list.replace_option_prompt(option, f"{edge} {option}")
            self.app.theme = event.option_id

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_step(self, by: int) -> None:
        """Go down or up one theme."""
        themes = self.query_one(OptionList)
        if by > 0:
            themes.action_cursor_down()
        else:
            themes.action_cursor_up()

    def action_leave(self) -> None:
        """Put the former theme back."""
        self.app.theme = self._before
        self.dismiss(None)


class _Themes(Panel, Vertical):
    def on_mount(self) -> None:
        self.entitle("Theme", "⏎ keeps it · esc")
