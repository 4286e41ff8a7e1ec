"""What a role lets a person see and add (glossary.md, "role")."""

from __future__ import annotations

import pytest

from cadence.domain.team.roles import Right, Role, is_team, may, may_add, may_comment, sees, who_may
from cadence.domain.vocabulary import Audience, BoardKey


def test_the_team_is_leads_and_members() -> None:
    assert [role for role in Role if is_team(role)] == [Role.LEAD, Role.MEMBER]
    assert is_team("lead")
    assert not is_team("partner")
    with pytest.raises(ValueError, match="boss"):
        is_team("boss")


def test_what_roles_see() -> None:
    assert sees("lead") == sees("member") == (Audience.TEAM, Audience.PARTNER, Audience.EVERYONE)
    assert sees("partner") == (Audience.PARTNER, Audience.EVERYONE)
    assert sees("stakeholder") == (Audience.EVERYONE,)


def test_where_roles_add() -> None:
    may = {role: {board for board in BoardKey if may_add(role, board)} for role in Role}
    assert may == {
        Role.LEAD: set(BoardKey),
        Role.MEMBER: set(BoardKey),
        Role.PARTNER: {BoardKey.SYNC, BoardKey.ARCH},
        Role.STAKEHOLDER: set(),
    }


def test_every_guest_may_answer_a_demo() -> None:
    assert may_comment("stakeholder", "demo")
    assert not may_comment("stakeholder", "arch")
    assert may_comment("partner", "arch")
    assert not may_comment("partner", "retro")
    assert all(may_comment("member", board) for board in BoardKey)


def test_what_roles_may_do() -> None:
    assert {right for right in Right if may("lead", right)} == set(Right)
    assert not {right for right in Right if may("partner", right) or may("stakeholder", right)}
    leads = {right for right in Right if not may("member", right)}
    assert {who_may(right) for right in Right if right not in leads} == {"somebody of the team"}
    assert leads == {
        *(Right.PERSON, Right.ROLES, Right.ADD_PEOPLE, Right.REMOVE_PEOPLE),
        *(Right.SETTINGS, Right.SCHEDULE, Right.HOLIDAYS, Right.MOVE, Right.SKIP, Right.PUBLISH),
    }


def test_what_everybody_may_do_with_what_is_theirs() -> None:
    for role in Role:
        assert {right for right in Right if may(role, right, own=True) and not may(role, right)} <= {
            *(Right.PERSON, Right.MOVE, Right.SKIP),
        }
        assert may(role, Right.PERSON, own=True)
        assert may(role, Right.ROLES, own=True) == (role is Role.LEAD)
    assert who_may(Right.MOVE) == "who facilitates it or a lead"
