"""Why a gesture makes no sense now: one table of conditions with their words. Keys, footer and help read it.

The rows of a gesture are looked through in order; the first whose condition holds says its words, and where none does
the gesture makes sense. A screen's own ``RULES`` take the place of the rows for the gestures that they name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from cadence.domain.cards.boards import BOARDS
from cadence.domain.kinds.base import TIMED, DotVote, MeetingKind, Merge, PrivateWriting, Round, Step, Topics, Walk
from cadence.domain.team.roles import Right, is_team, may, may_add, may_vote, who_may
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView
from cadence.domain.vocabulary import BoardKey


class Here(Protocol):
    """A screen, as far as the sense of a gesture depends on it."""

    @property
    def gestures(self) -> Collection[str]:
        """The gestures that this screen has."""

    @property
    def role(self) -> str:
        """The viewer's role; empty before the database is open."""

    @property
    def regular(self) -> bool:
        """Whether the viewer is a guest of every topic."""

    @property
    def subject(self) -> CardView | None:
        """The card that gestures are about."""

    @property
    def adds_to(self) -> str:
        """The board that a new card goes to; empty for none."""

    @property
    def behind_doors(self) -> bool:
        """Whether what is said here stays the team's."""


class MeetingFacts(Protocol):
    """A meeting at one look."""

    @property
    def view(self) -> MeetingView: ...

    @property
    def kind(self) -> MeetingKind: ...

    @property
    def step(self) -> Step: ...

    @property
    def me(self) -> str: ...

    @property
    def in_team(self) -> bool: ...

    @property
    def offers(self) -> Sequence[object]: ...

    @property
    def runs(self) -> bool: ...

    @property
    def drives(self) -> bool: ...

    @property
    def led_by(self) -> str: ...

    @property
    def asked_first(self) -> str: ...


class MeetingPlace(Here, Protocol):
    """The screen of a meeting; ``shown`` is ``None`` until the meeting has been read."""

    @property
    def shown(self) -> MeetingFacts | None: ...

    @property
    def digits_mean(self) -> str:
        """What digits do now; empty for nothing."""

    @property
    def marking(self) -> bool:
        """Whether the digits mark who is here because that was asked for."""

    @property
    def has_unfinished_notes(self) -> bool:
        """Whether the viewer left retro notes unfinished."""


Words = str | Callable[[Any], str]
Row = tuple[Callable[[Any], bool], Words]
"""A condition under which a gesture makes no sense, and the words that say so."""
Rules = Mapping[str, Sequence[Row]]


def why_not(gesture: str, here: Here, own: Rules, *, meeting: bool = False) -> str:
    """Why ``gesture`` makes no sense ``here``, in words; empty where it does. ``own``: the screen's rules."""
    if meeting and (words := _first(MEETING.get(gesture.rstrip("0123456789"), _STARTED), here)):
        return words
    if gesture in own:
        return _first(own[gesture], here)
    if gesture not in here.gestures:
        return _NOT_HERE.get(gesture, "that makes no sense here")
    return _first(ANYWHERE.get(gesture, ()), here)


def _first(rows: Sequence[Row], here: Here) -> str:
    for condition, words in rows:
        if condition(here):
            return words if isinstance(words, str) else words(here)
    return ""


def takes_votes(board: str) -> bool:
    """Whether cards of this board are voted on."""
    return "votes" in BOARDS[BoardKey(board)].fields


# --- on every screen ---


def _only_reads(role: str, board: str) -> bool:
    """Whether a guest may change no card of this board, not even their own."""
    known = BOARDS[BoardKey(board)]
    return not (is_team(role) or ((known.authors_change or known.shared) and may_add(role, board)))


def _no_right(board: BoardKey, what: str) -> Row:
    """Not every guest may add to this board."""
    return (
        lambda here: bool(here.role) and not may_add(here.role, board),
        lambda here: f"a {here.role} may not {what}; ask somebody of the team",
    )


def may_not(right: Right) -> Row:
    """The viewer's role has no such right."""
    return (
        lambda here: bool(here.role) and not may(here.role, right),
        lambda here: f"a {here.role} may not {right}; ask {who_may(right)}",
    )


