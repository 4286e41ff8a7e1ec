"""The input line at the bottom, for gestures that need words. It takes the place of dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label
from textual.widgets.input import Selection

from cadence.tui.drawing.drawn import BAD, DIM, STRONG, Drawn
from cadence.tui.drawing.lines import content, cut, wrapped
from cadence.tui.widgets.line_input import LineInput, one_line

_OFFERED_MOST = 8
ASKS = "-asks"
"""The class of what had the focus when the line was opened: what is typed is about its cursor."""


class OneLine(Widget):
    """Hidden until :meth:`ask`; returns the focus to where it was.

    ``enter`` posts :class:`Kept` and hides at once; what the services refuse comes back with :meth:`refuse`, nothing
    typed is lost. ``escape`` posts :class:`Left` with what was typed, for the caller to offer it again next time.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave", "Leave", tooltip="Leave the line; what was typed is kept", id="line.leave", show=False
        ),
    ]
    DEFAULT_CSS = """
    OneLine {
        display: none;
        height: auto;
        width: 1fr;
        padding: 0 1;
        background: $boost;
        &.-open { display: block; }
        & > Horizontal { height: 1; width: 1fr; }
        & LineInput { width: 1fr; }
        & #prompt { height: 1; max-width: 50%; }
        & > #under { display: none; }
        & > #under.-said { display: block; }
    }
    """

    @dataclass
    class Kept(Message):
        """A line was entered."""

        line: OneLine
        gesture: str
        text: str

    @dataclass
    class Left(Message):
        """The line was left with ``escape``; ``text`` is to be offered again."""

        line: OneLine
        gesture: str
        text: str

    @dataclass
    class Typed(Message):
        """The text has changed (for filters and searches that follow along)."""

        line: OneLine
        gesture: str
        text: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.gesture = ""
        """What the line is open for; empty while it is hidden."""
        self._last: tuple[str, str, str, str, bool | str] = ("", "", "", "", False)
        self._back: Widget | None = None
        self._hint = ""
        self._prompt = ""
        self._empty: bool | str = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(id="prompt")
            yield LineInput()
        yield Drawn(id="under")

    @property
    def input(self) -> LineInput:
        """The field."""
        return self.query_one(LineInput)

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.input.value

    def ask(
        self,
        gesture: str,
        prompt: str,
        text: str = "",
        hint: str = "",
        *,
        handles: Sequence[str] = (),
        empty: bool | str = False,
        more: bool = False,
        several: bool = False,
    ) -> None:
        """Open the line for ``gesture``, with ``text`` in it: selected, so that typing replaces it, an arrow keeps it.

        ``more``: not selected; what is typed stands behind it.
        ``handles`` are whom ``@`` may name; ``empty``: an empty line may be kept (it clears a filter), else it is left.
        Words in place of that are said of an empty line: it stays. ``several``: it keeps the lines of what is pasted.
        """
        if not self.gesture:
            self._back = self.screen.focused
            if self._back is not None:
                self._back.add_class(ASKS)
        self.gesture, self._prompt, self._hint, self._empty = gesture, prompt, hint, empty
        self.input.handles, self.input.several = tuple(handles), several
        with self.prevent(Input.Changed):
            self.input.value = text = one_line(text, several=True) if "\n" in text else text
        self.input.selection = Selection(len(text) if more else 0, len(text))
        self.query_one("#prompt", Label).update(content([[("▏", DIM), (f"{cut(prompt, 48)} ", STRONG)]]))
        self._update_under()
        self.add_class("-open")
        self.screen.set_focus(self.input)  # at once: the next key may be on its way

    def fill(self, text: str) -> None:
        """Put ``text`` into the open line."""
        self.input.value = text
        self.input.cursor_position = len(text)

    def refuse(self, message: str) -> bool:
        """Show again the line entered last, which was refused, with ``message``.

        False if the line is open for another gesture by now; then the caller keeps the text to offer it next time.
        """
        if self.gesture and self.gesture != self._last[0]:
            return False
        if not self.gesture:
            gesture, prompt, text, hint, empty = self._last
            known, several = self.input.handles, self.input.several
            self.ask(gesture, prompt, text, hint, handles=known, empty=empty, several=several)
            self.input.cursor_position = len(text)  # not selected: what is typed on mends it
        self._show_under(f"✖ {message}", BAD)
        return True

    def action_leave(self) -> None:
        """Hide the line; post what stands in it."""
        if self.gesture:
            gesture, text = self.gesture, self.text
            self._close()
            self.post_message(self.Left(self, gesture, text))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        gesture, text = self.gesture, event.value
        if not text.strip() and isinstance(self._empty, str):
            self._show_under(f"✖ {self._empty}", BAD)
            return
        if not text.strip() and not self._empty:
            self.action_leave()
            return
        self._last = (gesture, self._prompt, text, self._hint, self._empty)
        self._close()
        self.post_message(self.Kept(self, gesture, text))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._update_under()
        if self.gesture:
            self.post_message(self.Typed(self, self.gesture, self.text))

    def _update_under(self) -> None:
        """The hint, what ``tab`` would complete, or which name is nobody's."""
        offered, wrong = self.input.offered, self.input.unknown_name
        if wrong:
            self._show_under(wrong, DIM)
        elif offered:
            more = " …" if len(offered) > _OFFERED_MOST else ""
            self._show_under(f"tab {' '.join(offered[:_OFFERED_MOST])}{more}", DIM)
        else:
            self._show_under(self._hint, DIM)

    def _show_under(self, text: str, ink: str) -> None:
        """A hint, what can be completed, or what is wrong, in two rows at most under the field."""
        under = self.query_one("#under", Drawn)
        under.set_class(bool(text), "-said")
        under.draw(lambda width: [[(row, ink)] for row in wrapped(text, width, 2)])

    def _close(self) -> None:
        self.gesture = ""
        self.remove_class("-open")
        back, self._back = self._back, None
        if back is not None:
            back.remove_class(ASKS)
        if back is not None and back.is_attached and back.screen is self.screen:
            self.screen.set_focus(back)
        elif self.input.has_focus:
            self.screen.set_focus(None)
