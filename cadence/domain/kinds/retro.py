"""Retro: behind closed doors, the team alone (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.kinds.base import (
    Doors,
    DotVote,
    MeetingKind,
    OnHoliday,
    ParkingLot,
    PrivateWriting,
    Repeat,
    RhythmPlace,
    Round,
    Step,
    Walk,
)
from cadence.domain.vocabulary import Audience, BoardKey

RETRO = MeetingKind(
    key="retro",
    title="Retro",
    short="retro",
    audience=Audience.TEAM,
    regulars=Audience.TEAM,
    board=BoardKey.RETRO,
    purpose="What went well, what did not, what could be better.",
    closes_week=True,
    closed_doors=True,
    place=RhythmPlace(
        repeat=Repeat.ITERATION,
        at=time(14, 30),
        minutes=60,
        day=-1,
        on_holiday=OnHoliday.PREVIOUS,
        follows="demo",
        edge=True,
        hand_over_at=time(9, 30),
        hand_over_closes=True,
    ),
    steps=(
        Step("doors", "Closing the doors", "Guests leave before anything is said.", 0, Doors()),
        Step(
            "actions",
            "Last time's actions",
            "Done or not?",
            8,
            Walk("retro-actions", choices=("done", "keep", "drop")),
            gestures=("card.next", "card.choose", "card.comment"),
        ),
        Step(
            "write",
            "Write",
            "Went well, did not go well, could be better: everybody writes their own.",
            10,
            PrivateWriting(("Went well", "Went badly", "Could be better")),
            gestures=("retro.write", "step.next"),
        ),
        Step(
            "round",
            "Round",
            "Read yours out and explain; the others listen.",
            25,
            Round("notes"),
            gestures=("card.next", "card.group", "card.table", "card.act", "card.park"),
        ),
        Step(
            "choose",
            "Choose",
            "At most three improvements; each becomes an action.",
            12,
            DotVote("retro-groups", picks=3),
            gestures=("card.vote", "card.act", "card.next"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 5, ParkingLot()),
    ),
)
