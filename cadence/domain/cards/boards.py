"""The eight boards as data: what differs between them stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import BadValue, Refused

MOST_MINUTES = 480
"""A card's own minutes are at most a working day's."""


class Board(NamedTuple):
    """One board: ordered columns of cards.

    A team may name its own columns (the wall's); then the first takes the part of ``new``, the last that of ``done``,
    see :func:`new_column`, :func:`done_column` and :func:`started_columns`.
    """

    key: BoardKey
    title: str
    columns: tuple[str, ...]
    audience: Audience
    """Who sees its cards; for boards that ``inherits``, the narrowest it falls back to."""
    new: str
    """Where new cards go."""
    done: str | None
    """The column of finished cards; ``None`` if the board has none."""
    fields: frozenset[str] = frozenset()
    """The optional card fields it uses, by their names in ``--json`` (and ``type``, ``invited``, ``minutes``)."""
    started: str | None = None
    """From this column on, work on a card has begun (the wall)."""
    inherits: bool = False
    """A card takes the audience of the card it came from, else of the meeting's kind (see routing)."""
    discussing: str | None = None
    """The column of the topic under discussion, on a board whose cards are topics."""
    own_columns: bool = False
    """A team may name its columns, and limit how many cards are in each."""
    sealed: bool = False
    """Its cards are notes that nobody but their author sees before their turn: numbered apart from cards, they stay on
    it, and no guest ever sees one."""
    parks: bool = False
    """Its cards wait to be given a place (see routing)."""
    due_at_planning: bool = False
    """What comes to it without a due date is due at the next planning."""
    shared: bool = False
    """Whoever may add to it may change any of its cards."""
    authors_change: bool = False
    """Whoever added a card may change it, guests included."""
    sides: tuple[str, ...] = ()
    """Two columns that change places where a guest looks: each team sees a shared board from its own side."""
    expects: str | None = None
    """The column of what the other team owes."""
    proposed_from: BoardKey | None = None
    """The board whose cards propose themselves for it; what goes there from it is a card of its own."""
    proposes: str = ""
    """What the team calls those, shown before its columns."""
    presented: bool = False
    """Somebody presents each of its cards: who adds it, where nobody else is named."""
    outline: str = ""
    """What stands in the text of a card without one while it is written."""
    says: str = "comment"
    """What is said of its cards: a ``comment``, or ``feedback``."""


def require_shown(board: Board, column: str | None, *, in_its_meeting: bool) -> None:
    """Raise :class:`~cadence.errors.Refused` for a card that would be said to have been presented, and was not.

    ``in_its_meeting``: who says so facilitates the meeting in which the board's cards are presented.
    """
    if board.presented and column == board.done and not in_its_meeting:
        raise Refused(
            f"a demo goes to {column} when it is shown in the meeting",
            "who facilitates that says shown there; till then it waits in order",
        )


def holds_topics(board: str) -> bool:
    """Whether the cards of a board are topics, of which one wants to know who proposed them."""
    return BOARDS[BoardKey(board)].discussing is not None


def own_side(board: Board, column: str, *, guest: bool) -> str:
    """A column as who looks at the board names it, or the column that they name: each side has its own ``us``."""
    if not guest or column not in board.sides:
        return column
    return board.sides[1 - board.sides.index(column)]


def column_shown(column: str, team: str) -> str:
    """A column as people read it: one that waits on a ``team`` with its name, ``Waiting on Checkout``."""
    return f"{column.rpartition(' ')[0]} {team}" if team else column


def checked_minutes(minutes: int) -> int:
    """How long a card is to take; raises :class:`~cadence.errors.BadValue` for less than none, or more than a day."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise BadValue(f"{minutes} is no number of minutes for a card", f"give 1 to {MOST_MINUTES}, such as 5")
    return minutes


def takes_minutes(key: BoardKey | str) -> None:
    """Raise :class:`~cadence.errors.BadValue` for a board whose cards have no length of their own."""
    if "minutes" not in BOARDS[BoardKey(key)].fields:
        known = " and ".join(board.title.lower() for board in BOARDS.values() if "minutes" in board.fields)
        raise BadValue(f"a card on {BOARDS[BoardKey(key)].title.lower()} has no minutes", f"those on {known} have")


def new_column(board: Board, columns: Sequence[str] = ()) -> str:
    """Where new cards go, given the team's own ``columns`` (none: the board's)."""
    return board.new if not columns or board.new in columns else columns[0]


def done_column(board: Board, columns: Sequence[str] = ()) -> str | None:
    """The column for what is done, given the team's own ``columns``; ``None`` where the board has none."""
    if board.done is None or not columns or board.done in columns:
        return board.done
    return columns[-1]


