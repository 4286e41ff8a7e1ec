"""Cards, boards and their history, as entry points and renderers get them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cadence.domain.cards.boards import BOARDS, column_shown
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.parsing.dates import day_words
from cadence.domain.parsing.text import clip
from cadence.domain.vocabulary import THIEVES, BoardKey

_SAID = 80
"""Cells of what was said of what another team owes, beside the card that waits for it."""


def moved_words(promised: Sequence[date]) -> str:
    """How a promised day has moved, behind the present one: ``, moved twice, first Wed 9 Dec``; empty if it has not."""
    if not promised:
        return ""
    times = {1: "once", 2: "twice"}.get(len(promised), f"{len(promised)} times")
    return f", moved {times}, first {day_words(promised[0])}"


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block: why, and since when."""

    reason: str
    since: datetime
    days_off: float = 0.0
    """Days off since then, which its age leaves out."""


@dataclass(frozen=True, slots=True)
class DependencyView:
    """What a card waits for: another card's ``key``, or something a named ``team`` owes."""

    key: str | None
    team: str | None
    what: str
    asked_at: datetime
    settled: bool = False
    title: str = ""
    """The title of that other card."""
    dropped: str | None = None
    """Why that other card was dropped; ``None`` unless it was."""
    due: date | None = None
    """The day for which the team that owes it has promised it."""
    by: tuple[str, ...] = ()
    """Who there has promised it, by their short names."""
    said: str = ""
    """What was said last of it on the shared board."""

    @property
    def refused(self) -> bool:
        """Whether the team that owes it has said that it will not come, and nobody has dealt with that yet."""
        return self.dropped is not None and not self.settled

    @property
    def ended(self) -> str:
        """How it ended: ``dropped by Checkout: not ours`` until that is dealt with, ``settled``; empty if open."""
        if self.dropped is None:
            return "settled" if self.settled else ""
        return f"dropped{f' by {self.team}' if self.team and self.refused else ''}: {self.dropped}"

    def answer(self, today: date) -> str:
        """``promised for Fri 4 Dec by Theo, 3 d late: their lead signs it``; empty where nobody has promised it."""
        if self.due is None and not self.by:
            return ""
        who = f" by {', '.join(self.by)}" if self.by else ""
        day = f" for {day_words(self.due)}" if self.due else ""
        late = f", {(today - self.due).days} d late" if self.due and self.due < today else ""
        words = f": {clip(self.said, _SAID)}" if self.said else ""
        return f"promised{day}{who}{late}{words}"

    @property
    def whom(self) -> str:
        """The team that owes it, or the other card: ``SRE-42 VPC peering``; empty for neither."""
        return self.team or f"{self.key or ''} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class ThiefView:
    """A time thief found on a card (or set by hand), with the reason and threshold in words."""

    thief: str
    why: str
    confirmed: bool = False
    """Whether the team has said that it is one."""
    where: str = ""
    """The column or person over the limit, where it is not of this card alone."""

    @property
    def named(self) -> str:
        """What people read for it: ``neglected`` for ``neglected-work``."""
        return THIEVES[self.thief]


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Where a card came from: the card it was made of, and the meeting it was raised in (``standup@2026-12-02``)."""

    key: str | None
    meeting: str | None
    title: str = ""
    """The title of that card."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as a listing shows it. ``position`` counts from 1 in its column; ``votes`` as the viewer may see them."""

    id: int
    key: str
    board: str
    column: str
    position: int
    title: str
    body: str
    flow: str | None
    origin: str | None
    requester: str | None
    assignees: tuple[str, ...]
    interested: tuple[str, ...]
    stays: tuple[str, ...]
    """People named to stay for a parked item, or invited to a topic."""
    tags: tuple[str, ...]
    due: date | None
    toil: bool
    blocked: Blocked | None
    depends_on: tuple[DependencyView, ...]
    thieves: tuple[ThiefView, ...]
    votes: int
    url: str | None
    type: str | None
    author: str | None
    audience: str
    created_at: datetime
    updated_at: datetime
    entered_column_at: datetime
    came_from: CameFrom | None
    status: str
    """``open``, ``done`` or ``dropped``."""
    rank: str = ""
    merged: int | None = None
    """Place in this iteration's merged list, from 1; ``None``: not in it."""
    days_off: float = 0.0
    """Days off since it entered its column, which its age leaves out."""
    left_from_plan: bool = False
    """Merged in an earlier iteration, and not in this one."""
    put_off: int = 0
    """How often the topic has been put off to next week."""
    outcome: str | None = None
    outcome_words: str = ""
    """What was said of the outcome: the decision, the experiment's question, why it was dropped."""
    back_on: date | None = None
    """The day from which a topic that is waited for is on an agenda again; ``None``: it is on it."""
    minutes: int | None = None
    """Minutes asked for (a demo) or used (a topic)."""
    sealed: bool = False
    """A retro note that only its author sees before their turn."""
    side: str = ""
    """The name of the team that its column waits on, on a board that two teams share."""
    promised: tuple[date, ...] = ()
    """On such a board, the due dates that it had before the present one, the first one first."""

    @property
    def stands_in(self) -> str:
        """Its column as people read it: ``Waiting on Checkout`` where two teams share the board."""
        return column_shown(self.column, self.side)

    @property
    def needed_by(self) -> str:
        """On a board that two teams share, the card that waits for this, for those who may read it."""
        came = self.came_from
        if came is None or not came.key or not came.title or not BOARDS[BoardKey(self.board)].sides:
            return ""
        return "" if came.title in self.title else f"for {came.key} {came.title}"

    @property
    def thief_names(self) -> tuple[str, ...]:
        """What people read for its time thieves, each once: a column and a person may both be over their limit."""
        return tuple(dict.fromkeys(one.named for one in self.thieves))

    @property
    def shared_wait(self) -> DependencyView | None:
        """The newest thing that a team owes for it and reads of on the shared board; ``None`` without one."""
        return next((one for one in reversed(self.depends_on) if one.team and one.key and not one.ended), None)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: its cards in rank order, and its WIP limit if it has one."""

    name: str
    cards: tuple[CardView, ...]
    limit: int | None = None
    older: int = 0
    """Cards that were done before this iteration, and are left out."""
    side: str = ""
    """The name of the team that this column waits on, on a board that two teams share."""

    @property
    def title(self) -> str:
        """Its name as people read it: ``Waiting on Checkout`` where two teams share the board."""
        return column_shown(self.name, self.side)


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board as one viewer sees it."""

    key: str
    title: str
    columns: tuple[ColumnView, ...]
    now: datetime
    empty: str = ""
    folds: tuple[str, ...] = ()
    """The columns that need little room: what waits, and what is done."""
    ranked: str = ""
    """The column whose order is the plan; empty for none."""
    limits: Limits = NO_LIMITS
    """Of the wall, for the team."""
    planned: frozenset[str] = frozenset()
    """On the wall, the keys of this iteration's cards: those of its plan, and what was done in it."""
    planned_done: int = 0
    """How many of them are done."""
    counted: int = 0
    """How many cards there are together, those that were done before this iteration left out."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment on a card; ``kind`` is ``comment`` or ``feedback`` (given at a demo)."""

    author: str | None
    at: datetime
    body: str
    meeting: str | None
    kind: str = "comment"


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the log. ``data`` holds plain JSON values in words a person can read."""

    at: datetime
    actor: str | None
    verb: str
    meeting: str | None
    data: dict[str, object]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class CardDetail:
    """A card with its comments, history and lineage (``path``: one line per station, oldest first)."""

    card: CardView
    comments: tuple[CommentView, ...]
    events: tuple[EventView, ...]
    path: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """What was decided before on the same words."""
    promised: tuple[date, ...] = ()
    """The due dates that it had before the present one, the first one first."""
    tasks: tuple[str, ...] = ()
    """What a postmortem's text leaves to do, of which no action was made yet."""
    names: tuple[tuple[str, str], ...] = ()
    """``(handle, short name)`` of everybody who is or was in the team."""
    tabled_as: tuple[str, ...] = ()
    """The topics that were made of it, each with how it ended if it has: titles."""
    columns: tuple[tuple[str, str], ...] = ()
    """The board's columns by name, each with how people read it (see :attr:`CardView.stands_in`)."""
    limits: Limits = NO_LIMITS
    """Of the wall, where the card is on it, for the team."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: ``kind`` is ``card``, ``decision``, ``meeting`` or ``comment``."""

    kind: str
    ref: str
    title: str
    snippet: str
    at: datetime
    board: str = ""
    """The board of the card; of a meeting none."""

    @property
    def found_as(self) -> str:
        """``sync``, ``comment, wall`` or ``meeting``: what it is, and where."""
        return ", ".join(part for part in ("" if self.kind == "card" else self.kind, self.board) if part)
