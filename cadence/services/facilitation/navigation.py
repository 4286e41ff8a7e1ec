"""Driving a meeting: from card to card, from person to person, from step to step."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from cadence.domain.cards import walk_orders
from cadence.domain.kinds.base import Doors, DotVote, ParkingLot, Round, Topics, Walk
from cadence.domain.parsing import text
from cadence.domain.parsing.names import match
from cadence.domain.parsing.one_line import NO_LINE, ParsedLine
from cadence.domain.views.meetings import MeetingView
from cadence.errors import Refused
from cadence.services.cards import routing
from cadence.services.cards.assembler import key_of, row_named
from cadence.services.facilitation.lifecycle import finish
from cadence.services.meetings import outcomes, rounds, steps, topics
from cadence.services.meetings.change import change_meeting, moving_on
from cadence.services.meetings.queue import answered_by, cards_ahead, changed_keys, guests_inside
from cadence.services.meetings.run import MeetingRun
from cadence.store import queries
from cadence.store.db import Store
from cadence.store.tables.cards import Card
from cadence.store.viewer import Viewer, handles
from cadence.store.write import id_of


def step_by(store: Store, viewer: Viewer, direction: int, ref: str | None = None) -> MeetingView:
    """Go to the next (1) or the previous (-1) step; beyond the last one, or before an empty parking lot, it ends."""

    def act(run: MeetingRun) -> None:
        run.keep(left=None, left_behind=None, lacks=None)
        at = run.row.at
        if direction > 0 and at is not None and isinstance(run.step.walks, Topics):
            steps.visit(run, at)
            _note_what_is_left(run, at)
        to_step(run, store, run.row.step + direction)
        if direction > 0:
            _end_if_empty(run, store)

    return change_meeting(store, viewer, act, ref)


def step_to(store: Store, viewer: Viewer, key: str, ref: str | None = None) -> MeetingView:
    """Go to the step called ``key``."""

    def act(run: MeetingRun) -> None:
        keys = [step.key for step, _ in run.steps]
        to_step(run, store, keys.index(match(key, keys, "step")))

    return change_meeting(store, viewer, act, ref)


def to_step(run: MeetingRun, store: Store, index: int) -> None:
    """Leave the present step for another one, in an open write; beyond the last one the meeting ends."""
    if index < 0:
        raise Refused("this is the first step", "space goes on")
    doors = [place for place, (step, _) in enumerate(run.steps) if isinstance(step.walks, Doors)]
    if (
        any(place < index for place in doors)
        and run.row.step < index
        and (index < len(run.steps) or run.row.step in doors)
    ):
        _doors_closed(run)
    if index >= len(run.steps):
        finish(run, store)
        return
    steps.leave(run, store)
    going, back = run.row.status == "running", index < run.row.step
    run.stop_clock()
    run.w.touch(run.row, step=index, at=None)
    run.w.log("meeting.step", data={"step": run.step.key}, audience=run.audience, undoable=False)
    steps.enter(run, store, back=back)
    if going:
        run.start_clock()


def _doors_closed(run: MeetingRun) -> None:
    inside = guests_inside(run.w.connection, run.w.viewer, id_of(run.row))
    if inside:
        are = "is" if len(inside) == 1 else "are"
        raise Refused(f"{', '.join(inside)} {are} still in the room", "ask them to leave, and mark them gone")


def advance(store: Store, viewer: Viewer, direction: int = 1, ref: str | None = None) -> MeetingView:
    """Go to the next (1) or previous (-1) card or person; from the last one on to the next step.

    Where a step says so, nothing left to walk ends it; an empty parking lot at the end ends the meeting.
    """

    def act(run: MeetingRun) -> None:
        keys, current = steps.queue(run, store), run.row.at
        if isinstance(run.step.walks, DotVote) and through_the_vote(run, store, run.step.walks, keys, direction):
            return
        target = steps.next_of(run, keys) if direction > 0 else steps.previous_of(run, keys)
        run.keep(left=None, left_behind=None, lacks=None)
        if direction > 0 and current is not None:
            steps.visit(run, current)
            _note_what_is_left(run, current)
        elif current is not None:
            steps.look_away(run)
        if target is not None:
            steps.stand_on(run, target)
        elif direction > 0:
            _past_the_last(run, store, stops=current is not None)

    return moving_on(store, viewer, act, ref)


def _note_what_is_left(run: MeetingRun, key: str) -> None:
    """Remember a card that is left without an outcome, where one is asked for: the screen says so."""
    w = run.w
    walked = [
        one for one in queries.meetings.walked(w.connection, w.viewer, id_of(run.row)) if one.step == run.step.key
    ]
    answered = answered_by(w.connection, w.viewer, id_of(run.row), run.row.kind)
    left = [one.card_id for one in walked if not one.outcome and one.card_id not in answered]
    open_ = queries.cards.by_id(w.connection, w.viewer, left)
    without = {key_of(w.viewer, row): row.board for row in open_ if row.status == "open"}
    if key in without and run.kind.choices(run.step, without[key]):
        run.keep(left=key)


def look(store: Store, viewer: Viewer, direction: int = 1, ref: str | None = None) -> MeetingView:
    """Stand on the next (1) or previous (-1) card or person of the list; the present one isn't walked by that."""

    def act(run: MeetingRun) -> None:
        target = walk_orders.after(steps.queue(run, store), run.row.at, direction)
        if target is None:
            raise Refused(f"this is the {'last' if direction > 0 else 'first'} of the list", "space goes on")
        steps.look_away(run)
        steps.stand_on(run, target)

    return change_meeting(store, viewer, act, ref)


