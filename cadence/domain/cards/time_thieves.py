"""The five time thieves (DeGrandis, *Making Work Visible*, 2017), found on the wall, each with its reason in words.

Every reason says what was measured and the threshold. Cards in the done column show none: what they stole is history.
Times are aware :class:`~datetime.datetime` values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from cadence.domain.parsing.dates import age_words

QUANTILE = 85
"""The percentile of a column's ages beyond which a card is neglected."""
MIN_SAMPLES = 5
"""Ages a column must have seen before a percentile of them means anything."""
TURNS = 2
"""Changes of direction (up, down, up) from which on a card went back and forth."""
SETTLES = timedelta(hours=1)
"""Changes closer together than this are one: somebody was still sorting."""
WINDOW = timedelta(days=14)
"""How far back going back and forth is looked for."""
CHANGES = TURNS + 1
"""Changes of place within that window that a card has had, at the least, when it went back and forth."""


def _elapsed(since: datetime, until: datetime) -> timedelta:
    """All of it."""
    return until - since


class TimeThief(StrEnum):
    """The five."""

    TOO_MUCH_WIP = "too-much-wip"
    CONFLICTING_PRIORITIES = "conflicting-priorities"
    UNKNOWN_DEPENDENCIES = "unknown-dependencies"
    UNPLANNED_WORK = "unplanned-work"
    NEGLECTED_WORK = "neglected-work"


@dataclass(frozen=True, slots=True)
class Thief:
    """One thief. ``key`` is the card that shows it; ``None`` for a column or person (``where``) over its limit."""

    key: str | None
    thief: TimeThief
    why: str
    where: str = ""

    @property
    def mark(self) -> tuple[str, TimeThief]:
        """What it is found on, and which: what somebody sets or dismisses by hand."""
        return (self.key or self.where, self.thief)


@dataclass(frozen=True, slots=True)
class CardChange:
    """One entry of a card's history: ``field`` is ``column`` (value: its name) or ``rank`` (value: the rank)."""

    at: datetime
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is known of a card on the wall. ``position`` is its place in this iteration's plan, from 1."""

    key: str
    column: str
    last_event_at: datetime
    entered_wall_at: datetime
    assignees: tuple[str, ...] = ()
    position: int | None = None
    started_at: datetime | None = None
    dependencies: tuple[datetime, ...] = ()
    """Since when each dependency that is not settled has been known."""
    history: tuple[CardChange, ...] = ()
    """Oldest first, beginning with the column and rank it had first."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class WallFacts:
    """What is known of the wall and of what the team set."""

    now: datetime
    started: tuple[str, ...]
    """The columns of work begun and not done."""
    done: str
    limits: Mapping[str, int] = field(default_factory=dict)
    """WIP limits by column."""
    person_limit: int | None = None
    """Cards in progress that one person may have."""
    planning_at: datetime | None = None
    """When this iteration's planning ended (or was to end)."""
    ages: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Seconds of working days that past cards went without an event, by column."""
    neglect_days: int | None = None
    """Working days without an event that the team set; ``None``: the team's own ages decide."""
    top_n: int = 3
    """How many of the merged list, less what is done, count as top."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people are called in a reason, by handle."""
    worked: Callable[[datetime, datetime], timedelta] = _elapsed
    """How much of the time between two instants counts: that of working days."""


def find(cards: Sequence[CardFacts], wall: WallFacts) -> list[Thief]:
    """Every thief on the wall: limits first, then card by card in the order given."""
    open_cards = [card for card in cards if card.column != wall.done]
    found = [*_columns_over(open_cards, wall), *_people_over(open_cards, wall)]
    conflicts = _conflicts(open_cards, wall)
    usual = _usual_ages(wall)
    for card in open_cards:
        reasons = {
            TimeThief.CONFLICTING_PRIORITIES: conflicts.get(card.key) or _back_and_forth(card, wall),
            TimeThief.UNKNOWN_DEPENDENCIES: _unknown_dependency(card, wall),
            TimeThief.UNPLANNED_WORK: _unplanned(card, wall),
            TimeThief.NEGLECTED_WORK: _neglected(card, wall, usual),
        }
        found += [Thief(card.key, thief, why) for thief, why in reasons.items() if why]
    return found


def adjust(
    found: Iterable[Thief], set_by_hand: Iterable[Thief], dismissed: Collection[tuple[str, TimeThief]]
) -> list[Thief]:
    """``found`` as people corrected it: without the ``dismissed`` marks, and with those set by hand.

    One set by hand takes the place of the same one found, with its own reason, and is shown even if it was dismissed:
    whoever calls keeps only the later of the two.
    """
    by_hand = {thief.mark: thief for thief in set_by_hand}
    kept, told = [], set()
    for thief in found:
        if thief.mark in by_hand and thief.mark not in told:
            kept.append(replace(by_hand[thief.mark], where=thief.where))
            told.add(thief.mark)
        elif thief.mark not in by_hand and thief.mark not in dismissed:
            kept.append(thief)
    return [*kept, *(thief for mark, thief in by_hand.items() if mark not in told)]


