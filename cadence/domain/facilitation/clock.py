"""How far a running meeting's clock has counted: neither a program that was gone nor a clock set back changes that."""

from __future__ import annotations

from datetime import datetime

LOST_AFTER = 45
"""Seconds without a sign of life after which the facilitator's program is taken to have gone."""


def counts_to(since: datetime | None, seen: datetime | None, now: datetime) -> datetime:
    """The instant to which a clock that was started at ``since`` has counted by ``now``.

    ``since``: ``None`` while the clock stands. ``seen``: the facilitator's last sign of life; ``None`` where no program
    gives any (a meeting held from the shell), whose time counts in full. After a sign that is older than
    :data:`LOST_AFTER` nothing counts: a closed lid, or a crash. Before it everything does, also where the system's
    clock was set back in the meantime.
    """
    if since is None:
        return now
    last = max(since, seen) if seen is not None else since
    gone = seen is not None and (now - seen).total_seconds() > LOST_AFTER
    return last if gone else max(now, last)


def jumped(at: datetime, now: datetime) -> bool:
    """Whether more lies between two instants, in either direction, than lies between two signs of life."""
    return abs((now - at).total_seconds()) > LOST_AFTER
