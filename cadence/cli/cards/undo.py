"""``cadence undo``: step back through your own last actions."""

from __future__ import annotations

from cadence.cli.grammar import json_shapes, printing, terminal
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun
from cadence.errors import Unconfirmed


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(undo_, "take back your last action; again: the one before", "cadence undo")
    parser.add_argument("--yes", action="store_true", help="without a question, however old it is")


def undo_(call: Call) -> None:
    """Undo: at a terminal after a question, else without one what was done today."""
    from cadence.services.access.session import again
    from cadence.services.cards.undo import last, undo
    from cadence.settings import renamed

    found = last(call.store, call.viewer)
    named = f"{found.words} ({printing.moment(found.event.at)})"
    if call.yes or (call.wants_json and found.event.at.date() == call.today):
        pass
    elif terminal.on_terminal():
        if not terminal.confirmed(f"this takes back: {named}"):
            raise Unconfirmed("nothing was taken back", "cadence undo --yes asks nothing")
    elif found.event.at.date() != call.today:
        raise Unconfirmed(f"your last action is not of today: {named}", "cadence undo --yes takes it back")
    taken = undo(call.store, call.viewer, only=found.seq)
    if taken.event.verb in {"team.set", "person.edit"}:
        now = again(call.store, call.viewer)
        renamed(call.settings.file, "team", call.viewer.team_name, now.team_name)
        renamed(call.settings.file, "me", call.viewer.handle or "", now.handle or "")
    if call.wants_json:
        printing.as_json(json_shapes.event(taken.event))
    else:
        call.receipt(f"took back: {named}")
