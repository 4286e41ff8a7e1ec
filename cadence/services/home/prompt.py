"""The state of things in a few words, for a shell prompt."""

from __future__ import annotations

import json
from datetime import datetime

from cadence.domain.facilitation.clock import counts_to
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer, running_meeting


def running_words(connection: Connection, viewer: Viewer, now: datetime) -> str:
    """The meeting that runs, with the time on its clock: ``▶ standup 4:10``."""
    from cadence.domain.parsing.dates import clock_words

    running = running_meeting(connection, viewer)
    if running is None:
        return ""
    seconds = sum(json.loads(running.seconds).values())
    if running.clock_since:
        seconds += (counts_to(running.clock_since, running.seen_at, now) - running.clock_since).total_seconds()
    mark = "▶" if running.status == "running" else "‖"
    return f"{mark} {running.kind} {clock_words(seconds)}"


def next_words(connection: Connection, viewer: Viewer, now: datetime) -> str:
    """The next meeting: ``standup 10:00`` today, ``planning Mon 7 Dec 10:00`` on another day."""
    from cadence.domain.parsing.dates import day_words
    from cadence.services.schedule.week import Week

    week = Week(connection, viewer, now)
    found = week.next()
    if found is None:
        return ""
    day = found.starts_at.date()
    return f"{found.kind} {'' if day == week.today else day_words(day) + ' '}{found.starts_at:%H:%M}"


def trouble_words(connection: Connection, viewer: Viewer) -> str:
    """How many cards are blocked: ``✖2``."""
    blocked = queries.cards.blocked_count(connection, viewer)
    return f"✖{blocked}" if blocked else ""
