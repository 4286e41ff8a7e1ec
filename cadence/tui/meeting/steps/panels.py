"""Which panel a step has, decided here once: from what it walks, never from the kind of meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cadence.domain.kinds.base import Doors, DotVote, Merge, ParkingLot, PrivateWriting, Round, Talk, Topics, Walk
from cadence.domain.views.meetings import MeetingView
from cadence.tui.meeting.steps.ahead import AheadPanel
from cadence.tui.meeting.steps.cards import CardStep
from cadence.tui.meeting.steps.lists import MergeStep, TopicsStep, VoteStep
from cadence.tui.meeting.steps.panel import StepPanel
from cadence.tui.meeting.steps.people import DoorsPanel, TalkPanel, round_panel
from cadence.tui.meeting.steps.write import WriteStep

PANELS: dict[type, Callable[[Any], type[StepPanel]]] = {
    Walk: lambda _: CardStep,
    ParkingLot: lambda _: CardStep,
    Round: round_panel,
    Merge: lambda _: MergeStep,
    DotVote: lambda _: VoteStep,
    Topics: lambda _: TopicsStep,
    Doors: lambda _: DoorsPanel,
    PrivateWriting: lambda _: WriteStep,
    Talk: lambda _: TalkPanel,
}


def panel_for(walks: object, view: MeetingView) -> type[StepPanel]:
    """The panel for a step that walks ``walks``; a walk on which dots are given shows all its cards at once."""
    if view.line.status not in {"running", "paused", "held"}:
        return AheadPanel
    if view.vote is not None and view.vote.dots:
        return VoteStep
    return PANELS[type(walks)](walks)
