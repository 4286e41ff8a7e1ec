"""What stands around the panel of the present step: agenda, clock, who is here, the step's question."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from cadence.domain.kinds.base import ParkingLot, Talk, Walk
from cadence.domain.vocabulary import THIEVES
from cadence.tui.drawing.drawn import DIM, STRONG
from cadence.tui.drawing.lines import Piece
from cadence.tui.meeting import walk_list
from cadence.tui.meeting.agenda import AgendaStrip, Waiting
from cadence.tui.meeting.clock import BigClock, MeetingClock
from cadence.tui.meeting.stage import Stage
from cadence.tui.meeting.steps.panel import MeetingState
from cadence.tui.meeting.steps.people_here import PeopleHere
from cadence.tui.meeting.steps.surroundings import Margin, RailBox, StepPrompt
from cadence.tui.meeting.walk_list import WalkList


def compose() -> ComposeResult:
    """Everything between the top row and the line at the bottom."""
    with Vertical(id="body"):
        with Horizontal(id="strip"):
            yield AgendaStrip(id="agenda")
            yield PeopleHere(narrow=True, id="people-line")
        with Horizontal(id="said"):
            yield StepPrompt(id="prompt")
            yield BigClock(id="big")
        with Horizontal(id="middle"):
            with Vertical(id="rail"):
                with RailBox("", id="walk-box"):
                    yield WalkList(id="walk")
                with RailBox("Here", id="people-box"):
                    yield PeopleHere(id="people")
                yield BigClock(id="rail-clock")
            yield Stage(id="stage")
        yield Margin(id="margin")


def title(seen: MeetingState | None, *, wide: bool) -> list[Piece]:
    """The meeting and its step, for the top row."""
    if seen is None:
        return [("Cadence", STRONG)]
    view = seen.view
    step = view.steps[view.step] if seen.runs and view.steps else None
    if wide:
        line: list[Piece] = [(view.line.title, STRONG)]
        return [*line, (f" · step {view.step + 1} of {len(view.steps)} · {step.title}", DIM)] if step else line
    line = [(view.line.kind.capitalize(), STRONG)]
    return [*line, (f" {view.step + 1}/{len(view.steps)} {step.title}", DIM)] if step else line


def show(screen: Screen[Any], seen: MeetingState, *, numbered: bool) -> None:
    """Bring the meeting into what stands around its panel; ``numbered``: whether digits are people."""
    view = seen.view
    waiting = [
        Waiting(step.key, len(view.parked))
        for step in seen.kind.steps
        if isinstance(step.walks, ParkingLot) and view.parked
    ]
    screen.query_one(AgendaStrip).show(view.steps, waiting)
    box = screen.query_one("#walk-box", RailBox)
    box.display = bool(walk_list.walked_cards(seen)) and seen.lists_cards
    box.entitle(*walk_list.called(seen))
    screen.set_class(seen.judges_order, "-judged")
    screen.set_class(seen.lists_holdovers, "-listed")
    screen.query_one(WalkList).show(seen)
    for people in screen.query(PeopleHere):
        people.digits = numbered
        people.show(view.here, view.line.facilitator)
        people.changed()
    screen.query_one("#people-box", RailBox).entitle("Here", screen.query_one("#people", PeopleHere).count)
    screen.query_one(StepPrompt).say(*_prompt(seen) if seen.runs else ("",))
    screen.query_one(Margin).show(seen)
    _show_clocks(screen, seen)


def _prompt(seen: MeetingState) -> tuple[str, str]:
    """The step's question, and what stands behind it: where work is given out, who holds interrupt duty."""
    walks, view = seen.step.walks, seen.view
    if view.thieves and isinstance(walks, Walk):
        stolen = ", ".join(f"{THIEVES[thief]} {count}" for thief, count in view.thieves)
        return seen.step.prompt, f"⚑ this iteration: {stolen}"
    if view.duty is None or not (isinstance(walks, Walk) and walks.people):
        return seen.step.prompt, ""
    held = dict(view.names).get(view.duty, view.duty)
    return seen.step.prompt, f"Interrupt duty: {held or 'nobody yet, I names one'}"


def _show_clocks(screen: Screen[Any], seen: MeetingState) -> None:
    view, step = seen.view, seen.view.steps[seen.view.step]
    still = view.line.status != "running"
    own = isinstance(seen.step.walks, Talk)
    total = view.timebox + view.extra_minutes
    for clock in (screen.query_one(MeetingClock), *screen.query(BigClock)):
        if own:
            clock.keep(step.seconds, step.minutes, paused=still)
        else:
            clock.keep(view.elapsed, total, step_seconds=step.seconds, step_minutes=step.minutes, paused=still)
