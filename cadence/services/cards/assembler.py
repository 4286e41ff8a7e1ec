"""From rows to card views: one place where a card's persons, dependencies, votes and thieves come together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, Board, column_shown, own_side, started_columns
from cadence.domain.cards.deeds import OTHER_CARD, called
from cadence.domain.cards.routing import narrower
from cadence.domain.cards.walk_orders import runs_on
from cadence.domain.parsing.names import card_key, parse_key, parse_note_key
from cadence.domain.views.cards import Blocked, CameFrom, CardView, DependencyView, ThiefView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import NotFound
from cadence.services.access.display_names import display_names
from cadence.services.schedule.rhythm_rows import time_off_of
from cadence.store import capture, queries
from cadence.store.connect import Connection
from cadence.store.queries.card_ties import DependencyRow, TieRow
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer, dots_are_hidden

_NO_TIES: dict[str, tuple[str, ...]] = {}
_NO_ANSWER: tuple[tuple[str, ...], str] = ((), "")


class Numbered(Protocol):
    """A row with the number of a card."""

    @property
    def number(self) -> int:
        """The card's number in its team, or in its retro."""

    @property
    def retro(self) -> int:
        """The retro of a note; 0 for all else."""


class Assembly:
    """Turns a query's rows into views, with one more query for each thing that hangs on cards."""

    def __init__(
        self,
        connection: Connection,
        viewer: Viewer,
        *,
        board: str | None = None,
        ids: Sequence[int] | None = None,
        iteration: int | None = None,
        now: datetime | None = None,
    ) -> None:
        """Fetch what hangs on the visible cards of a board, or on those with these ids; ``now``: ages are looked at."""
        self._connection = connection
        self.viewer = viewer
        self.zone = ZoneInfo(viewer.timezone)
        self._instants: dict[datetime, datetime] = {}
        self._thieves: Mapping[int, tuple[ThiefView, ...]] = {}
        self._promised: Mapping[int, Sequence[date]] = {}
        self._iteration = iteration
        self._now = now.astimezone(self.zone) if now is not None else None
        self._time_off = time_off_of(connection, viewer.team_id) if now is not None else None
        self._ties: dict[int, dict[str, tuple[str, ...]]] = _ties(
            queries.card_ties.ties(connection, viewer, board=board, ids=ids)
        )
        self._waits: dict[int, list[DependencyView]] = defaultdict(list)
        waits = queries.card_ties.dependencies(connection, viewer, board=board, ids=ids)
        answers = self._answers([row.on_id for row in waits if row.on_team and row.on_id and row.settled_at is None])
        for row in waits:
            self._waits[row.card_id].append(self._dependency(row, *answers.get(row.on_id or 0, _NO_ANSWER)))
        votes = queries.card_ties.votes(connection, viewer, board=board, ids=ids)
        private = bool(votes) and dots_are_hidden(connection, viewer)
        self._votes = {row.card_id: int(row.own if private else row.dots) for row in votes}

    def _answers(self, ids: Sequence[int]) -> dict[int, tuple[tuple[str, ...], str]]:
        """Of what another team owes and reads of on the shared board: who has promised it, and what was said last."""
        if not ids:
            return {}
        names = display_names(self._connection, self.viewer)
        ties = _ties(queries.card_ties.ties(self._connection, self.viewer, ids=ids))
        said = {one.card_id: one.body for one in queries.card_ties.comments(self._connection, self.viewer, ids)}
        return {one: (tuple(names[who] for who in ties[one].get("assigned", ())), said.get(one, "")) for one in ids}

    def _dependency(self, row: DependencyRow, by: tuple[str, ...], said: str) -> DependencyView:
        on = key_from(self.viewer, row.on_number, row.on_retro)
        team = row.on_team
        if on is None and team is None:
            team = "the team"
        title = (row.on_title or "") if on is not None else ""
        asked, settled = self.local(row.asked_at), row.settled_at is not None
        due = row.due if row.on_team else None
        return DependencyView(on, team, row.what, asked, settled, title, row.dropped, due, by, " ".join(said.split()))

    def local(self, at: datetime) -> datetime:
        """An instant in the team's zone."""
        found = self._instants.get(at)
        if found is None:
            found = self._instants[at] = at.astimezone(self.zone)
        return found

    def assigned(self, card_id: int) -> tuple[str, ...]:
        """The handles of those who do a card."""
        return self._ties.get(card_id, _NO_TIES).get("assigned", ())

    def waits(self, card_id: int) -> Sequence[DependencyView]:
        """What a card waits for, and what it waited for and has come."""
        return self._waits.get(card_id, ())

    def views(
        self, rows: Sequence[CardRow], thieves: Mapping[int, tuple[ThiefView, ...]] | None = None
    ) -> list[CardView]:
        """The views of these rows, which come in board, column and rank order; positions count from 1 in a column."""
        self._thieves = thieves or {}
        self._promised = self._promised_before(rows)
        places: dict[tuple[str, str], int] = defaultdict(int)
        planned = self.plan_places(rows)
        found = []
        for row in rows:
            place = (row.board, row.column_name)
            places[place] += row.status != "dropped"
            found.append(self.view(row, places[place], planned.get(row.id) if self._is_merged(row) else None))
        return found

    def _is_merged(self, row: CardRow) -> bool:
        return row.merged_iteration == self._iteration and bool(row.merged_rank)

    def plan_places(self, rows: Sequence[CardRow]) -> dict[int, int]:
        """The places in this iteration's plan, by card id: what is done, and what runs on at its head, included.

        They are those that the merge was left with, whatever is begun or done since.
        """
        mine = [row for row in rows if self._is_merged(row)] if self._iteration is not None else []
        if not mine or self._iteration is None:
            return {}
        kept = self._kept_plan({row.id for row in rows}, [row.id for row in mine])
        if kept and all(row.id in kept for row in mine if row.status == "open"):
            late = [row.id for row in mine if row.id not in kept]  # done while it was planned
            return {card_id: place for place, card_id in enumerate((*kept, *late), 1)}
        merged = sorted(mine, key=lambda row: (row.merged_rank, row.id))
        names = capture.columns(self._connection, self.viewer, BoardKey.WALL.value)
        begun = started_columns(BOARDS[BoardKey.WALL], names)
        others = [self.view(row, 0) for row in rows if row.column_name in begun and not self._is_merged(row)]
        waits = (place for place, row in enumerate(merged) if row.status == "open" and row.column_name not in begun)
        head = next(waits, len(merged))
        ids = {one.key: one.id for one in others}
        going = [ids[one.key] for one in runs_on(others, names)]
        mine_ids = [row.id for row in merged]
        return {card_id: place for place, card_id in enumerate((*mine_ids[:head], *going, *mine_ids[head:]), 1)}

    def _kept_plan(self, ids: Container[int], merged: Container[int]) -> list[int]:
        """The plan's cards among these ``ids`` in the order in which the merge was left; empty before that."""
        name = ("plan", self.viewer.team_id, self._iteration)
        if name not in self._connection.memo:
            found = queries.meetings.planned(self._connection, self.viewer.team_id, self._iteration or 0)
            self._connection.memo[name] = json.loads(found) if found else {}
        state = self._connection.memo[name]
        runs_on = state.get("runs_on", ())
        return [one for one in state.get("plan", ()) if one in merged or (one in runs_on and one in ids)]

    def view(self, row: CardRow, position: int, merged: int | None = None) -> CardView:
        """One row's view; ``position`` counts from 1 in its column, ``merged`` in this iteration's list."""
        ties = self._ties.get(row.id, _NO_TIES)
        blocked = None
        if row.blocked_since is not None:
            blocked = Blocked(
                row.blocked_reason or "", self.local(row.blocked_since), self._days_off(row.blocked_since)
            )
        return CardView(
            id=row.id,
            key=key_of(self.viewer, row),
            board=row.board,
            column=own_side(BOARDS[BoardKey(row.board)], row.column_name, guest=not self.viewer.in_team),
            position=position,
            title=row.title,
            body=row.body,
            flow=row.flow,
            origin=row.origin,
            requester=row.requester,
            assignees=ties.get("assigned", ()),
            interested=ties.get("interested", ()),
            stays=tuple(dict.fromkeys(ties.get("stays", ()) + ties.get("invited", ()))),
            tags=tuple(json.loads(row.tags)) if row.tags != "[]" else (),
            due=row.due,
            toil=row.toil,
            blocked=blocked,
            depends_on=tuple(self._waits.get(row.id, ())),
            thieves=self._thieves.get(row.id, ()),
            votes=self._votes.get(row.id, 0),
            url=row.url,
            type=row.type,
            author=row.author,
            audience=row.audience,
            created_at=self.local(row.created_at),
            updated_at=self.local(row.updated_at),
            entered_column_at=self.local(row.entered_column_at),
            came_from=self._came_from(row),
            status=row.status,
            rank=row.rank,
            merged=merged,
            days_off=self._days_off(row.entered_column_at) if row.status == "open" else 0.0,
            left_from_plan=self._iteration is not None and (row.merged_iteration or self._iteration) < self._iteration,
            put_off=row.put_off,
            outcome=row.outcome,
            outcome_words=row.outcome_words,
            back_on=row.back_on,
            minutes=row.minutes,
            sealed=row.sealed,
            side=self._side(row),
            promised=tuple(self._promised.get(row.id, ())),
        )

    def _promised_before(self, rows: Sequence[CardRow]) -> dict[int, list[date]]:
        """The days for which those of a board that two teams share were promised before, by card id."""
        ids = [row.id for row in rows if row.due is not None and BOARDS[BoardKey(row.board)].sides]
        found: dict[int, list[date]] = defaultdict(list)
        for one in queries.log.due_moved(self._connection, self.viewer, ids) if ids else ():
            found[one.card_id].append(date.fromisoformat(json.loads(one.data)["due_was"]))
        return found

    def _days_off(self, since: datetime) -> float:
        """Days off from an instant until now."""
        if self._now is None or self._time_off is None:
            return 0.0
        return self._time_off.between(self.local(since), self._now) / timedelta(days=1)

    def _side(self, row: CardRow) -> str:
        """The name of the team that the row's column waits on."""
        board = BOARDS[BoardKey(row.board)]
        return side_named(self._connection, self.viewer, board, row.column_name) if board.sides else ""

    def _came_from(self, row: CardRow) -> CameFrom | None:
        """The origin, as far as the viewer may see it: a guest learns of no hidden card and no team-only meeting."""
        if row.from_number is None and row.from_kind is None:
            return None
        from cadence.domain.kinds import BY_KEY

        key = meeting = None
        title = ""
        if row.from_readable and not row.from_gone:
            key, title = key_from(self.viewer, row.from_number, row.from_retro), row.from_title or ""
        if row.from_kind is not None and str(BY_KEY[row.from_kind].audience) in self.viewer.audiences:
            meeting = f"{row.from_kind}@{row.from_nominal}"
        return CameFrom(key, meeting, title) if key or meeting else None


