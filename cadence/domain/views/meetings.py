"""A meeting that is run, and its receipt, as entry points get them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.cards.routing import blames_another
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine


@dataclass(frozen=True, slots=True)
class StepView:
    """One agenda step of a meeting that is run: ``state`` is ``done``, ``now`` or ``ahead``."""

    key: str
    title: str
    prompt: str
    minutes: int
    seconds: int
    state: str
    gestures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonHere:
    """A person of the meeting. ``digit`` is the key that toggles them (1 to 9, 0: beyond the tenth)."""

    handle: str
    name: str
    role: str
    here: bool
    digit: int
    load: int = 0
    """Cards in progress that are theirs; where work is planned, with those that are planned or theirs to be."""
    wants: int = 0
    """Of what is planned, how much more they want together with others."""
    over: bool = False
    with_one_more: str = ""
    """``would be 4 of 3``: what one card more makes of the load; empty where that breaks no limit."""
    regular: bool = False
    """A guest who is invited to every topic."""
    left_update: bool = False
    ready: bool = False
    seconds: int = 0
    heard: bool = False
    is_away: bool = False
    """Not expected that day."""
    days_away: str = ""
    """Where an iteration is planned, the days of it on which they are away: ``Wed 2 – Fri 4 Dec``."""


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A standup update: from the board ``moved``, ``now`` and ``blocked``, and the person's own words."""

    person: str
    moved: tuple[str, ...] = ()
    now: tuple[CardView, ...] = ()
    blocked: tuple[CardView, ...] = ()
    ready: tuple[CardView, ...] = ()
    """Planned and not begun, in the order of the plan; what is blocked of it stands there."""
    planned: str = ""
    """What they said at their last turn that they would do, less what stands here anyway."""
    planned_on: date | None = None
    """The day of the standup at which they said so."""
    yesterday: str = ""
    today: str = ""
    blocker: str = ""
    """What they left as in their way, less what is a flag on a card of theirs."""
    left_at: datetime | None = None
    since: date | None = None
    """The day of the standup before, from which on ``moved`` counts."""
    partner: str = ""
    """The partner team's name, if it has one."""

    @property
    def theirs(self) -> tuple[CardView, ...]:
        """The cards that can be chosen at their turn: what is under way or blocked, then what can be begun."""
        return tuple({card.key: card for card in (*self.now, *self.blocked, *self.ready)}.values())

    def partner_may_cause(self, card: CardView) -> bool:
        """Whether a card is blocked perhaps by the partner team, which reads nothing of it yet."""
        blocked = card.blocked
        return blocked is not None and card.shared_wait is None and not blames_another(blocked.reason, self.partner)


@dataclass(frozen=True, slots=True)
class BalanceView:
    """The balance meter: shares in percent, of what is merged; targets beside them."""

    business: int
    team: int
    target: int
    flows: tuple[tuple[str, int, int], ...] = ()
    """``(flow type, share, target)``."""
    recent: tuple[int, int] | None = None
    """Business : team over the last iterations, eight at most."""
    interrupts: int | None = None
    """Interrupts' share of what was done in them, in percent."""
    only_now: bool = False
    """Whether the targets are this iteration's alone."""
    iterations: int = 0
    """How many iterations ``recent`` and ``interrupts`` are taken from."""
    beside: int = 0
    """The interrupts that are merged too: nobody's priority, they are in none of the shares."""

    @property
    def beside_words(self) -> str:
        """``1 interrupt beside it``; empty for none."""
        return f"{self.beside} interrupt{'s' if self.beside > 1 else ''} beside it" if self.beside else ""