NO_CARD: Row = (lambda here: here.subject is None, "no card is chosen; the arrow keys choose one")
_NO_TOPICS = _no_right(BoardKey.ARCH, "add topics")
_RETRO_ADDS: Row = (
    lambda here: bool(here.adds_to) and BOARDS[BoardKey(here.adds_to)].sealed,
    "retro notes are written in the retro, each by their author: cadence retro add, or in the meeting",
)
_MAY_NOT_ADD: Row = (
    lambda here: bool(here.adds_to and here.role) and not may_add(here.role, here.adds_to),
    lambda here: f"a {here.role} may not add to {BOARDS[BoardKey(here.adds_to)].title.lower()}",
)
_NOT_THEIRS: Row = (
    lambda here: bool(here.role) and here.subject is not None and _only_reads(here.role, here.subject.board),
    lambda here: f"a {here.role} may not change {here.subject.key}; ask somebody of the team",
)
_TABLED: Row = (
    lambda here: here.subject is not None and BOARDS[BoardKey(here.subject.board)].discussing is not None,
    lambda here: f"{here.subject.key} is on the arch agenda already",
)
NO_VOTES_HERE = "only topics and retro notes take votes"

_NOT_OF_THE_WALL: Row = (
    lambda here: here.subject is not None and BOARDS[BoardKey(here.subject.board)].started is None,
    "time thieves are for the cards of the wall",
)

_NO_DUTY: Row = (
    lambda here: bool(here.role) and not is_team(here.role),
    "interrupt duty is the team's to name",
)

_NO_NOTES: Row = (
    lambda here: bool(here.role) and not is_team(here.role),
    "retro notes are the team's",
)

ANYWHERE: Rules = {
    "park": (_no_right(BoardKey.PARKING, "park"),),
    "topic": (_NO_TOPICS,),
    "table": (_NO_TOPICS, (lambda here: here.subject is None and not here.behind_doors, NO_CARD[1]), _TABLED),
    "decide": (_no_right(BoardKey.DECISIONS, "record decisions"),),
    "act": (_no_right(BoardKey.ACTIONS, "give actions"),),
    "new": (_RETRO_ADDS, _MAY_NOT_ADD),
    "duty": (_NO_DUTY,),
    "write": (_NO_NOTES,),
    **dict.fromkeys(("comment", "vote", "copy"), (NO_CARD,)),
    **dict.fromkeys(("block", "move", "assign", "want", "edit", "done", "choose"), (NO_CARD, _NOT_THEIRS)),
    "thief": (NO_CARD, _NOT_OF_THE_WALL, _NOT_THEIRS),
}
_NOT_HERE = {
    "next": "there is nothing to walk here; space goes on in a meeting and through a column's cards",
    "previous": "there is nothing to walk here",
    **dict.fromkeys(("here", "everybody"), "who is here is for meetings; home opens them with ⏎"),
    "more": "more time is for meetings and votes",
    "less": "moving on is for votes",
    "step_next": "steps are for meetings",
    "step_previous": "steps are for meetings",
    "pause": "there is no clock to stop here",
    "end": "there is no meeting to end here",
    "instead": "the wall is walked in the standup, where w walks it instead of the round",
    "vote": "there is no vote here; topics and retro notes take votes",
    "read": "there are no notes to read here",
    "copy": "there is nothing to copy here",
    "filter": "there is nothing to filter here; boards can be",
}
"""A gesture that a screen has no part in."""

# --- in a meeting ---


