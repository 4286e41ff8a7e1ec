"""One's own standup update: leaving it, reading it back."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from cadence.domain.parsing import text
from cadence.errors import BadValue, NotFound
from cadence.store import capture, queries
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def own_update(store: Store, viewer: Viewer, day: str) -> dict[str, str]:
    """What the viewer has left for the standup of ``day``: ``yesterday today blocker left_at``."""
    with store.read() as connection:
        for row in queries.standup.updates(connection, viewer.team_id, date.fromisoformat(day), None):
            if row.person_id == viewer.person_id and str(row.day) == day:
                left = row.left_at.astimezone(ZoneInfo(viewer.timezone)).isoformat()
                return {"yesterday": row.yesterday, "today": row.today, "blocker": row.blocker, "left_at": left}
    raise NotFound(f"no update of yours for {day}", "cadence standup add leaves one")


def leave(store: Store, viewer: Viewer, *, yesterday: str = "", today: str = "", blocker: str = "") -> None:
    """Leave (or add to) the viewer's update for today's standup, by the quick lane's one way.

    Raises :class:`BadValue` for nothing said, :class:`~cadence.errors.NotAllowed` for guests.
    """
    said = {"yesterday": yesterday, "today": today, "blocker": blocker}
    clean = {name: text.line(words, name) for name, words in said.items() if words.strip()}
    if not clean:
        raise BadValue("the update is empty", "say one thing that you did, do, or wait for")
    now = store.clock()
    with store.quick() as connection:
        capture.leave_update(connection, viewer, now, now.astimezone(ZoneInfo(viewer.timezone)).date(), **clean)
