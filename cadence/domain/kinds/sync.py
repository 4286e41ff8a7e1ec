"""Inter-team sync: what two teams owe each other, walked until nothing is left (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.kinds.base import MeetingKind, ParkingLot, Repeat, RhythmPlace, Step, Walk
from cadence.domain.vocabulary import Audience, BoardKey

KIND = MeetingKind(
    key="sync",
    title="Inter-team sync",
    short="sync",
    audience=Audience.PARTNER,
    regulars=Audience.PARTNER,
    color="slateblue",
    board=BoardKey.SYNC,
    purpose="Walk what the two teams owe each other; add yours to the sync board before.",
    agenda=walk_queries.SYNC,
    place=RhythmPlace(
        repeat=Repeat.WEEK,
        at=time(11, 30),
        minutes=30,
        day=1,
        yields=True,
        ceiling=30,
        hand_over_at=time(13, 30),
    ),
    steps=(
        Step(
            "walk",
            "Walk the board",
            "What do we owe each other, and when?",
            25,
            Walk(
                walk_queries.SYNC,
                choices=("synced", "waiting on us", "waiting on them", "upcoming"),
                ends_when_empty=True,
            ),
            gestures=("card.next", "card.choose", "card.table", "card.comment", "card.new", "card.park"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 5, ParkingLot()),
    ),
)
