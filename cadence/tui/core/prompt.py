"""The one line of a screen: opened for a gesture, stored, kept or offered again. No dialog, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.timer import Timer

from cadence import services
from cadence.errors import CadenceError
from cadence.tui.core.frame import Frame
from cadence.tui.widgets.line_input import lines_of
from cadence.tui.widgets.one_line import OneLine

if TYPE_CHECKING:
    from datetime import datetime

    from cadence.domain.parsing.one_line import ParsedLine
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
Keep = Callable[[str], object]
"""What is done with the text that was entered."""
_TO_KEEP = "⏎ again keeps {0} as a word"
SAVED_AFTER = 0.7
"""Seconds after which what is being typed is stored, at the latest, so that a crash doesn't lose it."""


class PromptHost(Protocol):
    """What the prompt needs of the screen at whose bottom its line stands."""

    @property
    def frame(self) -> Frame: ...

    @property
    def line(self) -> OneLine: ...

    @property
    def shows_line(self) -> bool:
        """Whether this screen is the one in front."""

    @property
    def begun_in(self) -> str | None:
        """The meeting to which belongs what is typed here: empty for none, ``None`` where nothing typed is kept."""

    def say(self, words: str, *, wrong: bool = False) -> None: ...

    def stored(self) -> None:
        """Something was written: show it."""

    def line_closed(self) -> None:
        """The line is hidden again."""


