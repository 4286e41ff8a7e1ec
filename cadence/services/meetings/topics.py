"""A meeting's topics: how they are run, the running topic's clock, and the vote on its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.lean_coffee import Verdict, extension_minutes, vote_result
from cadence.domain.cards.outcomes import OUTCOMES
from cadence.domain.kinds.base import TIMED, MeetingKind, Topics
from cadence.domain.parsing.names import match
from cadence.domain.team.roles import may_vote
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, Refused
from cadence.services.access.display_names import display_names
from cadence.services.cards.assembler import row_named
from cadence.services.meetings.run import MeetingRun
from cadence.store import queries
from cadence.store.capture import settings_of
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer
from cadence.store.write import id_of


def set_form(run: MeetingRun, form: str, big: str | None = None) -> None:
    """Choose how the topics are run; ``big`` is the one big topic of the forms that have one."""
    forms = [form for step, _ in run.steps if isinstance(step.walks, Topics) for form in step.walks.forms]
    if not forms:
        raise BadValue(f"the {run.kind.title.lower()} has no topics", "start it without --form")
    chosen = match(form, forms, "way to run the topics")
    run.w.touch(run.row, form=chosen)
    if big is not None:
        run.keep(big=big.upper())
    if chosen == TIMED:
        run.keep(voting=True)
    run.w.log("meeting.form", data={"form": chosen}, audience=str(run.kind.audience), undoable=False)


def open_topic(run: MeetingRun, key: str | None) -> None:
    """Discuss this topic now: it moves to the column for that, and its clock starts.

    It has the minutes of its own, else in a lean coffee those of the team's topics, else no end; one that is opened
    again in the same meeting has its extensions still, and its votes unless they closed it. One that has its outcome
    by then is looked back at: it stays where that put it, until another is named.
    """
    before = run.state.get("topic") or {}
    if before:  # who goes back to it finds what was voted
        kept = run.state.get("extended", {})
        run.keep(extended=kept | {before["key"]: kept.get(before["key"], {}) | {"votes": before.get("votes", {})}})
    run.keep(topic=None, voting=None)
    if key is None:
        return
    from cadence.services.cards.move import end_rank, place
    from cadence.store.tables.cards import Card
    from cadence.store.tables.meetings import Walked

    card = run.w.get(Card, row_named(run.w.connection, run.w.viewer, key).id)
    column = BOARDS[BoardKey(card.board)].discussing
    walked = run.w.find(Walked, (id_of(run.row), card.id, run.step.key))
    ended = walked is not None and bool(walked.outcome)
    if column is not None and card.column_name != column and card.status == "open" and not ended:
        day = card.back_on
        place(run.w, card, card.board, column, end_rank(run.w, card.board, column))
        run.w.change(card, back_on=day)  # what it waits for is talked about now, and late or not
    usual = settings_of(run.w.connection, run.w.viewer.team_id).topic_minutes if run.row.form == TIMED else None
    minutes = card.minutes or usual
    topic: dict[str, Any] = {"key": key, "minutes": minutes, "timebox": minutes, "extensions": 0, "votes": {}}
    run.keep(topic=topic | run.state.get("extended", {}).get(key, {}))


def spend_dots(run: MeetingRun) -> None:
    """The meeting ends, and the dots that put its topics in order have done so: everybody has all of theirs again.

    They go from the topics that stay too. A meeting that is reopened has them as they were.
    """
    from cadence.store.tables.cards import Vote

    w, board = run.w, run.kind.board
    reached = {step.key for step, _ in run.steps if isinstance(step.walks, Topics)}
    walked = queries.meetings.walked(w.connection, w.viewer, id_of(run.row))
    if board is None or run.row.form != TIMED or not any(one.step in reached for one in walked):
        return
    spent = queries.card_ties.dots(w.connection, w.viewer, board.value)
    for one in spent:
        w.remove(w.get(Vote, (one.card_id, one.person_id)))
    run.keep(spent=spent)


def give_dots_back(run: MeetingRun) -> None:
    """The meeting goes on: the dots that its end has taken lie on the topics again, unless others were given since."""
    from cadence.store.tables.cards import Vote

    for card_id, person_id, dots in run.state.get("spent", ()):
        if run.w.find(Vote, (card_id, person_id)) is None:
            run.w.add(Vote(card_id=card_id, person_id=person_id, dots=dots))
    run.keep(spent=None)


def is_discussed(board: str, column: str) -> bool:
    """Whether a card that is on this board, in this column, is a topic under discussion."""
    return column == BOARDS[BoardKey(board)].discussing


def vote_on_time(run: MeetingRun, handle: str, more: bool) -> str:
    """One person's vote on the running topic's time; gives what the vote comes to, and grants the extension.

    It closes when all have voted, or when the facilitator says the same twice.
    """
    topic = run.state.get("topic")
    if not topic:
        raise Refused("no topic is under discussion", "space goes to the next")
    present = voters(run)
    if handle not in present:
        called = display_names(run.w.connection, run.w.viewer)
        raise Refused(
            f"{called.get(handle, handle)} does not vote here", "whoever may add a topic does; g marks who is here"
        )
    says = "more" if more else "on"
    facilitates = run.row.facilitator_id == run.w.viewer.person_id and handle == run.w.viewer.handle
    closed = facilitates and topic["votes"].get(handle) == says
    topic["votes"][handle] = says
    votes = [topic["votes"][one] for one in present if one in topic["votes"]]
    verdict = vote_result(votes.count("more"), votes.count("on"), len(present), closed=closed)
    if verdict is Verdict.MORE:
        extend(run)
    else:
        run.keep(topic=topic if verdict is Verdict.WAITING else topic | {"votes": {}})
    run.w.log("arch.time_vote", data={"person": handle, "more": more}, audience=str(run.kind.audience), undoable=False)
    return str(verdict)


def extend(run: MeetingRun) -> int:
    """Give the running topic its next extension, each shorter than the last; gives the minutes."""
    topic = dict(run.state.get("topic") or {})
    if not topic:
        raise Refused("no topic is under discussion", "space goes to the next")
    nth = topic["extensions"] + 1
    minutes = next_extension(run.w.connection, run.w.viewer, topic)
    longer = {"minutes": (topic["minutes"] or 0) + minutes, "extensions": nth}
    run.keep(topic=topic | longer | {"votes": {}}, extended=run.state.get("extended", {}) | {topic["key"]: longer})
    return minutes


def next_extension(connection: Connection, viewer: Viewer, topic: Mapping[str, Any]) -> int:
    """The minutes by which a topic's next extension would be longer."""
    own = settings_of(connection, viewer.team_id)
    timebox = topic.get("timebox") or own.topic_minutes
    return extension_minutes(timebox, topic.get("extensions", 0) + 1, own.extensions)


def made_of(run: MeetingRun, card_id: int) -> dict[BoardKey, str]:
    """What was made of a card in this meeting: the title of the last one on each board."""
    made = queries.cards.children(run.w.connection, run.w.viewer, card_id)
    return {BoardKey(one.board): one.title for one in made if one.from_meeting_id == run.row.id}


def came_of(run: MeetingRun, card_id: int) -> str:
    """The outcome that a topic has by what was made of it in this meeting, if its kind has such a one; or empty."""
    made = made_of(run, card_id)
    return next((name for name in run.kind.outcomes if name in OUTCOMES and OUTCOMES[name].makes in made), "")


def voters(run: MeetingRun) -> list[str]:
    """The handles of those present who vote on time: whoever may say something of every topic."""
    marks = queries.meetings.attendance(run.w.connection, id_of(run.row))
    here = {row.person_id for row in marks if row.here}
    return [one.handle for one in run.people() if one.id in here and votes_in(run.kind, one.role, one.regular)]


def votes_in(kind: MeetingKind, role: str, regular: bool) -> bool:
    """Whether somebody votes in a meeting of a kind; guests of a single topic do not."""
    return kind.board is None or may_vote(role, kind.board, regular=regular)
