"""Where the panel of the present step stands."""

from __future__ import annotations

from textual.containers import Container

from cadence.errors import CadenceError
from cadence.tui.meeting.steps.panel import MeetingState, StepPanel
from cadence.tui.widgets.sentences import Sentences, sentence


class Stage(Container):
    """One panel; another one takes its place when the step changes."""

    @property
    def panel(self) -> StepPanel | None:
        """The newest panel, since one that is taken off goes a moment later."""
        panels = list(self.query_children(StepPanel).results(StepPanel))
        return panels[-1] if panels else None

    def put(self, wanted: type[StepPanel], seen: MeetingState, asked_for: bool) -> StepPanel | None:
        """The panel of this step and class if it stands here; else ``None``, and a fresh one takes the place."""
        name, panel = f"{seen.step.key}/{wanted.__name__}", self.panel
        if panel is not None and panel.name == name:
            return panel
        fresh = wanted(name=name)
        fresh.seen = seen
        fresh.asked_for = fresh.in_hand = asked_for
        self.remove_children()
        self.mount(fresh)
        return None

    def say_why(self, error: CadenceError) -> None:
        """There is nothing to show: say why in place of a panel."""
        words = sentence(error.message), sentence(error.remedy)
        if self.query("#none"):
            self.query_one("#none", Sentences).say(*words)
        else:
            self.mount(Sentences(words, id="none"))
