"""Daily standup: mid-iteration, fifteen minutes, in-depth talk is parked (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.kinds.base import MeetingKind, OnHoliday, ParkingLot, Repeat, RhythmPlace, Round, Step, Talk
from cadence.domain.vocabulary import Audience, BoardKey

KIND = MeetingKind(
    key="standup",
    title="Daily standup",
    short="standup",
    audience=Audience.TEAM,
    regulars=Audience.TEAM,
    color="seagreen",
    board=BoardKey.WALL,
    purpose="Hear what moved, what is next and what is in the way.",
    place=RhythmPlace(
        repeat=Repeat.DAY,
        at=time(10, 0),
        minutes=15,
        day=None,
        on_holiday=OnHoliday.SKIP,
        distributed_minutes=30,
    ),
    steps=(
        Step("social", "Social time", "How is everybody? Banter is welcome.", 0, Talk(), distributed_minutes=10),
        Step(
            "round",
            "Round",
            "What I did since the last standup, what I work on now, what is in the way.",
            10,
            Round(
                "update",
                instead=walk_queries.WALL,
                title_instead="The wall",
                prompt_instead="What is blocked first; then from the right, the oldest first.",
            ),
            distributed_minutes=12,
            gestures=(
                "card.next",
                "card.block",
                "card.move",
                "walk.changed",
                "card.park",
                "meeting.here",
                "round.wall",
                "round.shuffle",
            ),
        ),
        Step(
            "parking",
            "Parking lot",
            "Only those named need stay.",
            5,
            ParkingLot(),
            distributed_minutes=8,
        ),
    ),
)
