"""The cards that a step walks, in their order: those behind, the present one, those to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cadence.domain.cards.boards import BOARDS, holds_topics
from cadence.domain.kinds.base import Walk
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.tui.drawing.card_words import due_piece, marks, origin_words, owed_words, topic_words
from cadence.tui.drawing.drawn import DIM, GOOD, NOW, PLAIN, STRONG, WARN, Drawn
from cadence.tui.drawing.lines import Line, Piece, cut, ends, fit, joined, length, packed, wrapped
from cadence.tui.drawing.markdown import wrap_pieces
from cadence.tui.meeting.steps.panel import MeetingState

_HEAD = 5
"""Cells before a title."""
_WIDE = 60
"""Cells of a row in which what is said of a card has room beside its title."""
_SHORT = 11
"""Cells that it has in a narrower row."""
_ANSWER = 15
"""Cells that there what became of it has: ``→ re-prioritise``, ``→ card SRE-142``."""


class WalkList(Drawn):
    """Each card's place, its title, and what holds it up.

    Titles are whole where all of them have room, with a blank row between two if there is more, else there is one row
    a card, the present one among them. Drawn by hand: a walk may have hundreds of cards.
    """

    DEFAULT_CSS = "WalkList { height: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards: tuple[CardView, ...] = ()
        self._at: str | None = None
        self._walked: frozenset[str] = frozenset()
        self._answers: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._now: datetime | None = None
        self._by_origin = False
        """Whether cards are ranked by where they come from."""
        self._own: BoardKey | None = None
        """The meeting's own board."""
        self._asks = False
        """Whether something has to become of each card."""

    def show(self, seen: MeetingState) -> None:
        """Show what ``seen`` walks."""
        self._own = seen.kind.board
        self._asks = isinstance(seen.step.walks, Walk) and bool(seen.step.walks.choices)
        shown = walked_cards(seen), seen.view.at, frozenset(seen.view.walked), dict(seen.view.answers)
        self._now, self._names = seen.now, dict(seen.view.names)
        self._by_origin = seen.step.query is not None and bool(seen.step.query.origin)
        if shown != (self._cards, self._at, self._walked, self._answers):
            self._cards, self._at, self._walked, self._answers = shown
            self.changed()

    def on_resize(self) -> None:
        self.changed()

    def drawn(self, width: int) -> list[Line]:
        room = max(1, self.size.height)
        whole = [self._whole(number, card, width) for number, card in enumerate(self._cards[: room + 1], 1)]
        if sum(map(len, whole)) <= room:
            airy = sum(map(len, whole)) + len(whole) - 1 <= room
            return [row for rows in whole for row in (*rows, *([[]] if airy else []))]
        place = next((number for number, card in enumerate(self._cards) if card.key == self._at), len(self._cards))
        start = max(0, min(place - room // 3, len(self._cards) - room))
        return [
            self._row(number, card, width) for number, card in enumerate(self._cards[start : start + room], start + 1)
        ]

    def _whole(self, number: int, card: CardView, width: int) -> list[Line]:
        """The whole title on as many rows as it takes, and the marks with their names below it."""
        head, ink = self._head(number, card), self._ink(card)
        indent: list[Piece] = [(head[0][0] if head[0][0] == "▌" else " ", NOW), (" " * 4, PLAIN)]
        cells = max(8, width - _HEAD)
        rows = [[(row, ink)] for row in wrapped(card.title, cells)]
        parts, gap = self._marks(card, cells)
        below = [row for line in packed(parts, cells, gap) for row in wrap_pieces(line, cells)]
        if holds_topics(card.board) and card.key not in self._answers and self._now:
            said = wrapped(topic_words(card, self._names, self._now), cells)
            below = [[(row, DIM)] for row in said]
        return [[*(head if place == 0 else indent), *row] for place, row in enumerate([*rows, *below])]

    def _row(self, number: int, card: CardView, width: int) -> Line:
        most = width // 2 if width >= _WIDE else _ANSWER if card.key in self._answers else _SHORT
        mark = joined(*self._marks(card, most))  # its answer, or what holds it up
        mark = fit(mark, most) if length(mark) > most else mark
        gap: list[Piece] = [("  ", PLAIN)] if mark else []
        return ends([*self._head(number, card), (card.title, self._ink(card))], [*gap, *mark], width)

    def _head(self, number: int, card: CardView) -> list[Piece]:
        now, walked = card.key == self._at, card.key in self._walked
        presented = BOARDS[BoardKey(card.board)].presented
        goes_on = card.status == "open" or (presented and card.board != self._own)  # what was said of it waits
        behind: Piece = ("✔", GOOD)
        if self._asks and goes_on and card.key not in self._answers:
            behind = ("–", WARN)
        elif presented and card.board == self._own and goes_on:  # it was put off
            behind = ("–", DIM)
        return [("▌", NOW) if now else behind if walked else (" ", PLAIN), (f"{number:>2}  ", DIM)]

    def _ink(self, card: CardView) -> str:
        return STRONG if card.key == self._at else DIM if card.key in self._walked else PLAIN

    def _marks(self, card: CardView, cells: int) -> tuple[list[Line], str]:
        """What became of it, else what holds it up, each at most ``cells`` wide; whose it is and when it is due.

        With what stands between two of them.
        """
        answer, board = self._answers.get(card.key), BOARDS[BoardKey(card.board)]
        if self._now is None:
            return [], ""
        whose: Piece = (owed_words(card, self._names, self._now.date()), WARN if due_piece(card, self._now) else DIM)
        wide = cells > _ANSWER
        owed = [whose] if whose[0] and (wide or board.presented) else []
        if answer:
            return [[(f"→ {answer}", DIM)], *([owed] if wide and owed else [])], " · "
        if holds_topics(card.board):
            words = topic_words(card, self._names, self._now)
            return [[(cut(words, cells), DIM)]], ""
        found = marks(card, self._now, cells - 2) if card.status == "open" else []
        stands: list[Piece] = [(card.stands_in, DIM)] if card.column in board.sides else []
        if owed:  # the day itself stands there
            found = [piece for piece in found if piece != due_piece(card, self._now)]
        found = [*stands, *found, *owed] if wide else [*owed, *found, *stands]
        if self._by_origin and card.origin is None:
            found = [(origin_words(card), WARN), *found]
        return [[piece] for piece in found], " · " if owed else " "


def walked_cards(seen: MeetingState) -> tuple[CardView, ...]:
    """The cards that the step walks, in order; empty where it walks people or has a list of its own, as for dots."""
    if seen.view.vote is not None and seen.view.vote.dots:
        return ()
    cards = {card.key: card for card in seen.view.cards}
    return tuple(cards[key] for key in seen.view.queue if key in cards)


def called(seen: MeetingState) -> tuple[str, str]:
    """The list's title, and how many cards it has."""
    cards: Sequence[CardView] = walked_cards(seen)
    title = seen.changed_since.replace("changed", "Changed") or seen.view.steps[seen.view.step].title
    title += ", everything" if seen.view.scope == "everything" else ""
    return title, str(len(cards)) if cards else ""
