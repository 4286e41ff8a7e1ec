"""The meeting kinds, in the order in which a week knows them. A new kind is one file, and one line in :data:`KINDS`."""

from __future__ import annotations

from importlib import import_module

from cadence.domain.kinds.base import MeetingKind

KINDS: tuple[MeetingKind, ...] = tuple(
    import_module(f"{__name__}.{file}").KIND
    for file in (
        "planning",
        "standup",
        "sync",
        "arch",
        "demo",
        "retro",
    )
)
"""Each kind's declaration is the ``KIND`` of its file."""

BY_KEY: dict[str, MeetingKind] = {kind.key: kind for kind in KINDS}
BEHIND_DOORS = tuple(kind.key for kind in KINDS if kind.closed_doors)
"""The kinds whose words stay the team's."""

__all__ = ["BEHIND_DOORS", "BY_KEY", "KINDS", "MeetingKind"]
