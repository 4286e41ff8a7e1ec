"""Reading one's own standup update back."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from cadence.errors import NotFound
from cadence.store import queries
from cadence.store.capture import Who, instant
from cadence.store.db import Store


def own_update(store: Store, who: Who, day: str) -> dict[str, str]:
    """What the viewer has left for the standup of ``day``: ``yesterday today blocker left_at``."""
    with store.read() as lane:
        for row in queries.updates(lane, who.team_id, date.fromisoformat(day), None):
            if row["person_id"] == who.person_id and str(row["day"]) == day:
                left = instant(row["left_at"]).astimezone(ZoneInfo(who.timezone)).isoformat()
                return {name: row[name] for name in ("yesterday", "today", "blocker")} | {"left_at": left}
    raise NotFound(f"no update of yours for {day}", "cadence standup add leaves one")
