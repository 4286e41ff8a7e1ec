"""What a person is to a team, and what that lets them see and add.

Leads and members are *the team*; partners (the closest development team) and stakeholders are guests.
"""

from __future__ import annotations

from enum import StrEnum

from cadence.domain.vocabulary import Audience, BoardKey


class Role(StrEnum):
    """What a person is to a team."""

    LEAD = "lead"
    MEMBER = "member"
    PARTNER = "partner"
    STAKEHOLDER = "stakeholder"


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


def is_team(role: Role | str) -> bool:
    """Whether the role is one of the team's own (lead, member) and not a guest's."""
    return Role(role) in {Role.LEAD, Role.MEMBER}


def sees(role: Role | str) -> tuple[Audience, ...]:
    """The audiences whose cards, meetings and events the role may see, the narrowest first."""
    return _SEES[Role(role)]


def may_add(role: Role | str, board: BoardKey | str) -> bool:
    """Whether the role may add a card to the board: the team everywhere, partners to sync and arch."""
    return is_team(role) or BoardKey(board) in _GUESTS_ADD[Role(role)]


def may_comment(role: Role | str, board: BoardKey | str) -> bool:
    """Whether the role may comment on the board's cards (those it sees): every guest answers a demo with feedback."""
    return is_team(role) or BoardKey(board) in _GUESTS_COMMENT[Role(role)]
