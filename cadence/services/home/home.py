"""What home and ``cadence status`` show: this iteration, what runs, the wall in short, and what needs you."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.decision_text import parts_of
from cadence.domain.cards.outcomes import awaited_words
from cadence.domain.cards.walk_queries import ARCH, RUNS_ON
from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.dates import day_words, due_words
from cadence.domain.parsing.text import clip
from cadence.domain.schedule.rhythm import Iteration
from cadence.domain.team.roles import Role
from cadence.domain.team.settings import TeamSettings
from cadence.domain.views.cards import CardView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.team import HomeView, IterationView, NeedView, PastView
from cadence.domain.vocabulary import BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import key_of
from cadence.services.cards.boards import board_cards
from cadence.services.home.before_planning import before_planning
from cadence.services.home.invitations import called_off_ahead, not_reached
from cadence.services.meetings import standup_updates
from cadence.services.meetings.merge import balance_view
from cadence.services.meetings.queue import cards_of, feedback_waiting, nothing_waits
from cadence.services.schedule.week import RUNNING, Week
from cadence.store import capture, queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.cards import CardRow
from cadence.store.viewer import Viewer

SOON = timedelta(days=3)
"""An action due within this needs its owner."""
LATELY = 5
"""How many of the last decisions and meetings are shown."""
SAID = 60
"""Characters of what somebody said of a demo, in a line."""


def home(store: Store, viewer: Viewer, *, lately: bool = False) -> HomeView:
    """The present iteration as this viewer may see it; ``lately``: also what was decided and held of late."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        here = week.iteration()
        lines = week.lines(here.start, here.end) if here else []
        wall = board_cards(connection, viewer, store, BoardKey.WALL.value)
        actions = _open(board_cards(connection, viewer, store, BoardKey.ACTIONS.value))
        topics = _topics(connection, viewer, store)
        decisions = [
            row
            for row in queries.cards.listed(connection, viewer, board=BoardKey.DECISIONS.value)
            if row.status != "dropped"
        ]
        settings = settings_of(connection, viewer.team_id)
        going = RUNS_ON.keys(wall, capture.columns(connection, viewer, BoardKey.WALL.value))
        merged = [card for card in wall if card.merged is not None or card.key in going]
        return HomeView(
            team=viewer.team_name,
            me=viewer.handle,
            now=week.now,
            iteration=IterationView(here.number, here.start, here.end) if here else None,
            meetings=tuple(lines),
            running=week.running(),
            next=week.next(),
            wall=_columns(connection, viewer, wall, settings.limits, here.start if here else None),
            flagged=_flagged(wall),
            balance=balance_view(merged, settings, here.number if here else None) if merged else None,
            topics=tuple(topics),
            parking=tuple(_open(board_cards(connection, viewer, store, BoardKey.PARKING.value))),
            actions=tuple(actions),
            needs=(*_missed(viewer, lines), *_needs(connection, store, week, wall, actions, topics, decisions)),
            days=_days(week, here) if here else (),
            update=_own_update(connection, viewer, week),
            decided=_decided(viewer, decisions) if lately else (),
            held=_held(week) if lately else (),
            duty=_duty(connection, viewer, settings, here),
        )


def _duty(connection: Connection, viewer: Viewer, settings: TeamSettings, here: Iteration | None) -> str:
    """Who holds interrupt duty, by their short name; the team's alone to know."""
    handle = settings.duty_of(here.number) if here and viewer.in_team else ""
    return display_names(connection, viewer).get(handle, handle) if handle else ""


def _decided(viewer: Viewer, decisions: list[CardRow]) -> tuple[PastView, ...]:
    """What was decided last, the newest first."""
    newest = sorted(decisions, key=lambda row: row.created_at)[-LATELY:]
    zone = ZoneInfo(viewer.timezone)
    return tuple(
        PastView(key_of(viewer, row), row.title, row.created_at.astimezone(zone).date()) for row in reversed(newest)
    )


def _held(week: Week) -> tuple[PastView, ...]:
    """The meetings held last of which this viewer may know, the newest first."""
    held = [
        (row.started_at, row)
        for row in week.rows.values()
        if row.status == "held" and row.started_at and week.may_know(row.kind, row.nominal)
    ]
    return tuple(
        PastView(f"{row.kind}@{row.nominal}", BY_KEY[row.kind].title, started.astimezone(week.zone).date())
        for started, row in sorted(held)[: -LATELY - 1 : -1]
    )


def _days(week: Week, here: Iteration) -> tuple[tuple[date, str], ...]:
    """The iteration's days of the working week, with a holiday's name."""
    length = (here.end - here.start).days + 1
    days = [here.start + timedelta(days=ahead) for ahead in range(length)]
    return tuple((day, week.rhythm.holidays.get(day, "")) for day in days if day.weekday() in here.epoch.working_days)


def _open(cards: list[CardView]) -> list[CardView]:
    return [card for card in cards if card.status == "open"]


def _topics(connection: Connection, viewer: Viewer, store: Store) -> list[CardView]:
    kind = next((kind.key for kind in BY_KEY.values() if kind.agenda is ARCH), "")
    return cards_of(connection, viewer, store, ARCH, None, kind)


def _columns(
    connection: Connection, viewer: Viewer, wall: list[CardView], limits: Mapping[str, int], since: date | None
) -> tuple[tuple[str, int, int | None], ...]:
    """How many cards stand in each column, with its limit; of those done, what was done from ``since`` on."""
    names = capture.columns(connection, viewer, BoardKey.WALL.value) if viewer.in_team else ()
    counted = [
        card.column
        for card in wall
        if card.status == "open"
        or (card.status == "done" and (since is None or card.entered_column_at.date() >= since))
    ]
    return tuple((name, counted.count(name), limits.get(name)) for name in names)


