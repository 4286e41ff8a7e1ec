"""What becomes of a card in a walk: the choices that steps offer and the outcomes of kinds, and what each does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS, done_column
from cadence.domain.cards.outcomes import AGAIN, HAND_BACK, MISSING, NOTED, OUTCOMES, Outcome, awaited
from cadence.domain.kinds.base import Topics
from cadence.domain.team.roles import is_team
from cadence.domain.vocabulary import BoardKey
from cadence.errors import BadValue, NotFound
from cadence.services.cards import comments, demos, edit, routing
from cadence.services.cards.create import set_tie, set_ties
from cadence.services.cards.move import close, end_rank, place
from cadence.services.meetings import merge, topics
from cadence.services.meetings.run import MeetingRun
from cadence.services.schedule.default_due import due_again
from cadence.store import capture, queries
from cadence.store.tables.cards import Card
from cadence.store.tables.meetings import Walked
from cadence.store.viewer import handles
from cadence.store.write import id_of


class Said(NamedTuple):
    """What was said with an outcome: its words, who owns what comes of it, and a day."""

    words: str = ""
    owners: tuple[str, ...] = ()
    due: date | None = None


NOTHING = Said()
"""Nothing was said."""
Choice = Callable[[MeetingRun, Card, Said], None]


def _stays(run: MeetingRun, card: Card, said: Said) -> None:
    """It stays as it is. An action whose day has come is promised anew, for the next planning."""
    moved: dict[str, Any] = {}
    if (day := due_again(run.w.connection, run.w.viewer, run.w.at, card.board, card.due)) is not None:
        moved = {"due_was": card.due}
        run.w.change(card, due=said.due or day)
    run.w.log("card.keep", card=card, data={"step": run.step.key, "why": said.words, **moved})


def _today(run: MeetingRun) -> date:
    return run.w.at.astimezone(ZoneInfo(run.w.viewer.timezone)).date()


def _done(run: MeetingRun, card: Card, _said: Said) -> None:
    column = done_column(BOARDS[BoardKey(card.board)], capture.columns(run.w.connection, run.w.viewer, card.board))
    if column is None:
        raise NotFound("nothing is done on this board", "keep it, or drop it")
    place(run.w, card, card.board, column, end_rank(run.w, card.board, column))


def _shown(run: MeetingRun, card: Card, said: Said) -> None:
    """It was shown. A card of the wall becomes a demo that everybody may read of: by its title, not its text."""
    demo = BOARDS[run.kind.board or BoardKey.DEMO]
    if card.board == demo.key:
        _done(run, card, said)
        return
    shown = demos.make(run.w, card, demo.done or demo.new)
    walked = Walked(meeting_id=id_of(run.row), card_id=id_of(shown), step=run.step.key, outcome="shown", at=run.w.at)
    proposed = run.w.find(Walked, (id_of(run.row), card.id, run.step.key))
    if proposed is not None:  # the demo stands in the place of the card that proposed it
        walked.seconds = proposed.seconds
        run.w.remove(proposed)
    run.w.add(walked)
    run.w.log("card.show", card=card, data={"demo": run.w.key_of(shown)})


def _not_today(run: MeetingRun, card: Card, said: Said) -> None:
    """It is still to be shown, also where it was said before that it was."""
    board = BOARDS[BoardKey(card.board)]
    if card.status == "done" and board.presented:
        place(run.w, card, card.board, board.new, end_rank(run.w, card.board, board.new))
    _stays(run, card, said)


def _dropped(run: MeetingRun, card: Card, said: Said) -> None:
    if not said.words:
        raise BadValue(*MISSING["why"])
    close(run.w, card, said.words)


def _handed_back(run: MeetingRun, card: Card, said: Said) -> None:
    """Back to those who asked for it: to the board's first column, without an owner or a place in the merged list."""
    first = capture.columns(run.w.connection, run.w.viewer, card.board)[0]
    for tie in queries.card_ties.ties(run.w.connection, run.w.viewer, ids=[id_of(card)]):
        if tie.tie == "assigned":
            owner = handles(run.w.connection, run.w.viewer.team_id).get(tie.handle)
            if owner is not None:
                set_tie(run.w, card, owner, "assigned", tie.handle, False)
    run.w.change(card, merged_iteration=None, merged_rank=None, outcome_words=run.w.words_on(card, said.words))
    run.w.log("card.hand_back", card=card, data={"why": said.words})
    place(run.w, card, card.board, first, end_rank(run.w, card.board, first))


