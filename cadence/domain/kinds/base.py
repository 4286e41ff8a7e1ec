"""What a meeting kind is made of: its place in the rhythm, its audience and its steps.

A kind is a declaration. Everything that differs between kinds is a value here, so that one screen, one
notes renderer and one calendar can serve any kind; the six of Mangot's *An Agile SRE Meeting Plan* (2019)
stand one to a file beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from enum import StrEnum

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.outcomes import NOTED
from cadence.domain.cards.walk_queries import BUSINESS, INTERRUPTS, TEAM, Query
from cadence.domain.value import Value, replace
from cadence.domain.vocabulary import Audience, BoardKey


class Repeat(StrEnum):
    """How often a kind is held."""

    ITERATION = "iteration"
    WEEK = "week"
    DAY = "day"


class OnHoliday(StrEnum):
    """Where a meeting goes when its nominal day is no working day."""

    NEXT = "next"
    PREVIOUS = "previous"
    SKIP = "skip"


class RhythmPlace(Value):
    """A kind's default place in the rhythm (the article's plan).

    ``day`` counts the weekdays (days of the team's working week): of the iteration for
    :attr:`Repeat.ITERATION`, of each week for :attr:`Repeat.WEEK`; 1 is the first, -1 the last. ``None`` for
    :attr:`Repeat.DAY`: every working day strictly between the edge days. ``follows`` names a kind at whose end, on
    whose day, this one starts. ``edge`` kinds suffer no :attr:`Repeat.DAY` meeting on their day. ``yields``: gives
    way where a holiday makes it overlap another kind. With a hand-over day, ``hand_over_at`` replaces ``at``, and
    ``hand_over_closes`` puts the meeting on the *next* iteration's first weekday.
    """

    repeat: Repeat
    at: time
    minutes: int
    day: int | None = 1
    on_holiday: OnHoliday = OnHoliday.NEXT
    follows: str | None = None
    edge: bool = False
    yields: bool = False
    hand_over_at: time | None = None
    hand_over_closes: bool = False
    ceiling: int | None = None
    """Minutes that the timebox may never exceed (lint); ``None``: no hard ceiling."""
    distributed_minutes: int | None = None
    """Timebox for distributed teams, where it differs."""


class Walk(Value):
    """Visit the cards of ``query`` one by one."""

    query: Query
    choices: tuple[str, ...] = ()
    """What can become of each card, in the order offered (``continue``, ``hand back``, ``drop``, a column's name ...;
    see :mod:`cadence.services.meetings.outcomes`)."""
    ends_when_empty: bool = False
    """Nothing left to walk ends the step; on the last step, the meeting."""
    people: str = ""
    """What the digits toggle for a person on the present card: ``interested``, ``assigned`` or nothing."""
    says: str = "comment"
    """What is said of a card is a ``comment``, or ``feedback`` taken down with who said it."""


class Round(Value):
    """Visit people one by one. ``shows`` is ``update`` (standup) or ``notes`` (retro: the speaker's notes).

    ``instead`` is what may be walked in its place (the wall), where the meeting's form says so; the step is then called
    ``title_instead``, and asks ``prompt_instead``.
    """

    shows: str
    instead: Query | None = None
    title_instead: str = ""
    prompt_instead: str = ""


class Merge(Value):
    """Two ranked lists become one; from a third, whose cards belong to neither, it is added to by hand."""

    left: Query = BUSINESS
    right: Query = TEAM
    others: Query = INTERRUPTS


class DotVote(Value):
    """Dot voting over the cards of ``query``: at most ``picks`` are chosen."""

    query: Query
    picks: int


TIMED = "lean coffee"
"""The form in which dots give the order of topics, and every topic has a timebox."""


class Topics(Value):
    """The topics of ``query`` are discussed, in one of ``forms`` (:data:`cadence.domain.cards.lean_coffee.FORMS`).

    They end with one of the kind's outcomes.
    """

    query: Query
    forms: tuple[str, ...]


class Doors(Value):
    """Nobody but ``Audience.TEAM`` may be in the room before the next step starts."""


class PrivateWriting(Value):
    """Everybody writes their own notes, unseen by the others, into the columns of ``board``."""

    board: BoardKey

    @property
    def columns(self) -> tuple[str, ...]:
        """What is asked, in order."""
        return BOARDS[self.board].columns


class Talk(Value):
    """Nothing is walked: people talk (social time). Not counted as late."""


class ParkingLot(Value):
    """Walk what was parked in this meeting; each item is given a place or kept."""


Walks = Walk | Round | Merge | DotVote | Topics | Doors | PrivateWriting | Talk | ParkingLot


class Step(Value):
    """One agenda step: ``minutes`` is its default budget, 0 for none."""

    key: str
    title: str
    prompt: str
    minutes: int
    walks: Walks
    distributed_minutes: int | None = None
    """Budget for distributed teams: ``None`` the same; a step with ``minutes`` 0 exists for them alone."""
    gestures: tuple[str, ...] = ()
    """The gestures that matter on this step, the most used first (they lead the footer)."""

    @property
    def query(self) -> Query | None:
        """What the step asks the boards for; ``None`` where it walks no cards, or the parking lot's."""
        return self.walks.query if isinstance(self.walks, (Walk, DotVote, Topics)) else None

    def in_form(self, form: str | None) -> Step:
        """The step as a meeting of this form holds it: a round's other form walks cards."""
        walks = self.walks
        if not (isinstance(walks, Round) and walks.instead is not None and form == walks.instead.key):
            return self
        walk = Walk(walks.instead, ends_when_empty=True)
        return replace(self, title=walks.title_instead, prompt=walks.prompt_instead, walks=walk)


class MeetingKind(Value):
    """A kind of meeting: one declaration, run by one screen."""

    key: str
    title: str
    short: str
    """The word on the week's grid (``plan``)."""
    audience: Audience
    place: RhythmPlace
    steps: tuple[Step, ...]
    regulars: Audience
    """Who is invited to every one (``TEAM``: only the team; guests may be added one by one where it is wider)."""
    color: str
    """Its colour in calendars: a CSS3 name (RFC 7986, ``COLOR``)."""
    board: BoardKey | None = None
    """The board whose cards this meeting is about."""
    purpose: str = ""
    """What a guest reads in the invitation: what is expected of them."""
    closes_week: bool = False
    """After the last one before a weekend nothing touches production (rule 9)."""
    agenda: Query | None = None
    """With nothing of this to walk the hour before, its agenda is empty and Cadence proposes to cancel it."""
    outcomes: tuple[str, ...] = ()
    """How a topic can end, beyond the gestures."""
    recorded: bool = False
    """Those who could not come watch it: the receipt asks for the link to the recording."""
    closed_doors: bool = False
    """Guests must be gone before it starts; typed words alone may leave it."""

    @property
    def takes_updates(self) -> bool:
        """Whether people leave updates for it, which are heard in a round."""
        return any(isinstance(step.walks, Round) and step.walks.shows == "update" for step in self.steps)

    @property
    def topic_steps(self) -> tuple[str, ...]:
        """The keys of the steps in which topics are discussed."""
        return tuple(step.key for step in self.steps if isinstance(step.walks, Topics))

    @property
    def lot(self) -> str:
        """The key of the step that walks its parking lot; where none does, what is given a place has this key."""
        return next((step.key for step in self.steps if isinstance(step.walks, ParkingLot)), "parking")

    @property
    def by_topic(self) -> bool:
        """Whether guests are invited to single ones, each by a topic of its agenda."""
        return self.agenda is not None and any(isinstance(step.walks, Topics) for step in self.steps)

    @property
    def merges(self) -> bool:
        """Whether priorities are merged in it: it plans an iteration."""
        return any(isinstance(step.walks, Merge) for step in self.steps)

    def choices(self, step: Step, board: BoardKey | str) -> tuple[str, ...]:
        """What can become of a card of ``board`` in a step; of a demo that another meeting hears of, nothing new."""
        if isinstance(step.walks, Topics):
            return self.outcomes
        elsewhere = BOARDS[BoardKey(board)].presented and board != self.board
        offered = step.walks.choices if isinstance(step.walks, Walk) else ()
        return (NOTED,) if offered and elsewhere else offered

    def step(self, key: str) -> Step:
        """The step called ``key``; raises :class:`KeyError`."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def steps_for(
        self, *, distributed: bool, minutes: dict[str, int] | None = None, length: int | None = None
    ) -> tuple[tuple[Step, int], ...]:
        """The steps a team holds, each with its budget in minutes (``minutes``: the team's own by step key).

        A meeting whose ``length`` is not the kind's usual one is divided anew among the steps.
        """
        own = minutes or {}
        held = []
        for step in self.steps:
            budget = step.distributed_minutes if distributed and step.distributed_minutes is not None else step.minutes
            only_distributed = step.minutes == 0 and step.distributed_minutes is not None
            if only_distributed and not distributed:
                continue
            held.append((step, own.get(step.key, budget)))
        usual = (distributed and self.place.distributed_minutes) or self.place.minutes
        return tuple(held) if length is None or length == usual else _divided(held, own, length)


def _divided(held: Sequence[tuple[Step, int]], own: Mapping[str, int], length: int) -> tuple[tuple[Step, int], ...]:
    """The steps with ``length`` minutes divided among them in proportion; a team's own budgets stay while they fit."""
    fixed = sum(budget for step, budget in held if step.key in own)
    stays = own if fixed < length else {}
    shared = sum(budget for step, budget in held if step.key not in stays)
    left, before, found = length - (fixed if stays else 0), 0, []
    for step, budget in held:
        if step.key in stays:
            found.append((step, budget))
            continue
        begun, before = before, before + budget
        found.append((step, _share(before, shared, left) - _share(begun, shared, left)))
    return tuple(found)


def _share(part: int, whole: int, minutes: int) -> int:
    """Of ``minutes``, as many whole ones as ``part`` is of ``whole``, rounded half up."""
    return (2 * part * minutes + whole) // (2 * whole) if whole else 0
