"""What the gestures about one meeting to come do, the same on the calendar and on the meeting's own first page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cadence import services
from cadence.domain.cards.outcomes import IN_A_WORD
from cadence.domain.kinds import KINDS
from cadence.domain.team.roles import Right
from cadence.domain.views.meeting_line import MeetingLine
from cadence.tui.core.frame import Frame
from cadence.tui.core.prompt import Prompt

if TYPE_CHECKING:
    from cadence.services.facilitation.reschedule import Moved
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

RIGHTS = {"assign": Right.START, "move": Right.MOVE, "skip": Right.SKIP, "choose": Right.SKIP}
"""What each of these gestures needs."""
CALLED = {
    "card.assign": ("Whose turn", "Let somebody else facilitate this meeting"),
    "card.move": ("Move it", "Hold this meeting at another time"),
    "card.choose": ("Cancel", "Call this meeting off, with a reason"),
}
"""What their keys are called on a meeting's first page."""


def refused(frame: Frame, line: MeetingLine | None, right: Right) -> str:
    """Why the viewer may not do this to the meeting; empty where they may."""
    if frame.session is None or line is None:
        return ""
    own = services.schedule.week.is_facilitator(frame.session.viewer, line)
    return str(services.access.permissions.refused(frame.session.viewer, right, own=own) or "")


def ask_move(prompt: Prompt, line: MeetingLine) -> None:
    """Another day, time or length for the meeting."""
    follows = "".join(f" with {kind.short}" for kind in KINDS if kind.place.follows == line.kind)

    def act(store: Store, viewer: Viewer, typed: str) -> Moved:
        alone = re.sub(r"\s+with\s+\w+", "", typed)
        when, _, minutes = alone.partition(",")
        changed = int(minutes) if minutes.strip().isdigit() else None
        move = services.facilitation.reschedule.move
        return move(store, viewer, line.ref, when.strip(), minutes=changed, along=alone != typed)

    def became(done: Moved) -> str:
        others = [f"{one.ref} too" for one in done.along] + [f"{one.ref} stays where it is" for one in done.left]
        return " · ".join([f"{line.title} moved", *others, *(one.what for one in done.findings)])

    now, hint = f"{line.starts_at:%Y-%m-%d %H:%M}{follows}", "2026-12-03 11:00 · or with minutes: …, 45"
    hint += f" · without “{follows.strip()}” that stays where it is" if follows else ""
    prompt.ask_text("move meeting", f"move {line.ref} to:", act, became, text=now, hint=hint, about=line.ref)


def ask_skip(prompt: Prompt, line: MeetingLine) -> None:
    """Not hold the meeting, with a reason."""
    _ask_why(prompt, line, "skip", "skipped", cancel=False)


def ask_cancel(prompt: Prompt, line: MeetingLine) -> None:
    """Call the meeting off, with a reason; calendars say so."""
    _ask_why(prompt, line, "cancel", "cancelled", cancel=True)


def _ask_why(prompt: Prompt, line: MeetingLine, verb: str, became: str, *, cancel: bool) -> None:
    def act(store: Store, viewer: Viewer, typed: str) -> object:
        return services.facilitation.reschedule.skip(store, viewer, line.ref, typed, cancel=cancel)

    asked, missing = f"{verb} {line.ref}, why:", f"why is it {became}? {IN_A_WORD}"
    prompt.ask_text(verb, asked, act, f"{line.title} is {became}", about=line.ref, empty=missing)


def ask_turn(prompt: Prompt, line: MeetingLine) -> None:
    """Somebody else facilitates it, in return for a turn of theirs."""

    def act(store: Store, viewer: Viewer, typed: str) -> tuple[MeetingLine, MeetingLine | None]:
        return services.facilitation.reschedule.take_turn(store, viewer, line.ref, typed)

    def became(done: tuple[MeetingLine, MeetingLine | None]) -> str:
        now, back = done
        returned = f" · {back.facilitator} facilitates {back.ref}" if back is not None else ""
        return f"{now.facilitator} facilitates {now.ref}{returned}"

    now, team = f"now {line.facilitator} · " if line.facilitator else "", prompt.team
    asked, hint, missing = f"who facilitates {line.ref}:", now + " ".join(team), "whose turn is it? a name of the team"
    prompt.ask_text("turn", asked, act, became, hint=hint, handles=team, empty=missing)