def _again(run: MeetingRun, card: Card, said: Said) -> None:
    """To be ranked anew in this planning, among the cards that are ready, if it is a card to be worked on."""
    if BOARDS[BoardKey(card.board)].started is None:
        _stays(run, card, said)
        return
    ready = capture.columns(run.w.connection, run.w.viewer, card.board)[:2][-1]
    run.w.change(card, merged_iteration=None, merged_rank=None)
    run.w.log("card.reprioritise", card=card, data={"why": said.words})
    place(run.w, card, card.board, ready, end_rank(run.w, card.board, ready))


def _continues(run: MeetingRun, card: Card, said: Said) -> None:
    """Goes on as it is. Of work it stands at the head of the merged list, below what went on before it."""
    if run.kind.merges and BOARDS[BoardKey(card.board)].started is not None:
        merge.put_at_head(run, card)
    _stays(run, card, said)


def _ends(run: MeetingRun, card: Card, outcome: Outcome, said: Said) -> None:
    """End a topic: what comes of it is made, what is waited for stays on the board until its day."""
    if outcome.drops:
        _dropped(run, card, said)
        return
    made = topics.made_of(run, id_of(card)).get(outcome.makes) if outcome.makes else None
    words = said.words or (made or "")
    if outcome.asks and not words:
        raise BadValue(*MISSING[outcome.asks])
    if outcome.makes is not None and said.words:
        routing.record(run.w, outcome.makes, said.words, card, owners=said.owners, due=said.due)
    elif said.owners or outcome.back_after is not None:
        set_ties(run.w, card, "assigned", said.owners or _proposer(run, card))
    back_on = said.due or _today(run) + outcome.back_after if outcome.back_after is not None else None
    names = capture.columns(run.w.connection, run.w.viewer, card.board)
    waited = card.back_on if awaited(card, _today(run)) else None
    column = names[0] if outcome.comes_back else done_column(BOARDS[BoardKey(card.board)], names) or names[-1]
    place(run.w, card, card.board, column, end_rank(run.w, card.board, column))
    kept: dict[str, Any] = {"outcome": outcome.name, "outcome_words": run.w.words_on(card, words), "back_on": back_on}
    if outcome.again and waited is not None:
        kept = {"back_on": waited}  # put off, it waits for the same still, and is late by the same day
    run.w.change(card, **kept, put_off=card.put_off + int(outcome.again))
    run.w.log("card.outcome", card=card, data={"outcome": outcome.name, "why": words, "back": back_on})


def _proposer(run: MeetingRun, card: Card) -> tuple[str, ...]:
    """Whoever of the team proposed a topic answers for it where nobody is named; else who facilitates."""
    people = {one.id: one for one in run.people()}
    author = people.get(card.author_id or 0)
    owner = author if author is not None and is_team(author.role) else people.get(run.row.facilitator_id or 0)
    return (owner.handle,) if owner is not None else ()


CHOICES: dict[str, Choice] = {
    "continue": _continues,
    AGAIN: _again,
    HAND_BACK: _handed_back,
    "drop": _dropped,
    "shown": _shown,
    "not today": _not_today,
    "done": _done,
    "keep": _stays,
    NOTED: _stays,
}
"""What can become of a card in a walk, beyond going to a column."""


def apply(run: MeetingRun, card: Card, name: str, said: Said) -> None:
    """Do what a choice of a walk, or an outcome of a topic, means to the card.

    A choice that is a column's name moves the card there. Raises :class:`BadValue` where its words are missing.
    """
    columns = {column.lower(): column for column in capture.columns(run.w.connection, run.w.viewer, card.board)}
    if isinstance(run.step.walks, Topics):
        _ends(run, card, OUTCOMES.get(name) or Outcome(name), said)
    elif name in columns and name not in CHOICES:
        place(run.w, card, card.board, columns[name], end_rank(run.w, card.board, columns[name]))
    else:
        CHOICES[name](run, card, said)
    if said != NOTHING and name != "drop" and not isinstance(run.step.walks, Topics):
        _said_with_it(run, card, said)
    run.w.touch(card, updated_at=run.w.at)


def _said_with_it(run: MeetingRun, card: Card, said: Said) -> None:
    """What was said with a choice is kept on the card: the words, whose it is from now on, and when it is due."""
    if said.words:
        comments.say(run.w, card, said.words, BOARDS[BoardKey(card.board)].says, run.w.viewer.person_id)
    if said.owners:
        set_ties(run.w, card, "assigned", said.owners)
    if said.due is not None:
        edit.change_fields(run.w, card, {"due": said.due})