def percentile(samples: Sequence[float], p: float) -> float:
    """The smallest sample that ``p`` percent of them don't exceed (nearest rank).

    Raises :class:`ValueError` without samples or unless ``p`` is 0 to 100.
    """
    if not samples or not 0 <= p <= 100:
        raise ValueError("a percentile needs samples and a share between 0 and 100")
    rank = -(-len(samples) * p // 100)  # rounded up
    return sorted(samples)[max(int(rank), 1) - 1]


def over_limit(in_progress: int, limit: int | None) -> bool:
    """Whether a column or a person has more cards in progress than their WIP limit; never without a limit."""
    return limit is not None and in_progress > limit


def _columns_over(cards: Sequence[CardFacts], wall: WallFacts) -> list[Thief]:
    found = []
    for column, limit in wall.limits.items():
        held = sum(1 for card in cards if card.column == column)
        if over_limit(held, limit):
            found.append(Thief(None, TimeThief.TOO_MUCH_WIP, f"{column} holds {held}, limit {limit}", column))
    return found


def _people_over(cards: Sequence[CardFacts], wall: WallFacts) -> list[Thief]:
    limit = f"limit {wall.person_limit}"
    return [
        Thief(None, TimeThief.TOO_MUCH_WIP, f"{_named(person, wall)} has {len(held)} in progress, {limit}", person)
        for person, held in _in_progress(cards, wall).items()
        if over_limit(len(held), wall.person_limit)
    ]


def _named(person: str, wall: WallFacts) -> str:
    return wall.names.get(person, person)


def _in_progress(cards: Iterable[CardFacts], wall: WallFacts) -> dict[str, list[CardFacts]]:
    """Each person's cards in progress."""
    held: dict[str, list[CardFacts]] = {}
    for card in cards:
        if card.column in wall.started:
            for person in card.assignees:
                held.setdefault(person, []).append(card)
    return held


def _conflicts(cards: Sequence[CardFacts], wall: WallFacts) -> dict[str, str]:
    """Why, for each card that shares its person with another of the top cards in progress."""
    planned = [(card.position, card) for card in cards if card.position is not None]
    top = [card for _, card in sorted(planned, key=lambda entry: entry[0])[: wall.top_n]]
    why: dict[str, str] = {}
    for person, held in _in_progress(top, wall).items():
        if len(held) > 1:
            called = " and ".join(f"{card.key} {card.title}".strip() + f" (rank {card.position})" for card in held)
            first = f"the plan's first {wall.top_n} open cards"
            has = f"{_named(person, wall)} has {len(held)} of {first} in progress: {called}"
            why |= {card.key: f"{why[card.key]}; {has}" if card.key in why else has for card in held}
    return why


def _back_and_forth(card: CardFacts, wall: WallFacts) -> str:
    """Why, if its rank went up and down, or it was begun and put back, again and again.

    Moves between columns of work begun (a review that sends it back) are not a change of priority.
    """
    if len(card.history) < CHANGES:
        return ""
    days = age_words(WINDOW)
    ranks = _turns([change.value for change in _settled(card, "rank", wall.now)])
    if ranks >= TURNS:
        return f"its rank changed direction {ranks} times in {days}, threshold {TURNS}"
    begun = (*wall.started, wall.done)
    moves = _turns([str(change.value in begun) for change in _settled(card, "column", wall.now)])
    if moves >= TURNS:
        return f"it went into work and back, {moves} turns in {days}, threshold {TURNS}"
    return ""


def _settled(card: CardFacts, what: str, now: datetime) -> list[CardChange]:
    """The changes of one field that lasted, within the window, and the last one before it (where it started from)."""
    changes = [change for change in card.history if change.field == what]
    lasting = [early for early, late in pairwise(changes) if late.at - early.at >= SETTLES] + changes[-1:]
    recent = [change for change in lasting if change.at > now - WINDOW]
    return lasting[: len(lasting) - len(recent)][-1:] + recent


def _turns(values: Sequence[str]) -> int:
    """How often a series of values changed direction."""
    ways = [late > early for early, late in pairwise(values) if late != early]
    return sum(1 for early, late in pairwise(ways) if early != late)


def _unknown_dependency(card: CardFacts, wall: WallFacts) -> str:
    start = card.started_at
    if start is None:
        return ""
    late = [wall.worked(start, recorded) for recorded in card.dependencies if recorded > start]
    return f"dependency recorded {age_words(min(late))} after work had started" if late else ""


def _unplanned(card: CardFacts, wall: WallFacts) -> str:
    if wall.planning_at is None or card.started_at is None or card.entered_wall_at <= wall.planning_at:
        return ""
    return f"came {age_words(wall.worked(wall.planning_at, card.entered_wall_at))} after planning and was started"


def _usual_ages(wall: WallFacts) -> dict[str, timedelta]:
    """How long most cards stay in each column of work begun that has seen enough of them."""
    return {
        column: timedelta(seconds=percentile(samples, QUANTILE))
        for column, samples in wall.ages.items()
        if column in wall.started and len(samples) >= MIN_SAMPLES
    }


def _neglected(card: CardFacts, wall: WallFacts, usual_ages: Mapping[str, timedelta]) -> str:
    """Why, if nothing happened to a card for too long; only work begun can be neglected (DeGrandis)."""
    if card.column not in wall.started:
        return ""
    idle = wall.worked(card.last_event_at, wall.now)
    if wall.neglect_days is not None:
        over = idle > timedelta(days=wall.neglect_days)
        return f"no event for {age_words(idle)}; the team's limit is {wall.neglect_days} d" if over else ""
    usual = usual_ages.get(card.column)
    if usual is None or idle <= usual:
        return ""
    return f"no event for {age_words(idle)}; {QUANTILE} % of cards move on within {_at_most(usual)}"


def _at_most(age: timedelta) -> str:
    """An age rounded up, as a bound that still holds."""
    return age_words(age + timedelta(days=1) if age % timedelta(days=1) and age.days else age)
