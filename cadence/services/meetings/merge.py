"""Planning's merge: two ranked lists become one; and the balance meter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cadence.domain.cards.boards import BOARDS, done_column, planned_column, started_columns
from cadence.domain.cards.limits import fits
from cadence.domain.cards.merge import FLOWS, Aim, Lists, MergeItem, balance, flow_targets, proposals, usual_count
from cadence.domain.cards.outcomes import AGAIN
from cadence.domain.cards.ranking import between
from cadence.domain.cards.walk_queries import PLAN, RUNS_ON
from cadence.domain.kinds.base import Merge
from cadence.domain.schedule.rhythm import Iteration, Rhythm, iterations
from cadence.domain.team.settings import TeamSettings
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import BalanceView, MergeView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import NotFound, Refused
from cadence.services.cards.assembler import row_named
from cadence.services.cards.boards import board_cards
from cadence.services.meetings.run import MeetingRun, run_named
from cadence.services.schedule.rhythm_rows import rhythm_of
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.viewer import MeetingRow, Viewer
from cadence.store.write import Write, id_of

if TYPE_CHECKING:
    from cadence.store.tables.cards import Card

LOOKING_BACK = 8
"""How many iterations the throughput and the actual balance are taken from."""
PLACES = 5
"""How many places of the merged list are proposed at a time, at the least."""
BY_HAND = "chosen by hand"
"""Why a card is merged that was not proposed."""
GOES_ON = "goes on"
RUNS_ON_AS = "runs on, without an outcome"
"""Why work under way is merged: because somebody said so, or because nobody said anything else."""


def item(card: CardView, waited_on_by: Sequence[str] = (), listed: str | None = None) -> MergeItem:
    """What the merge looks at in a card; what has no origin counts for the one in whose list it stands."""
    waits = tuple(one.key for one in card.depends_on if one.key is not None and not one.settled)
    return MergeItem(card.key, card.origin or listed, card.flow, card.due, tuple(waited_on_by), waits, card.title)


def balance_view(
    cards: Sequence[CardView],
    settings: TeamSettings,
    iteration: int | None,
    done: Sequence[CardView] = (),
    iterations: int = 0,
) -> BalanceView:
    """The balance of ``cards`` against an iteration's targets; ``done`` are those of the last ``iterations``."""
    share, targets = settings.targets_of(iteration)
    flows = flow_targets(targets)
    found = balance([item(card) for card in cards], share)
    before = balance([item(card) for card in done], share) if done else None
    return BalanceView(
        business=found.left,
        team=found.right,
        target=share,
        flows=tuple((flow, found.flows.get(flow, 0), flows.get(flow, 0)) for flow in FLOWS),
        recent=(before.left, before.right) if before else None,
        interrupts=before.interrupts if before else None,
        only_now=(share, targets) != settings.targets_of(None),
        iterations=iterations,
        beside=found.counts[2],
    )


def merge_view(
    connection: Connection, viewer: Viewer, store: Store, walks: Merge, row: MeetingRow, today: date
) -> MergeView:
    """The lists, what is merged so far, the next places with their reasons, and what the team usually finishes."""
    cards = {card.key: card for card in board_cards(connection, viewer, store, BoardKey.WALL.value)}
    names = capture.columns(connection, viewer, BoardKey.WALL.value)
    left, right, others = (
        [cards[key] for key in query.keys(cards.values(), names)] for query in (walks.left, walks.right, walks.others)
    )
    merged = [cards[key] for key in PLAN.keys(cards.values(), names)]
    settings = settings_of(connection, viewer.team_id)
    rhythm = rhythm_of(connection, viewer.team_id)
    mine, earlier = _around(rhythm, row)
    done = _done_in(cards.values(), earlier)
    waited_on = _waited_on(cards.values())
    share, targets = settings.targets_of(row.iteration)
    sides = ((left, walks.left.origin), (right, walks.right.origin), (others, walks.others.origin))
    lists = Lists(*([item(c, waited_on.get(c.key, ()), origin) for c in side] for side, origin in sides))
    aim = Aim(share, flow_targets(targets), today, mine.end if mine else None)
    usually = usual_count([number for number, _ in done], [one.number for one in earlier])
    proposed = proposals(lists, [item(c) for c in merged], aim, max(PLACES, usually - len(merged)))
    limit, room, broken = _limit(cards, merged, [cards[one.item.key] for one in proposed], names, settings)
    return MergeView(
        left=tuple(left),
        right=tuple(right),
        others=tuple(others),
        merged=tuple(merged),
        proposed=tuple((one.item.key, one.why) for one in proposed),
        usually=usually,
        balance=balance_view(merged, settings, row.iteration, [card for _, card in done], len(earlier)),
        whys=whys(json.loads(row.state), merged),
        limit=limit,
        fits=room,
        broken=broken,
    )


