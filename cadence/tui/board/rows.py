"""A card and the head of a column on a board, as rows of an exact width."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len

from cadence.domain.cards.time_thieves import over_limit
from cadence.domain.views.cards import CardView
from cadence.tui.board.columns import CARD_ROWS, BoardColumn
from cadence.tui.drawing.card_words import NAMES, SHORT, heading, marks, subtitle
from cadence.tui.drawing.drawn import DIM, NOW, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Piece, cut, fit, length, packed, wrapped

_WORDINGS = (100, 40, NAMES, SHORT, 8, 0)
"""Cells for the reason of each mark: the longest wording first."""
_GAP: Piece = (" ", PLAIN)
PLANNED = "◆"
"""The mark of this iteration's cards."""


def card_rows(
    card: CardView,
    cells: int,
    now: datetime,
    selected: bool = False,
    place: int = 0,
    *,
    planned: bool = False,
    height: int = CARD_ROWS,
) -> list[list[Piece]]:
    """``height`` rows of ``cells`` cells: the title in two at most, and what is known of the card in those under it.

    ``place``: where it stands in a column that is an order, from 1; 0 in any other.
    ``planned``: it is this iteration's.
    """
    ink, number = STRONG if selected else PLAIN, f"{place} " if place else ""
    titles = [number + row if not at else " " * len(number) + row
              for at, row in enumerate(wrapped(heading(card), cells - len(number), 2))]  # fmt: skip
    rows = [fit([(row, ink)], cells) for row in titles]
    head = f"{' ' * len(number)}{PLANNED if planned else ' '} "
    rows += _under(card, cells, now, head, height - len(rows))
    return [*rows, *(fit([], cells) for _ in range(height - len(rows)))]


def whole_height(card: CardView, cells: int, now: datetime, place: int = 0) -> int:
    """The rows that a card takes in ``cells`` cells with its title in two at most and each mark in full."""
    indent = len(f"{place} ") if place else 0
    titles = wrapped(heading(card), cells - indent, 2)
    return len(titles) + len(_whole(card, cells, now, " " * (indent + 2)))


def need(card: CardView, now: datetime) -> int:
    """The cells in which the whole title of a card stands in one row, and what is known of it under that."""
    return max(cell_len(heading(card)), length(in_full(card, now))) + 4


def in_full(card: CardView, now: datetime, *, planned: bool = False) -> list[Piece]:
    """Everything that is known of a card shortly, with the whole reason of each mark."""
    of_this: list[Piece] = [(f"{PLANNED} this iteration", DIM)] if planned else []
    tags = [*card.tags, *(["toil"] if card.toil else [])]
    tail = [(" ".join(f"#{tag}" for tag in tags), DIM)] if tags else []
    return [(" ", PLAIN), *subtitle(card, now), *_spread([*of_this, *_marks(card, now), *tail])]


def _under(card: CardView, cells: int, now: datetime, before: str, room: int) -> list[list[Piece]]:
    """The ``room`` rows at most under the title: the longest wording of the marks that fits, in one row if it does."""
    found = _whole(card, cells, now, before)
    if len(found) <= room:
        return [fit(row, cells) for row in found]
    for most in _WORDINGS:
        found = _packed(subtitle(card, now), _marks(card, now, most), cells, before)
        if len(found) <= room and all(length(row) <= cells for row in found):
            break
    return [fit(row, cells) for row in found[:room]]


def _whole(card: CardView, cells: int, now: datetime, before: str) -> list[list[Piece]]:
    """The same with each mark in full, in as many rows as it takes."""
    broken = ([(row, ink)] for text, ink in _marks(card, now) for row in wrapped(text, max(1, cells - len(before))))
    first, *rest = packed([subtitle(card, now), *broken], cells - len(before))
    return [[(before, DIM), *first], *([(" " * len(before), PLAIN), *row] for row in rest)]


def _packed(known: list[Piece], said: list[Piece], cells: int, before: str) -> list[list[Piece]]:
    """What is known, and after it the marks, in as few rows as they fit in whole."""
    first, *rest = packed([known, *([mark] for mark in said)], cells - len(before))
    return [[(before, DIM), *first], *([(" " * len(before), PLAIN), *row] for row in rest)]


def _marks(card: CardView, now: datetime, most: int = 100) -> list[Piece]:
    """The marks; while there is room for more than names, with the card of ours that waits for it."""
    ours: list[Piece] = [(cut(card.needed_by, most), DIM)] if card.needed_by and most > NAMES else []
    return [*marks(card, now, most), *ours]


def _spread(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a gap before each."""
    return [part for piece in pieces for part in (_GAP, piece)]


def count_words(column: BoardColumn, *, filtered: bool) -> str:
    """How many cards a column holds: ``6``, or ``2 of 6`` while a filter hides the others."""
    return f"{len(column.cards)} of {column.total}" if filtered else str(column.total)


def head_rows(
    column: BoardColumn, cells: int, focused: bool, filtered: bool, older: int = 0, title: str = ""
) -> tuple[list[Piece], list[Piece]]:
    """``Ready 6``, ``In progress 4/4``, with a flag over the limit; ``2 of 6`` while a filter hides the others.

    Below it how many cards lie above; where none do, the rest of a name that has no room beside its count.

    ``older``: cards that were done before this iteration, and are not shown. ``title``: what people read for its name.
    """
    count = count_words(column, filtered=filtered)
    over = over_limit(column.total, column.limit)
    if column.limit is not None:
        count += f"/{column.limit}"
    tail: list[Piece] = [(f" {count}", WARN if over else DIM)]
    if over:
        tail.append((" ⚑", WARN))
    if older:
        tail.append((f" · . {older} older", DIM))
    room, ink = max(1, cells - length(tail)), NOW if focused else STRONG
    name = title or column.name
    first, *rest = [cut(name, room)] if column.top else wrapped(name, room)
    below = (f"↑ {column.top} more", DIM) if column.top else (cut(" ".join(rest), cells), ink)
    return fit([(first, ink), *tail], cells), fit([below], cells)
