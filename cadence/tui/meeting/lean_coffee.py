"""The arch meeting's topics: what is discussed, what comes next, what is done, and the vote to go on or move on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from cadence.domain.parsing.dates import clock_words, ordinal
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import VoteView
from cadence.tui.card.discussed import DiscussedCard
from cadence.tui.card.panel import CardPanel
from cadence.tui.drawing.drawn import DIM, GOOD, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, fit, joined, length, wrapped
from cadence.tui.widgets.line_list import Item, LineList, ListPanel


class Discussed(NamedTuple):
    """A topic that was discussed, how it ended in this meeting, in words, and the seconds it took."""

    card: CardView
    outcome: str
    seconds: int


class TopicPanel(Vertical):
    """``Discussing`` beside ``Next`` and ``Discussed``, a vote's line below. A listed topic posts :class:`Chosen`.

    Narrow, the lists fold away and the vote stays.
    """

    DEFAULT_CSS = """
    TopicPanel {
        height: 1fr;
        & > Horizontal { height: 1fr; }
        & #topic-now { width: 1fr; }
        & #topic-side { width: 34; }
        & #topic-side > ListPanel { height: auto; max-height: 50%; }
        &.-narrow #topic-side { display: none; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A topic of one of the lists was opened."""

        panel: TopicPanel
        key: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.discussing = CardPanel(id="topic-now")
        self._next = ListPanel("Next", empty="None follows.", id="topic-next")
        self._discussed = ListPanel("Discussed", empty="None yet.", id="topic-discussed")
        self._vote = VoteLine(id="topic-vote")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.discussing
            with Vertical(id="topic-side"):
                yield self._next
                yield self._discussed
        yield self._vote

    def show(
        self,
        discussing: DiscussedCard | None,
        following: Sequence[CardView],
        discussed: Sequence[Discussed],
        vote: VoteView | None = None,
        nothing: str = "No topic is open. space takes the first.",
        person: str = "",
    ) -> None:
        """Show the topic that is open, those that follow, those discussed, and the vote if one is open.

        ``person``: for whom the next key votes; empty: for oneself.
        """
        self.discussing.show(discussing, "Discussing", nothing)
        self._next.show([_topic(card) for card in following])
        self._next.entitle("Next", str(len(following)) if following else "")
        self._discussed.show([item for one in discussed for item in _done(one)])
        self._vote.show(vote, person=person)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.item))


def _topic(card: CardView) -> Item:
    votes: tuple[Piece, ...] = ((f"{card.votes}● ", NOW),) if card.votes else (("·  ", DIM),)
    return Item(card.key, (*votes, (card.title, PLAIN)))


def _done(one: Discussed) -> list[Item]:
    card = one.card
    open_ = card.status == "open" and not one.outcome
    sign: Piece = ("· ", DIM) if open_ else ("✔ ", GOOD)
    rows = [Item(card.key, (sign, (card.title, PLAIN)), ((clock_words(one.seconds), DIM),))]
    if one.outcome or open_:
        said = ("  → ", DIM), (one.outcome or "no outcome yet", DIM)
        rows.append(Item(f"{card.key}/outcome", said, quiet=True, hang=4))
    return rows


class VoteLine(Drawn):
    """``Continue?  + 3  − 1  waiting for Farah   second extension: 2 min``, or the dots one has left; else nothing."""

    DEFAULT_CSS = """
    VoteLine { padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._vote: VoteView | None = None
        self._secret = False
        self._person = ""

    def show(self, vote: VoteView | None, *, secret: bool = False, person: str = "") -> None:
        """Show ``vote``; ``None`` or one that is closed: nothing. ``secret``: others look at this screen too.

        ``person``: for whom the next key votes; empty: for oneself.
        """
        if (vote, secret, person) != (self._vote, self._secret, self._person):
            self._vote, self._secret, self._person = vote, secret, person
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        vote = self._vote
        if vote is None or not vote.open:
            return []
        if vote.dots:
            left = max(0, vote.dots - vote.used)
            dots: list[Piece] = [("your dots  ", DIM), ("●" * left + "○" * vote.used, NOW), (f"  {left} left", PLAIN)]
            if self._secret:
                dots = [("your dots  ", DIM), (f"{vote.used} of {vote.dots} given", PLAIN)]
            if not vote.votes:
                dots = [("dots are given; what got how many shows when all are", DIM)]
            if self._person:
                dots = [(f"for {self._person}: v a dot, V takes one back · esc your own", NOW)]
            dots.append((f"   still to vote: {', '.join(vote.waiting) or 'nobody'}", DIM))
            return [fit(dots, width)]
        waiting = f"waiting for {', '.join(vote.waiting)}" if vote.waiting else "everybody has voted"
        parts: list[list[Piece]] = [
            [(f"for {self._person}: + more, - move on · esc your own", NOW)]
            if self._person
            else [("Continue?", STRONG)],
            [(f"+ {vote.more}", PLAIN)],
            [(f"− {vote.move_on}", PLAIN)],
            [(waiting, DIM)],
        ]
        longer: list[Piece] = []
        if vote.extension:
            longer = [(f"{ordinal(vote.extensions + 1)} extension: {vote.extension} min", DIM)]
        line = joined([*parts, longer], "   ")
        if length(line) <= width:
            return [line]
        said = "".join(text for text, _ in joined(parts, "   "))
        return [*([(row, PLAIN)] for row in wrapped(said, width)), longer]
