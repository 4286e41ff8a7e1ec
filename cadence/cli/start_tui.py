"""The one door through which the command line opens the terminal interface."""

from __future__ import annotations

from collections.abc import Mapping

from cadence import settings
from cadence.cli.grammar.terminal import on_terminal
from cadence.errors import Refused


def open_interface(options: Mapping[str, str]) -> int:
    """Open the terminal interface; raises :class:`Refused` where there is no terminal."""
    if not on_terminal():
        raise Refused("the terminal interface needs a terminal", "cadence --help lists what works without one")
    found = settings.load(options.get("config"), options.get("db"), options.get("team"))
    from cadence.tui.app import run

    return run(found, at=options.get("at"), demo="demo" in options)
