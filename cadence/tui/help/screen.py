"""Help: the keys of the screen below it, from the same declarations as footer and palette."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from cadence.tui.core import keymap
from cadence.tui.core.keymap import Key
from cadence.tui.drawing.drawn import DIM, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, fit, wrapped
from cadence.tui.widgets.panel import PANEL_RULES, Panel

_KEYS = 22
_FEW_KEYS = 12
"""Cells for the keys of a row; where the whole is narrow, fewer."""
_LABEL = 18
_ROOMY = 90
_WITH_NAMES = 110
"""Cells from which the names for overriding keys stand beside them."""
_NUMBERED = "Who or what has that number on the screen"


class HelpScreen(ModalScreen[None]):
    """All keys. Those that do nothing there at the moment are dim, with the reason."""

    CSS_PATH = "screen.tcss"
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
                rows += [row for key in _numbers_together(keys) for row in _rows(key, width)]
        other = 'Other keys: [keys] "name in brackets" = "key" in the configuration file'
        rows += [[], *([(row, DIM)] for row in wrapped(other, width))]
        return [fit(row, width) for row in rows]


def _numbers_together(keys: Sequence[Key]) -> list[Key]:
    """Digits that all do the same, each with its own number, as one key: ``1-9, 0``."""
    found: list[Key] = []
    for key in keys:
        last = found[-1] if found else None
        if last is not None and (_stem(key), key.label, key.why_not) == (_stem(last), last.label, last.why_not):
            found[-1] = last._replace(keys=(*last.keys, *key.keys), tooltip=_NUMBERED)
        else:
            found.append(key)
    return found


def _stem(key: Key) -> str:
    """The id without its number; whole for a key that has none."""
    stem = key.id.rstrip("0123456789")
    return stem if stem.endswith(".") else key.id


def _names(key: Key) -> str:
    """The names of the keys; a row of digits by its ends."""
    digits = [name for name in key.keys if name.isdigit()]
    if len(digits) < 3 or len(digits) < len(key.keys):
        return " ".join(keymap.key_name(name) for name in key.keys)
    first, last = digits[0], digits[-2] if digits[-1] == "0" else digits[-1]
    return f"{first}-{last}{', 0' if digits[-1] == '0' else ''}"


def _rows(key: Key, width: int) -> Iterator[Line]:
    """The keys, the label, and what they do or why they do nothing, wrapped beside that."""
    says = key.why_not or (key.tooltip if key.tooltip != key.label else "")
    ink = DIM if key.why_not else PLAIN
    keys, label = (_KEYS, _LABEL) if width >= _ROOMY else (_FEW_KEYS, _LABEL)
    name = f"  [{_stem(key)}{'1' if _stem(key) != key.id else ''}]" if width > _WITH_NAMES else ""
    first, *rest = wrapped(says, width - keys - label - len(name))
    called, *more = wrapped(key.label, label - 1)
    yield [
        *fit([(f"  {_names(key)}", DIM if key.why_not else NOW)], keys),
        *fit([(called, ink)], label),
        *((first, DIM), (name, DIM)),
    ]
    for words, row in zip_longest(more, rest, fillvalue=""):
        yield [(" " * keys, DIM), *fit([(words, ink)], label), (row, DIM)]
