"""``cadence undo``: step back through your own last actions."""

from __future__ import annotations

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun


def register(noun: Noun) -> None:
    """Declare the command."""
    noun.command(undo_, "take back your last action; again: the one before", "cadence undo")


def undo_(call: Call) -> None:
    """Undo."""
    from cadence.services.access.session import again
    from cadence.services.cards.undo import undo
    from cadence.settings import team_renamed

    event = undo(call.store, call.viewer)
    if event.verb == "team.set":
        team_renamed(call.settings.file, call.viewer.team_name, again(call.store, call.viewer).team_name)
    if call.wants_json:
        printing.as_json(json_shapes.event(event))
    else:
        what = " ".join(str(value) for value in (event.data.get("title"), event.data.get("ref")) if value)
        printing.line(f"undone: {event.verb} of {printing.moment(event.at)} {what}".rstrip())
