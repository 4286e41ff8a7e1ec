"""The table "Who gets what"."""

from __future__ import annotations

import pytest

from cadence.domain.kinds import BY_KEY, KINDS
from cadence.domain.team.invitations import gets, gets_all, gets_block, may_attend
from cadence.domain.team.roles import Role

TABLE = """
              planning standup sync arch    demo retro
lead          yes      yes     yes  yes     yes  yes
member        yes      yes     yes  yes     yes  yes
partner       no       no      yes  invited yes  no
stakeholder   no       no      no   invited yes  no
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(role, key, cell) for role, *cells in ROWS[1:] for key, cell in zip(ROWS[0], cells, strict=True)]


@pytest.mark.parametrize(("role", "key", "cell"), CELLS)
def test_the_table(role: str, key: str, cell: str) -> None:
    kind = BY_KEY[key]
    assert gets(kind, role) is (cell == "yes")
    assert gets(kind, role, invited=True) is (cell != "no")
    assert gets(kind, role, regular=True) is (cell != "no")
    assert gets_all(kind, role) is (cell == "yes")
    assert gets_all(kind, role, regular=True) is (cell != "no")
    assert may_attend(kind, role) is (cell != "no")


def test_the_table_is_whole() -> None:
    assert {(role, key) for role, key, _ in CELLS} == {(str(role), kind.key) for role in Role for kind in KINDS}


@pytest.mark.parametrize("role", list(Role))
def test_the_block_is_the_teams_if_it_turned_it_on(role: Role) -> None:
    assert gets_block(role, turned_on=True) is (role in {Role.LEAD, Role.MEMBER})
    assert not gets_block(role, turned_on=False)
