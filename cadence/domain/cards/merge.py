"""Two ranked lists into one, and the balance meter beside them (iteration planning, Mangot 2019).

The left list is what other parts of the business ask for, the right one what the team wants; ``target`` is the left
one's share of the merged cards in percent (60). Interrupts arrived after planning: they are counted apart. Flow types
are those of Kersten's *Project to Product* (2018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median_low

from cadence.domain.parsing.dates import day_words
from cadence.errors import BadValue

FLOWS: dict[str, str] = {"feature": "F", "defect": "D", "risk": "R", "debt": "T"}
"""The flow types in their usual order, each with its letter."""
FLOW_TARGETS: dict[str, int] = {"feature": 40, "defect": 20, "risk": 15, "debt": 25}
"""The flow types' shares in percent that are aimed at where nobody says otherwise."""
INTERRUPT = "interrupt"
"""The origin that no list has: it arrived after planning."""


class Side(StrEnum):
    """Which of the lists: the two that are balanced, and the interrupts."""

    LEFT = "left"
    RIGHT = "right"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two origins: the left list's and the right one's (see :class:`cadence.domain.kinds.base.Merge`)."""

    left: str = "business"
    right: str = "team"


@dataclass(frozen=True, slots=True)
class MergeItem:
    """What the merge needs to know of a card; ``flow`` is one of :data:`FLOWS` or unknown.

    ``waited_on_by`` are the open cards that wait for it, in words; ``waits_for`` the keys of those that it waits for.
    """

    key: str
    origin: str | None
    flow: str | None = None
    due: date | None = None
    waited_on_by: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The card to take next, from which side, and why in words."""

    side: Side
    item: MergeItem
    why: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The meter. All shares are whole percents, see :func:`shares`.

    ``left`` and ``right`` are the two origins' shares of each other, ``flows`` the four flow types' in the order of
    :data:`FLOWS`, both without interrupts; ``interrupts`` is the interrupts' share of everything.
    """

    left: int
    right: int
    target: int
    flows: dict[str, int] = field(default_factory=dict)
    interrupts: int = 0
    counts: tuple[int, int, int] = (0, 0, 0)
    """How many cards: left, right, interrupts."""

    def off(self) -> int:
        """Percentage points that the left share is above (below: negative) its target; 0 with nothing merged."""
        return self.left - self.target if self.left or self.right else 0


@dataclass(frozen=True, slots=True)
class Aim:
    """What the merged list is to come to: the left side's share and those of the flow types, in percent; by when.

    Raises :class:`BadValue` unless ``target`` is 0 to 100.
    """

    target: int
    flows: Mapping[str, int] = field(default_factory=dict)
    today: date | None = None
    ends: date | None = None
    """The iteration's last day; ``None``: nothing is urgent by its date."""
    sides: Sides = field(default_factory=Sides)

    def __post_init__(self) -> None:
        _check_target(self.target)


@dataclass(frozen=True, slots=True)
class Lists:
    """What is left of the lists, each ranked."""

    left: Sequence[MergeItem]
    right: Sequence[MergeItem]
    others: Sequence[MergeItem] = ()

    def without(self, key: str) -> Lists:
        """The lists when a card has been taken."""
        return Lists(*(tuple(one for one in side if one.key != key) for side in (self.left, self.right, self.others)))


LOOKED_AHEAD = 3
"""How far down its list a card may be taken for the sake of a flow type that is under its target."""


def propose(lists: Lists, merged: Sequence[MergeItem], aim: Aim) -> Proposal | None:
    """The next card for the merged list; ``None``: there is none left.

    First what is late, then what is due in the iteration, then what other cards wait for, each the soonest or most
    wanted of any list. Then the side that is under its share (on a tie the left one); of its first
    :data:`LOOKED_AHEAD` cards the one whose flow type is furthest under its target, if any is. What the lead pulled
    by hand stands in ``merged`` and is made good for. Interrupts come last. Never before what it waits for: of a
    chain that is still in the lists, its beginning goes first.
    """
    found = _first_choice(lists, merged, aim)
    passed: set[str] = set()
    while found is not None and found.item.key not in passed:
        passed.add(found.item.key)
        found = _blocker_of(found.item, lists) or found
    return found


def _blocker_of(item: MergeItem, lists: Lists) -> Proposal | None:
    """What a card waits for, where that is still in one of the lists."""
    why = f"{item.key} {item.title}".strip() + " waits for it"
    every = ((side, one) for side in Side for one in getattr(lists, side.value))
    return next((Proposal(side, one, why) for side, one in every if one.key in item.waits_for), None)


def _first_choice(lists: Lists, merged: Sequence[MergeItem], aim: Aim) -> Proposal | None:
    """The next card, whatever it waits for."""
    urgent = _urgent(lists, aim)
    if urgent is not None:
        return urgent
    lefts, rights = _count(merged, aim.sides)
    if lists.left and lists.right:
        side = _next_side(lefts, rights, aim.target)
        why = _why(side, lefts, rights, aim.target, aim.sides)
    elif lists.left or lists.right:
        side = Side.LEFT if lists.left else Side.RIGHT
        why = f"only {aim.sides.left if lists.left else aim.sides.right} cards are left"
    elif lists.others:
        return Proposal(Side.OTHERS, lists.others[0], "only interrupts are left")
    else:
        return None
    ranked = lists.left if side is Side.LEFT else lists.right
    found = _for_flow(ranked[:LOOKED_AHEAD], merged, aim)
    return Proposal(side, *found) if found else Proposal(side, ranked[0], why)


