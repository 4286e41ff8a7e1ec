"""``cadence table``: take a card off the discussion and put it on the arch agenda."""

from __future__ import annotations

from cadence.cli.grammar import json_shapes, printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(
        table, "put a card on the arch agenda, and say why", 'cadence table SRE-42 --why "which queue do we want?"'
    )
    parser.add_argument("key", metavar="KEY", help="such as SRE-42")
    parser.add_argument("--why", default="", metavar="TEXT", help="what is to be talked about, or -")


def table(call: Call) -> None:
    """Table a card."""
    from cadence.services.cards import routing

    view = routing.table(call.store, call.viewer, call.key, call.body(call.why, "why") or "")
    if call.wants_json:
        printing.as_json(json_shapes.card(view))
    else:
        call.receipt(f"{view.key} is on the arch agenda")