def through_the_vote(run: MeetingRun, store: Store, walks: DotVote, keys: Sequence[str], direction: int) -> bool:
    """Forwards, close the open vote: what got the most dots is chosen. Before the first of them, open it again."""
    if run.state.get("voting"):
        if direction > 0:
            run.keep(voting=None)
            steps.stand_on(run, next(iter(steps.count_dots(run, store, walks)), None))
        return True
    if direction < 0 and keys[:1] in ([], [run.row.at]):
        run.keep(voting=True, chosen=None)
        steps.stand_on(run, next(iter(steps.queue(run, store)), None))
        return True
    return False


def settle(
    store: Store, viewer: Viewer, where: str, said: ParsedLine = NO_LINE, *, ref: str | None = None
) -> MeetingView:
    """Give the present parked item a place (see :func:`cadence.services.cards.routing.give_place`), and go on."""

    def act(run: MeetingRun) -> None:
        current = run.row.at
        if current is None:
            raise Refused("no parked item is talked about", "backspace goes back to one")
        target = steps.next_of(run, steps.queue(run, store))
        card = run.w.get(Card, row_named(run.w.connection, viewer, current).id, "card")
        steps.visit(run, current, where)
        routing.give_place(run.w, card, where, said)
        run.w.touch(card, updated_at=run.w.at)
        if target is not None:
            steps.stand_on(run, target)
        else:
            _past_the_last(run, store, stops=True)

    return moving_on(store, viewer, act, ref)


