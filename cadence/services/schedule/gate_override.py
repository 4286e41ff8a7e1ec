"""Overriding the deploy gate, on record; apart from asking it, which a deploy script waits for."""

from __future__ import annotations

from cadence.domain.parsing import text
from cadence.domain.team.roles import Right
from cadence.errors import Refused
from cadence.services.access.permissions import require
from cadence.services.schedule.gate import Gate, gate
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def override(store: Store, viewer: Viewer, reason: str) -> Gate:
    """Open the gate until it would open by itself, on record with a reason.

    Raises :class:`Refused` where it is open, :class:`~cadence.errors.NotAllowed` for guests.
    """
    require(viewer, Right.GATE)
    words = text.line(reason, "reason")
    with store.write(viewer) as w:
        stands = gate(w.connection, viewer, w.at)
        if stands.is_open:
            raise Refused(f"the gate is open: {stands.why}", "nothing is to be overridden")
        w.log("gate.override", data={"reason": words}, undoable=False)
        return gate(w.connection, viewer, w.at)
