"""Demo: open to all; "just one API call" is a demo (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.kinds.base import MeetingKind, OnHoliday, Repeat, RhythmPlace, Step, Walk
from cadence.domain.vocabulary import Audience, BoardKey

KIND = MeetingKind(
    key="demo",
    title="Demo",
    short="demo",
    audience=Audience.EVERYONE,
    regulars=Audience.EVERYONE,
    color="crimson",
    board=BoardKey.DEMO,
    recorded=True,
    purpose="See what the team worked on, and say what you think of it.",
    place=RhythmPlace(
        repeat=Repeat.ITERATION,
        at=time(14, 0),
        minutes=30,
        day=-1,
        on_holiday=OnHoliday.PREVIOUS,
        edge=True,
        hand_over_at=time(9, 0),
        hand_over_closes=True,
    ),
    steps=(
        Step(
            "demos",
            "Demos",
            "Who shows what? Feedback is one key away.",
            30,
            Walk(walk_queries.DEMOS, choices=("shown", "not today"), says="feedback"),
            gestures=("card.next", "card.comment", "card.choose", "card.act", "card.new"),
        ),
    ),
)
