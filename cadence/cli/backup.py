"""``cadence backup``: a consistent copy of the database, while others go on writing."""

from __future__ import annotations

from cadence.cli import printing
from cadence.cli.call import Call
from cadence.cli.grammar import Noun


def speak(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(backup_, "write a consistent copy of the database", "cadence backup monday.db")
    parser.add_argument("file", metavar="FILE", help="a file that does not exist yet")


def backup_(call: Call) -> None:
    """Copy the database."""
    from cadence.services.keeping import backup

    target = backup(call.store, call.who, call.file)
    if call.wants_json:
        printing.as_json({"file": str(target), "bytes": target.stat().st_size})
    else:
        printing.line(f"copied to {target}")