def _meets(condition: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A condition on a meeting that has been read."""
    return lambda here: here.shown is not None and condition(here.shown)


def _walks(*steps: type) -> Callable[[Any], bool]:
    return _meets(lambda seen: isinstance(seen.step.walks, steps))


def _walks_no(step: type) -> Callable[[Any], bool]:
    return _meets(lambda seen: not isinstance(seen.step.walks, step))


def _has_no_form(seen: MeetingFacts) -> bool:
    declared = seen.kind.step(seen.step.key).walks
    return not (isinstance(declared, Round) and declared.instead)


def _tells_no_changes(seen: MeetingFacts) -> bool:
    return seen.step.query is None or not seen.step.query.changed


def _ranks_nothing(seen: MeetingFacts) -> bool:
    return not (isinstance(seen.step.walks, Walk) and "card.rank_up" in seen.step.gestures and seen.view.card)


def _has_no_vote(seen: MeetingFacts) -> bool:
    return seen.view.vote is None or not seen.view.vote.open


def reads_notes(seen: MeetingFacts) -> bool:
    """Whether the step is the round in which retro notes are read."""
    return isinstance(seen.step.walks, Round) and seen.step.walks.shows == "notes"


def _writes_notes(seen: MeetingFacts) -> bool:
    return any(isinstance(step.walks, PrivateWriting) for step in seen.kind.steps)


def _turn_is_to_come(seen: MeetingFacts) -> bool:
    """Whether the viewer's notes were not read yet, or are being read."""
    if any(isinstance(seen.kind.step(step.key).walks, PrivateWriting) for step in seen.view.steps[seen.view.step :]):
        return True
    heard = any(one.handle == seen.me and one.heard for one in seen.view.here)
    return reads_notes(seen) and (seen.view.at == seen.me or (seen.me in seen.view.queue and not heard))


def _may_not_write(here: MeetingPlace) -> bool:
    """Notes are written before the retro and in it, until one's turn is over; what was left unfinished, until it ends.

    From another kind of meeting one goes to the retro for that.
    """
    seen = here.shown
    if seen is None or not _writes_notes(seen):
        return False
    if seen.view.line.status in {"scheduled", "missed"}:
        return not seen.in_team
    runs = seen.view.line.status in {"running", "paused"}
    return not (runs and seen.in_team and (_turn_is_to_come(seen) or here.has_unfinished_notes))


def _offers_nothing(here: MeetingPlace) -> bool:
    """No outcome: none of the step's, and no speaker's card that could be done or dropped."""
    seen = here.shown
    return seen is not None and not seen.offers and not (_has_update(seen) and here.subject is not None)


def _has_update(seen: MeetingFacts) -> bool:
    return seen.view.update is not None


def _speaker_has_no_card(seen: MeetingFacts) -> bool:
    return seen.view.update is not None and not seen.view.update.theirs


def _has_no_subject(here: MeetingPlace) -> bool:
    """Nothing to open: no card, and the meeting isn't ahead (it is started instead)."""
    return here.subject is None and here.shown is not None and here.shown.view.line.status != "scheduled"


def _takes_no_vote(here: Here) -> bool:
    return here.subject is None or not takes_votes(here.subject.board)


def _vote_is_closed(seen: MeetingFacts) -> bool:
    """The step votes by dots, and its vote is over."""
    return isinstance(seen.step.walks, DotVote) and not (seen.view.vote is not None and seen.view.vote.open)


def _dots_are_counted(seen: MeetingFacts) -> bool:
    """The topics have the order that dots gave them."""
    voted = seen.view.form == TIMED and isinstance(seen.step.walks, (Topics, Walk))
    return voted and not (seen.view.vote is not None and seen.view.vote.dots)


def _they_lead(here: MeetingPlace) -> str:
    assert here.shown is not None
    return f"{here.shown.led_by} facilitates" + ("; T T takes over" if here.shown.in_team else "")


def _one_way(here: MeetingPlace) -> str:
    """That a step is walked in one way only; where its topics are run by a form, which keys choose that."""
    seen = here.shown
    forms = len(seen.offers) if seen is not None and "arch.form" in seen.step.gestures else 0
    return f"1 to {forms} choose how the topics are run" if forms else "this step is walked in one way only"


_UNREAD: Row = (lambda here: here.shown is None, "one moment, the meeting is being read")
_AHEAD: Row = (
    _meets(lambda seen: not seen.runs),
    lambda here: f"the meeting has not been started; space {'twice ' * bool(here.shown.asked_first)}starts it",
)
_LED: Row = (_meets(lambda seen: seen.runs and not seen.drives), _they_lead)
_MAY_NOT_START: Row = (
    lambda here: _AHEAD[0](here) and may_not(Right.START)[0](here),
    may_not(Right.START)[1],
)
_STARTED = (_UNREAD, _AHEAD)
_DRIVING = (_UNREAD, _AHEAD, _LED)
_LED_LIST: Row = (lambda here: _LED[0](here) and not _meets(_has_update)(here), _they_lead)
_NO_CARD_OF_THEIRS: Row = (_meets(_speaker_has_no_card), "no card of theirs is planned or in progress; p parks it")
_NO_LIST = "there is no list to go through here"
_VOTE_CLOSED: Row = (_meets(_vote_is_closed), "the vote is closed; ⌫ opens it again")
_DOTS_COUNTED: Row = (_meets(_dots_are_counted), f"the vote is closed; on the agenda, {TIMED} opens it again")
_NO_RANK: Row = (
    _meets(_ranks_nothing),
    "cards are ranked where their order is judged: the priorities, the merge, the arch agenda",
)
_DOTS_RANK: Row = (_meets(lambda seen: seen.view.vote is not None), "dots give the order here; v gives one")

_NO_VOTER: Row = (
    lambda here: _walks(Topics)(here) and not may_vote(here.role, here.shown.kind.board, regular=here.regular),
    "guests of a single topic do not vote",
)

_NO_DOTS: Row = (
    lambda here: (
        bool(here.role)
        and here.subject is not None
        and not may_vote(here.role, here.subject.board, regular=here.regular)
    ),
    "guests of a single topic do not vote",
)

MEETING: Rules = {
    "next": (_UNREAD, _MAY_NOT_START, _LED, (_walks(Merge, PrivateWriting), "] goes to the next step")),
    "previous": (*_DRIVING, (_walks(Merge, PrivateWriting), "[ goes back a step")),
    **dict.fromkeys(
        ("look_down", "look_up"),
        (*_STARTED, _LED_LIST, _NO_CARD_OF_THEIRS, (_meets(lambda seen: not seen.view.queue), _NO_LIST)),
    ),
    "step_next": (
        *_DRIVING,
        (
            _meets(lambda seen: seen.view.step == len(seen.view.steps) - 1),
            "this is the last step; e e ends the meeting",
        ),
    ),
    "step_previous": _DRIVING,
    "pause": _DRIVING,
    "end": _DRIVING,
    "take_over": (
        *_STARTED,
        (_meets(lambda seen: seen.drives), "you facilitate already"),
        (_meets(lambda seen: not seen.in_team), "the team facilitates"),
    ),
    "shuffle": (*_DRIVING, (_walks_no(Round), "only a round has an order to shuffle")),
    "instead": (*_DRIVING, (_meets(_has_no_form), _one_way)),
    "changed": (
        *_DRIVING,
        (_meets(_tells_no_changes), "this step goes through everything; . is for the walk of the wall"),
    ),
    "weeks": (*_STARTED, (_meets(lambda seen: not seen.kind.merges), "C opens the calendar")),
    "more": (*_STARTED, _NO_VOTER),
    "less": (
        *_STARTED,
        (_walks_no(Topics), "moving on is for the vote on a topic's time"),
        (_meets(_has_no_vote), "no vote on time is open; space goes on"),
        _NO_VOTER,
    ),
    "here": (
        (lambda here: not here.marking and here.digits_mean == "here", "on this step the digits mark who is here"),
        *_STARTED,
    ),
    "everybody": (*_STARTED, may_not(Right.ATTENDANCE)),
    "choose": ((_offers_nothing, "this step offers no outcome"), *_DRIVING),
    "digit_": (
        _UNREAD,
        (_AHEAD[0], "not yet"),
        (lambda here: here.digits_mean == "", "nobody is numbered here; g numbers who is here"),
        (lambda here: here.digits_mean in {"votes", "offers"} and _LED[0](here), _they_lead),
    ),
    "read": (_UNREAD,),
    "park": (_UNREAD,),
    "topic": (_UNREAD,),
    "undo": (_UNREAD,),
    "redo": (_UNREAD,),
    "new": (_UNREAD,),
    "open": (_UNREAD, (_has_no_subject, "no card is under discussion")),
    **dict.fromkeys(("block", "move", "assign", "comment", "done"), (*_STARTED, _NO_CARD_OF_THEIRS)),
    "write": (
        _UNREAD,
        (_may_not_write, "notes are written before the retro, and in it until your turn is over"),
    ),
    "group": (*_DRIVING, (_meets(lambda seen: not reads_notes(seen)), "retro notes are grouped in their round")),
    **dict.fromkeys(("rank_up", "rank_down"), (*_STARTED, _NO_RANK, _DOTS_RANK, _NOT_THEIRS)),
    "vote": (*_STARTED, _VOTE_CLOSED, _DOTS_COUNTED, (_takes_no_vote, _NOT_HERE["vote"]), _NO_DOTS),
    "unvote": (*_STARTED, _VOTE_CLOSED, _DOTS_COUNTED, (_takes_no_vote, "there is no dot to take back here"), _NO_DOTS),
}
"""The rows of a meeting's screen, which come before those of :data:`ANYWHERE`; a gesture without any takes a start."""
