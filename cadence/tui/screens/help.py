"""Help: the keys of the screen that it was opened on, made from the same declarations as footer and palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from cadence.tui import keymap
from cadence.tui.keymap import Key
from cadence.tui.widgets.drawn import DIM, NOW, PLAIN, STRONG, Drawn
from cadence.tui.widgets.lines import Line, fit
from cadence.tui.widgets.panel import PANEL_RULES, Panel

_KEYS = 22
_LABEL = 18


class HelpScreen(ModalScreen[None]):
    """All keys. Those that make no sense there at the moment are dim and say why."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "close", "Close", tooltip="Close the help", id="help.close", show=False),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._keys = keymap.active(below)

    def compose(self) -> ComposeResult:
        with _Sheet():
            yield _Keys(self._keys)

    def on_mount(self) -> None:
        self.query_one(_Sheet).focus()

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()


class _Sheet(Panel, VerticalScroll):
    DEFAULT_CSS = f"_Sheet {{ {PANEL_RULES} }}"

    def on_mount(self) -> None:
        self.entitle("Keys", "esc closes")


class _Keys(Drawn):
    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        here = [key for key in keys if not key.why_not and not key.id.startswith("app.")]
        everywhere = [key for key in keys if key.id.startswith("app.")]
        elsewhere = [key for key in keys if key.why_not]
        self._groups = (("Here", here), ("Everywhere", everywhere), ("Not now", elsewhere))

    def drawn(self, width: int) -> list[Line]:
        rows: list[Line] = []
        for title, keys in self._groups:
            if keys:
                rows += [*([[]] if rows else []), [(title, STRONG)]]
                rows += [_row(key, width) for key in keys]
        rows += [[], [("Other keys: ", DIM), ('[keys] "name in brackets" = "key" in the configuration file', DIM)]]
        return [fit(row, width) for row in rows]


def _row(key: Key, width: int) -> Line:
    names = " ".join(keymap.key_name(name) for name in key.keys)
    says = key.why_not or (key.tooltip if key.tooltip != key.label else "")
    ink = DIM if key.why_not else PLAIN
    left = [*fit([(f"  {names}", DIM if key.why_not else NOW)], _KEYS), *fit([(key.label, ink)], _LABEL)]
    return [*left, (says, DIM), (f"  [{key.id}]" if width > 110 else "", DIM)]
