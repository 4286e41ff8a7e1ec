"""Gestures that need a word: the one line is opened, read, kept or offered again. No dialog, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.screen import Screen
from textual.timer import Timer

from cadence import services
from cadence.errors import CadenceError
from cadence.tui.core.frame import Frame
from cadence.tui.widgets.foot import Foot
from cadence.tui.widgets.one_line import OneLine

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import ParsedLine as Said
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
Keep = Callable[[str], None]
SAVED_AFTER = 0.7
"""Seconds after which what is being typed is stored, at the latest, so that a crash doesn't lose it."""


class PromptScreen(Screen[Any]):
    """A screen with the one line at its bottom. :meth:`ask` opens it, ``keep`` gets what was entered."""

    def __init__(self) -> None:
        super().__init__()
        self._keeps: dict[str, Keep] = {}
        self._begun: dict[str, str | None] = {}
        """The meeting in which each line was begun, as :attr:`begun_in` gives it."""
        self._saving: Timer | None = None

    @property
    def frame(self) -> Frame:
        """The program."""
        return cast("Frame", self.app)

    @property
    def handles(self) -> tuple[str, ...]:
        """Whom ``@`` may name."""
        return self.frame.session.handles if self.frame.session else ()

    @property
    def line(self) -> OneLine:
        """The one line."""
        return self.query_one(OneLine)

    @property
    def begun_in(self) -> str | None:
        """The meeting to which belongs what is typed here: empty for none, ``None`` where nothing typed is kept."""
        return ""

    def offered(self, name: str) -> str:
        """What was left half-typed for this line, in the meeting in which it would be begun now."""
        return self.frame.half_typed.get((name, self.begun_in or ""), "") if self.begun_in is not None else ""

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say in the bottom row, for a moment, what a key has done, or why it did nothing."""
        if self.is_attached:
            self.query_one(Foot).say(words, wrong=wrong)

    def ask(
        self,
        gesture: str,
        prompt: str,
        keep: Keep,
        *,
        text: str = "",
        hint: str = "",
        about: str = "",
        handles: Sequence[str] | None = None,
        empty: bool = False,
    ) -> None:
        """Open the line for ``gesture`` (``about`` one card); what was left half-typed for it is offered again."""
        name = f"{gesture} {about}".strip()
        self._keeps[name] = keep
        self._begun[name] = self.begun_in
        self.frame.warm()
        known = self.handles if handles is None else handles
        self._given = text
        self.line.ask(name, prompt, text or self.offered(name), hint, handles=known, empty=empty)

    def store_line(
        self,
        typed: str,
        act: Callable[[Store, Viewer, Said], T],
        then: Callable[[T], object] | None = None,
    ) -> None:
        """Read ``@ben`` and ``!fri`` out of what was typed and run ``act`` with it; refused, the line comes back."""
        name, handles = self._kept, self.handles
        begun = self._begun.get(name) or ""
        today = self.frame.session.today() if self.frame.session else None

        def run(store: Store, viewer: Viewer) -> T:
            from cadence.domain.parsing import one_line, text

            assert today is not None
            services.access.drafts.check_doors(store, viewer, begun)
            return act(store, viewer, one_line.parse(text.line(typed, "line"), handles, today))

        def kept(result: T) -> None:
            self.forget(name)
            self.stored()
            if then is not None:
                then(result)

        self.frame.perform(run, kept, lambda error: self._refused(name, typed, error))

    def stored(self) -> None:
        """Something was written: show it."""
        raise NotImplementedError

    def forget(self, name: str) -> None:
        """The line was kept: it is offered no more."""
        begun = self._begun.setdefault(name, self.begun_in)
        if begun is not None and self.frame.half_typed.pop((name, begun), None) is not None:
            self._save(name, begun, "")

    def remember(self, name: str, typed: str) -> None:
        """A line was left half-typed: it is offered again where it was begun."""
        begun = self._begun.setdefault(name, self.begun_in) if self.begun_in is not None else None
        if not typed.strip():
            self.forget(name)
        elif begun is not None:
            self.frame.half_typed[name, begun] = typed
            self._save(name, begun, typed)

    def unentered(self) -> dict[tuple[str, str], str]:
        """What stands on this screen and was not entered, by gesture and the meeting in which it was begun."""
        line = next(iter(self.query(OneLine)), None)
        if line is None or not line.gesture or not line.text.strip() or line.text == self._given:
            return {}
        begun = self._begun.setdefault(line.gesture, self.begun_in) if self.begun_in is not None else None
        return {(line.gesture, begun): line.text} if begun is not None else {}

    def _save(self, name: str, begun: str, typed: str) -> None:
        def kept(meeting: str | None) -> None:
            """The store knows better where it was begun: the doors may have closed, or opened."""
            if meeting == begun or not typed:
                return
            self._begun[name] = meeting
            words = self.frame.half_typed.pop((name, begun), "")
            if meeting is not None and words:
                self.frame.half_typed[name, meeting] = words

        self.frame.keep_half_typed(name, typed, begun, kept)

    def _refused(self, name: str, typed: str, error: CadenceError) -> None:
        shown = self.is_attached and self.is_current and self.line.refuse(str(error))
        self.remember(name, typed)
        if not shown:
            self.frame.complain(error)

    # --- what the line posts ---

    _given = ""
    """What stood in the line when it was opened, if it was not half-typed before."""
    _kept = ""

    def on_one_line_kept(self, event: OneLine.Kept) -> None:
        event.stop()
        self._stop_saving()
        self._kept = event.gesture
        keep = self._keeps.get(event.gesture)
        if keep is not None:
            keep(event.text)
        self.line_closed()

    def on_one_line_left(self, event: OneLine.Left) -> None:
        event.stop()
        self._stop_saving()
        untouched = event.text == self._given
        self.remember(event.gesture, "" if untouched else event.text)
        if event.text.strip() and not untouched:
            kept = self.begun_in is not None and self._begun.get(event.gesture) is not None
            self.say("kept: the same key offers it again" if kept else "the doors are open again: it is not kept")
        self.line_closed()

    def on_one_line_typed(self, event: OneLine.Typed) -> None:
        event.stop()
        if self._saving is None:
            self._saving = self.set_timer(SAVED_AFTER, lambda: self._remember_open(event.gesture))

    def _remember_open(self, name: str) -> None:
        """Store what stands in the line, if it is still open for the same."""
        self._saving = None
        if self.line.gesture == name:
            self.remember(name, self.line.text)

    def _stop_saving(self) -> None:
        if self._saving is not None:
            self._saving.stop()
            self._saving = None

    def line_closed(self) -> None:
        """The line is hidden again."""
