"""What the parts of a meeting's notes share: its rows and people, and the cards that were talked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from cadence.domain.cards.outcomes import is_on_agenda
from cadence.domain.kinds import BY_KEY
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.notes import NoteCard
from cadence.services.cards.assembler import Assembly, row_named
from cadence.services.meetings import queue
from cadence.services.meetings.run import steps_of
from cadence.services.notes.discussed import DiscussedCards, talked_about
from cadence.services.schedule.week import Week
from cadence.store import queries
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer

LOOKED_AHEAD = timedelta(days=120)
"""How far ahead the meeting is looked for that a topic comes back to."""


class NotedMeeting:
    """A meeting as ``reader`` may know of it, for notes that ``audience`` reads."""

    def __init__(
        self,
        connection: Connection,
        reader: Viewer,
        store: Store,
        line: MeetingLine,
        row: MeetingRow | None,
        audience: str,
        placed_at: Collection[datetime] = (),
    ) -> None:
        """``placed_at``: when parked items were given a place in its name, after its end."""
        self.connection, self.reader, self.store, self.line, self.row, self.audience = (
            connection,
            reader,
            store,
            line,
            row,
            audience,
        )
        self.kind = BY_KEY[line.kind]
        self.steps = steps_of(
            connection, reader.team_id, self.kind, line.nominal, row.form if row is not None else None, line.minutes
        )
        self.started = row if row is not None and row.started_at is not None else None
        """The meeting's row, once it was started."""
        self.people = queries.team.people(connection, reader.team_id, gone=True)
        self.placed_at = placed_at
        self._held_later: dict[str, list[date]] = {}
        self.now = self.started.ended_at if self.started and self.started.ended_at else store.clock()

    def name(self, handle: str | None) -> str:
        """The display name of a handle; empty for nobody."""
        return next((one.name for one in self.people if one.handle == handle), "")

    def raised(self) -> list[CardView]:
        """The cards that came up in the meeting."""
        if not self.started:
            return []
        rows = queue.came_up(self.connection, self.reader, self.started.id)
        return Assembly(self.connection, self.reader, ids=[one.id for one in rows]).views(rows)

    def title_of(self, key: str | None) -> str:
        """The title of the card that something came of; empty where the reader may not see it."""
        return "" if key is None else row_named(self.connection, self.reader, key).title

    def days_ahead(self, kind: str) -> list[date]:
        """The days on which a kind is held after this meeting, as far as is looked ahead."""
        if kind not in self._held_later:
            first = self.line.starts_at.date()
            lines = Week(self.connection, self.reader, self.now).lines(first, first + LOOKED_AHEAD, [kind])
            later = [one for one in lines if one.starts_at > self.line.starts_at and one.ref != self.line.ref]
            self._held_later[kind] = [
                one.starts_at.date() for one in later if one.status not in {"cancelled", "skipped"}
            ]
        return self._held_later[kind]

    def met_on(self, back_on: date | None) -> date | None:
        """The day of the next meeting of this kind that has on its agenda what comes back then (``None``: at once)."""
        return next((day for day in self.days_ahead(self.kind.key) if is_on_agenda(back_on, day)), None)

    @cached_property
    def talked(self) -> DiscussedCards:
        """The cards talked about, each once, with what was said of them in this meeting."""
        assert self.started is not None
        return talked_about(self.connection, self.reader, self.store, self.started, self.steps, self.name, self.met_on)

    @cached_property
    def every_card(self) -> list[NoteCard]:
        """The cards talked about, step by step."""
        return [one for step, _ in self.steps for one in self.talked.by_step.get(step.key, ())]

    def with_names(self, card: CardView) -> CardView:
        """A card with people's names in place of handles."""

        def names(handles: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self.name(one) for one in handles)

        return replace(
            card,
            author=self.name(card.author) or None,
            assignees=names(card.assignees),
            interested=names(card.interested),
            stays=names(card.stays),
        )

    def with_display_names(self, cards: Iterable[NoteCard]) -> tuple[NoteCard, ...]:
        """The cards, with people's names in place of handles."""
        return tuple(replace(one, card=self.with_names(one.card)) for one in cards)