class Prompt:
    """:meth:`ask` opens the line; what was entered goes to ``keep``, which stores it with one of the two ``store_*``.

    A line that is left is remembered by gesture, card and meeting, and offered when the same is asked again.
    """

    def __init__(self, host: PromptHost) -> None:
        self._host = host
        self._keeps: dict[str, Keep] = {}
        self._follow: Keep | None = None
        self._begun: dict[str, str | None] = {}
        """The meeting in which each line was begun, as :attr:`PromptHost.begun_in` gives it."""
        self._saving: Timer | None = None
        self._opened: datetime | None = None
        """When the line was opened."""
        self._given = ""
        """What stood in the line when it was opened, if it was not half-typed before."""
        self._entered = ""
        """The name of the line that was entered last."""
        self._refused_line = ""
        """What was entered last: entered once more as it is, a name that nobody has stays a word."""

    @property
    def handles(self) -> tuple[str, ...]:
        """The people whom ``@`` may name."""
        session = self._host.frame.session
        return session.handles if session is not None else ()

    @property
    def team(self) -> tuple[str, ...]:
        """Those of them who are of the team."""
        session = self._host.frame.session
        return session.team if session is not None else ()

    @property
    def follows(self) -> bool:
        """Whether what is shown follows what is typed, as a filter does."""
        return self._follow is not None

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
        empty: bool | str = False,
        more: bool = False,
        follow: Keep | None = None,
    ) -> None:
        """Open the line for ``gesture`` (``about`` one card); what was left half-typed for it is offered again.

        Without that, ``text`` stands in it: ``more`` is typed on behind it, else what is typed replaces it.
        ``empty``: an empty line may be entered, or it stays and this is said. ``follow`` gets the text with
        each character and nothing when the line is left, as a filter does; such a line is not remembered.
        """
        host, name = self._host, f"{gesture} {about}".strip()
        self._keeps[name] = keep
        self._begun[name] = host.begun_in
        self._opened = host.frame.session.now() if host.frame.session is not None else None
        given = f"{text} " if more and text else text
        self._given, self._follow = given, follow
        host.frame.warm()
        known = self.handles if handles is None else handles
        begun = self.offered(name)
        host.line.ask(name, prompt, begun or given, hint, handles=known, empty=empty, more=more and not begun)

    def take_several(self) -> None:
        """The line that was opened takes several lines of text, as pasted ones are: see :func:`.lines_of`."""
        self._host.line.input.several = True

    def ask_text(
        self,
        gesture: str,
        prompt: str,
        act: Callable[[Store, Viewer, str], T],
        said: str | Callable[[T], str],
        *,
        text: str = "",
        hint: str = "",
        about: str = "",
        handles: Sequence[str] | None = None,
        empty: bool | str = False,
        several: bool = False,
    ) -> None:
        """Open the line, and run a use case with what is entered as it was typed: see :meth:`store_text`.

        ``several``: it may have several lines.
        """

        def keep(typed: str) -> None:
            words = lines_of(typed) if several else typed.strip()
            self.store_text(typed, lambda store, viewer: act(store, viewer, words), said)

        self.ask(gesture, prompt, keep, text=text, hint=hint, about=about, handles=handles, empty=empty)
        if several:
            self.take_several()

    def ask_line(
        self,
        gesture: str,
        prompt: str,
        act: Callable[[Store, Viewer, ParsedLine], T],
        said: str | Callable[[T], str],
        *,
        hint: str = "",
        about: str = "",
        text: str = "",
        missing: str = "",
    ) -> None:
        """The same with people, a date and marks read out of it: see :meth:`store_line`."""

        def keep(typed: str) -> None:
            self.store_line(typed, act, said)

        self.ask(gesture, prompt, keep, hint=hint, about=about, text=text, empty=missing or False)

    # --- storing what was entered ---

    def store_text(self, typed: str, act: Callable[[Store, Viewer], T], said: str | Callable[[T], str]) -> None:
        """Run a use case with what was typed as it is, and say what came of it; refused, the line comes back."""
        host, name = self._host, self._entered
        begun, opened = self._begun.get(name) or "", self._opened

        def run(store: Store, viewer: Viewer) -> tuple[str, T]:
            late = services.access.drafts.check_doors(store, viewer, begun, opened)
            return late, act(store, viewer)

        def kept(done: tuple[str, T]) -> None:
            late, result = done
            self._refused_line = ""
            self.forget(name)
            words = said if isinstance(said, str) else said(result)
            host.stored()
            host.say(words)
            if late:  # the meeting's screen gives way to its receipt
                host.frame.notify(f"{words} · {late}", timeout=10, markup=False)

        host.frame.perform(run, kept, lambda error: self._refused(name, typed, error))

    def store_line(
        self, typed: str, act: Callable[[Store, Viewer, ParsedLine], T], said: str | Callable[[T], str]
    ) -> None:
        """The same, with ``@ben``, ``!fri``, ``#dns``, ``%debt`` and ``<billing`` read out of what was typed."""
        session, handles = self._host.frame.session, self.handles
        today = session.today() if session is not None else None
        again, self._refused_line = self._refused_line == typed, typed

        def run(store: Store, viewer: Viewer) -> T:
            from cadence.domain.parsing import one_line, text

            assert today is not None
            words = text.line(typed, "line")
            return act(store, viewer, one_line.parse(words, handles, today, to_keep=_TO_KEEP, keep_unknown=again))

        self.store_text(typed, run, said)

    def refuse(self, why: str) -> None:
        """Open the line again that was entered last, with why it cannot be."""
        self._host.line.refuse(why)

    def _refused(self, name: str, typed: str, error: CadenceError) -> None:
        shown = self._host.shows_line and self._host.line.refuse(str(error))
        self.remember(name, typed)
        if not shown:
            self._host.frame.complain(error)

    # --- what was not entered ---

    def offered(self, name: str) -> str:
        """What was left half-typed for this line, in the meeting in which it would be begun now."""
        begun = self._host.begun_in
        return self._host.frame.half_typed.get((name, begun), "") if begun is not None else ""

    def forget(self, name: str) -> None:
        """The line was stored: it is offered no more."""
        begun = self._begun.setdefault(name, self._host.begun_in)
        if begun is not None and self._host.frame.half_typed.pop((name, begun), None) is not None:
            self._save(name, begun, "")

    def forget_entered(self) -> None:
        """Nothing is to be done with the line that was entered last: it is offered no more."""
        self.forget(self._entered)

    def remember_entered(self, typed: str) -> None:
        """Nothing could be done with the line that was entered last: it is offered again by the same key."""
        self.remember(self._entered, typed)

    def remember(self, name: str, typed: str) -> None:
        """A line was left half-typed: it is offered again where it was begun."""
        begun = self._begun_in(name)
        if not typed.strip():
            self.forget(name)
        elif begun is not None:
            self._host.frame.half_typed[name, begun] = typed
            self._save(name, begun, typed)

    def unentered(self) -> dict[tuple[str, str], str]:
        """What stands in the line and was not entered, by gesture and the meeting in which it was begun."""
        line = self._host.line
        if not line.gesture or self._follow is not None or not line.text.strip() or line.text == self._given:
            return {}
        begun = self._begun_in(line.gesture)
        return {(line.gesture, begun): line.text} if begun is not None else {}

    def _begun_in(self, name: str) -> str | None:
        now = self._host.begun_in
        return self._begun.setdefault(name, now) if now is not None else None

    def _save(self, name: str, begun: str, typed: str) -> None:
        """Store it; moved to the meeting behind whose doors it was typed, it is refused once that is over."""
        self._host.frame.keep_half_typed(name, typed, begun, lambda meeting: self._begun.update({name: meeting}))

    # --- what the line posts ---

    def entered(self, name: str, text: str) -> None:
        """The line was entered."""
        self._stop_saving()
        self._entered = name
        keep = self._keeps.get(name)
        if keep is not None:
            keep(text)
        self._host.line_closed()

    def left(self, name: str, text: str) -> None:
        """The line was left with ``text`` in it."""
        self._stop_saving()
        if self._follow is not None:
            self._follow("")
        else:
            untouched = text == self._given
            self.remember(name, "" if untouched else text)
            if text.strip() and not untouched:
                kept = self._host.begun_in is not None and self._begun.get(name) is not None
                again = "kept: the same key offers it again"
                self._host.say(again if kept else "the doors are open again: it is not kept")
        self._host.line_closed()

    def typed(self, name: str, text: str) -> None:
        """The text in the line has changed."""
        if self._follow is not None:
            self._follow(text)
        elif self._saving is None:
            self._saving = self._host.line.set_timer(SAVED_AFTER, lambda: self._remember_open(name))

    def _remember_open(self, name: str) -> None:
        """Store what stands in the line, if it is still open for the same."""
        self._saving = None
        if self._host.line.gesture == name:
            self.remember(name, self._host.line.text)

    def _stop_saving(self) -> None:
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
