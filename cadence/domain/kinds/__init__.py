"""The meeting kinds, in the order in which a week knows them. A new kind is one file and one line here."""

from __future__ import annotations

from cadence.domain.kinds.arch import ARCH
from cadence.domain.kinds.base import MeetingKind
from cadence.domain.kinds.demo import DEMO
from cadence.domain.kinds.planning import PLANNING
from cadence.domain.kinds.retro import RETRO
from cadence.domain.kinds.standup import STANDUP
from cadence.domain.kinds.sync import SYNC

KINDS: tuple[MeetingKind, ...] = (PLANNING, STANDUP, SYNC, ARCH, DEMO, RETRO)

BY_KEY: dict[str, MeetingKind] = {kind.key: kind for kind in KINDS}

__all__ = ["BY_KEY", "KINDS", "MeetingKind"]
