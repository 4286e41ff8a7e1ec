"""The grammar of the command line: nouns, verbs and options, on :mod:`argparse`.

Only the named noun's file is imported and only its parser is built; :func:`whole_tree` builds all of it, for shell
completion. Values are taken as text and read by the commands, so that a bad value is refused (exit code 1) and only a
bad command is wrong usage (exit code 2).
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

# argparse offers no way to build a parser without searching the disk for translations of its own words, for which it
# imports locale (python/cpython#118761 and #154638 are about such imports). All words here are English, and the search
# takes 4 of the 47 ms of ``cadence status --short``, for which a shell prompt waits.
argparse._ = str  # type: ignore[attr-defined]

NOUNS = {
    "init": ("team.init", "make a team, and the database if there is none"),
    "status": ("home.status", "today, the wall, what needs you"),
    "team": ("team.team", "the team's settings and its own holidays"),
    "person": ("team.person", "the people of the team"),
    "schedule": ("schedule.schedule", "where each meeting sits in the rhythm; lint"),
    "meeting": ("meetings.meeting", "list, show, start, end, reopen, skip, cancel, move"),
    "card": ("cards.card", "everything on a board: add, list, show, move, edit ..."),
    "topic": ("cards.topic", "the agenda of the next arch meeting"),
    "table": ("cards.table", "put a card on the arch agenda"),
    "park": ("cards.park", "put something into the parking lot"),
    "standup": ("meetings.standup", "leave your standup update"),
    "retro": ("meetings.retro", "write a retro note that only you see until your turn"),
    "action": ("cards.action", "actions: add, list, done"),
    "decision": ("cards.decision", "decisions: add, list, show"),
    "notes": ("notes.notes", "the notes of a meeting, or its agenda before it"),
    "calendar": ("calendar.calendar", "calendars to subscribe to and import; the month"),
    "search": ("cards.search", "cards, decisions, comments and meetings"),
    "gate": ("home.gate", "whether deploys may go out"),
    "undo": ("cards.undo", "step back through your own last actions"),
    "backup": ("host.backup", "write a consistent copy of the database"),
    "completion": ("host.completion", "completion for bash, zsh or fish"),
}
"""Each noun with its module and a line of help, in the order in which help lists them."""

EVERYWHERE = {
    "--db": ("DATABASE", "a file or a SQLAlchemy URL (CADENCE_DB)"),
    "--config": ("FILE", "the configuration file (CADENCE_CONFIG)"),
    "--team": ("TEAM", "name or key of the team, where you are in several (CADENCE_TEAM)"),
}
"""Options that are understood before and after every noun."""


class WrongUsage(Exception):
    """An unknown command or option, or a missing argument: exit code 2."""

    def __init__(self, what: str, prog: str) -> None:
        """Say what is wrong; ``prog`` are the words whose help tells more."""
        super().__init__(what)
        self.what = what
        self.prog = prog

    def __str__(self) -> str:
        """One line, as it is printed."""
        return f"{self.what}; see {self.prog} --help"


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, without :mod:`shutil`: argparse makes one of these for every argument it adds."""

    def __init__(self, prog: str) -> None:
        """Find out how wide the terminal is."""
        super().__init__(prog, max_help_position=32, width=_help_width())


@lru_cache(maxsize=1)
def _help_width() -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(1).columns
    except (OSError, ValueError):
        columns = 100
    return max(40, min(columns, 120) - 2)


class CommandParser(argparse.ArgumentParser):
    """An :class:`argparse.ArgumentParser` that raises :class:`WrongUsage` instead of printing and leaving."""

    def __init__(self, **values: Any) -> None:
        """Take no abbreviated options: a script that uses one would break when a longer one is added."""
        values.setdefault("formatter_class", Help)
        super().__init__(allow_abbrev=False, **values)

    def error(self, message: str) -> NoReturn:
        """Raise in the house's words what argparse found."""
        raise WrongUsage(message.replace("the following arguments are required: ", "missing "), self.prog)


class Everywhere(NamedTuple):
    """What stood before the noun: values of :data:`EVERYWHERE`, ``--at`` and ``--demo``, and the words from it on."""

    options: dict[str, str]
    words: list[str]
    wants: str = ""
    """``h`` or ``v`` if help or the version was requested."""


def before_noun(words: list[str]) -> Everywhere:
    """Read the options before the noun; raises :class:`WrongUsage`."""
    options: dict[str, str] = {}
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        name, equals, value = rest.pop(0).partition("=")
        if name in {"-h", "--help", "--version"}:
            return Everywhere(options, rest, name.lstrip("-")[0])
        if name in {"--demo", "--json"} and not equals:
            options[name[2:]] = "yes"
        elif name in EVERYWHERE or name == "--at":
            if not equals and not rest:
                raise WrongUsage(f"{name} needs a value", "cadence")
            options[name[2:]] = value if equals else rest.pop(0)
        else:
            raise WrongUsage(f"unknown option {name}", "cadence")
    return Everywhere(options, rest)


