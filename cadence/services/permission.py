"""Who may change the team's own matters."""

from __future__ import annotations

from cadence.errors import NotAllowed
from cadence.store.viewer import Who


def for_the_team(who: Who, what: str) -> None:
    """Raise :class:`NotAllowed` unless the viewer is a lead or a member."""
    if not who.in_team:
        raise NotAllowed(f"a {who.role} may not {what}", "ask somebody of the team")
