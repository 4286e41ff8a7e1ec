"""Writing the log: a team's next sequence number, and one event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cadence.domain.json_values import json_value
from cadence.store.connect import Connection
from cadence.store.values import stamp
from cadence.store.viewer import Viewer


def take_seq(connection: Connection, team_id: int) -> int:
    """Take the team's next sequence number; its row lock makes other writers wait until this transaction ends."""
    return int(connection.value("UPDATE team SET seq = seq + 1 WHERE id = :team RETURNING seq", team=team_id))


def log_event(  # noqa: PLR0913 - what an entry of the log has
    connection: Connection,
    viewer: Viewer,
    at: datetime,
    seq: int,
    verb: str,
    *,
    part: int = 0,
    card_id: int | None = None,
    meeting_id: int | None = None,
    data: dict[str, Any] | None = None,
    changes: Sequence[dict[str, Any]] = (),
    audience: str = "team",
    undoable: bool = True,
) -> None:
    """Append one event to the team's log: the ``part``-th of the write ``seq``, from 0.

    ``data`` is what people may read of it, in values that JSON or :func:`json_value` has a form for; ``changes`` holds
    the rows before and after, for undo alone. ``audience`` is whose it is to know.
    """
    connection.insert(
        "event",
        {
            "team_id": viewer.team_id,
            "seq": seq,
            "part": part,
            "at": stamp(at),
            "actor_id": viewer.person_id,
            "meeting_id": meeting_id,
            "card_id": card_id,
            "verb": verb,
            "data": json.dumps(data or {}, ensure_ascii=False, default=json_value),
            "changes": json.dumps(list(changes), ensure_ascii=False),
            "audience": audience,
            "undoable": undoable,
            "undone": False,
        },
    )