def _flagged(wall: list[CardView]) -> tuple[CardView, ...]:
    """Blocked cards, the longest first, then those with a thief."""
    open_ = _open(wall)
    blocked = sorted(
        (card for card in open_ if card.blocked),
        key=lambda card: card.blocked.since if card.blocked else card.created_at,
    )
    return tuple(blocked + [card for card in open_ if card.thieves and not card.blocked])


def _needs(
    connection: Connection,
    store: Store,
    week: Week,
    wall: list[CardView],
    actions: list[CardView],
    topics: list[CardView],
    decisions: list[CardRow],
) -> list[NeedView]:
    """What waits for the viewer, the most pressing first."""
    viewer = week.viewer
    shared = [card for card in board_cards(connection, viewer, store, BoardKey.SYNC.value, live=True) if card.due]

    def when(card: CardView) -> str:
        return f" {due_words(card.due, week.today)}" if card.due else ""

    needs = [
        NeedView(card.key, f"{what}{when(card)}: {card.title}", card.board)
        for what, cards in (("action", actions), ("for the sync,", shared))
        for card in cards
        if viewer.handle in card.assignees and (card.due is None or card.due <= week.today + SOON)
    ]
    needs += [
        NeedView(card.key, f"{wait.what or wait.whom}, {wait.ended} · {card.title}", card.board)
        for card in (*_open(wall), *actions, *topics)
        for wait in card.depends_on
        if wait.refused and (viewer.handle in card.assignees or (not card.assignees and viewer.role == Role.LEAD))
    ]
    needs += [
        NeedView(card.key, f"{awaited_words(card, card.outcome_words, week.today)} · {card.title}", "arch")
        for card in board_cards(connection, viewer, store, BoardKey.ARCH.value)
        if card.back_on is not None and viewer.handle in card.assignees and card.back_on <= week.today + SOON
    ]
    needs += [
        NeedView(card.key, f"topic without context: {card.title}", "arch")
        for card in topics
        if card.author == viewer.handle and not card.body
    ]
    needs += [
        NeedView(row_key, f"decision without its context: {title}", "decisions")
        for row_key, title in _bare_decisions(viewer, decisions)
    ]
    needs += _feedback(connection, week)
    needs += not_reached(connection, week, topics)
    needs += called_off_ahead(connection, week)
    needs += _update_due(connection, viewer, week)
    needs += _empty_agendas(connection, viewer, store, week) if viewer.in_team else []
    needs += before_planning(connection, week, wall) if viewer.in_team else []
    needs += [
        NeedView(card.key, f"put off {card.put_off} times, decide or drop: {card.title}", "arch")
        for card in topics
        if card.put_off >= 3
    ]
    return needs


def _bare_decisions(viewer: Viewer, decisions: list[CardRow]) -> list[tuple[str, str]]:
    """Decisions of the viewer's own that say neither context nor consequences yet."""
    own = (row for row in decisions if row.author_id == viewer.person_id)
    return [(key_of(viewer, row), row.title) for row in own if not any(parts_of(row.body).values())]


def _feedback(connection: Connection, week: Week) -> list[NeedView]:
    """What was said of the viewer's demos, until they answer, something is made of it or a planning notes it."""
    names = display_names(connection, week.viewer)
    return [
        NeedView(
            key_of(week.viewer, row),
            f"feedback on {row.title}, {names.get(row.author or '', 'somebody')} "
            f"{day_words(row.at.astimezone(week.zone).date())}: {clip(' '.join(row.body.split()), SAID)}",
            board.key.value,
        )
        for board in BOARDS.values()
        if board.presented
        for row in feedback_waiting(connection, week.viewer, board, mine=True)
    ]


def _missed(viewer: Viewer, lines: Sequence[MeetingLine]) -> list[NeedView]:
    """Meetings of this iteration whose time has passed and which nobody started."""
    return [
        NeedView(
            line.ref,
            f"{line.title.lower()} of {day_words(line.starts_at.date())} was missed: start it, or skip it with why",
            "meeting",
        )
        for line in lines
        if viewer.in_team and line.status == "missed"
    ]


def _own_update(connection: Connection, viewer: Viewer, week: Week) -> tuple[str, str, str]:
    """What the viewer has left for the next standup."""
    left = standup_updates.waiting(connection, viewer, week.now) if viewer.in_team else None
    return (left.yesterday, left.today, left.blocker) if left is not None else ("", "", "")


def _update_due(connection: Connection, viewer: Viewer, week: Week) -> list[NeedView]:
    """Today's round of updates is still to come and the viewer has left none."""
    for line in week.lines(week.today, week.today):
        if BY_KEY[line.kind].takes_updates and viewer.in_team and line.status in ("scheduled", *RUNNING):
            left = {row.handle for row in queries.standup.unheard(connection, viewer.team_id, line.kind, line.nominal)}
            if viewer.handle not in left:
                return [NeedView(line.ref, f"{line.title.lower()} update not left yet", "standup")]
    return []


def _empty_agendas(connection: Connection, viewer: Viewer, store: Store, week: Week) -> list[NeedView]:
    """A meeting within the hour whose agenda is empty proposes to cancel itself."""
    return [
        NeedView(line.ref, f"{line.title.lower()} at {line.starts_at:%H:%M} has an empty agenda: cancel it?", "meeting")
        for line in _within_the_hour(week)
        if nothing_waits(connection, viewer, store, line.kind)
    ]


def _within_the_hour(week: Week) -> list[MeetingLine]:
    lines = week.lines(week.today, week.today)
    return [line for line in lines if line.status == "scheduled" and line.starts_at - week.now <= timedelta(hours=1)]