def walk_instead(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Walk the cards that a round names in its place (the wall), or hold the round again; each goes on where it was."""

    def act(run: MeetingRun) -> None:
        declared = run.kind.step(run.step.key).walks
        if not (isinstance(declared, Round) and declared.instead):
            raise Refused("this step is walked in one way only", "space goes on")
        before, at = run.state.get("instead"), run.row.at
        steps.nobody_spoke(run)
        steps.leave(run, store)
        run.keep(instead=at)
        run.set_form(None if run.row.form == declared.instead.key else declared.instead.key)
        run.w.touch(run.row, at=None)
        steps.enter(run, store, before)

    return change_meeting(store, viewer, act, ref)


def change_scope(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Walk only what changed since the walk before, then everything, then again what is under way.

    Leaves out what would be the same walk; the card it stands on stays if it is of it.
    """

    def act(run: MeetingRun) -> None:
        scopes = _scopes(run, store)
        if len(scopes) == 1:
            raise Refused("nothing changed since the last walk, and nothing waits behind it", "space goes on")
        now = run.state.get("scope")
        scope = scopes[(scopes.index(now) + 1) % len(scopes)] if now in scopes else None
        run.keep(scope=scope, began_with=None)
        keys = steps.queue(run, store)
        run.keep(began_with=keys)
        if scope == "changed" and run.row.at not in (left := _changed(run, store)):
            steps.look_away(run)
            steps.stand_on(run, next(iter(steps.unwalked(run, left) or left)))

    return change_meeting(store, viewer, act, ref)


def _scopes(run: MeetingRun, store: Store) -> list[str | None]:
    """What the present walk can go through, in the order in which a key changes it."""
    row, (connection, viewer) = steps.plain_row(run), (run.w.connection, run.w.viewer)
    plain, everything = (
        cards_ahead(connection, viewer, store, run.step, row, {"scope": scope}, only_order=True)
        for scope in (None, "everything")
    )
    return [None, *(["changed"] if _changed(run, store) else []), *(["everything"] if plain != everything else [])]


def _changed(run: MeetingRun, store: Store) -> list[str]:
    return changed_keys(run.w.connection, run.w.viewer, store, run.step, steps.plain_row(run))


def _answered(run: MeetingRun, keys: Sequence[str]) -> bool:
    """Whether a walk of which the last card was just answered goes on at once: none is left, and a step follows."""
    follows = run.row.step + 1 < len(run.steps)
    return follows and isinstance(run.step.walks, Walk) and not steps.unwalked(run, keys)


def _past_the_last(run: MeetingRun, store: Store, *, stops: bool) -> None:
    """Behind a step's last card: stop there once (``stops``), unless the step ends by itself.

    One that is walked in place of a round stops for what was left for the round, and is read out there.
    """
    walks = run.step.walks
    reads = isinstance(run.kind.step(run.step.key).walks, Round) and rounds.to_read_out(
        run.w.connection, run.w.viewer, steps.plain_row(run), walks
    )
    by_itself = not reads and (
        isinstance(walks, (Round, ParkingLot)) or (isinstance(walks, Walk) and walks.ends_when_empty)
    )
    if stops and not by_itself:
        steps.stand_on(run, None)
        return
    for handle in reads or ():
        rounds.mark_heard(run, handle)
    to_step(run, store, run.row.step + 1)
    _end_if_empty(run, store)


def _end_if_empty(run: MeetingRun, store: Store) -> None:
    """A meeting ends when nothing is left to walk: before an empty parking lot."""
    if run.row.status == "running" and isinstance(run.step.walks, ParkingLot) and not steps.queue(run, store):
        to_step(run, store, run.row.step + 1)


def go_to(store: Store, viewer: Viewer, name: str, ref: str | None = None) -> MeetingView:
    """Stand on a card (or person) of the present walk."""

    def act(run: MeetingRun) -> None:
        wanted = match(name, steps.queue(run, store), "card of this walk")
        steps.look_away(run)
        steps.stand_on(run, wanted)

    return change_meeting(store, viewer, act, ref)


def choose(
    store: Store,
    viewer: Viewer,
    choice: str,
    *,
    words: str = "",
    owners: tuple[str, ...] = (),
    due: date | None = None,
    ref: str | None = None,
) -> MeetingView:
    """Say what becomes of the present card, in one of the words that the step offers, and go on to the next.

    ``words`` are the outcome's own, ``owners`` the handles of those who answer for what comes of it, ``due`` when it
    is due or looked at again. Raises :class:`BadValue` where the outcome needs words.
    """

    def act(run: MeetingRun) -> None:
        current = run.row.at
        if current is None:
            raise Refused("no card is under discussion", "backspace goes back to one")
        card = run.w.get(Card, row_named(run.w.connection, viewer, current).id, "card")
        name = match(choice, run.kind.choices(run.step, card.board), "choice")
        keys = steps.queue(run, store)
        target = steps.next_of(run, keys)
        run.keep(left=None, left_behind=None, lacks=None)
        steps.visit(run, current, name)
        said = outcomes.Said(text.line(words, "reason") if words.strip() else "", owners, due)
        outcomes.apply(run, card, name, said)
        if target is not None:
            steps.stand_on(run, target)
        else:
            _past_the_last(run, store, stops=not _answered(run, keys))

    return moving_on(store, viewer, act, ref)


def shuffle(store: Store, viewer: Viewer, ref: str | None = None) -> MeetingView:
    """Shuffle those who have not spoken yet in a round."""

    def act(run: MeetingRun) -> None:
        order = list(run.state.get("order", []))
        at = order.index(run.row.at) + 1 if run.row.at in order else 0
        rest = order[at:]
        random.Random(run.w.seq).shuffle(rest)
        run.keep(order=order[:at] + rest)

    return change_meeting(store, viewer, act, ref)


def set_form(store: Store, viewer: Viewer, form: str, *, big: str | None = None, ref: str | None = None) -> MeetingView:
    """Choose how the topics are run."""
    return change_meeting(store, viewer, lambda run: topics.set_form(run, form, big), ref)


def vote_on_time(
    store: Store,
    viewer: Viewer,
    *,
    more: bool,
    handle: str | None = None,
    about: str | None = None,
    ref: str | None = None,
) -> MeetingView:
    """Vote for more time or for moving on, oneself or (the facilitator) for somebody in the room.

    ``about``: the topic that is meant; when another is open by now, its vote is closed, and nothing happens.
    """

    def act(run: MeetingRun) -> None:
        if about is not None and about != run.row.at:
            raise Refused(f"the vote on {about} is closed", "look at what is open now")
        known = handles(run.w.connection, viewer.team_id)
        name = match(handle, known, "person") if handle else viewer.handle or ""
        if name != viewer.handle:
            run.drive()
        verdict = topics.vote_on_time(run, name, more)
        if verdict == "move on":
            with run.as_facilitator():
                _next_topic(run, store)

    return moving_on(store, viewer, act, ref, drive=False)


def _next_topic(run: MeetingRun, store: Store) -> None:
    current, target = run.row.at, steps.next_of(run, steps.queue(run, store))
    run.keep(left=None)
    if current is not None:
        steps.visit(run, current)
        _note_what_is_left(run, current)
    if target is not None:
        steps.stand_on(run, target)
    else:
        _past_the_last(run, store, stops=True)
