"""``cadence park``: put something into the parking lot, of the running meeting if there is one."""

from __future__ import annotations

from cadence.cli.grammar import quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.store.capture import NewCard


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(park, "put something into the parking lot", 'cadence park "who owns the cert renewals?"')
    parser.add_argument(
        "text", nargs="+", metavar="TEXT", help="one line (@name stays, !date), or - for standard input"
    )
    parser.add_argument(
        "--stay", action="append", default=[], metavar="HANDLE", help="who need stay for it; several times"
    )


def park(call: Call) -> None:
    """Park something."""
    title = call.line(call.text, "text")
    with quick.writing(call) as (connection, viewer):
        meeting, audience = quick.raised_in(connection, viewer, anybody=True)
        line = quick.parsed(connection, viewer, title)
        new = NewCard(
            BoardKey.PARKING.value,
            line.text,
            due=line.due,
            audience=audience or Audience.TEAM.value,
            from_meeting_id=meeting,
            people=quick.people(connection, viewer, (*line.people, *call.stay), "stays"),
            **line.marks,
        )
        key = quick.add(connection, viewer, new)
    quick.answer(call, key, "parked")