def _limit(
    cards: Mapping[str, CardView],
    merged: Sequence[CardView],
    proposed: Sequence[CardView],
    names: Sequence[str],
    settings: TeamSettings,
) -> tuple[str, int, bool]:
    """The limit of the column that takes the plan, in words; behind how many of the list it breaks; whether it does.

    It counts what the column holds already, on the list or not: too much of that breaks it before the first.
    """
    wall = BOARDS[BoardKey.WALL]
    planned, begun = planned_column(wall, names), started_columns(wall, names)
    most = settings.limits.get(planned)
    held = sum(1 for card in cards.values() if card.column == planned and card.status == "open")
    comes = [card.column not in (planned, *begun) for card in (*merged, *proposed)]
    more = sum(comes[: len(merged)])
    over = most is not None and held > most
    room = 0 if over else fits(held, comes, most)
    if room is None:
        return "", 0, False
    if more and (over or room < len(merged)):
        return f"{planned} would be {held + more} of {most}", room, True
    if over:
        return f"{planned} holds {held} of {most} already", room, True
    return f"limit of {planned}: {most}{f', it holds {held} already' if held else ''}", room, False


def whys(state: dict[str, Any], merged: Iterable[CardView]) -> tuple[tuple[str, str], ...]:
    """Why each card has its place in the merged list, by key, from what a planning's ``state`` remembers."""
    said = state.get("whys", {})
    return tuple((card.key, said.get(str(card.id), RUNS_ON_AS if card.merged is None else "")) for card in merged)


def _around(rhythm: Rhythm, row: MeetingRow) -> tuple[Iteration | None, list[Iteration]]:
    """The iteration that a meeting plans, and those before it, as far back as is looked."""
    back = timedelta(weeks=LOOKING_BACK * max((epoch.weeks for epoch in rhythm.epochs), default=1))
    found = iterations(rhythm, row.nominal - back, row.nominal)
    earlier = [one for one in found if one.number < row.iteration][-LOOKING_BACK:]
    return next((one for one in found if one.number == row.iteration), None), earlier


def _done_in(cards: Iterable[CardView], earlier: Sequence[Iteration]) -> list[tuple[int, CardView]]:
    """The cards that were done in these iterations, each with the iteration's number; less those before the first."""
    found = []
    for card in cards:
        if card.status == "done":
            day = card.entered_column_at.date()
            found += [(one.number, card) for one in earlier if one.start <= day <= one.end]
    return found


def _waited_on(cards: Iterable[CardView]) -> dict[str, list[str]]:
    """By card: the open cards that wait for it, by key and title."""
    found: dict[str, list[str]] = {}
    for card in cards:
        for wait in card.depends_on if card.status == "open" else ():
            if wait.key is not None and not wait.settled:
                found.setdefault(wait.key, []).append(f"{card.key} {card.title}")
    return found


def running_on(connection: Connection, viewer: Viewer, store: Store) -> list[str]:
    """The keys of the work that was begun and that nobody has put on the merged list, in the order of the plan."""
    cards = board_cards(connection, viewer, store, BoardKey.WALL.value)
    return RUNS_ON.keys(cards, capture.columns(connection, viewer, BoardKey.WALL.value))


def left_with(connection: Connection, viewer: Viewer, store: Store) -> tuple[list[int], list[int]]:
    """The ids of the work that runs on, and of the whole plan with it, each in the order of the plan."""
    cards = board_cards(connection, viewer, store, BoardKey.WALL.value)
    ids, names = {card.key: card.id for card in cards}, capture.columns(connection, viewer, BoardKey.WALL.value)
    going, plan = ([ids[key] for key in query.keys(cards, names)] for query in (RUNS_ON, PLAN))
    return going, plan


def _merging(w: Write) -> MeetingRun:
    run = run_named(w, None, w.at)
    run.drive()
    if "plan" in run.state:
        run.keep(plan=None)  # it is being made anew
    if not isinstance(run.step.walks, Merge):
        raise Refused("nothing is merged on this step", "go to the merge with [ or ]")
    return run


def pull(store: Store, viewer: Viewer, key: str, *, after: str | None = None, why: str = "") -> None:
    """Take a card from its list to the merged one: below ``after``, or to its end; ``why`` stays with its place."""
    from cadence.store.tables.cards import Card

    with store.write(viewer) as w:
        run = _merging(w)
        card = w.get(Card, row_named(w.connection, viewer, key).id)
        _set_rank(w, run, card, after)
        _keep_why(run, card, why or BY_HAND)
        w.log("card.merge", card=card, data={"iteration": run.row.iteration})


def push_back(store: Store, viewer: Viewer, key: str) -> None:
    """Take a card out of the merged list, back to its own."""
    from cadence.store.tables.cards import Card

    with store.write(viewer) as w:
        _merging(w)
        card = w.get(Card, row_named(w.connection, viewer, key).id)
        wall, names = BOARDS[BoardKey.WALL], capture.columns(w.connection, viewer, BoardKey.WALL.value)
        if card.column_name in started_columns(wall, names):
            raise Refused(f"{key} {card.title} has been begun and runs on", "[ goes back to the holdovers")
        if w.change(card, merged_iteration=None, merged_rank=None):
            w.log("card.unmerge", card=card)