def side_named(connection: Connection, viewer: Viewer, board: Board, column: str) -> str:
    """The name of the team that a column of the board waits on, as the store names it; empty for other columns.

    And for a team whose partner has no name: who waits on whom is told by each one's own side then.
    """
    if column not in board.sides:
        return ""
    if ("sides", viewer.team_id) not in connection.memo:
        team = queries.team.row(connection, viewer.team_id)
        connection.memo["sides", viewer.team_id] = (team.name, team.partner) if team.partner else ("", "")
    names: tuple[str, str] = connection.memo["sides", viewer.team_id]
    return names[board.sides.index(column)]


def columns_shown(connection: Connection, viewer: Viewer, key: str) -> dict[str, str]:
    """A board's columns from left to right, by name from the viewer's side, each as people read it."""
    board = BOARDS[BoardKey(key)]
    return {
        own_side(board, name, guest=not viewer.in_team): column_in_words(connection, viewer, board, name)
        for name in capture.columns(connection, viewer, key)
    }


def wait_in_words(
    connection: Connection, viewer: Viewer, data: Mapping[str, Any], room: Audience = Audience.TEAM
) -> dict[str, Any]:
    """An entry's data with the card that is waited for by name, for who may read of it now; ``room``: and all there."""
    on, found = data.get("on"), {name: value for name, value in data.items() if name != "on"}
    for row in queries.cards.by_id(connection, viewer, [on]) if isinstance(on, int) else ():
        if narrower(row.audience, room) == room:
            name, what = called(key_of(viewer, row), row.title), found.get("what")
            found |= {"on": name, "what": name if what in ("", OTHER_CARD) else f"{name}: {what}"}
    return found


