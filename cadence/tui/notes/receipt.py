"""The receipt: what a meeting leaves behind, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cadence.domain.parsing.dates import day_words
from cadence.domain.views.meetings import ReceiptView
from cadence.tui.drawing.balance import shares
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, PLAIN, STRONG, WARN, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, wrapped

_LABEL = 12
_READ_MOST = 88


class ReceiptPanel(VerticalScroll):
    """``Planning held · 52 of 60 min · 8 min given back``, then what was decided, taken, moved on and left open."""

    DEFAULT_CSS = """
    ReceiptPanel {
        height: 1fr;
        padding: 0 1;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, view: ReceiptView | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._face = _Face(view)

    def compose(self) -> ComposeResult:
        yield self._face

    def show(self, view: ReceiptView, kept: Sequence[str] = ()) -> None:
        """Show the receipt; ``kept`` are remarks of the screen's (where the notes went, what was sent)."""
        self._face.view, self._face.kept = view, tuple(kept)
        self._face.changed()


class _Face(Drawn):
    def __init__(self, view: ReceiptView | None) -> None:
        super().__init__()
        self.view = view
        self.kept: tuple[str, ...] = ()

    def drawn(self, width: int) -> list[Line]:
        view = self.view
        if view is None:
            return []
        rows: list[Line] = [_head(view, width), []]
        groups: tuple[tuple[str, Sequence[str], str], ...] = (
            ("decided", view.decided, ""),
            ("took", view.took, ""),
            ("actions", view.actions, ""),
            ("blocked", view.blocked, "✖ "),
            ("went on", view.went_on, ""),
            ("no outcome", [*view.unfinished, *_stay(len(view.unfinished))], ""),
            ("still open", [f"{card.key} {card.title}" for card in view.still_open], ""),
            ("not heard", view.not_heard, ""),
        )
        for label, texts, sign in groups:
            rows += _group(label, texts, width, sign, BAD)
        if view.balance is not None:
            rows.append([("balance".ljust(_LABEL), DIM), *shares(view.balance, min(width, _READ_MOST) - _LABEL)])
        rows += _group("thieves", view.thieves, width, "⚑ ", WARN)
        rows += _group("notes", [view.notes] if view.notes else [], width)
        rows += _group("", self.kept, width)
        if view.last_words:
            rows += [[], *([(row, STRONG)] for row in wrapped(view.last_words, min(width, 72)))]
        return rows


def _stay(topics: int) -> list[str]:
    """What becomes of topics without an outcome; nothing for none."""
    if not topics:
        return []
    they, come = ("It stays", "comes") if topics == 1 else ("They stay", "come")
    return [f"{they} in Discussing and {come} first next time."]


def _head(view: ReceiptView, width: int) -> Line:
    back = view.given_back
    spare: Piece = (f" · {back} min given back", GOOD) if back > 0 else ("", PLAIN)
    if back < 0:
        spare = (f" · over by {-back} min", BAD)
    left: list[Piece] = [(f"{view.line.title} held", STRONG), (f" · {view.used} of {view.line.minutes} min", PLAIN)]
    return ends([*left, spare], [(day_words(view.line.starts_at.date()), DIM)], width)


def _group(label: str, texts: Sequence[str], width: int, sign: str = "", ink: str = DIM) -> Iterator[Line]:
    """The texts one below the other beside ``label``, wrapped; nothing where there is none."""
    room = max(8, min(width, _READ_MOST) - _LABEL - len(sign))
    for number, text in enumerate(texts):
        for row_number, row in enumerate(wrapped(text, room)):
            head = label if number == row_number == 0 else ""
            yield [(head.ljust(_LABEL), DIM), (sign if row_number == 0 else " " * len(sign), ink), (row, PLAIN)]
