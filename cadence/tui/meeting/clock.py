"""The meeting's clock: how much of the timebox is used. It ticks by itself and asks nobody."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from time import monotonic

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Digits

from cadence.domain.parsing.dates import clock_words
from cadence.tui.drawing.drawn import BAD, DIM, PLAIN, WARN
from cadence.tui.drawing.lines import Piece, content, fit, length

WARN_AT = 0.8
"""The share of the timebox from which the clock looks different."""
_BAR_MOST = 20
_BAR_LEAST = 6


@dataclass(frozen=True, slots=True)
class Running:
    """A time as it was at one moment: seconds used of ``minutes``, and the monotonic instant at which that was so."""

    seconds: float = 0
    minutes: float = 0
    since: float | None = None
    """``None``: it stands still (paused, or nothing to measure)."""

    def used(self, now: float) -> float:
        """Seconds used at the monotonic instant ``now``."""
        return self.seconds + (max(0.0, now - self.since) if self.since is not None else 0.0)

    def left(self, now: float) -> float:
        """Seconds left, negative when over."""
        return self.minutes * 60 - self.used(now)

    def left_words(self, now: float) -> str:
        """``18:50``: the time left, a second that has begun counted as whole."""
        return clock_words(abs(ceil(self.left(now))))

    def ink(self, now: float) -> str:
        """The look: plain, from :data:`WARN_AT` on yellow, and red once it is over."""
        if self.minutes <= 0:
            return PLAIN
        share = self.used(now) / (self.minutes * 60)
        return BAD if share >= 1 else WARN if share >= WARN_AT else PLAIN


def bar(share: float, cells: int, ink: str = PLAIN) -> list[Piece]:
    """``▐███░░▌`` in ``cells`` cells, the part ``share`` of it (0 to 1) full."""
    room = max(0, cells - 2)
    full = min(room, max(0, round(share * room)))
    return [("▐", DIM), ("█" * full, ink), ("░" * (room - full), DIM), ("▌", DIM)]


class Ticking(Widget):
    """Redraws itself once a second while a time runs, on the second; nothing while it stands still."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.total = Running()
        self.step = Running()
        self._paused = False
        self._timer: Timer | None = None

    def keep(
        self,
        seconds: float,
        minutes: float,
        *,
        step_seconds: float = 0,
        step_minutes: float = 0,
        paused: bool = False,
        at: float | None = None,
    ) -> None:
        """Take over the time: seconds used of ``minutes``, of the meeting and of the step.

        ``at`` is the monotonic instant at which that was so (default: now).
        """
        since = None if paused else (monotonic() if at is None else at)
        self.total = Running(seconds, minutes, since)
        self.step = Running(step_seconds, step_minutes, since)
        self._paused = paused
        self._schedule()
        self.told()

    def told(self) -> None:
        """The time has moved on: show it."""
        self.refresh()

    def on_mount(self) -> None:
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.is_attached and self.total.since is not None:
            # Due just after the next full second, so that no second is shown twice or left out.
            rest = 1 - self.total.used(monotonic()) % 1
            self._timer = self.set_timer(rest + 0.005, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self.told()
        self._schedule()


class MeetingClock(Ticking):
    """One line: ``▐███░░▌ 18:50 left   step 6:02 of 10:00``, right-aligned; narrower, without the step.

    Posts :class:`Passed` once at 80 % and once when the time is over.
    """

    DEFAULT_CSS = """
    MeetingClock {
        width: 1fr;
        height: 1;
    }
    """

    @dataclass
    class Passed(Message):
        """The meeting has used ``share`` of its time: 0.8 or 1.0."""

        clock: MeetingClock
        share: float

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown_ink: str | None = None

    def told(self) -> None:
        ink = self.total.ink(monotonic())
        if self.is_attached:
            if ink == WARN and self._shown_ink == PLAIN:
                self.post_message(self.Passed(self, WARN_AT))
            if ink == BAD and self._shown_ink in {PLAIN, WARN}:
                self.post_message(self.Passed(self, 1.0))
            self._shown_ink = ink
        super().told()

    def render(self) -> Content:
        width = self.content_size.width
        line = clock_line(self.total, self.step, width, monotonic(), paused=self._paused)
        return content([[(" " * max(0, width - length(line)), PLAIN), *fit(line, min(width, length(line)))]])

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width


def clock_line(total: Running, step: Running, cells: int, now: float, *, paused: bool = False) -> list[Piece]:
    """The clock in at most ``cells`` cells if it can be: the bar shrinks first, then the step goes."""
    ink = total.ink(now)
    used, minutes = total.used(now), total.minutes
    share = used / (minutes * 60) if minutes else 0.0
    over: list[Piece] = [(f" over by {clock_words(used - minutes * 60)}", BAD)]
    left: list[Piece] = over if ink == BAD else [(f" {total.left_words(now)} left", ink)]
    words: list[Piece] = [*left, *([("  paused", WARN)] if paused else [])]
    for shown in ([*words, *_step_part(step, now)], words):
        room = cells - length(shown)
        if room >= _BAR_LEAST:
            return [*bar(share, min(_BAR_MOST, room), ink), *shown]
    return fit(left, min(cells, length(left)))


def _step_part(step: Running, now: float) -> list[Piece]:
    if step.minutes <= 0:
        return []
    ink = step.ink(now)
    words = f"   step {clock_words(step.used(now))} of {clock_words(step.minutes * 60)}"
    return [(words, ink if ink != PLAIN else DIM), *([(" over", BAD)] if ink == BAD else [])]


class BigClock(Ticking):
    """The time left in large digits, for a screen that is shared; a word below says what it means."""

    DEFAULT_CSS = """
    BigClock {
        width: auto;
        height: 4;
        layout: vertical;
        Digits { width: auto; }
        &.-soon Digits { color: $text-warning; }
        &.-over Digits { color: $text-error; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Digits(id="digits")
        yield _Word(id="word")

    def on_mount(self) -> None:
        self.told()

    def told(self) -> None:
        if not self.query(Digits):
            return
        now = monotonic()
        ink = self.total.ink(now)
        self.query_one(Digits).update(self.total.left_words(now))
        self.query_one(_Word).say("over" if ink == BAD else "paused" if self._paused else "left", ink)
        self.set_class(ink == WARN, "-soon")
        self.set_class(ink == BAD, "-over")


class _Word(Widget):
    """The word under the digits."""

    DEFAULT_CSS = """
    _Word {
        width: 100%;
        height: 1;
        text-align: right;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line: list[Piece] = []

    def say(self, word: str, ink: str) -> None:
        line: list[Piece] = [(word, ink or DIM)]
        if line != self._line:
            self._line = line
            self.refresh()

    def render(self) -> Content:
        return content([self._line])


def turn_clock(spent: float, share: float) -> tuple[str, str]:
    """The time of a turn of its share, and its colour: it nudges, and never cuts off."""
    words = clock_words(spent)
    if not share:
        return words, DIM
    words += f" of {clock_words(share)}"
    if spent >= share:
        return f"{words} · time for the next", BAD
    return words, WARN if spent >= 0.8 * share else DIM
