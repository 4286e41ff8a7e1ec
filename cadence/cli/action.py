"""``cadence action``: what somebody promised to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli import quick
from cadence.cli.call import Call
from cadence.cli.grammar import Noun
from cadence.domain.vocabulary import BoardKey
from cadence.errors import Refused
from cadence.settings import now
from cadence.store.capture import NewCard

if TYPE_CHECKING:
    from datetime import date

    from cadence.store.connect import Lane
    from cadence.store.viewer import Who


def speak(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb("add", add_, "add an action", 'cadence action add "ask the network team for a date" --owner ben')
    add.add_argument("text", nargs="+", metavar="TEXT", help="one line, or - for standard input")
    add.add_argument("--owner", action="append", default=[], metavar="HANDLE", help="whose it is; several times")
    add.add_argument("--due", metavar="DATE", help="when it is due (at the next planning)")
    noun.verb("list", list_, "the actions that are open", "cadence action list --json")
    done = noun.verb("done", done_, "an action is done", "cadence action done SRE-42")
    done.add_argument("key", metavar="KEY")


def add_(call: Call) -> None:
    """Add an action."""
    title = call.line(call.arguments.text, "text")
    with quick.writing(call) as (lane, who):
        meeting, audience = quick.raised_in(lane, who)
        new = NewCard(
            BoardKey.ACTIONS.value,
            title,
            due=quick.day(call.due, who) or _next_planning(lane, who),
            audience=audience,
            from_meeting_id=meeting,
            people=quick.people(lane, who, call.owner, "assigned"),
        )
        key = quick.add(lane, who, new)
    quick.answer(call, key, f"is an action{f', due {new.due}' if new.due else ''}")


def _next_planning(lane: Lane, who: Who) -> date | None:
    from cadence.services.due import next_planning

    return next_planning(lane, who, now())


def list_(call: Call) -> None:
    """List open actions."""
    from cadence.cli.card_verbs import print_cards
    from cadence.services.boards import open_cards

    print_cards(call, open_cards(call.store, call.who, BoardKey.ACTIONS.value), "no open actions")


def done_(call: Call) -> None:
    """Mark an action as done."""
    from cadence.cli.card_verbs import changed
    from cadence.services import placing
    from cadence.services.boards import card

    if card(call.store, call.who, call.key).card.board != BoardKey.ACTIONS:
        raise Refused(f"{call.key.upper()} is no action", "cadence card done puts any card into its last column")
    changed(call, placing.done(call.store, call.who, call.key), "is done")
