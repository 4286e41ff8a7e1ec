"""What a calendar says of each meeting: title, steps, link, reminder, the agenda of the next one; and since when.

An event is stamped anew when what it says has changed, and at no other time. A new link makes its number grow too:
Google reads no change of a place without that (rule 4 of docs/calendars.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY, MeetingKind
from cadence.domain.recurring.series import StampedOccurrence, restamped
from cadence.domain.team.roles import is_team
from cadence.domain.team.settings import TeamSettings, parse_settings
from cadence.domain.views.calendar import Occurrence, Series, occurrences
from cadence.services.calendar.reader import Reader, RoleSince
from cadence.services.calendar.recorded import changes
from cadence.services.meetings.queue import cards_of
from cadence.services.meetings.run import steps_of
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.values import day_of
from cadence.store.viewer import Viewer, teams_of

AGENDA_AT = time_of_day(18)
"""When the agenda of the next day's meetings is written, in the team's zone."""

FREE = "Documentation, tests in staging and development: nothing that touches production before the days off."
"""What the free time after a meeting that closes the week is for (rule 9)."""

_ON_AGENDA = frozenset(
    f"card.{verb}"
    for verb in ("add", "done", "drop", "edit", "keep", "move", "outcome", "rank", "settle", "show", "table")
)
"""What puts a card on an agenda, takes it off, or gives it another title or place."""


class _Said(NamedTuple):
    """When what is said of a kind last changed, and how often its link did."""

    at: datetime | None = None
    links: int = 0


class Wording:
    """What one reader's calendar says, read once."""

    def __init__(
        self,
        connection: Connection,
        viewer: Viewer,
        store: Store,
        reader: Reader,
        memberships: Iterable[RoleSince],
        kinds: Collection[str],
    ) -> None:
        """Read the settings, and what was changed in them; of these ``kinds`` there are meetings for the reader."""
        self.kinds = kinds
        self.connection, self.viewer, self.store, self.reader = connection, viewer, store, reader
        self.own = settings_of(connection, viewer.team_id)
        self.several = reader.handle is not None and len(teams_of(connection, reader.handle)) > 1
        self._titled = self._became(list(memberships)) + self._joined()
        self._events = list(changes(queries.log.of_schedule(connection, viewer.team_id), ("team", "location")))

    @staticmethod
    def _became(memberships: list[RoleSince]) -> list[datetime]:
        """When the reader became one of the team, or a guest: titles and descriptions read otherwise then."""
        pairs = pairwise(memberships)
        return [now.at for was, now in pairs if (was.role and is_team(was.role)) != (now.role and is_team(now.role))]

    def _joined(self) -> list[datetime]:
        """When the reader joined or left another team of the database."""
        if self.reader.handle is None or not self.several:
            return []
        found = []
        for team_id in teams_of(self.connection, self.reader.handle):
            events = changes(queries.log.of_memberships(self.connection, team_id), ("membership",))
            found += [at for at, one in events if one["k"].get("person_id") == self.reader.person_id]
        return found

    def dressed(self, series: Series) -> Series:
        """A series with its title, description, link, reminder and colour.

        Guests read the kind's purpose instead of its steps; and of meetings that are no longer theirs nothing more.
        """
        kind = BY_KEY.get(series.kind)
        if kind is None:
            return series
        named = not self.reader.in_team or self.several
        title = f"{series.summary} · {self.viewer.team_name}" if named else series.summary
        series = replace(series, summary=title, color=kind.color)
        renamed = [at for at, one in self._events if "name" in (one["a"] or {})] if named else []
        if series.withdrawn or series.kind not in self.kinds:  # what was said of it until then still counts
            links = 0 if series.transparent else self._said(kind, series.until.date(), series.stamp).links
            return self._restamped(series, [*self._titled, *renamed], links)
        if series.transparent:
            return self._restamped(replace(series, description=FREE), self._titled, 0)
        said = self._said(kind, series.until.date())
        series = replace(
            series,
            description=self._steps(kind, series) if self.reader.in_team else kind.purpose,
            url=self.own.link_of(kind.key),
            reminder=self.own.reminder_of(kind.key),
        )
        return self._restamped(series, [*self._titled, *renamed, *([said.at] if said.at else [])], said.links)

    @staticmethod
    def _restamped(series: Series, times: list[datetime], links: int) -> Series:
        if links:
            more = tuple(
                replace(one, sequence=one.sequence + links) if isinstance(one, StampedOccurrence) else one
                for one in series.changed
            )
            series = replace(series, sequence=series.sequence + links, changed=more)
        return restamped(series, max(times)) if times else series

    def _steps(self, kind: MeetingKind, series: Series) -> str:
        """The kind's purpose and its steps with their minutes, as they are at the end of the series."""
        lines = [kind.purpose, ""]
        day, length = series.until.date(), series.minutes
        for step, minutes in steps_of(self.connection, self.viewer.team_id, kind, day, length=length):
            lines.append(f"{step.title} ({minutes} min)" if minutes else step.title)
        return "\n".join(lines)

    def _said(self, kind: MeetingKind, until: date, before: datetime | None = None) -> _Said:
        """When what is said of a kind changed last: its link, its reminder and, for the team, its steps on a day.

        ``before``: as far as that was before an instant.
        """
        found = _Said()
        for at, change in self._events:
            if before is not None and at > before:
                break
            was, now = change["b"] or {}, change["a"] or {}
            if change["t"] == "location":
                steps = kind.steps_for(distributed=True) != kind.steps_for(distributed=False)
                other = was.get("distributed") != now.get("distributed")
                if steps and other and self.reader.in_team and day_of(change["k"]["since"]) <= until:
                    found = found._replace(at=at)
            elif "settings" in now:
                old, new = parse_settings(was["settings"]), parse_settings(now["settings"])
                moved = old.link_of(kind.key) != new.link_of(kind.key)
                if moved or self._words(old, kind) != self._words(new, kind):
                    found = _Said(at, found.links + moved)
        return found

    def _words(self, own: TeamSettings, kind: MeetingKind) -> tuple[object, ...]:
        steps = (own.steps.get(kind.key), own.social_last) if self.reader.in_team else ()
        return (own.reminder_of(kind.key), *steps)

    # --- the agenda of the next meeting ---

    def with_agendas(self, found: list[Series]) -> list[Series]:
        """The series, with the agenda in the next meeting of each kind from the evening before it."""
        for kind_key in dict.fromkeys(one.kind for one in found):
            kind = BY_KEY.get(kind_key)
            own = [one for one in found if one.kind == kind_key and not one.withdrawn and not one.transparent]
            if kind is None or kind.agenda is None or kind.closed_doors or not own or kind_key not in self.kinds:
                continue
            cards = self._cards_of_agenda(kind)
            plain = {one.uid: self._without_agendas(one, cards) for one in own}
            found = [plain.get(one.uid, one) for one in found]
            own = list(plain.values())
            ahead = [(one, held) for one in own if (held := self._next(one)) is not None]
            if not ahead:
                continue
            series, held = min(ahead, key=lambda pair: pair[1].starts)
            now = self.store.clock().astimezone(ZoneInfo(series.timezone)).replace(tzinfo=None)
            written = datetime.combine(held.starts.date() - timedelta(days=1), AGENDA_AT)
            if written <= now < held.starts + timedelta(minutes=held.minutes):
                place = found.index(series)
                found[place] = self._with_agenda(kind, series, held, written.replace(tzinfo=ZoneInfo(series.timezone)))
        return found

    def _cards_of_agenda(self, kind: MeetingKind) -> list[CardRow]:
        """The cards that are or were on the agenda of a kind, as far as the reader may see them."""
        assert kind.agenda is not None
        guest = self.reader.viewing(self.viewer)
        boards = [queries.cards.listed(self.connection, guest, board=board.value) for board in kind.agenda.boards]
        return [card for cards in boards for card in cards]

    def _without_agendas(self, series: Series, cards: list[CardRow]) -> Series:
        """The series, with a later stamp on the meetings that differ from it and are over, if they had an agenda."""
        now, zone = self.store.clock(), ZoneInfo(series.timezone)

        def over(one: Occurrence) -> Occurrence:
            ends = one.starts.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=one.minutes)
            written = datetime.combine(one.starts.date() - timedelta(days=1), AGENDA_AT, tzinfo=zone)
            if not isinstance(one, StampedOccurrence) or one.cancelled or ends > now:
                return one
            there = (card for card in cards if card.created_at < ends)
            had = any(card.status == "open" or card.updated_at > written for card in there)
            return replace(one, stamp=max(one.stamp or ends, ends)) if had else one

        return replace(series, changed=tuple(map(over, series.changed)))

    def _next(self, series: Series) -> Occurrence | None:
        """The next meeting of a series that isn't over."""
        now = self.store.clock().astimezone(ZoneInfo(series.timezone)).replace(tzinfo=None)
        ahead = [one for one in occurrences(series) if one.starts + timedelta(minutes=one.minutes) > now]
        return min(ahead, key=lambda one: one.starts, default=None)

    def _with_agenda(self, kind: MeetingKind, series: Series, held: Occurrence, written: datetime) -> Series:
        assert kind.agenda is not None
        guest = self.reader.viewing(self.viewer)
        cards = cards_of(self.connection, guest, self.store, kind.agenda, None, kind.key)
        if not cards:
            return series
        titles = "\n".join(f"{number}. {card.title} ({card.key})" for number, card in enumerate(cards, 1))
        description = f"{series.description}\n\nOn the agenda:\n{titles}".strip()
        changed = max([written, *self._agenda_changes(guest, kind, written)])
        stamps = [one for one in (series.stamp, changed, getattr(held, "stamp", None)) if one is not None]
        number = held.sequence if isinstance(held, StampedOccurrence) else series.sequence
        own = StampedOccurrence(
            held.original, held.starts, held.minutes, reason=held.reason, description=description, sequence=number,
            stamp=max(stamps),
        )  # fmt: skip
        others = tuple(one for one in series.changed if one.original != held.original)
        return replace(series, changed=(*others, own))

    def _agenda_changes(self, guest: Viewer, kind: MeetingKind, since: datetime) -> Iterable[datetime]:
        """When, since an instant, something that the reader may see was put on the agenda, or taken off it."""
        assert kind.agenda is not None
        for board in kind.agenda.boards:
            events = queries.log.since(self.connection, guest, since, board=board.value)
            yield from (event.at for event in events if event.verb in _ON_AGENDA)
