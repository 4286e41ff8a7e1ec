"""The receipt: what a meeting leaves behind, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.widgets import Label, Static

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.text import shown
from cadence.domain.views.meetings import ReceiptView
from cadence.tui.drawing.balance import BalanceMeter
from cadence.tui.drawing.drawn import BAD, GOOD, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Piece, content

_NO_SIGN: Piece = ("", PLAIN)


class ReceiptPanel(VerticalScroll):
    """``Planning held · 52 of 60 min · 8 min given back``, then what was decided, taken and moved on."""

    DEFAULT_CSS = """
    ReceiptPanel {
        height: 1fr;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        & > Horizontal { height: auto; margin-bottom: 1; }
        & .held { width: 1fr; }
        & > Grid { grid-size: 2; grid-columns: 12 1fr; grid-rows: auto; height: auto; max-width: 88; }
        & .dim { color: $foreground-muted; }
        & > .last-words { margin-top: 1; max-width: 72; text-style: bold; }
    }
    """

    def __init__(self, view: ReceiptView | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view = view
        self._remarks: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        view = self._view
        if view is None:
            return
        with Horizontal():
            yield Static(content([_head(view)]), classes="held")
            yield Label(day_words(view.line.starts_at.date()), classes="dim")
        with Grid():
            yield from _row("notes", [view.notes] if view.notes else [])  # first: in sight however long the rest is
            for label, texts, sign in _groups(view):
                yield from _row(label, texts, sign)
            if view.balance is not None:
                yield Label("balance", classes="dim")
                yield BalanceMeter(view.balance, brief=True)
            yield from _row("thieves", view.thieves, ("⚑ ", WARN))
            yield from _row("", self._remarks)
        if view.last_words:
            yield Static(shown(view.last_words), markup=False, classes="last-words")

    def show(self, view: ReceiptView, remarks: Sequence[str] = ()) -> None:
        """Show the receipt; ``remarks`` are the screen's (how a recording's link is kept)."""
        if (view, tuple(remarks)) != (self._view, self._remarks):
            self._view, self._remarks = view, tuple(remarks)
            self.refresh(recompose=True)


def _groups(view: ReceiptView) -> Iterator[tuple[str, Sequence[str], Piece]]:
    """What came of the meeting: a label, texts, and the sign before each of them."""
    yield "decided", view.decided, _NO_SIGN
    yield _outcomes_of(view), view.outcomes, _NO_SIGN
    yield "feedback", view.feedback, _NO_SIGN
    yield "holdovers", view.holdovers, _NO_SIGN
    yield "took", view.took, _NO_SIGN
    yield "interrupts", [view.duty] if view.duty else [], _NO_SIGN
    yield "actions", view.actions, _NO_SIGN
    yield "blocked", view.blocked, ("✖ ", BAD)
    yield "went on", view.went_on, _NO_SIGN
    yield "no outcome", [*view.unfinished, *_stay(len(view.unfinished))], _NO_SIGN
    yield "no owner", view.without_owner, _NO_SIGN
    yield "not reached", view.not_reached, _NO_SIGN
    for label, people in (("read out", view.read_out), ("not heard", view.not_heard), ("away", view.away)):
        yield label, [", ".join(people)] if people else [], _NO_SIGN


def _outcomes_of(view: ReceiptView) -> str:
    """What has outcomes there: topics, or what else the meeting's board holds."""
    board = BY_KEY[view.line.kind].board
    return "topics" if board is not None and BOARDS[board].discussing else "outcomes"


def _row(label: str, texts: Sequence[str], sign: Piece = _NO_SIGN) -> Iterator[Label | Static]:
    """A label and beside it the texts, one below the other; nothing without texts."""
    if texts:
        yield Label(label, classes="dim")
        yield Static(content([[sign, (" ".join(shown(text).split()), PLAIN)] for text in texts]))


def _stay(topics: int) -> list[str]:
    """What becomes of topics without an outcome; nothing for none."""
    if not topics:
        return []
    return [f"{'It stays' if topics == 1 else 'They stay'} in Discussing, at the top of the next agenda."]


def _head(view: ReceiptView) -> list[Piece]:
    if view.withheld:
        return [(f"{view.line.title} held", STRONG)]
    back = view.given_back
    spare: Piece = (f" · {back} min given back", GOOD) if back > 0 else ("", PLAIN)
    if back < 0:
        spare = (f" · over by {-back} min", BAD)
    stood = view.timebox - view.used - back if back > 0 else 0
    if stood:
        spare = (f"{spare[0]}, {stood} min paused", spare[1])
    return [(f"{view.line.title} held", STRONG), (f" · {view.used} of {view.timebox} min", PLAIN), spare]
