"""Iteration planning: a negotiation of priorities, not a commitment to a scope (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.kinds.base import MeetingKind, Merge, ParkingLot, Repeat, RhythmPlace, Step, Walk
from cadence.domain.vocabulary import Audience, BoardKey

KIND = MeetingKind(
    key="planning",
    title="Iteration planning",
    short="plan",
    audience=Audience.TEAM,
    regulars=Audience.TEAM,
    color="steelblue",
    board=BoardKey.WALL,
    purpose="Agree on what matters most in the iteration that starts.",
    place=RhythmPlace(
        repeat=Repeat.ITERATION,
        at=time(10, 0),
        minutes=60,
        day=1,
        edge=True,
        ceiling=60,
        hand_over_at=time(11, 0),
    ),
    steps=(
        Step(
            "holdovers",
            "Holdovers",
            "What is left from the last iteration? What becomes of each?",
            8,
            Walk(walk_queries.HOLDOVERS, choices=("continue", "re-prioritise", "hand back", "drop", "done")),
            gestures=("card.next", "card.choose", "card.comment", "card.assign"),
        ),
        Step(
            "business",
            "Business priorities",
            "What do other parts of the business ask for? Is the order right?",
            10,
            Walk(walk_queries.BUSINESS),
            gestures=("card.next", "card.rank_up", "card.rank_down", "merge.weeks", "card.new"),
        ),
        Step(
            "team",
            "Team priorities",
            "What do we want: less toil, chaos experiments, collaboration, less debt?",
            8,
            Walk(walk_queries.TEAM),
            gestures=("card.next", "card.rank_up", "card.rank_down", "merge.weeks", "card.new"),
        ),
        Step(
            "merge",
            "Merge",
            "Two ranked lists become one. Is the balance what we want this iteration?",
            12,
            Merge(),
            gestures=("merge.left", "merge.right", "merge.take", "merge.back", "merge.weeks"),
        ),
        Step(
            "interest",
            "Interest",
            "From the top, first what nobody has: who is working on it, who wants it?",
            8,
            Walk(walk_queries.INTEREST, people="interested"),
            gestures=("card.next", "person.toggle", "card.assign"),
        ),
        Step(
            "assignment",
            "Assignment",
            "What must be done and has nobody: who takes it?",
            4,
            Walk(walk_queries.UNASSIGNED, people="assigned"),
            gestures=("card.next", "person.toggle", "card.assign"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 10, ParkingLot()),
    ),
)
