"""Which panel a step has, decided here once: from what it walks, never from the kind of meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cadence.domain.kinds.base import Doors, Merge, ParkingLot, Round, Talk, Topics, Vote, Walk, Write
from cadence.domain.views.meetings import MeetingView
from cadence.tui.steps.base import StepPanel
from cadence.tui.steps.cards import CardStep
from cadence.tui.steps.lists import MergeStep, TopicsStep, VoteStep
from cadence.tui.steps.people import AheadPanel, DoorsPanel, TalkPanel, round_panel
from cadence.tui.steps.write import WriteStep

PANELS: dict[type, Callable[[Any], type[StepPanel]]] = {
    Walk: lambda _: CardStep,
    ParkingLot: lambda _: CardStep,
    Round: round_panel,
    Merge: lambda _: MergeStep,
    Vote: lambda _: VoteStep,
    Topics: lambda _: TopicsStep,
    Doors: lambda _: DoorsPanel,
    Write: lambda _: WriteStep,
    Talk: lambda _: TalkPanel,
}


def panel_for(walks: object, view: MeetingView) -> type[StepPanel]:
    """The panel for a step that walks ``walks``; a walk on which dots are given shows all its cards at once."""
    if view.line.status not in {"running", "paused", "held"}:
        return AheadPanel
    if view.vote is not None and view.vote.dots:
        return VoteStep
    return PANELS[type(walks)](walks)
