"""An input of one line: ``tab`` completes ``@ben`` and ``!fri``, nothing blinks.

The breaks of pasted lines become blanks, or :data:`BREAK` where what is typed may have several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.widgets import Input

from cadence.domain.parsing.one_line import unknown_name
from cadence.domain.parsing.text import shown
from cadence.domain.vocabulary import FLOWS, ORIGINS

DAYS = ("today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "+1w", "+2w")
"""What ``tab`` offers after ``!``; any date in figures may be typed as well."""
BREAK = "↵"
"""Stands for a line break in a field of one line."""
_WORD = re.compile(r"(?:^|(?<=\s))([@!%<])(\S*)$")


def completions(before: str, handles: Sequence[str]) -> list[str]:
    """The words, with their sign (``@``, ``!``, ``%``, ``<``), that the one at the end of ``before`` may become."""
    found = _WORD.search(before)
    if found is None:
        return []
    sign, typed = found[1], found[2].casefold()
    words = {"@": handles, "!": DAYS, "%": FLOWS, "<": ORIGINS}[sign]
    return [sign + word for word in words if word.casefold().startswith(typed)]


def one_line(text: str, *, several: bool = False) -> str:
    """Text on one line: breaks with the blanks around them become one blank; each a :data:`BREAK` if ``several``."""
    rows = [shown(row.strip()) for row in text.strip().splitlines()]
    parts = [part for row in rows for part in (BREAK if several else "", row) if part]
    return " ".join(parts[1:] if several else parts)


def lines_of(text: str) -> str:
    """What was typed into a field of one line, with its line breaks."""
    return "\n".join(part.strip() for part in text.split(BREAK)).strip()


class LineInput(Input):
    """The field itself. ``handles`` are whom ``@`` can name; ``choices`` what all of it may be.

    ``tab_leaves``: it stands among other fields, to which ``tab`` goes when nothing can be completed, and the arrows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete @name or !date", id="line.complete", show=False),
    ]
    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        background: transparent;
        background-tint: transparent;
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        handles: Sequence[str] = (),
        choices: Sequence[str] = (),
        placeholder: str = "",
        tab_leaves: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=False, id=id, classes=classes)
        self.cursor_blink = False
        self.handles = tuple(handles)
        self.choices = choices
        self.tab_leaves = tab_leaves
        self.several = False
        """Whether what is typed may have several lines."""
        self._offered: tuple[str, list[str]] = ("", [])

    @property
    def offered(self) -> list[str]:
        """What ``tab`` would make of the word before the cursor, or of all of it where one of ``choices`` is wanted."""
        if self.choices:
            typed = self.value.casefold().replace(" ", "_")
            return [choice for choice in self.choices if typed and typed in choice.casefold()]
        return completions(self.value[: self.cursor_position], self.handles)

    @property
    def unknown_name(self) -> str:
        """What is wrong with an ``@name`` before the cursor that is typed to its end; empty if nothing is."""
        before = self.value[: self.cursor_position]
        whole = before[: len(before) - len(before.split(" ")[-1])]
        return unknown_name(whole, self.handles) if "@" in whole and self.handles else ""

    def on_resize(self) -> None:
        """A field that is shown with a long text in it shows the end at which the cursor stands."""
        region = Region(self._cursor_offset, 0, width=1, height=1)
        self.call_after_refresh(self.scroll_to_region, region, force=True, animate=False)

    def action_complete(self) -> None:
        """Complete the word before the cursor; pressed again, the next one that fits."""
        before = self.value[: self.cursor_position]
        after_last, words = self._offered
        again = bool(words) and before == after_last
        if not again:
            words = self.offered
        whole = len(words) == 1 and (again or before.endswith(words[0]))
        if not words or (whole and self.tab_leaves):
            if self.tab_leaves:
                self.screen.focus_next()
            return
        if self.choices:
            now = self.value
            self.value = words[(words.index(now) + 1) % len(words)] if now in words else words[0]
            self.cursor_position = len(self.value)
            self._offered = (self.value, words)
            return
        found = _WORD.search(before.rstrip())
        if found is None:
            return
        start = found.start(1)
        now = found[0]
        following = words[(words.index(now) + 1) % len(words)] if now in words else words[0]
        self.replace(f"{following} ", start, self.cursor_position)
        self._offered = (self.value[: self.cursor_position], words)

    def on_key(self, event: events.Key) -> None:
        """The arrows go to the fields above and below where there are others."""
        if self.tab_leaves and event.key in {"up", "down"}:
            event.stop()
            (self.screen.focus_previous if event.key == "up" else self.screen.focus_next)()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(one_line(event.text, several=self.several), *sorted(self.selection))
