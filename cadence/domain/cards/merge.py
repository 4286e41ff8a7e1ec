"""Two ranked lists into one, and the balance meter beside them (iteration planning, Mangot 2019).

The left list is what other parts of the business ask for, the right one what the team wants; ``target`` is the left
one's share of the merged cards in percent (60). Interrupts arrived after planning: they are counted apart. Flow types
are those of Kersten's *Project to Product* (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cadence.errors import BadValue

FLOWS: dict[str, str] = {"feature": "F", "defect": "D", "risk": "R", "debt": "T"}
"""The flow types in their usual order, each with its letter."""
INTERRUPT = "interrupt"
"""The origin that no list has: it arrived after planning."""


class Side(StrEnum):
    """Which of the two lists."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two origins: the left list's and the right one's (see :class:`cadence.domain.kinds.base.Merge`)."""

    left: str = "business"
    right: str = "team"


@dataclass(frozen=True, slots=True)
class MergeItem:
    """What the merge needs to know of a card; ``flow`` is one of :data:`FLOWS` or unknown."""

    key: str
    origin: str | None
    flow: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The card to take next, from which side, and why in words."""

    side: Side
    item: MergeItem
    why: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The meter. All shares are whole percents; those of one kind add up to 100, or are all 0 with nothing to count.

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


def propose(
    left: Sequence[MergeItem],
    right: Sequence[MergeItem],
    merged: Sequence[MergeItem],
    target: int,
    sides: Sides | None = None,
) -> Proposal | None:
    """The next card for the merged list, so that its balance stays nearest to ``target``; ``None``: both are empty.

    ``left`` and ``right`` are what is left of the two lists, ranked; what the lead pulled by hand stands in
    ``merged`` and is made good for. On a tie the left list comes first. Raises :class:`BadValue` unless ``target`` is
    0 to 100.
    """
    _check_target(target)
    names = sides or Sides()
    lefts, rights = _count(merged, names)
    if left and right:
        side = _next_side(lefts, rights, target)
        why = _why(side, lefts, rights, target, names)
    elif left or right:
        side = Side.LEFT if left else Side.RIGHT
        why = f"only {names.left if left else names.right} cards are left"
    else:
        return None
    return Proposal(side, (left if side is Side.LEFT else right)[0], why)


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


def shares(counts: Sequence[int]) -> list[int]:
    """Whole percents of ``counts`` that add up to 100, by largest remainder (ties: the earlier one); all 0 for none."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    whole = [count * 100 // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda index: (-(counts[index] * 100 % total), index))
    for index in by_remainder[: 100 - sum(whole)]:
        whole[index] += 1
    return whole


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
    return f"{name} is due to stay at {share} %"


def _count(items: Sequence[MergeItem], names: Sides) -> tuple[int, int]:
    lefts = sum(1 for item in items if item.origin == names.left)
    return lefts, sum(1 for item in items if item.origin == names.right)


def _check_target(target: int) -> None:
    if not 0 <= target <= 100:
        raise BadValue(f"{target} % is no target balance", "use a share between 0 and 100")