def column_in_words(connection: Connection, viewer: Viewer, board: Board, column: str) -> str:
    """A column that the store names so, as this viewer reads it: with the team it waits on, else from their side."""
    side = side_named(connection, viewer, board, column)
    return column_shown(own_side(board, column, guest=not viewer.in_team), side)


def answer_in_words(connection: Connection, viewer: Viewer, board: Board, answer: str) -> str:
    """What becomes of a card in a walk, as this viewer reads it: ``waiting on us`` as ``waiting on Checkout``."""
    column = next((name for name in board.sides if name.lower() == answer), None)
    words = column_in_words(connection, viewer, board, column) if column else answer
    return words[:1].lower() + words[1:]


def key_of(viewer: Viewer, row: Numbered) -> str:
    """The key of a row's card."""
    return card_key(viewer.team_key, row.number, row.retro)


def key_from(viewer: Viewer, number: int | None, retro: int | None) -> str | None:
    """The key of another card that a row names; ``None`` where it names none."""
    return None if number is None or retro is None else card_key(viewer.team_key, number, retro)


def _ties(rows: Sequence[TieRow]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in rows:
        ties = found[row.card_id]
        ties[row.tie] = (*ties.get(row.tie, ()), row.handle)
    return found


def row_named(connection: Connection, viewer: Viewer, key: str) -> CardRow:
    """The visible card that a person means; raises :class:`NotFound` also for one they may not see."""
    note = parse_note_key(key)
    retro, (team_key, number) = (note[0], (viewer.team_key, note[1])) if note else (0, parse_key(key))
    row = queries.cards.by_number(connection, viewer, number, retro) if team_key == viewer.team_key else None
    if row is None:
        wanted = card_key(team_key, number, retro)
        raise NotFound(f"no card {wanted} in {viewer.team_name}", "cadence card list shows what there is")
    return row


def view_named(connection: Connection, viewer: Viewer, key: str) -> CardView:
    """The view of the card that a person means, with its true position in its column."""
    row = row_named(connection, viewer, key)
    return Assembly(connection, viewer, ids=[row.id]).view(row, queries.cards.position(connection, viewer, row))
