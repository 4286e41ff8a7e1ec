"""A card and the head of a column on a board, as rows of an exact width."""

from __future__ import annotations

from datetime import datetime

from cadence.domain.cards.time_thieves import over_limit
from cadence.domain.views.cards import CardView
from cadence.tui.board.columns import CARD_ROWS, CURSOR_ROWS, BoardColumn
from cadence.tui.drawing.card_words import heading, marks, subtitle
from cadence.tui.drawing.drawn import DIM, NOW, PLAIN, STRONG, WARN
from cadence.tui.drawing.lines import Piece, cut, fit, length, wrapped

_WORDINGS = ((3, 24), (3, 12), (2, 12), (2, 8), (2, 4), (2, 0), (1, 0), (0, 0))
"""Parts of the subtitle that are shown, and cells for the reason of each mark: the longest wording first."""
_GAP: Piece = ("  ", PLAIN)


def card_rows(
    card: CardView, cells: int, now: datetime, ages: tuple[float, float], selected: bool = False
) -> list[list[Piece]]:
    """Two rows of ``cells`` cells (title; flow type, people, age, marks); three when ``selected``: the title wraps."""
    title = heading(card)
    if not selected:
        return [fit([(title, PLAIN)], cells), _second(card, cells, now, ages)][:CARD_ROWS]
    first, *more = wrapped(title, cells, CURSOR_ROWS - 1)
    rows = [fit([(first, STRONG)], cells)]
    if more:
        rows += [fit([(more[0], STRONG)], cells), _second(card, cells, now, ages)]
    else:
        rows += [fit(subtitle(card, now, ages), cells), fit(_third(card, now), cells)]
    return rows


def _second(card: CardView, cells: int, now: datetime, ages: tuple[float, float]) -> list[Piece]:
    """The row under the title: the longest wording that fits; age and the marks' signs yield last."""
    found: list[Piece] = []
    for words, most in _WORDINGS:
        found = [*subtitle(card, now, ages, words), *_spread(marks(card, now, most))]
        if length(found) <= cells:
            break
    return fit(found, cells)


def _third(card: CardView, now: datetime) -> list[Piece]:
    """The last row of a selected card with a short title: its marks in full, else its tags."""
    found = marks(card, now)
    if found:
        return _spread(found)[1:]
    tags = [*card.tags, *(["toil"] if card.toil else [])]
    return [(" ".join(f"#{tag}" for tag in tags), DIM)]


def _spread(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a gap before each."""
    return [part for piece in pieces for part in (_GAP, piece)]


def head_row(column: BoardColumn, cells: int, focused: bool, filtered: bool) -> list[Piece]:
    """``Ready 6``, ``In progress 4/4``, with a flag over the limit; ``2 of 6`` while a filter hides the others."""
    count = f"{len(column.cards)} of {column.total}" if filtered else str(column.total)
    over = over_limit(column.total, column.limit)
    if column.limit is not None:
        count += f"/{column.limit}"
    tail: list[Piece] = [(f" {count}", WARN if over else DIM)]
    if over:
        tail.append((" ⚑", WARN))
    name = cut(column.name, max(1, cells - length(tail)))
    return fit([(name, NOW if focused else STRONG), *tail], cells)
