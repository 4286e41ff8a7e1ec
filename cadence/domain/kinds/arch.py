"""Arch meeting: the week's architectural questions, on an agenda that builds itself (Mangot 2019)."""

from __future__ import annotations

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.kinds.base import TIMED, MeetingKind, ParkingLot, Repeat, RhythmPlace, Step, Topics, Walk
from cadence.domain.vocabulary import Audience, BoardKey

KIND = MeetingKind(
    key="arch",
    title="Arch meeting",
    short="arch",
    audience=Audience.PARTNER,
    regulars=Audience.TEAM,
    color="darkorange",
    board=BoardKey.ARCH,
    purpose="Discuss the topics on the agenda; read their inputs before.",
    agenda=walk_queries.ARCH,
    outcomes=("decision", "experiment", "action", "needs a spec", "next week", "drop"),
    place=RhythmPlace(repeat=Repeat.WEEK, at=time(14, 0), minutes=60, day=2, yields=True),
    steps=(
        Step(
            "agenda",
            "Agenda",
            "What is on the table? Choose how to run it.",
            5,
            Walk(walk_queries.ARCH),
            gestures=("card.next", "arch.form", "card.rank_up", "card.rank_down", "card.topic", "card.vote"),
        ),
        Step(
            "topics",
            "Topics",
            "Discuss, then name the outcome.",
            50,
            Topics(walk_queries.ARCH, ("in order", TIMED, "one big first", "one big last")),
            gestures=("card.next", "card.decide", "card.act", "card.choose", "meeting.more", "vote.stop"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 5, ParkingLot()),
    ),
)
