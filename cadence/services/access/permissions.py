"""Asking whether somebody may do something; the rule is the table of :mod:`cadence.domain.team.roles`."""

from __future__ import annotations

from cadence.domain.team.roles import Right, may, who_may
from cadence.errors import NotAllowed
from cadence.store.viewer import Viewer


def require(viewer: Viewer, right: Right, *, own: bool = False) -> None:
    """Raise :class:`NotAllowed` unless the viewer has the right; ``own``: over what is theirs."""
    if refusal := refused(viewer, right, own=own):
        raise refusal


def refused(viewer: Viewer, right: Right, *, own: bool = False) -> NotAllowed | None:
    """Why the viewer may not do this, and who may; ``None`` where they may."""
    if may(viewer.role, right, own=own):
        return None
    return NotAllowed(f"a {viewer.role} may not {right}", f"ask {who_may(right)}")
