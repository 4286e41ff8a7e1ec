"""``cadence retro``: write a retro note that nobody else sees before its author's turn."""

from __future__ import annotations

from cadence.cli.grammar import printing, quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.domain.cards.boards import RETRO_SIDES
from cadence.domain.parsing.names import match
from cadence.domain.vocabulary import BoardKey
from cadence.settings import now
from cadence.store import capture


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb("add", add_, "write a note that only you see until your turn", "cadence retro add badly")
    add.add_argument("side", metavar="well|badly|better")
    add.add_argument(
        "text",
        nargs="*",
        metavar="TEXT",
        help="one line, or - for standard input; left out, you are asked for it: what is typed on a shell's line "
        "stays in its history, for others to find",
    )
    add.set_defaults(optional_words="text")


def add_(call: Call) -> None:
    """Write a note."""
    column = RETRO_SIDES[match(call.side, RETRO_SIDES, "side")]
    write(call, column, call.line_or_asked(call.arguments.text, "note", f"{column}: "))


def write(call: Call, column: str, note: str) -> None:
    """Keep a note: sealed until its author's turn, or without any trace of the author where the team wants that."""
    with quick.writing(call) as (connection, viewer):
        added = capture.add_note(connection, viewer, now(), column, note)
        aloud = added is None and capture.keeps_unsigned(connection, viewer)
    if added is not None:
        quick.answer(call, added.key, f"noted under {column}; nobody else sees it before your turn")
    elif call.wants_json:
        printing.as_json({"key": None, "board": BoardKey.RETRO.value, "column": column, "title": note, "author": None})
    else:
        read = ": it is read with the others" if aloud else ""
        call.receipt(f"noted under {column}, without your name{read}")
