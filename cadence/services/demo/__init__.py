"""The sample team of ``cadence --demo``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.demo import deeds, holding, said, story, talk, team, telling, timeline, work
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "deeds",
    "holding",
    "said",
    "story",
    "talk",
    "team",
    "telling",
    "timeline",
    "work",
]