class Noun:
    """A noun under construction: its file's ``register`` gives it verbs, or makes it a command of its own."""

    def __init__(self, parser: CommandParser) -> None:
        """Build on this parser."""
        self.parser = parser
        self._verbs: Any = None

    def verb(
        self, name: str, run: Callable[..., int | None], help: str, example: str = "", *, own: str = ""
    ) -> CommandParser:
        """Add a verb; ``run`` is called with the :class:`cadence.cli.grammar.call.Call`.

        ``own`` is an option of :data:`EVERYWHERE` that the verb itself declares, with another meaning.
        """
        if self._verbs is None:
            self._verbs = self.parser.add_subparsers(
                prog=self.parser.prog, dest="verb", required=True, metavar="VERB", parser_class=CommandParser
            )
        verb: CommandParser = self._verbs.add_parser(
            name, help=help, description=_sentence(help), epilog=_example(example)
        )
        return _finish(verb, run, own)

    def command(self, run: Callable[..., int | None], help: str, example: str = "", *, own: str = "") -> CommandParser:
        """Make the noun itself the command; ``own`` as in :meth:`verb`."""
        self.parser.description = _sentence(help)
        self.parser.epilog = _example(example)
        return _finish(self.parser, run, own)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _example(example: str) -> str | None:
    return f"example:\n  {example.strip()}" if example else None


def _finish(parser: CommandParser, run: Callable[..., int | None], own: str) -> CommandParser:
    parser.set_defaults(run=run, command=parser.prog)
    parser.add_argument("--json", action="store_true", help="print JSON, with stable keys")
    group = parser.add_argument_group("everywhere")
    for name, (metavar, text) in EVERYWHERE.items():
        if name != own:
            group.add_argument(name, dest=f"everywhere_{name[2:]}", metavar=metavar, help=text)
    return parser


def read(noun: str, words: list[str]) -> argparse.Namespace:
    """The arguments that stand after a noun; raises :class:`WrongUsage`."""
    parser = CommandParser(prog=f"cadence {noun}")
    _register(noun, parser)
    found, unknown = parser.parse_known_args(words)
    last = getattr(found, "optional_words", None)
    if last and not getattr(found, last) and all(word == "-" or not word.startswith("-") for word in unknown):
        # argparse takes the words of nargs="*" for missing where an option stands before them (python/cpython#59317)
        setattr(found, last, unknown)
    elif unknown:
        raise WrongUsage(f"unknown: {' '.join(unknown)}", found.command)
    return found


def _register(noun: str, parser: CommandParser) -> None:
    importlib.import_module(f"cadence.cli.{NOUNS[noun][0]}").register(Noun(parser))


def whole_tree() -> CommandParser:
    """The parser of everything, for shell completion."""
    top = CommandParser(prog="cadence")
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--demo", action="store_true", help="open a realistic sample team, thrown away after")
    top.add_argument("--at", metavar="SCREEN", help="open the terminal interface there")
    for name, (metavar, text) in EVERYWHERE.items():
        top.add_argument(name, metavar=metavar, help=text)
    nouns = top.add_subparsers(prog="cadence", dest="noun", metavar="COMMAND", parser_class=CommandParser)
    for noun, (_, text) in NOUNS.items():
        _register(noun, nouns.add_parser(noun, help=text))
    return top


def top_help() -> str:
    """What ``cadence --help`` prints."""
    lines = [
        "usage: cadence [--demo] [--at SCREEN]        open the terminal interface",
        "       cadence COMMAND [VERB] ...            do one thing from the shell",
        "",
        "Runs an SRE team's weekly meeting rhythm.",
        "",
        "commands:",
        *(f"  {noun:12}{text}" for noun, (_, text) in NOUNS.items()),
        "",
        "options:",
        f"  {'--demo':20}a realistic sample team, in a database of its own, thrown away after",
        f"  {'--at SCREEN':20}open the terminal interface there: at home, calendar, settings or search, at a meeting",
        f"  {'':20}(sync, or sync@2026-12-07), a board (wall, board:sync) or a card (SRE-42)",
        f"  {'--version':20}print the version",
        "",
        "everywhere, before or after the command:",
        *(f"  {f'{name} {metavar}':20}{text}" for name, (metavar, text) in EVERYWHERE.items()),
        "",
        "CADENCE_ME is your handle. Every listing and every change takes --json.",
        'start with: cadence init --team "Platform SRE" --me "Anne Lee <anne@example.com>" '
        "--tz America/New_York --start 2026-11-30",
    ]
    return "\n".join(lines)
