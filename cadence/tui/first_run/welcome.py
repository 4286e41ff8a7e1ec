"""First run: four questions, each with a sensible answer in it already, or the sample team."""

from __future__ import annotations

import asyncio
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from cadence import services
from cadence.domain.parsing import text
from cadence.domain.parsing.dates import parse_zone, zones
from cadence.domain.parsing.names import parse_person
from cadence.errors import CadenceError, in_field
from cadence.settings import Settings, remember
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import BAD
from cadence.tui.first_run.answers import Answers, guess, week_start
from cadence.tui.widgets.field_row import FieldRow
from cadence.tui.widgets.line_input import LineInput
from cadence.tui.widgets.line_list import Item, LineList
from cadence.tui.widgets.sentences import Sentences

_QUESTIONS = {
    "team": "What is your team called?",
    "me": "Who are you? (Anne Lee <anne@example.com>)",
    "zone": "Your team's time zone? (type a city, tab completes)",
    "start": "When did this week of yours start? (a date, or a weekday)",
}


class _Field(LineInput):
    """An answer; ``enter`` is named in the footer here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next", tooltip="On to the next question", id="first.next", show=False),
    ]

    def on_mount(self) -> None:
        self.select_on_focus = True  # typing takes the place of the guess


class _Question(FieldRow):
    """A question and its answer."""

    def __init__(self, name: str, answer: str) -> None:
        super().__init__(name, _Field(answer, id=name, choices=zones() if name == "zone" else (), tab_leaves=True))

    def compose(self) -> ComposeResult:
        yield Label(_QUESTIONS[self.field], classes="question", markup=False)
        yield self.input
        yield self.below

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.hint()


class _Go(LineList):
    """What can be done with the answers; ``↑`` on the first line leads back to them."""

    def action_cursor_up(self) -> None:
        if self.highlighted == 0:
            self.screen.focus_previous()
        else:
            super().action_cursor_up()


class FirstRunScreen(CadenceScreen[None]):
    """No database yet."""

    CSS_PATH = "welcome.tcss"
    BEFORE_A_TEAM: ClassVar[bool] = True
    WHERE = "welcome"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_field", "Next", tooltip="On to the next question", id="first.next", show=False),
        Binding(
            "ctrl+s", "sample", "Sample team", tooltip="Look at the sample team first", id="first.sample", show=False
        ),
        Binding("escape,ctrl+q", "quit", "Leave", tooltip="Leave; nothing is made", id="first.leave", show=False),
    ]
    CALLED: ClassVar[dict[str, tuple[str, str]]] = {"list.open": ("Go", "Do what the cursor is on")}
    FOOTER = ("first.next", "list.open", "first.sample", "first.leave")

    _making = False
    """Whether the team is being made."""

    def body(self) -> ComposeResult:
        answers = guess()
        with Vertical(id="body"):
            yield Sentences(
                ("Welcome to Cadence.", "Four questions, then your week is planned. Change any of it later."),
                id="hello",
            )
            for name in _QUESTIONS:
                yield _Question(name, getattr(answers, name))
            yield Sentences(id="wrong")
            yield _Go(
                [
                    Item("begin", (("Begin", "$foreground"),)),
                    Item("sample", (("Look at the sample team first", "$foreground"),), (("^s", "$foreground-muted"),)),
                ],
                id="go",
            )

    def on_mount(self) -> None:
        self.query_one("#team", LineInput).focus()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.focused is event.input:  # enter pressed faster than it is followed goes on by one, too
            self._go_on()

    def _go_on(self) -> None:
        """To the next question, and from the last one to what can be done with the answers."""
        self.focus_next()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        if self._making:
            return  # pressed twice
        if event.item == "begin":
            self._making = True
            self.run_worker(self._begin(), group="found")
        else:
            self.action_sample()

    def action_next_field(self) -> None:
        """On to the next question."""
        self._go_on()

    def action_sample(self) -> None:
        """Open the sample team, in a database of its own that is thrown away."""
        self._leave()
        self.frame.found_team(self.frame.settings, sample=True)

    async def action_quit(self) -> None:
        """Leave; nothing is made."""
        await self.frame.action_quit()

    async def _begin(self) -> None:
        said = Answers(**{name: self.query_one(f"#{name}", LineInput).value for name in _QUESTIONS})
        for question in self.query(_Question):
            question.say("")
        self.query_one("#wrong", Sentences).say("Making the team …")
        try:
            settings = await asyncio.to_thread(_make, self.frame.settings, said)
        except CadenceError as error:
            self._making = False
            self._refused(error)
            return
        self._leave()
        self.frame.found_team(settings)

    def _refused(self, error: CadenceError) -> None:
        """Say what is wrong beside the answer, else below all of them."""
        question = next((one for one in self.query(_Question) if one.field == error.field), None)
        self.query_one("#wrong", Sentences).say("" if question else str(error))
        if question is not None:
            question.say(f"✖ {error}", BAD)
            question.input.focus()

    def _leave(self) -> None:
        if self.is_current:
            self.app.pop_screen()


def _make(settings: Settings, said: Answers) -> Settings:
    """Make the database and the team; the configuration remembers the viewer. Returns the settings with both."""
    founding = services.team.create
    store = services.access.session.store_of(settings)
    with in_field("zone"):
        zone = parse_zone(said.zone)
    with in_field("start"):
        start = week_start(said.start, store.clock().astimezone(ZoneInfo(zone)).date())
    with in_field("me"):
        parse_person(said.me)
    with in_field("team"):
        text.line(said.team, "team's name")
        founded = founding.found(store, founding.Founding(said.team, said.me, zone, str(start)))
    handle = founded.viewer.handle or ""
    remember(settings.file, me=handle, team=founded.viewer.team_name)
    return settings._replace(me=handle, team=founded.viewer.team_name)
