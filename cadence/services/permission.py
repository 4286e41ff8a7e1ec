"""Asking whether somebody may do something; the rule is the table of :mod:`cadence.domain.roles`."""

from __future__ import annotations

from cadence.domain.roles import Right, may, who_may
from cadence.errors import NotAllowed
from cadence.store.viewer import Who


def require(who: Who, right: Right, *, own: bool = False) -> None:
    """Raise :class:`NotAllowed` unless the viewer has the right; ``own``: over what is theirs."""
    if refusal := refused(who, right, own=own):
        raise refusal


def refused(who: Who, right: Right, *, own: bool = False) -> NotAllowed | None:
    """Why the viewer may not do this, and who may; ``None`` where they may."""
    if may(who.role, right, own=own):
        return None
    return NotAllowed(f"a {who.role} may not {right}", f"ask {who_may(right)}")