@dataclass(frozen=True, slots=True)
class MergeView:
    """Planning's merge step: what is left of the lists, what is merged, and the proposal."""

    left: tuple[CardView, ...]
    right: tuple[CardView, ...]
    merged: tuple[CardView, ...]
    proposed: tuple[tuple[str, str], ...]
    """``(key, why)`` of the cards proposed for the next places."""
    balance: BalanceView
    others: tuple[CardView, ...] = ()
    """Interrupts."""
    usually: int = 0
    """How many cards the team usually finishes in an iteration (median of the balance's last ones); 0: unknown."""
    whys: tuple[tuple[str, str], ...] = ()
    """``(key, why)`` of what is merged: the reason for which it was taken."""
    limit: str = ""
    """The limit of the column that takes the plan, in words, where it breaks; empty where it does not."""
    fits: int = 0
    """How many of what is merged, then proposed, come before it breaks."""
    broken: bool = False
    """Whether it is broken by what the column holds and what is merged."""


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote that is open: dots the viewer has left, or a continue/move-on vote."""

    open: bool
    dots: int = 0
    used: int = 0
    votes: bool = True
    """Whether the viewer has dots to give: guests of a topic have none."""
    more: int = 0
    move_on: int = 0
    waiting: tuple[str, ...] = ()
    """Who is here and has not voted yet: handles."""
    voters: tuple[str, ...] = ()
    """Who is here and votes, in what is voted on now."""
    voted: tuple[tuple[str, bool], ...] = ()
    """Who has voted on the time, and whether for more."""
    extension: int | None = None
    extensions: int = 0


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as its screen and ``meeting show`` see it, for one viewer."""

    line: MeetingLine
    now: datetime
    step: int
    steps: tuple[StepView, ...]
    elapsed: int
    """Seconds that count against the timebox (social time and pauses left out)."""
    extra_minutes: int
    timebox: int
    """Minutes that the steps have together; social time, which counts for itself, left out."""
    here: tuple[PersonHere, ...]
    queue: tuple[str, ...]
    """Keys of the cards (or handles of the people) that the step walks, in order."""
    at: str | None
    """Where the walk stands: one of ``queue``."""
    card: CardView | None
    cards: tuple[CardView, ...]
    parked: tuple[CardView, ...]
    tabled: tuple[CardView, ...]
    decisions: tuple[CardView, ...]
    actions: tuple[CardView, ...]
    form: str | None = None
    distributed: bool = False
    waits_for: str = ""
    """Why the next step may not start yet (guests behind an open door)."""
    update: UpdateView | None = None
    merge: MergeView | None = None
    vote: VoteView | None = None
    notes: tuple[CardView, ...] = ()
    """Retro notes that this viewer may see now."""
    counts: tuple[tuple[str, int], ...] = ()
    """Retro notes written so far, by column: numbers only."""
    topic_seconds: int = 0
    """Seconds since the walk stands on the present card, person or topic."""
    topic_minutes: int | None = None
    before: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    promised: tuple[date, ...] = ()
    """The due dates that the present card had before."""
    tasks: tuple[str, ...] = ()
    """What the present card's text leaves to do, of which no action was made yet."""
    comments: tuple[tuple[str, str], ...] = ()
    half_typed: str = ""
    video: str | None = None
    """The link to the call, for a meeting to come."""
    nothing_waits: bool = False
    """A meeting to come has an agenda, and nothing is on it."""
    updates_left: tuple[str, ...] = ()
    """Who left an update for a meeting to come, by name: the words are read at their turn."""
    blocked: tuple[CardView, ...] = ()
    """Of the team's work, what is blocked before a meeting that takes updates."""
    walked: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    """``(key, outcome)`` of those walked on this step that have one, the outcome as it is read."""
    spent: tuple[tuple[str, int], ...] = ()
    """``(key, seconds)`` of those walked on this step: how long each was talked about."""
    called: tuple[tuple[str, str], ...] = ()
    """What the step offers to become of its cards, each with how it is read: with a team's name, for one."""
    tabled_as: tuple[str, ...] = ()
    """The topics that were made of the present card."""
    columns: tuple[tuple[str, str], ...] = ()
    """The columns of the present card's board by name, each with how people read it."""
    elsewhere: bool = False
    """Whether the walk stands on something that is not for the viewer: a guest invited to one topic waits for it."""
    walk_before: date | None = None
    """The day of the walk before, where what happened since is told; ``None`` if there was none."""
    changed: tuple[tuple[str, str], ...] = ()
    """``(key, what)`` of the walk's cards to which something happened since."""
    read_out: tuple[tuple[str, str], ...] = ()
    """Where cards are walked in place of a round, what was left for it: who, and their words, a line each."""
    scope: str = ""
    """What the walk goes through, where that is not what is under way: ``changed`` (these alone) or ``everything``."""
    left: str = ""
    """The key of the card that was just left without an outcome."""
    left_behind: tuple[str, ...] = ()
    """``SRE-42 VPC peering``: the cards that the step before was left with, without what it asks of each; or people."""
    lacks: str = ""
    """What they are without: an ``owner``, or an ``outcome``; of people, what they are not: ``heard``, or ``read``."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Retro notes in groups: the key of each group's first note, with the texts of the others."""
    again: tuple[tuple[str, str], ...] = ()
    """Retro notes whose like came up before, by key, with how often: ``third time in 8 weeks: SRE-12 Fri 13 Nov``."""
    names: tuple[tuple[str, str], ...] = ()
    """``(handle, short name)`` of everybody who is or was in the team."""
    duty: str | None = None
    """Who holds interrupt duty (a handle; empty: nobody yet), in a meeting that plans an iteration."""
    limits: Limits = NO_LIMITS
    """Of the wall, where cards of it are walked, for the team."""
    thieves: tuple[tuple[str, int], ...] = ()
    """``(thief, how often)`` in the iteration, the most frequent first, where the team looks back behind doors."""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What the end of a meeting shows, each a list of plain lines."""

    line: MeetingLine
    used: int
    timebox: int
    given_back: int
    """Minutes used, those that the steps had, and minutes given back (negative: over time)."""
    decided: tuple[str, ...]
    took: tuple[str, ...]
    actions: tuple[str, ...]
    went_on: tuple[str, ...]
    still_open: tuple[CardView, ...]
    balance: BalanceView | None
    thieves: tuple[str, ...]
    """The time thieves that were confirmed in it."""
    feedback: tuple[str, ...] = ()
    """What was said of what was shown, and by whom."""
    not_heard: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    read_out: tuple[str, ...] = ()
    """Who was not in the room, and whose update was read out."""
    blocked: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """How each topic ended."""
    holdovers: tuple[str, ...] = ()
    """What became of each, where an iteration was planned."""
    without_owner: tuple[str, ...] = ()
    """What is planned and still has nobody."""
    duty: str = ""
    """Who holds interrupt duty in the iteration that was planned."""
    not_reached: tuple[str, ...] = ()
    """The topics that nobody got to: they stay on the agenda."""
    withheld: bool = False
    """Whether the notes, and with them the time, are not for the viewer."""
    unfinished: tuple[str, ...] = ()
    """Topics that were opened and are without an outcome."""
    notes: str = ""
    last_words: str = ""
    """A closing remark (no production work before a weekend)."""
