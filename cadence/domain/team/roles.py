"""What a person is to a team, and what that lets them see, add and do.

Leads and members are *the team*; partners (the closest development team) and stakeholders are guests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cadence.domain.vocabulary import Audience, BoardKey


class Role(StrEnum):
    """What a person is to a team."""

    LEAD = "lead"
    MEMBER = "member"
    PARTNER = "partner"
    STAKEHOLDER = "stakeholder"


class Right(StrEnum):
    """What not everybody may do; the value is the words that follow "may" or "may not"."""

    START = "start a meeting"
    END = "end a meeting"
    REOPEN = "reopen a meeting"
    FACILITATE = "facilitate"
    RECORD = "keep a recording"
    ATTENDANCE = "say who is here"
    RETRO = "write in the retro"
    PARK = "park"
    ACT = "give actions"
    DECIDE = "record decisions"
    LINT = "lint the team's schedule"
    BACKUP = "copy the database"
    GATE = "override the gate"
    DUTY = "read or name who holds interrupt duty"
    MOVE = "move a meeting"
    SKIP = "skip or cancel a meeting"
    PERSON = "change other people"
    ROLES = "change roles"
    ADD_PEOPLE = "add people"
    REMOVE_PEOPLE = "remove people"
    SETTINGS = "change the team's settings"
    SCHEDULE = "change the schedule"
    HOLIDAYS = "change the team's holidays"
    PUBLISH = "publish everybody's calendar"


_OF_LEADS = frozenset(
    {
        *(Right.MOVE, Right.SKIP, Right.PERSON, Right.ROLES, Right.ADD_PEOPLE, Right.REMOVE_PEOPLE),
        *(Right.SETTINGS, Right.SCHEDULE, Right.HOLIDAYS, Right.PUBLISH),
    }
)
_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.LEAD: frozenset(Right),
    Role.MEMBER: frozenset(Right) - _OF_LEADS,
    Role.PARTNER: frozenset(),
    Role.STAKEHOLDER: frozenset(),
}
_OVER_ONES_OWN: Mapping[Right, str] = {
    Right.MOVE: "who facilitates it",
    Right.SKIP: "who facilitates it",
    Right.PERSON: "the person",
}
"""Rights that everybody has over what is theirs: the meeting that they facilitate, their own person; whose it is."""
_SEES: dict[Role, tuple[Audience, ...]] = {
    Role.LEAD: (Audience.TEAM, Audience.PARTNER, Audience.EVERYONE),
    Role.MEMBER: (Audience.TEAM, Audience.PARTNER, Audience.EVERYONE),
    Role.PARTNER: (Audience.PARTNER, Audience.EVERYONE),
    Role.STAKEHOLDER: (Audience.EVERYONE,),
}
_GUESTS_ADD: dict[Role, frozenset[BoardKey]] = {
    Role.PARTNER: frozenset({BoardKey.SYNC, BoardKey.ARCH}),
    Role.STAKEHOLDER: frozenset(),
}
_GUESTS_COMMENT: dict[Role, frozenset[BoardKey]] = {
    Role.PARTNER: frozenset({BoardKey.SYNC, BoardKey.ARCH, BoardKey.DEMO}),
    Role.STAKEHOLDER: frozenset({BoardKey.DEMO}),
}

_REGULARS_VOTE: frozenset[BoardKey] = frozenset({BoardKey.ARCH})
"""The boards every card of which a regular guest is invited to."""


def is_team(role: Role | str) -> bool:
    """Whether the role is one of the team's own (lead, member) and not a guest's."""
    return Role(role) in {Role.LEAD, Role.MEMBER}


def may(role: Role | str, right: Right, *, own: bool = False) -> bool:
    """Whether the role may do this; ``own``: to a meeting that they facilitate, or to their own person."""
    return right in _RIGHTS[Role(role)] or (own and right in _OVER_ONES_OWN)


def who_may(right: Right) -> str:
    """Who has a right, in words: ``somebody of the team``, ``a lead``, ``who facilitates it or a lead``."""
    if right not in _OF_LEADS:
        return "somebody of the team"
    return " or ".join(filter(None, (_OVER_ONES_OWN.get(right), "a lead")))


def sees(role: Role | str) -> tuple[Audience, ...]:
    """The audiences whose cards, meetings and events the role may see, the narrowest first."""
    return _SEES[Role(role)]


def may_add(role: Role | str, board: BoardKey | str) -> bool:
    """Whether the role may add a card to the board: the team everywhere, partners to sync and arch."""
    return is_team(role) or BoardKey(board) in _GUESTS_ADD[Role(role)]


def may_vote(role: Role | str, board: BoardKey | str, *, regular: bool) -> bool:
    """Whether somebody votes on the board's cards: who sees every topic, the team, its partner and regular guests.

    Guests of a single topic do not.
    """
    return may_comment(role, board) or (regular and BoardKey(board) in _REGULARS_VOTE)


def may_comment(role: Role | str, board: BoardKey | str) -> bool:
    """Whether the role may comment on the board's cards (those it sees): every guest answers a demo with feedback."""
    return is_team(role) or BoardKey(board) in _GUESTS_COMMENT[Role(role)]
