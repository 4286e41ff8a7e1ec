"""The notes of a meeting: the one documented view-model that every template gets as ``notes``.

Everything in it may be seen by the audience it was made for; a template needs to hide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import BalanceView


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A card that was discussed, with its outcome and comments."""

    card: CardView
    outcome: str
    """In words: ``continue``, ``decided: ...``, ``moved to Done`` or empty."""
    comments: tuple[tuple[str, str], ...] = ()
    """``(who, what)``."""
    minutes: int | None = None
    ended: str = ""
    """How a topic ended in this meeting, by the outcome's name; empty where it has none."""


@dataclass(frozen=True, slots=True)
class NoteStep:
    """One agenda step with what was walked in it; ``minutes`` planned, ``seconds`` used (0 before the meeting)."""

    key: str
    title: str
    minutes: int
    seconds: int
    cards: tuple[NoteCard, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class NoteUpdate:
    """What one person reported in a round."""

    name: str
    here: bool
    yesterday: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    """What became in the meeting of cards of theirs that stand nowhere else here, with why."""
    heard: bool = True
    """Whether it was said, or read out; what was left and is not heard waits for the next standup."""
    left: bool = False
    """Whether it was left beforehand."""
    away: bool = False
    """Whether the person was known to be away."""


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A decision, action, parked or tabled item: ``owner``, ``due`` and ``went`` where they apply.

    ``about`` is the title of the card that a decision or an action came of.
    """

    key: str
    title: str
    body: str = ""
    owner: str = ""
    due: date | None = None
    went: str = ""
    by: str = ""
    age: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Retro notes under one heading."""

    title: str
    notes: tuple[tuple[str, str], ...] = ()
    """``(who or empty, text)``."""
    votes: int = 0


@dataclass(frozen=True, slots=True)
class MeetingNotes:
    """The notes of one meeting (``held``), or its agenda before it (not ``held``), for one ``audience``."""

    team: str
    line: MeetingLine
    held: bool
    audience: str
    """``team``, ``partner`` or ``guest``."""
    iteration: int
    day: date
    facilitator: str
    here: tuple[str, ...]
    away: tuple[str, ...]
    guests: tuple[str, ...]
    used: int | None
    timebox: int
    """Minutes that the steps have together, without social time."""
    steps: tuple[NoteStep, ...]
    updates: tuple[NoteUpdate, ...] = ()
    updates_left: tuple[str, ...] = ()
    """Who left an update for a standup to come, by name."""
    blocked: tuple[CardView, ...] = ()
    """Before a standup: what is blocked."""
    decisions: tuple[NoteItem, ...] = ()
    actions: tuple[NoteItem, ...] = ()
    parked: tuple[NoteItem, ...] = ()
    tabled: tuple[NoteItem, ...] = ()
    returns: tuple[NoteItem, ...] = ()
    """The topics and demos that are on a later agenda again: ``due`` is the day of that meeting, ``went`` why."""
    added: tuple[NoteItem, ...] = ()
    """What came onto the wall in a meeting about something else: of what was said of a demo, for one."""
    groups: tuple[NoteGroup, ...] = ()
    balance: BalanceView | None = None
    merged: tuple[CardView, ...] = ()
    whys: tuple[tuple[str, str], ...] = ()
    """``(key, why)`` of what is merged: the reason for which it was taken."""
    duty: str = ""
    """Who holds interrupt duty in the iteration that was planned, or that nobody does; empty for other kinds."""
    recording: str | None = None
    not_heard: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """Remarks of the program: closed at its timebox, reopened, no production before the weekend."""
    made_at: datetime | None = None
    missing: tuple[str, ...] = ()
    """Of the team, who was neither here nor known to be away; a round names them among its updates."""
    stood: int = 0
    """Minutes for which the clock stood: neither used nor given back."""
    thieves: tuple[str, ...] = ()
    """The time thieves that were confirmed in it, with the card; of a retro how often each was in the iteration."""
    own_topics: bool = False
    """For one guest: of the topics that are open to them, and nothing else."""
    withheld: str = ""
    """Why there is nothing to read for this audience; empty when there is."""

    @property
    def given_back(self) -> int:
        """Minutes given back to everybody; negative: over the timebox."""
        left = self.timebox - (self.used or 0)
        return max(0, left - self.stood) if left > 0 else left
