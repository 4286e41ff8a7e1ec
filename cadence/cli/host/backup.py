"""``cadence backup``: a consistent copy of the database, while others go on writing."""

from __future__ import annotations

import os
from pathlib import Path

from cadence.cli.grammar import printing
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.export import check_not_ours
from cadence.cli.grammar.parser import Noun


def register(noun: Noun) -> None:
    """Declare the command."""
    parser = noun.command(backup_, "write a consistent copy of the database", "cadence backup monday.db")
    parser.add_argument("file", metavar="FILE", help="a file that does not exist yet")


def backup_(call: Call) -> None:
    """Copy the database."""
    from cadence.services.host.backup import backup

    target = Path(os.path.expanduser(call.file))
    if not os.path.lexists(target):  # what is there is not replaced anyway
        check_not_ours(call, target)
    target = backup(call.store, call.viewer, call.file)
    if call.wants_json:
        printing.as_json({"file": str(target), "bytes": target.stat().st_size})
    else:
        printing.line(f"copied to {target}")
