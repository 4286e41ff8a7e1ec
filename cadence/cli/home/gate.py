"""``cadence gate``: whether deploys may go out, for deploy scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, WrongUsage
from cadence.cli.grammar.terminal import note
from cadence.errors import CadenceError
from cadence.settings import now

if TYPE_CHECKING:
    from cadence.services.schedule.gate import Gate

OPEN, CLOSED, CANNOT_TELL = 0, 1, 3
"""Exit codes."""


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(gate, "whether deploys may go out: 0 open, 1 closed, 3 cannot tell", "cadence gate")
    parser.add_argument("--override", action="store_true", help="open it until it opens by itself, on record")
    parser.add_argument("--reason", metavar="TEXT", help="why it is overridden")


def gate(call: Call) -> int:
    """Say how the gate stands; its exit code tells."""
    if call.override:
        return _override(call)
    from cadence.services.schedule.gate import gate as stands
    from cadence.store.viewer import who_is

    try:
        connection = call.connect()
        try:
            found = stands(connection, who_is(connection, call.settings.me, call.settings.team, now()), now())
        finally:
            connection.close()
    except CadenceError as error:
        note(str(error))
        return CANNOT_TELL
    _print(call, found)
    return OPEN if found.is_open else CLOSED


def _override(call: Call) -> int:
    from cadence.services.schedule.gate_override import override

    if not call.reason:
        raise WrongUsage("--override needs --reason", "cadence gate")
    found = override(call.store, call.viewer, call.line(call.reason, "reason"))
    _print(call, found)
    return OPEN


def _print(call: Call, found: Gate) -> None:
    if call.wants_json:
        printing.as_json({"open": found.is_open, "why": found.why, "until": found.until})
    else:
        printing.line(f"{'open' if found.is_open else 'closed'}: {found.why}")
