"""Choosing the viewer: there is a database, but the configuration names nobody of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from cadence.errors import CadenceError
from cadence.settings import remember
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import DIM, HERE, PLAIN
from cadence.tui.widgets.line_list import Item, LineList, ListPanel
from cadence.tui.widgets.sentences import Sentences, sentence

if TYPE_CHECKING:
    from cadence.services.access.session import Candidate

_DIGITS = 9


class WhoScreen(CadenceScreen[None]):
    """The people of the database's teams: an arrow and ``enter``, or a digit."""

    CSS_PATH = "who_are_you.tcss"
    BEFORE_A_TEAM: ClassVar[bool] = True
    WHERE = "who are you?"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"digit({digit})", "Number", tooltip="You are this one", id=f"who.{digit}", show=False)
            for digit in range(1, _DIGITS + 1)
        ),
        Binding("q", "quit", "Leave", tooltip="Leave Cadence", id="who.leave", show=False),
    ]
    CALLED: ClassVar[dict[str, tuple[str, str]]] = {"list.open": ("That's me", "Go on as the person under the cursor")}
    FOOTER = ("list.open", "who.leave")

    def __init__(self, error: CadenceError, people: Sequence[Candidate]) -> None:
        """Ask which of ``people`` this is; ``error`` says why that isn't known."""
        super().__init__()
        self._error = error
        self._people = tuple(people)

    def body(self) -> ComposeResult:
        with Vertical(id="body"):
            yield Sentences(
                (
                    "Who are you?",
                    f"{sentence(self._error.message)} Choose yourself: your configuration file will remember it.",
                ),
                id="question",
            )
            yield ListPanel("People", self._items(), id="people")

    def _items(self) -> list[Item]:
        several = len({person.team for person in self._people}) > 1
        wide = min(max(len(person.handle) for person in self._people), 16) + 2
        return [
            Item(
                str(number),
                (
                    (f"{number + 1} " if number < _DIGITS else "  ", DIM),
                    ("● ", HERE),
                    (person.handle.ljust(wide), PLAIN),
                    (person.name, DIM),
                ),
                ((f"{person.role}, {person.team}" if several else person.role, DIM),),
            )
            for number, person in enumerate(self._people)
        ]

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#people").focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._am(self._people[int(event.item)])

    def action_digit(self, digit: int) -> None:
        """You are the person with this number."""
        if digit <= len(self._people):
            self._am(self._people[digit - 1])

    def _am(self, person: Candidate) -> None:
        self.run_worker(self._go_on(person), group="who", exclusive=True)

    async def _go_on(self, person: Candidate) -> None:
        settings = self.frame.settings._replace(me=person.handle, team=person.team)
        try:
            await asyncio.to_thread(remember, settings.file, me=person.handle, team=person.team)
        except CadenceError as error:
            self.frame.complain(error)  # it is known for this time at least
        if self.is_current:
            self.app.pop_screen()
        self.frame.found_team(settings)

    async def action_quit(self) -> None:
        """Leave."""
        await self.frame.action_quit()
