"""The eight boards as data."""

from __future__ import annotations

from cadence.domain.cards.boards import BOARDS, done_column, new_column, started_columns
from cadence.domain.vocabulary import Audience, BoardKey

OWN = ("Inbox", "Next up", "Doing", "Checking", "Shipped")


def test_every_board_is_whole() -> None:
    assert list(BOARDS) == list(BoardKey)
    for key, board in BOARDS.items():
        assert board.key == key
        assert board.new in board.columns
        assert board.done is None or board.done == board.columns[-1]
        assert board.started is None or board.started in board.columns
        assert len({name.casefold() for name in board.columns}) == len(board.columns)


def test_columns_and_audiences() -> None:
    assert BOARDS[BoardKey.WALL].columns == ("Backlog", "Ready", "In progress", "Review", "Done")
    assert BOARDS[BoardKey.SYNC].columns == ("To sync", "Waiting on us", "Waiting on them", "Upcoming", "Synced")
    assert BOARDS[BoardKey.RETRO].columns == ("Went well", "Went badly", "Could be better")
    own = {key: board.audience for key, board in BOARDS.items() if not board.inherits}
    assert own == {
        BoardKey.WALL: Audience.TEAM,
        BoardKey.SYNC: Audience.PARTNER,
        BoardKey.ARCH: Audience.PARTNER,
        BoardKey.DEMO: Audience.EVERYONE,
        BoardKey.RETRO: Audience.TEAM,
    }
    assert all(board.audience == Audience.TEAM for board in BOARDS.values() if board.inherits)


def test_parts_of_the_columns() -> None:
    wall = BOARDS[BoardKey.WALL]
    assert (new_column(wall), done_column(wall)) == ("Backlog", "Done")
    assert started_columns(wall) == ("In progress", "Review")
    assert started_columns(BOARDS[BoardKey.SYNC]) == ()
    assert done_column(BOARDS[BoardKey.RETRO]) is None


def test_parts_of_a_teams_own_columns() -> None:
    wall = BOARDS[BoardKey.WALL]
    assert (new_column(wall, OWN), done_column(wall, OWN)) == ("Inbox", "Shipped")
    assert started_columns(wall, OWN) == ("Doing", "Checking")
    assert started_columns(wall, ("To do", "Doing", "Done")) == ("Doing",)
    assert started_columns(wall, ("In progress", "Done")) == ("In progress",)
    assert started_columns(wall, ("Backlog", "Soon", "Ready", "In progress", "Finished")) == ("In progress",)
