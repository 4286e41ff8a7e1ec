"""Who gets which meeting: one table, made from the kinds' declarations (rule C6).

The team gets everything. A guest never gets what is held behind closed doors or is the team's alone; of the rest, what
guests of their role regularly attend; and where only the team attends regularly, what they are invited to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from cadence.domain.cards.outcomes import is_on_agenda
from cadence.domain.kinds.base import MeetingKind
from cadence.domain.team.roles import Role, is_team, sees
from cadence.domain.vocabulary import Audience

Meeting = TypeVar("Meeting")


def may_attend(kind: MeetingKind, role: Role | str) -> bool:
    """Whether somebody with this role may be at a meeting of this kind at all."""
    if is_team(role):
        return True
    if kind.closed_doors or kind.audience is Audience.TEAM:
        return False
    return kind.regulars is Audience.TEAM or kind.regulars in sees(role)


def gets(kind: MeetingKind, role: Role | str, *, regular: bool = False, invited: bool = False) -> bool:
    """Whether a meeting of ``kind`` is in the calendar of somebody with this role.

    ``regular``: the person attends every one of this kind; ``invited``: the person is invited to this one. Neither
    opens a door that is closed to the role.
    """
    if not may_attend(kind, role):
        return False
    return gets_all(kind, role, regular=regular) or invited


def gets_all(kind: MeetingKind, role: Role | str, *, regular: bool = False) -> bool:
    """Whether every meeting of ``kind`` is in the calendar, not only those the person is invited to."""
    if is_team(role):
        return True
    return may_attend(kind, role) and (regular or kind.regulars in sees(role))


def taking_up(back: Iterable[date | None], ahead: Iterable[tuple[date, Meeting]]) -> Iterator[Meeting]:
    """Of the meetings ahead, in order and each with its day, those to which topics that come back then invite guests.

    A topic invites to the first one at which it is on the table; ``None``: it never left.
    """
    waiting = set(back)
    for day, meeting in ahead if waiting else ():
        here = {one for one in waiting if is_on_agenda(one, day)}
        waiting -= here
        if here:
            yield meeting
        if not waiting:
            return


def gets_block(role: Role | str, *, turned_on: bool) -> bool:
    """Whether the end-of-week block (rule 9) is in the calendar: the team's, if it turned it on."""
    return turned_on and is_team(role)
