"""A meeting as its screen and ``meeting show`` see it: made anew from the rows at every look."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.limits import NO_LIMITS, Limits
from cadence.domain.cards.outcomes import KEPT
from cadence.domain.kinds import BY_KEY
from cadence.domain.kinds.base import Merge, Round, Step
from cadence.domain.parsing.dates import day_words
from cadence.domain.team.roles import may_vote
from cadence.domain.views.cards import CardView, CommentView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import MeetingView, StepView, VoteView
from cadence.domain.vocabulary import BoardKey
from cadence.services.access.display_names import display_names
from cadence.services.cards import time_thieves
from cadence.services.cards.assembler import Assembly, answer_in_words, key_of
from cadence.services.cards.boards import board_cards, detail
from cadence.services.cards.proposed import iteration_start
from cadence.services.meetings import ahead, merge, retro, rounds, since_then, topics
from cadence.services.meetings import queue as meetings_queue
from cadence.services.meetings.people_here import people_here
from cadence.services.meetings.run import MeetingTimes, counted, counted_minutes, steps_of
from cadence.services.schedule.default_due import due_again
from cadence.services.schedule.week import RUN, Week, resolve
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.db import Store
from cadence.store.queries.meetings import WalkedRow
from cadence.store.viewer import MeetingRow, Viewer, handles


def show(store: Store, viewer: Viewer, ref: str, *, held: bool = False) -> MeetingView:
    """A meeting whole: the one that runs, one that was held, or one to come with what it will walk."""
    with store.read() as connection:
        week = Week(connection, viewer, store.clock())
        return view_on(connection, viewer, store, resolve(week, ref, held=held))


def view_on(connection: Connection, viewer: Viewer, store: Store, line: MeetingLine) -> MeetingView:
    """A meeting whole for one viewer, read on an open connection."""
    kind = BY_KEY[line.kind]
    row = queries.meetings.named(connection, viewer.team_id, line.kind, line.nominal)
    form = row.form if row is not None else None
    steps = steps_of(connection, viewer.team_id, kind, line.nominal, form, line.minutes)
    if row is None or line.status not in RUN:
        return _ahead(connection, viewer, store, line, steps)
    return _View(connection, viewer, store, line, row, steps).whole()


def _ahead(
    connection: Connection, viewer: Viewer, store: Store, line: MeetingLine, steps: tuple[tuple[Step, int], ...]
) -> MeetingView:
    """A meeting to come: its agenda, and the cards that it would walk today."""
    cards: dict[str, CardView] = {}
    for step, _ in steps:
        cards |= {
            card.key: card
            for card in meetings_queue.cards_ahead(connection, viewer, store, step, None, {}, kind=line.kind)
        }
    return MeetingView(
        line=line,
        now=store.clock(),
        step=0,
        steps=tuple(StepView(s.key, s.title, s.prompt, minutes, 0, "ahead", s.gestures) for s, minutes in steps),
        elapsed=0,
        extra_minutes=0,
        timebox=counted_minutes(line.minutes, steps),
        here=(),
        queue=tuple(cards),
        at=None,
        card=None,
        cards=tuple(cards.values()),
        parked=(),
        tabled=(),
        decisions=(),
        actions=(),
        distributed=queries.schedule.distributed_on(connection, viewer.team_id, line.nominal),
        names=tuple(display_names(connection, viewer).items()),
        video=settings_of(connection, viewer.team_id).link_of(line.kind),
        nothing_waits=meetings_queue.nothing_waits(connection, viewer, store, line.kind),
        updates_left=ahead.updates_left(connection, viewer, line),
        blocked=ahead.blocked(connection, viewer, store, line),
    )


class _View:
    """The parts of a started meeting's view, each a method; read on one connection, for one viewer."""

    def __init__(
        self,
        connection: Connection,
        viewer: Viewer,
        store: Store,
        line: MeetingLine,
        row: MeetingRow,
        steps: tuple[tuple[Step, int], ...],
    ) -> None:
        self.connection, self.viewer, self.store, self.line, self.row, self.steps = (
            connection,
            viewer,
            store,
            line,
            row,
            steps,
        )
        self.now = store.clock()
        self.state = json.loads(row.state)
        self.index = min(row.step, len(steps) - 1)
        self.step = steps[self.index][0]
        self.clock = MeetingTimes.of(row, steps)
        self.used = self.clock.used(self.now)
        self.here = people_here(connection, viewer, line, row, self.step)

    def _was_taken_back(self, queue: Sequence[str]) -> bool:
        """Whether the walk stands on a card whose adding was undone."""
        at = None if isinstance(self.step.walks, Round) else self.row.at
        return at is not None and at not in queue and meetings_queue.taken_back(self.connection, self.viewer, at)

    def whole(self) -> MeetingView:
        """The view."""
        running = self.line.status != "held"
        if running:
            self._read_boards()
        queue = (
            tuple(meetings_queue.queue(self.connection, self.viewer, self.store, self.step, self.row, self.state))
            if running
            else ()
        )
        raised, walked = self._raised(), self._walked()
        gone = running and self._was_taken_back(queue)
        if gone:
            self.row = self.row._replace(at=next((key for key in queue if key not in walked), None))
        cards = self._cards(queue)
        at = self.row.at if running and self.row.at in queue else None
        card = next((one for one in cards if one.key == at), None)
        elsewhere = running and self.row.at is not None and at is None
        topic = (not elsewhere and not gone and self.state.get("topic")) or {}
        about = detail(self.connection, self.viewer, self.store, card.key) if card else None
        rounds_ = isinstance(self.step.walks, Round) and running and at is not None
        notes = retro.notes(self.connection, self.viewer, self.store, self.step, at) if running else ()
        return MeetingView(
            line=self.line,
            now=self.now,
            step=self.index,
            steps=tuple(self._step(place) for place in range(len(self.steps))),
            elapsed=counted(self.used, self.steps),
            extra_minutes=self.row.extra_minutes,
            timebox=counted_minutes(self.line.minutes, self.steps),
            here=tuple(self.here),
            queue=queue,
            at=at,
            card=card,
            cards=tuple(cards),
            parked=_on(raised, BoardKey.PARKING) if not running else self._parked(),
            tabled=_on(raised, BoardKey.ARCH),
            decisions=_on(raised, BoardKey.DECISIONS),
            actions=_on(raised, BoardKey.ACTIONS),
            form=self.row.form,
            distributed=queries.schedule.distributed_on(self.connection, self.viewer.team_id, self.line.nominal),
            waits_for=self._waits_for(),
            update=self._update(at) if rounds_ and at else None,
            merge=self._merge() if running else None,
            vote=self._vote(topic) if running else None,
            notes=notes,
            again=retro.again(self.connection, self.viewer, self.store, notes) if notes else (),
            counts=retro.counts(self.connection, self.viewer, self.steps),
            topic_seconds=self._standing() + (walked[at].seconds if topic and at in walked else 0)
            if running and not elsewhere
            else 0,
            topic_minutes=topic.get("minutes"),
            before=about.before if about else (),
            path=about.path if about else (),
            promised=about.promised if about else (),
            limits=about.limits if about else self._limits(),
            tasks=about.tasks if about else (),
            comments=self._comments(about.comments) if about else (),
            walked=tuple(key for key in queue if key in walked),
            spent=tuple((key, one.seconds) for key, one in walked.items()),
            answers=self._answers(cards, {key: one.outcome for key, one in walked.items()}, raised),
            called=tuple((name, self._offered(name, card)) for name in getattr(self.step.walks, "choices", ())),
            columns=about.columns if about else (),
            tabled_as=about.tabled_as if about else (),
            elsewhere=elsewhere,
            walk_before=self._walk_before() if running else None,
            changed=self._changed(cards) if running else (),
            read_out=self._read_out() if running else (),
            scope=self.state.get("scope") or "",
            left=next((key for key in walked if key == self.state.get("left")), ""),
            left_behind=self._left_behind(),
            lacks=self.state.get("lacks", ""),
            groups=retro.groups(self.connection, self.viewer, self.store, self.step) if running else (),
            names=tuple(display_names(self.connection, self.viewer).items()),
            duty=self._duty(),
            thieves=self._thieves(),
        )

    def _called(self, answer: str) -> str:
        """What becomes of a card, as the viewer reads it."""
        board = BY_KEY[self.line.kind].board
        return answer_in_words(self.connection, self.viewer, BOARDS[board], answer) if board is not None else answer

    def _offered(self, answer: str, card: CardView | None) -> str:
        """What can become of the present card, with the day that an action moves to which is kept."""
        day = None
        if card is not None and answer in KEPT and self.viewer.in_team:
            day = due_again(self.connection, self.viewer, self.now, card.board, card.due)
        return self._called(answer) + (f", due {day_words(day)}" if day else "")

    def _answers(
        self, cards: Sequence[CardView], walked: Mapping[str, str], raised: Sequence[CardView]
    ) -> tuple[tuple[str, str], ...]:
        """What became of the walk's cards so far; of one that has no other outcome perhaps what was made of it."""
        boards = {card.key: card.board for card in cards}
        made: dict[str, str] = {}
        for card in raised:
            of = (card.came_from.key if card.came_from else None) or ""
            words = meetings_queue.made_words(self.line.kind, boards.get(of), card.board, card.key)
            if words and words not in made.get(of, ""):
                made[of] = f"{made[of]}, {words}" if of in made else words
        known = {key: walked.get(key) or made.get(key, "") for key in (*walked, *boards)}
        return tuple((key, self._called(outcome)) for key, outcome in known.items() if outcome)

    def _comments(self, comments: Sequence[CommentView]) -> tuple[tuple[str, str], ...]:
        """Who said what of the present card: by handle today, before that by name and with the day."""
        called, zone = display_names(self.connection, self.viewer), self.line.starts_at.tzinfo
        today = self.now.astimezone(zone).date()

        def who(one: CommentView) -> str:
            author, day = one.author or "", one.at.astimezone(zone).date()
            return author if day == today else f"{called.get(author, author) or 'somebody'} {day_words(day)}"

        return tuple((who(one), one.body) for one in comments)

    def _walk_before(self) -> date | None:
        query = self.step.query
        if query is None or not query.changed:
            return None
        before = since_then.last_walk(self.connection, self.viewer, self.row, self.step.key)
        at = before.started_at if before else None
        return at.astimezone(ZoneInfo(self.viewer.timezone)).date() if at else None

    def _changed(self, cards: Sequence[CardView]) -> tuple[tuple[str, str], ...]:
        told = meetings_queue.changes(self.connection, self.viewer, self.step, self.row)
        return tuple((card.key, told[card.id]) for card in cards if card.id in told)

    def _read_out(self) -> tuple[tuple[str, str], ...]:
        if not isinstance(BY_KEY[self.line.kind].step(self.step.key).walks, Round):
            return ()
        left = rounds.to_read_out(self.connection, self.viewer, self.row, self.step.walks)
        names = display_names(self.connection, self.viewer)
        return tuple((names.get(handle, handle), rounds.in_words(one)) for handle, one in left.items())

    def _thieves(self) -> tuple[tuple[str, int], ...]:
        kind = BY_KEY[self.line.kind]
        if not (kind.closed_doors and self.viewer.in_team and self.line.status != "held"):
            return ()
        began = iteration_start(self.connection, self.viewer, self.now, self.row)
        return retro.thieves_since(self.connection, self.viewer, began)

    def _left_behind(self) -> tuple[str, ...]:
        if self.state.get("lacks") in {"read", "heard"}:
            called = display_names(self.connection, self.viewer) | {rounds.NAMELESS: "those without a name"}
            return tuple(called.get(one, one) for one in self.state.get("left_people") or () if self.viewer.in_team)
        left = self.state.get("left_behind") or ()
        rows = {row.id: row for row in queries.cards.by_id(self.connection, self.viewer, left)} if left else {}
        return tuple(f"{key_of(self.viewer, rows[one])} {rows[one].title}" for one in left if one in rows)

    def _duty(self) -> str | None:
        if not (BY_KEY[self.line.kind].merges and self.viewer.in_team):
            return None
        return settings_of(self.connection, self.viewer.team_id).duty_of(self.line.iteration)

    def _step(self, place: int) -> StepView:
        step, minutes = self.steps[place]
        over = self.line.status == "held"
        state = "done" if place < self.index or over else "now" if place == self.index else "ahead"
        return StepView(step.key, step.title, step.prompt, minutes, self.used.get(step.key, 0), state, step.gestures)

    def _standing(self) -> int:
        since = self.state.get("since")
        if not since or self.clock.since is None:
            return int(self.state.get("stood", 0))
        return max(0, round((self.clock.counts_to(self.now) - datetime.fromisoformat(since)).total_seconds()))

    def _raised(self) -> list[CardView]:
        rows = meetings_queue.came_up(self.connection, self.viewer, self.row.id)
        return Assembly(self.connection, self.viewer, ids=[row.id for row in rows]).views(rows)

    def _parked(self) -> tuple[CardView, ...]:
        return tuple(meetings_queue.parked_for(self.connection, self.viewer, self.store, self.row))

    def _read_boards(self) -> None:
        """Read whole, once, what the step walks: the queue and the cards on the screen are both taken from it."""
        if self.step.query is not None:
            for board in BoardKey:
                if self._concerns(board):
                    board_cards(self.connection, self.viewer, self.store, board.value)

    def _cards(self, queue: Sequence[str]) -> list[CardView]:
        """The views of the walk's cards, in its order."""
        if isinstance(self.step.walks, Round):
            return self._read_so_far()
        found: dict[str, CardView] = {}
        for board in BoardKey:
            if self._concerns(board) and not found.keys() >= set(queue):
                found |= {one.key: one for one in board_cards(self.connection, self.viewer, self.store, board.value)}
        return [found[key] for key in queue if key in found]

    def _read_so_far(self) -> list[CardView]:
        """In a round of notes, what was read by now and lies in no other note's group: what more can be laid into."""
        step = self.step.walks
        if not (isinstance(step, Round) and step.shows == "notes"):
            return []
        grouped = queries.retro.groups(self.connection, self.viewer)
        cards = board_cards(self.connection, self.viewer, self.store, BoardKey.RETRO.value)
        return [card for card in cards if card.status == "open" and not card.sealed and card.id not in grouped]

    def _concerns(self, board: BoardKey) -> bool:
        return self.step.query is None or board in self.step.query.boards

    def _walked(self) -> dict[str, WalkedRow]:
        """What was walked on the present step, by key."""
        rows = queries.meetings.walked(self.connection, self.viewer, self.row.id)
        walked = {row.card_id: row for row in rows if row.step == self.step.key}
        cards = queries.cards.by_id(self.connection, self.viewer, list(walked))
        return {key_of(self.viewer, row): walked[row.id] for row in cards}

    def _limits(self) -> Limits:
        """The limits, where a card is chosen from several on the screen: a speaker's, or those of lists."""
        lists = self.line.status != "held" and isinstance(self.step.walks, (Round, Merge))
        return time_thieves.limits_of(self.connection, self.viewer) if lists else NO_LIMITS

    def _waits_for(self) -> str:
        """Guests who are inside although the doors are to be closed."""
        if not BY_KEY[self.line.kind].closed_doors:
            return ""
        return ", ".join(meetings_queue.guests_inside(self.connection, self.viewer, self.row.id))

    def _update(self, handle: str) -> Any:
        step = self.step.walks
        if isinstance(step, Round) and step.shows == "update" and handle != rounds.NAMELESS:
            return rounds.update_view(self.connection, self.viewer, self.store, self.row, handle)
        return None

    def _merge(self) -> Any:
        step = self.step.walks
        if not isinstance(step, Merge):
            return None
        return merge.merge_view(
            self.connection,
            self.viewer,
            self.store,
            step,
            self.row,
            self.now.astimezone(ZoneInfo(self.viewer.timezone)).date(),
        )

    def _vote(self, topic: dict[str, Any]) -> VoteView | None:
        if topic:
            kind = BY_KEY[self.line.kind]
            here = {one.handle for one in self.here if one.here and topics.votes_in(kind, one.role, one.regular)}
            votes = {handle: said for handle, said in topic.get("votes", {}).items() if handle in here}
            return VoteView(
                open=topic.get("minutes") is not None,
                more=list(votes.values()).count("more"),
                move_on=list(votes.values()).count("on"),
                waiting=tuple(sorted(here - set(votes))),
                voters=tuple(here),
                voted=tuple((handle, said == "more") for handle, said in votes.items()),
                extension=topics.next_extension(self.connection, self.viewer, topic),
                extensions=topic.get("extensions", 0),
            )
        query = self.step.query
        if self.state.get("voting") and query is not None:
            dots = settings_of(self.connection, self.viewer.team_id).dots
            given = queries.card_ties.dots_given(self.connection, self.viewer, query.boards[0].value)
            known = handles(self.connection, self.viewer.team_id)
            board = query.boards[0]
            voters = [one.handle for one in self.here if one.here and may_vote(one.role, board, regular=one.regular)]
            waiting = tuple(handle for handle in voters if not given.get(known[handle]))
            own = given.get(self.viewer.person_id or 0, 0)
            gives = may_vote(self.viewer.role, board, regular=self.viewer.regular)
            return VoteView(open=True, dots=dots, used=own, votes=gives, waiting=waiting, voters=tuple(voters))
        return None


def _on(cards: Sequence[CardView], board: BoardKey) -> tuple[CardView, ...]:
    return tuple(card for card in cards if card.board == board)