def proposals(lists: Lists, merged: Sequence[MergeItem], aim: Aim, count: int) -> list[Proposal]:
    """The next ``count`` places, each with its reason, as they would be taken one after the other."""
    found: list[Proposal] = []
    while len(found) < count and (next_one := propose(lists, [*merged, *(one.item for one in found)], aim)):
        found.append(next_one)
        lists = lists.without(next_one.item.key)
    return found


def usual_count(done_in: Iterable[int], iterations: Sequence[int]) -> int:
    """How many cards a team usually finishes in an iteration: the median of those counted, the lower of two.

    ``done_in`` names the iteration of each finished card. 0 where nothing was finished, or no iteration is over.
    """
    counts = Counter(done_in)
    return median_low([counts[number] for number in iterations]) if iterations else 0


def _urgent(lists: Lists, aim: Aim) -> Proposal | None:
    """What cannot wait for the balance."""
    every = [(side, one) for side in Side for one in getattr(lists, side.value)]
    dated = [(one.due, side, one) for side, one in every if one.due and aim.ends and one.due <= aim.ends]
    if dated:
        due, side, item = min(dated, key=lambda entry: entry[0])
        late = aim.today is not None and due < aim.today
        return Proposal(side, item, f"{'late since' if late else 'due'} {day_words(due)}")
    wanted = [(len(one.waited_on_by), side, one) for side, one in every if one.waited_on_by]
    if not wanted:
        return None
    count, side, item = max(wanted, key=lambda entry: entry[0])
    return Proposal(side, item, f"{item.waited_on_by[0]} waits for it" if count == 1 else f"{count} wait for it")


def _for_flow(candidates: Sequence[MergeItem], merged: Sequence[MergeItem], aim: Aim) -> tuple[MergeItem, str] | None:
    """The candidate whose flow type is furthest under its target, with why; ``None`` where the first one serves."""
    known = [one.flow for one in merged if one.flow is not None and one.origin != INTERRUPT]
    if not known or not aim.flows:
        return None

    def under(one: MergeItem) -> int:
        flow = one.flow or ""
        return aim.flows.get(flow, 0) * len(known) - known.count(flow) * 100

    best = max(candidates, key=under)
    if best is candidates[0] or under(best) <= 0 or under(candidates[0]) > 0:
        return None
    return best, f"{best.flow} is under {aim.flows.get(best.flow or '', 0)} %"


def balance(items: Sequence[MergeItem], target: int, sides: Sides | None = None) -> Balance:
    """The meter's reading for a merged (or finished) list. Raises :class:`BadValue` unless ``target`` is 0 to 100."""
    _check_target(target)
    lefts, rights = _count(items, sides or Sides())
    interrupts = sum(1 for item in items if item.origin == INTERRUPT)
    planned = [item for item in items if item.origin != INTERRUPT]
    left, right = shares([lefts, rights])
    flows = shares([sum(1 for item in planned if item.flow == flow) for flow in FLOWS])
    return Balance(
        left,
        right,
        target,
        dict(zip(FLOWS, flows, strict=True)),
        shares([interrupts, len(planned)])[0],
        (lefts, rights, interrupts),
    )


def shares(counts: Sequence[int], whole: int = 100) -> list[int]:
    """Whole parts of ``whole`` in the proportion of ``counts``, by largest remainder: they add up to it; 0 for none."""
    total = sum(counts)
    if not total:
        return [0 for _ in counts]
    parts = [count * whole // total for count in counts]
    most_left = sorted(range(len(counts)), key=lambda place: -(counts[place] * whole % total))
    for place in most_left[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def flow_targets(own: Mapping[str, int]) -> dict[str, int]:
    """The shares aimed at, in percent: those that somebody has set, the others have what these leave."""
    others = [flow for flow in FLOWS if flow not in own]
    left = shares([FLOW_TARGETS[flow] for flow in others], max(0, 100 - sum(own.values())))
    rest = dict(zip(others, left, strict=True))
    return {flow: own[flow] if flow in own else rest[flow] for flow in FLOWS}


def _next_side(lefts: int, rights: int, target: int) -> Side:
    """The side whose card brings the left count nearest to its target."""
    wanted = (lefts + rights + 1) * target  # hundredths of cards
    return Side.LEFT if wanted - lefts * 100 >= 50 else Side.RIGHT


def _why(side: Side, lefts: int, rights: int, target: int, names: Sides) -> str:
    name, share = (names.left, target) if side is Side.LEFT else (names.right, 100 - target)
    have = lefts if side is Side.LEFT else rights
    if not lefts + rights:
        return f"{name} comes first, its target is {share} %"
    if have * 100 < share * (lefts + rights):
        return f"{name} is under {share} %"
    return f"{name} comes next, to stay at {share} %"


def _count(items: Sequence[MergeItem], names: Sides) -> tuple[int, int]:
    lefts = sum(1 for item in items if item.origin == names.left)
    return lefts, sum(1 for item in items if item.origin == names.right)


def _check_target(target: int) -> None:
    if not 0 <= target <= 100:
        raise BadValue(f"{target} % is not a target balance", "use a share between 0 and 100")
