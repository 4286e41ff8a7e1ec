"""The team, its people and its week, as entry points get them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from cadence.domain.team.settings import REMINDER, TeamSettings
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import BalanceView


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in a team."""

    id: int
    handle: str
    name: str
    email: str
    role: str
    timezone: str
    regular: bool = False
    """A guest who attends every arch meeting."""
    hours: str = "09:00-18:00"
    """Their working hours, on their own clock."""
    keeps_notes: bool = False
    """Their retro notes are read only while they are there; told to the team alone."""


@dataclass(frozen=True, slots=True)
class SlotView:
    """Where a kind sits in the team's rhythm; ``since`` (``from`` in JSON) is when that began."""

    kind: str
    title: str
    day: int | None
    at: str
    minutes: int
    on_holiday: str
    since: date
    days: tuple[str, ...] = ()
    """The days of the week to which a daily kind keeps (``mon`` ...); empty: every working day."""
    held: bool = True
    """Whether it is held at all; else the kind is off."""
    reminder: int = REMINDER
    """Minutes before a meeting at which calendars remind; 0: they don't."""
    link: str | None = None
    """The link of the call, where it is not the team's."""

    @property
    def place(self) -> tuple[object, ...]:
        """All that can be set."""
        return self.day, self.at, self.minutes, self.on_holiday, self.days, self.held


@dataclass(frozen=True, slots=True)
class NextShape:
    """The shape that the team's iterations get from a day on."""

    start: date
    weeks: int
    working_days: tuple[str, ...]
    hand_over: bool

    @property
    def words(self) -> str:
        """``2 weeks, mon,tue,wed, with a hand-over day``."""
        weeks = "1 week" if self.weeks == 1 else f"{self.weeks} weeks"
        return f"{weeks}, {','.join(self.working_days)}{', with a hand-over day' if self.hand_over else ''}"


@dataclass(frozen=True, slots=True)
class NextLocation:
    """Where the team works from a day on; ``None``: as before."""

    start: date
    timezone: str | None
    distributed: bool | None

    @property
    def words(self) -> str:
        """``Europe/Berlin, distributed``."""
        how = {True: "distributed", False: "in one place", None: ""}[self.distributed]
        return ", ".join(filter(None, (self.timezone, how)))


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team's settings. ``working_days`` are ``mon`` ... ``sun``."""

    name: str
    key: str
    timezone: str
    country: str | None
    subdivision: str | None
    start: date
    weeks: int
    working_days: tuple[str, ...]
    hand_over: bool
    distributed: bool
    partner: str | None
    schedule: tuple[SlotView, ...]
    columns: tuple[str, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    person_limit: int | None = None
    balance: int = 60
    partner_start: date | None = None
    partner_weeks: int | None = None
    anonymous_retro: bool = False
    video: str | None = None
    settings: TeamSettings = field(default_factory=TeamSettings)
    next_shape: NextShape | None = None
    iteration: int | None = None
    """The number of today's iteration."""
    coming: tuple[SlotView, ...] = ()
    """Places of the schedule that begin later on."""
    next_locations: tuple[NextLocation, ...] = ()
    """Where the team works later on."""


@dataclass(frozen=True, slots=True)
class IterationView:
    """An iteration: number, first and last day."""

    number: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class NeedView:
    """One line of "needs you": what, and the card or meeting it is about."""

    key: str | None
    title: str
    screen: str = ""


@dataclass(frozen=True, slots=True)
class PastView:
    """One line of what was decided or held lately: a decision's key or a meeting's ref, and the day."""

    ref: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class HomeView:
    """What home and ``cadence status`` show of the present iteration, for one viewer."""

    team: str
    me: str | None
    now: datetime
    iteration: IterationView | None
    meetings: tuple[MeetingLine, ...]
    running: MeetingLine | None
    next: MeetingLine | None
    wall: tuple[tuple[str, int, int | None], ...]
    """``(column, cards, limit)``."""
    flagged: tuple[CardView, ...]
    """Blocked cards and thieves, the most pressing first."""
    balance: BalanceView | None
    topics: tuple[CardView, ...]
    parking: tuple[CardView, ...]
    actions: tuple[CardView, ...]
    needs: tuple[NeedView, ...]
    days: tuple[tuple[date, str], ...] = ()
    """Days of the iteration with a holiday's name, empty where there is none."""
    update: tuple[str, str, str] = ("", "", "")
    """What the viewer has left for the next standup: what they did, do, and what is in the way."""
    decided: tuple[PastView, ...] = ()
    """The last decisions, the newest first; empty if not requested."""
    held: tuple[PastView, ...] = ()
    """The last meetings held, the newest first; empty if not requested."""
    duty: str = ""
    """Who holds interrupt duty this iteration, by a short name; empty for nobody, and for guests."""
