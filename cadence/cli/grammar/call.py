"""One call of a command: its arguments, the settings, and (opened when first used) the database and the viewer."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cadence import settings
from cadence.cli.grammar import printing
from cadence.domain.parsing import text
from cadence.errors import BadValue

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from cadence.services.access.session import Store, Viewer
    from cadence.store.connect import Connection

MOST_BYTES = 4 * text.BODY_MAX + 2
"""Bytes read from standard input at most: what the longest text can take, and one more to know that it is too long."""


class Call:
    """What a command gets. The settings are read and the database is opened when first used."""

    def __init__(self, arguments: argparse.Namespace, before: Mapping[str, str]) -> None:
        """Take the parsed arguments, and the options that stood before the noun."""
        self.arguments = arguments
        self._before = before
        self._read_input = False

    def __getattr__(self, name: str) -> Any:
        """An argument by its name."""
        return getattr(self.arguments, name)

    @property
    def wants_json(self) -> bool:
        """Whether the answer is to be JSON."""
        return bool(self.arguments.json or self._before.get("json"))

    @cached_property
    def settings(self) -> settings.Settings:
        """The settings in force."""
        return settings.load(self._everywhere("config"), self._everywhere("db"), self._everywhere("team"))

    def _everywhere(self, name: str) -> str | None:
        return getattr(self.arguments, f"everywhere_{name}", None) or self._before.get(name)

    @cached_property
    def store(self) -> Store:
        """The database, with SQLAlchemy for writing."""
        from cadence.services.access.session import store_of

        return store_of(self.settings)

    def connect(self) -> Connection:
        """A plain connection for the quick lane; :attr:`store` upgrades a database of an older schema first."""
        from cadence.store.connect import open_upgraded

        return open_upgraded(self.settings.database, self._upgrade)

    def _upgrade(self) -> None:
        self.store.upgrade()  # imports the full lane only here

    @cached_property
    def viewer(self) -> Viewer:
        """The person who runs the command, in their team."""
        from cadence.services.access.session import viewer

        return viewer(self.store, self.settings)

    def receipt(self, words: str) -> None:
        """Print what was done, with the team for somebody who is in several."""
        printing.line(f"{words} · {self.viewer.team_name}" if self.viewer.in_several else words)

    @cached_property
    def today(self) -> date:
        """Today in the team's zone."""
        from zoneinfo import ZoneInfo

        return settings.now().astimezone(ZoneInfo(self.viewer.timezone)).date()

    def date(self, typed: str | None) -> date | None:
        """A date as people type it; ``None`` stays."""
        from cadence.domain.parsing.dates import parse_date

        return None if typed is None else parse_date(typed, self.today)

    def line(self, typed: str | Iterable[str], what: str) -> str:
        """One line of text from the arguments, or from standard input for ``-``."""
        return text.line(self._text(typed, what), what)

    def several(self, typed: str, what: str) -> str:
        """Text of one line or several that says something, or from standard input for ``-``."""
        said = text.body(self._text(typed, what), what).strip()
        return said if "\n" in said else text.line(said, what)

    def line_or_asked(self, typed: Sequence[str], what: str, question: str) -> str:
        """One line of text from the arguments; where there are none, the answer to ``question``, or standard input."""
        return self.line(typed, what) if typed else text.line(self._input(what, question), what)

    def body(self, typed: str | None, what: str) -> str | None:
        """Text of several lines, or from standard input for ``-``; ``None`` stays."""
        return None if typed is None else text.body(self._text(typed, what), what)

    def _text(self, typed: str | Iterable[str], what: str) -> str:
        joined = typed if isinstance(typed, str) else " ".join(typed)
        return self._input(what) if joined == "-" else joined

    def _input(self, what: str, question: str = "") -> str:
        """Standard input, once: UTF-8, less the line break that ends it. At a terminal a ``question`` wants one line.

        The question goes to standard error: the output may go elsewhere.
        """
        if self._read_input:
            raise BadValue("standard input can be read only once", "give one of the texts as an argument")
        self._read_input = True
        data = b""
        if sys.stdin is not None and question and sys.stdin.isatty():
            print(question, end="", file=sys.stderr, flush=True)
            data = sys.stdin.buffer.readline(MOST_BYTES)
        elif sys.stdin is not None:
            data = sys.stdin.buffer.read(MOST_BYTES)
        if len(data) == MOST_BYTES:
            raise BadValue(f"the {what} is longer than {text.BODY_MAX:,} characters", "shorten it")
        try:
            return data.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise BadValue(f"the {what} is not valid UTF-8", "set the terminal or the file to UTF-8") from None
