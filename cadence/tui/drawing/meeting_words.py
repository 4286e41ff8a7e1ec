"""A meeting in few words: the sign of its state, time and short name. Used by week, month and lists."""

from __future__ import annotations

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.meeting_line import MeetingLine
from cadence.tui.drawing.drawn import DIM, GOOD, NOW, PLAIN, WARN
from cadence.tui.drawing.lines import Piece

SIGNS = {"held": "✔", "running": "▶", "paused": "‖", "missed": "!", "skipped": "–", "cancelled": "×"}
_INKS = {"held": GOOD, "running": NOW, "paused": NOW, "missed": WARN, "skipped": DIM, "cancelled": DIM}
_GONE = {"skipped", "cancelled"}


def meeting_pieces(meeting: MeetingLine, *, at: bool = True) -> list[Piece]:
    """``✔ 10:00 plan``; moved ones have ``→``, closed-door ones ``⛨``, those not held are struck through."""
    kind = BY_KEY.get(meeting.kind)
    name = kind.short if kind else meeting.title
    gone = meeting.status in _GONE
    ink = NOW if meeting.status in {"running", "paused"} else DIM if meeting.status in {"held", *_GONE} else PLAIN
    time = f"{meeting.starts_at:%H:%M} " if at else ""
    line: list[Piece] = [
        (f"{SIGNS.get(meeting.status, ' ')} ", _INKS.get(meeting.status, PLAIN)),
        (f"{time}{name}", "strike $foreground-muted" if gone else ink),
    ]
    if kind is not None and kind.closed_doors:
        line.append((" ⛨", DIM))
    if meeting.moved_from is not None and not gone:
        line.append((" →", WARN))
    return line
