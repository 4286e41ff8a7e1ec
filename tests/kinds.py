"""The six meeting kinds of Mangot's *An Agile SRE Meeting Plan* (2019), which the program ships."""

from __future__ import annotations

from cadence.domain.kinds import BY_KEY, MeetingKind

KEYS = ("planning", "standup", "sync", "arch", "demo", "retro")
"""Their keys, in the order in which a week knows them."""
SIX: dict[str, MeetingKind] = {key: BY_KEY[key] for key in KEYS}
