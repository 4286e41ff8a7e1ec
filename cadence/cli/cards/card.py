"""``cadence card``: everything on a board. Adding one takes the quick lane; the rest is in :mod:`card_verbs`."""

from __future__ import annotations

from collections.abc import Sequence

from cadence.cli.cards.card_verbs import register_verbs, work_fields
from cadence.cli.grammar import quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.cli.grammar.values import whole
from cadence.domain.cards.boards import BOARDS, checked_minutes, require_shown, takes_minutes
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.vocabulary import FLOWS, ORIGINS, BoardKey
from cadence.store import capture
from cadence.store.capture import NewCard
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb("add", add_, "add a card to a board", 'cadence card add "Rotate the keys" --flow risk --assign ben')
    add.add_argument("title", nargs="+", metavar="TITLE", help="one line, or - for standard input")
    add.add_argument("--board", default="wall", metavar="BOARD", help=f"{', '.join(BOARDS)} (wall)")
    add.add_argument("--column", metavar="COLUMN", help="a column of the board (its first)")
    add.add_argument("--assign", action="append", default=[], metavar="HANDLE", help="whose it is; several times")
    add.add_argument("--toil", action="store_true", help="it is toil")
    add.add_argument("--minutes", type=whole("minutes"), metavar="N", help="how long a demo or a topic takes")
    work_fields(add)
    register_verbs(noun)


def add_(call: Call) -> None:
    """Add a card."""
    board = BoardKey(match(call.board, [key.value for key in BOARDS], "board"))
    title = call.line(call.title, "title")
    if BOARDS[board].sealed:
        _add_retro_note(call, title)
        return
    new = NewCard(
        board.value,
        title,
        call.body(call.body_text, "body") or "",
        flow=quick.one_of(call.flow, FLOWS, "flow"),
        origin=quick.one_of(call.origin, ORIGINS, "origin"),
        requester=text.line(call.requester, "requester") if call.requester else None,
        url=text.link(call.url) if call.url else None,
        tags=tuple(text.line(tag, "tag") for tag in call.tag or ()),
        toil=call.toil,
        minutes=checked_minutes(call.minutes or 0) or None,
    )
    if new.minutes:
        takes_minutes(board)
    with quick.writing(call) as (connection, viewer):
        names = capture.columns(connection, viewer, board.value)
        placed = new._replace(
            column=_column(call, connection, viewer, board, names),
            due=quick.day(call.due, viewer),
            people=quick.people(connection, viewer, call.assign, "assigned"),
            from_meeting_id=quick.traceless(connection, viewer),
        )
        key = quick.add(connection, viewer, placed)
    quick.answer(call, key, f"added to {BOARDS[board].title.lower()}")


def _column(call: Call, connection: Connection, viewer: Viewer, board: BoardKey, names: Sequence[str]) -> str | None:
    """The column that is meant; on a board that two teams share, from the viewer's own side."""
    if not call.column:
        return None
    if BOARDS[board].sides:
        from cadence.services.cards.boards import column_named

        return column_named(connection, viewer, board.value, call.column)
    column = match(call.column, names, f"column on {BOARDS[board].title.lower()}")
    require_shown(BOARDS[board], column, in_its_meeting=False)
    return column


def _add_retro_note(call: Call, title: str) -> None:
    """A card on the retro board is a retro note, whichever command writes it."""
    from cadence.cli.meetings.retro import write

    columns = BOARDS[BoardKey.RETRO].columns[:3]
    write(call, match(call.column or columns[0], columns, "column on the retro"), title)
