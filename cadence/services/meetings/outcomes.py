"""What becomes of a card in a walk: the choices that steps offer and the outcomes of kinds, and what each does."""

from __future__ import annotations

from collections.abc import Callable

from cadence.domain.cards.boards import BOARDS, done_column
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards.create import set_tie
from cadence.services.cards.move import end_rank, place
from cadence.services.meetings.run import MeetingRun
from cadence.store import capture, queries
from cadence.store.capture import NewCard
from cadence.store.tables.cards import Card
from cadence.store.tables.meetings import Walked
from cadence.store.viewer import handles
from cadence.store.write import id_of

Choice = Callable[[MeetingRun, Card, str], None]


def _stays(run: MeetingRun, card: Card, words: str) -> None:
    run.w.log("card.keep", card=card, data={"step": run.step.key, "why": words})


def _done(run: MeetingRun, card: Card, _words: str) -> None:
    column = done_column(BOARDS[BoardKey(card.board)], capture.columns(run.w.connection, run.w.viewer, card.board))
    if column is None:
        raise NotFound("nothing is done on this board", "keep it, or drop it")
    place(run.w, card, card.board, column, end_rank(run.w, card.board, column))


def _shown(run: MeetingRun, card: Card, words: str) -> None:
    """It was shown. A card of the wall becomes a demo that everybody may read of: by its title, not its text."""
    demo = BOARDS[run.kind.board or BoardKey.DEMO]
    if card.board == demo.key:
        _done(run, card, words)
        return
    owners = [
        tie.handle
        for tie in queries.card_ties.ties(run.w.connection, run.w.viewer, ids=[id_of(card)])
        if tie.tie == "assigned"
    ]
    known = handles(run.w.connection, run.w.viewer.team_id)
    new = NewCard(
        demo.key.value,
        card.title,
        column=demo.done,
        from_card_id=card.id,
        from_meeting_id=run.row.id,
        people=tuple((known[name], "assigned") for name in owners if name in known),
    )
    shown = run.w.add_card(new)
    walked = Walked(meeting_id=id_of(run.row), card_id=id_of(shown), step=run.step.key, outcome="shown", at=run.w.at)
    proposed = run.w.find(Walked, (id_of(run.row), card.id, run.step.key))
    if proposed is not None:  # the demo stands in the place of the card that proposed it
        walked.seconds = proposed.seconds
        run.w.remove(proposed)
    run.w.add(walked)
    run.w.log("card.show", card=card, data={"demo": run.w.key_of(shown)})


def _dropped(run: MeetingRun, card: Card, words: str) -> None:
    if not words:
        raise BadValue("why is it dropped?", "say it in a word or two")
    run.w.change(card, status="dropped", done_at=run.w.at)
    run.w.log("card.drop", card=card, data={"reason": words})


def _handed_back(run: MeetingRun, card: Card, words: str) -> None:
    """Back to those who asked for it: to the board's first column, without an owner or a place in the merged list."""
    first = capture.columns(run.w.connection, run.w.viewer, card.board)[0]
    for tie in queries.card_ties.ties(run.w.connection, run.w.viewer, ids=[id_of(card)]):
        if tie.tie == "assigned":
            owner = handles(run.w.connection, run.w.viewer.team_id).get(tie.handle)
            if owner is not None:
                set_tie(run.w, card, owner, "assigned", tie.handle, False)
    run.w.change(card, merged_iteration=None, merged_rank=None)
    run.w.log("card.hand_back", card=card, data={"why": words})
    place(run.w, card, card.board, first, end_rank(run.w, card.board, first))


def _again(run: MeetingRun, card: Card, words: str) -> None:
    """To be ranked anew in this planning, among the cards that are ready, if it is a card to be worked on."""
    if BOARDS[BoardKey(card.board)].started is None:
        _stays(run, card, words)
        return
    ready = capture.columns(run.w.connection, run.w.viewer, card.board)[:2][-1]
    run.w.change(card, merged_iteration=None, merged_rank=None)
    run.w.log("card.reprioritise", card=card, data={"why": words})
    place(run.w, card, card.board, ready, end_rank(run.w, card.board, ready))


def _continues(run: MeetingRun, card: Card, words: str) -> None:
    """Goes on as it is: work begun is on the wall already and needs no place in the merged list."""
    _stays(run, card, words)


def _outcome(name: str, *, again: bool = False) -> Choice:
    def apply(run: MeetingRun, card: Card, words: str) -> None:
        run.w.change(card, outcome=name, put_off=card.put_off + 1 if again else card.put_off)
        run.w.log("card.outcome", card=card, data={"outcome": name, "why": words})
        names = capture.columns(run.w.connection, run.w.viewer, card.board)
        column = names[0] if again else done_column(BOARDS[BoardKey(card.board)], names) or names[-1]
        place(run.w, card, card.board, column, end_rank(run.w, card.board, column))

    return apply


CHOICES: dict[str, Choice] = {
    "continue": _continues,
    "re-prioritise": _again,
    "hand back": _handed_back,
    "drop": _dropped,
    "shown": _shown,
    "not today": _stays,
    "done": _done,
    "keep": _stays,
    "next week": _outcome("next week", again=True),
}
"""The choices and outcomes that do something of their own."""


def apply(run: MeetingRun, card: Card, name: str, words: str) -> None:
    """Do what a choice or outcome means to the card; ``words`` is the reason, where one is asked for.

    One of :data:`CHOICES` does its own. One that is a column's name moves the card there; any other is how a topic
    ends, which is kept with it.
    """
    columns = {column.lower(): column for column in capture.columns(run.w.connection, run.w.viewer, card.board)}
    if name in CHOICES:
        CHOICES[name](run, card, words)
    elif name in columns:
        place(run.w, card, card.board, columns[name], end_rank(run.w, card.board, columns[name]))
    else:
        _outcome(name)(run, card, words)
    run.w.touch(card, updated_at=run.w.at)
