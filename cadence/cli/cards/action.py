"""``cadence action``: what somebody promised to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.domain.vocabulary import BoardKey
from cadence.errors import Refused
from cadence.settings import now
from cadence.store.capture import NewCard

if TYPE_CHECKING:
    from datetime import date

    from cadence.store.connect import Connection
    from cadence.store.viewer import Viewer


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb("add", add_, "add an action", 'cadence action add "ask the network team for a date" --owner ben')
    add.add_argument("text", nargs="+", metavar="TEXT", help="one line (@owner, !date), or - for standard input")
    add.add_argument("--owner", action="append", default=[], metavar="HANDLE", help="whose it is; several times")
    add.add_argument("--due", metavar="DATE", help="when it is due (at the next planning)")
    noun.verb("list", list_, "the actions that are open", "cadence action list --json")
    done = noun.verb("done", done_, "an action is done", "cadence action done SRE-42")
    done.add_argument("key", metavar="KEY")


def add_(call: Call) -> None:
    """Add an action."""
    title = call.line(call.arguments.text, "text")
    with quick.writing(call) as (connection, viewer):
        meeting, audience = quick.raised_in(connection, viewer)
        line = quick.parsed(connection, viewer, title)
        new = NewCard(
            BoardKey.ACTIONS.value,
            line.text,
            due=quick.day(call.due, viewer) or line.due or _next_planning(connection, viewer),
            audience=audience,
            from_meeting_id=meeting,
            people=quick.people(connection, viewer, (*line.people, *call.owner), "assigned"),
            **line.marks,
        )
        key = quick.add(connection, viewer, new)
    quick.answer(call, key, f"is an action{f', due {new.due}' if new.due else ''}")


def _next_planning(connection: Connection, viewer: Viewer) -> date | None:
    from cadence.services.schedule.default_due import next_planning

    return next_planning(connection, viewer, now())


def list_(call: Call) -> None:
    """List open actions."""
    from cadence.cli.cards.card_verbs import print_cards
    from cadence.services.cards.boards import open_cards

    none = "no open actions" if call.viewer.in_team else "no open actions that you may read"
    print_cards(call, open_cards(call.store, call.viewer, BoardKey.ACTIONS.value), none)


def done_(call: Call) -> None:
    """Mark an action as done."""
    from cadence.cli.cards.card_verbs import changed
    from cadence.services.cards import move
    from cadence.services.cards.boards import card

    if card(call.store, call.viewer, call.key).card.board != BoardKey.ACTIONS:
        raise Refused(f"{call.key.upper()} is not an action", "cadence card done puts any card into its last column")
    changed(call, move.done(call.store, call.viewer, call.key), "is done")
