"""Arch meeting: the week's architectural questions, on an agenda that builds itself (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.kinds.base import MeetingKind, ParkingLot, Repeat, RhythmPlace, Step, Topics, Walk
from cadence.domain.vocabulary import Audience, BoardKey

ARCH = MeetingKind(
    key="arch",
    title="Arch meeting",
    short="arch",
    audience=Audience.PARTNER,
    regulars=Audience.TEAM,
    board=BoardKey.ARCH,
    purpose="Discuss the topics on the agenda; read their inputs before.",
    propose_cancel_when_empty=True,
    outcomes=("decision", "experiment", "action", "needs a spec", "next week", "drop"),
    place=RhythmPlace(repeat=Repeat.WEEK, at=time(14, 0), minutes=60, day=2, yields=True),
    steps=(
        Step(
            "agenda",
            "Agenda",
            "What is on the table? Choose how to run it.",
            5,
            Walk("arch"),
            gestures=("card.next", "arch.form", "card.topic", "card.vote"),
        ),
        Step(
            "topics",
            "Topics",
            "Discuss, then name the outcome.",
            50,
            Topics(("in order", "lean coffee", "one big first", "one big last")),
            gestures=("card.next", "card.decide", "card.act", "card.choose", "meeting.more", "vote.stop"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 5, ParkingLot()),
    ),
)
