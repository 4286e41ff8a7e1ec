"""Who gets which meeting: one table, made from the kinds' declarations (rule C6).

The team gets everything. A guest never gets what is held behind closed doors or is the team's alone; of the rest, what
guests of their role regularly attend; and where only the team attends regularly, what they are invited to.
"""

from __future__ import annotations

from cadence.domain.kinds.base import MeetingKind
from cadence.domain.team.roles import Role, is_team, sees
from cadence.domain.vocabulary import Audience


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


def gets_block(role: Role | str, *, turned_on: bool) -> bool:
    """Whether the end-of-week block (rule 9) is in the calendar: the team's, if it turned it on."""
    return turned_on and is_team(role)