def adding_column(board: Board, column: str | None, columns: Sequence[str] = ()) -> str | None:
    """``column`` if a card is added to it from there; ``None``: where the board's new cards go.

    So it is from the column of what is done, and on a board that two teams share: whose turn it is they say together.
    """
    return None if board.sides or column == done_column(board, columns) else column


def started_columns(board: Board, columns: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of work begun and not done, left to right, given the team's own ``columns``.

    Without the board's own name for it among them, work begins in the third of four or more columns, else in the
    second. Empty for boards on which nothing is worked on.
    """
    if board.started is None:
        return ()
    names = tuple(columns) or board.columns
    done = done_column(board, names)
    first = names.index(board.started) if board.started in names else (2 if len(names) > 3 else 1)
    last = names.index(done) if done in names else len(names)
    return names[first:last]


def waiting_columns(board: Board, columns: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of cards whose turn has not come: those before the plan, on a board on which work is begun."""
    names, started = tuple(columns) or board.columns, started_columns(board, columns)
    return names[: max(0, names.index(started[0]) - 1)] if started else ()


def planned_column(board: Board, columns: Sequence[str] = ()) -> str:
    """The column before work begins, whose order is the plan; empty on boards on which nothing is worked on."""
    names, started = tuple(columns) or board.columns, started_columns(board, columns)
    return names[names.index(started[0]) - 1] if started and names.index(started[0]) else ""


_WORK = frozenset(
    {"flow", "origin", "requester", "assignees", "interested", "tags", "due", "toil", "blocked", "depends_on", "url"}
)

_ALL = (
    Board(
        BoardKey.WALL,
        "The wall",
        ("Backlog", "Ready", "In progress", "Review", "Done"),
        Audience.TEAM,
        new="Backlog",
        done="Done",
        fields=_WORK,
        started="In progress",
        own_columns=True,
    ),
    Board(
        BoardKey.SYNC,
        "Inter-team sync",
        ("To sync", "Waiting on us", "Waiting on them", "Upcoming", "Synced"),
        Audience.PARTNER,
        new="To sync",
        done="Synced",
        shared=True,
        sides=("Waiting on us", "Waiting on them"),
        expects="Waiting on them",
        fields=frozenset({"requester", "assignees", "tags", "due", "blocked", "depends_on", "url"}),
    ),
    Board(
        BoardKey.ARCH,
        "Arch agenda",
        ("Proposed", "Next", "Discussing", "Discussed"),
        Audience.PARTNER,
        new="Proposed",
        done="Discussed",
        discussing="Discussing",
        authors_change=True,
        fields=frozenset({"type", "invited", "minutes", "requester", "assignees", "tags", "url", "votes"}),
    ),
    Board(
        BoardKey.DEMO,
        "Demos",
        ("To show", "Shown"),
        Audience.EVERYONE,
        new="To show",
        done="Shown",
        fields=frozenset({"assignees", "minutes", "url"}),
        proposed_from=BoardKey.WALL,
        proposes="Worked on",
        presented=True,
        says="feedback",
    ),
    Board(
        BoardKey.RETRO,
        "Retro",
        ("Went well", "Went badly", "Could be better"),
        Audience.TEAM,
        new="Went well",
        done=None,
        fields=frozenset({"votes"}),
        sealed=True,
    ),
    Board(
        BoardKey.PARKING,
        "Parking lot",
        ("Open", "Settled"),
        Audience.TEAM,
        new="Open",
        done="Settled",
        fields=frozenset({"assignees", "due"}),
        inherits=True,
        parks=True,
    ),
    Board(
        BoardKey.ACTIONS,
        "Actions",
        ("Open", "Done"),
        Audience.TEAM,
        new="Open",
        done="Done",
        fields=frozenset({"assignees", "tags", "due", "url"}),
        inherits=True,
        due_at_planning=True,
    ),
    Board(
        BoardKey.DECISIONS,
        "Decisions",
        ("Decided",),
        Audience.TEAM,
        new="Decided",
        done="Decided",
        fields=frozenset({"tags", "url"}),
        inherits=True,
        outline="## Context\n\n\n## Options\n\n\n## Consequences\n\n",
    ),
)

BOARDS: dict[BoardKey, Board] = {board.key: board for board in _ALL}

RETRO_SIDES = dict(zip(("well", "badly", "better"), BOARDS[BoardKey.RETRO].columns, strict=True))
"""The retro's columns by the word that is typed for them."""