def reorder(store: Store, viewer: Viewer, key: str, direction: int) -> None:
    """Move a merged card one place up (-1) or down (1)."""
    from cadence.store.tables.cards import Card

    with store.write(viewer) as w:
        run = _merging(w)
        if key in (going := running_on(w.connection, viewer, store)):
            for one in going:  # from now on their order is somebody's
                put_at_head(run, w.get(Card, row_named(w.connection, viewer, one).id))
        rows = _merged_rows(w, run)
        place = next((index for index, row in enumerate(rows) if row.id == _id(w, viewer, key)), None)
        if place is None:
            raise NotFound(f"{key.upper()} is not merged", "pull it first")
        target = place + direction
        if not 0 <= target < len(rows):
            return
        card = w.get(Card, rows[place].id)
        rest = [row for row in rows if row.id != card.id]
        w.change(card, merged_rank=_rank_at(rest, target))
        w.log("card.merge_rank", card=card, data={"position": target + 1})


def put_at_head(run: MeetingRun, card: Card) -> None:
    """Merge work that goes on, in an open write: below what went on before it, above what is pulled."""
    rows = [row for row in _merged_rows(run.w, run) if row.id != card.id]
    ahead = [place for place, row in enumerate(rows) if row.id in _went_on(run)]
    rank = _rank_at(rows, ahead[-1] + 1 if ahead else 0)
    run.w.change(card, merged_iteration=run.row.iteration, merged_rank=rank)
    run.keep(went_on=[*_went_on(run), id_of(card)])
    _keep_why(run, card, GOES_ON)


def _keep_why(run: MeetingRun, card: Card, why: str) -> None:
    run.keep(whys={**run.state.get("whys", {}), str(id_of(card)): why})


def _went_on(run: MeetingRun) -> list[int]:
    return list(run.state.get("went_on", []))


def not_placed(run: MeetingRun) -> list[int]:
    """The ids of the holdovers that were to be ranked anew in this meeting and that nobody has merged."""
    walked = queries.meetings.walked(run.w.connection, run.w.viewer, id_of(run.row))
    again = [one.card_id for one in walked if one.outcome == AGAIN]
    rows = queries.cards.by_id(run.w.connection, run.w.viewer, again) if again else []
    waits = (row for row in rows if row.status == "open" and BOARDS[BoardKey(row.board)].started is not None)
    return [row.id for row in waits if row.merged_iteration != run.row.iteration]


def put_on_wall(run: MeetingRun) -> None:
    """The wall takes the plan, in an open write: what is merged and not begun heads the planned column, in order."""
    from cadence.services.cards import move
    from cadence.store.tables.cards import Card

    w, board = run.w, BOARDS[BoardKey.WALL]
    names = capture.columns(w.connection, w.viewer, board.key.value)
    planned = planned_column(board, names)
    begun = {*started_columns(board, names), done_column(board, names)}
    mine = [row for row in _merged_rows(w, run) if row.column_name not in begun]
    rows = queries.cards.listed(w.connection, w.viewer, board=board.key.value, status="open")
    standing = [row for row in rows if row.column_name == planned]
    if [row.id for row in standing[: len(mine)]] == [row.id for row in mine]:
        return
    others = [row.rank for row in standing if row.id not in {one.id for one in mine}]
    rank, first = None, others[0] if others else None
    for row in mine:
        rank = between(rank, first)
        move.place(w, w.get(Card, row.id), board.key.value, planned, rank)


def _id(w: Write, viewer: Viewer, key: str) -> int:
    return int(row_named(w.connection, viewer, key).id)


def _merged_rows(w: Write, run: MeetingRun) -> list[Any]:
    rows = [row for row in queries.cards.listed(w.connection, w.viewer, board=BoardKey.WALL.value) if row.merged_rank]
    mine = [row for row in rows if row.merged_iteration == run.row.iteration and row.status == "open"]
    return sorted(mine, key=lambda row: row.merged_rank)


def _set_rank(w: Write, run: MeetingRun, card: Card, after: str | None) -> None:
    rows = [row for row in _merged_rows(w, run) if row.id != card.id]
    place = len(rows)
    if after is not None:
        beside = _id(w, w.viewer, after)
        place = next((index + 1 for index, row in enumerate(rows) if row.id == beside), len(rows))
    w.change(card, merged_iteration=run.row.iteration, merged_rank=_rank_at(rows, place))


def _rank_at(rows: Sequence[Any], place: int) -> str:
    """A rank that puts a card at this place (from 0) of the merged list."""
    low = rows[place - 1].merged_rank if place > 0 else None
    high = rows[place].merged_rank if place < len(rows) else None
    return between(low, high)
