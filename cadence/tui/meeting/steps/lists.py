"""Steps that walk lists: the merge, dots on topics and notes, the running topics."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from textual.app import ComposeResult
from textual.content import Content

from cadence.domain.cards.boards import holds_topics
from cadence.domain.cards.outcomes import in_words
from cadence.domain.kinds.base import DotVote, Merge
from cadence.domain.parsing.dates import clock_words
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import VoteView
from cadence.tui.drawing.balance import BalanceMeter
from cadence.tui.drawing.card_words import topic_words
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, content, ends, fit
from cadence.tui.drawing.people import names
from cadence.tui.meeting.clock import Ticking, bar
from cadence.tui.meeting.lean_coffee import Discussed, TopicPanel, VoteLine
from cadence.tui.meeting.merge_lists import MergeLists
from cadence.tui.meeting.steps.panel import NOT_YOURS, MeetingState, StepPanel
from cadence.tui.meeting.steps.people import came_again, laid_into
from cadence.tui.widgets.line_list import Item, ListPanel


class MergeStep(StepPanel):
    """Left, right, and what they become, with the balance meter below."""

    WIDE = True

    DEFAULT_CSS = """
    MergeStep > BalanceMeter { padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        walks = self.seen.step.walks if self.seen else None
        names = (
            (walks.left.origin.capitalize(), walks.right.origin.capitalize())
            if isinstance(walks, Merge)
            else ("Left", "Right")
        )
        yield MergeLists(names=names)
        yield BalanceMeter()

    def begin(self) -> None:
        self.query_one(MergeLists).focus_merged()

    def show(self, seen: MeetingState) -> None:
        if seen.view.merge is not None:
            self.query_one(MergeLists).show(seen.view.merge, seen.now)
            self.query_one(BalanceMeter).show(seen.view.merge.balance)

    @property
    def subject(self) -> CardView | None:
        merge = self.seen.view.merge if self.seen else None
        if merge is None or not self.is_mounted:
            return None
        lists = self.query_one(MergeLists)
        panels = (lists.left, lists.right, lists.others, lists.merged)
        focused = next((panel for panel in panels if panel.has_focus), lists.merged)
        every = (*merge.left, *merge.merged, *merge.right, *merge.others)
        return next((one for one in every if one.key == focused.item), None)


class VoteStep(StepPanel):
    """Cards with a cursor of one's own, to put dots on; once the vote is closed, what was chosen."""

    DEFAULT_CSS = """
    VoteStep > ListPanel { height: 1fr; }
    VoteStep > VoteLine { margin: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield ListPanel("", double=True, id="votes")
        yield VoteLine()
        yield _Under()

    def begin(self) -> None:
        self.query_one(ListPanel).focus()

    _at: str | None = None

    def show(self, seen: MeetingState) -> None:
        view, panel = seen.view, self.query_one(ListPanel)
        voting = view.vote is not None and view.vote.open
        picks = seen.step.walks.picks if isinstance(seen.step.walks, DotVote) else 0
        chosen = len(view.queue)
        title = "Your dots are yours alone until the vote is closed" if voting else f"Chosen · {seen.place}"
        panel.entitle(title, f"{chosen} to choose from" if voting else f"at most {picks}" if picks else str(chosen))
        empty = "Nothing to vote on. ] goes on." if voting else "Nobody gave a dot. ⌫ opens the vote again, ] goes on."
        # Who facilitates shares this screen on the call: it shows how many of their dots are given, not on what.
        secret = voting and seen.drives
        cards = [replace(card, votes=0) if secret else card for card in view.cards]
        rows = [
            [
                _dotted(card, seen, now=card.key == view.at and not voting),
                *(replace(one, hang=6) for one in laid_into(view, card)),
                *came_again(view, card),
                *([] if voting else _acted_on(seen, card)),
            ]
            for card in cards
        ]
        panel.show([item for row in rows for item in row], empty)
        if not voting and view.at is not None and view.at != self._at:
            panel.select(view.at)
        self._at = None if voting else view.at
        self.query_one(VoteLine).show(_by_name(seen), secret=secret, person=_voter(seen))
        said = seen.offers and f"form: {view.form or 'not chosen'}"
        self.query_one(_Under).say(said or "")

    @property
    def subject(self) -> CardView | None:
        item = self.query_one(ListPanel).item if self.is_mounted else None
        cards = self.seen.view.cards if self.seen else ()
        return next((card for card in cards if card.key == item), None)


def _acted_on(seen: MeetingState, card: CardView) -> list[Item]:
    """The actions that were made of a chosen note by now, in this step or before."""
    made = [one.title for one in seen.view.actions if one.came_from is not None and one.came_from.key == card.key]
    lines = ((("    ✔ ", GOOD), (f"action: {title}", GOOD)) for title in made)
    return [Item(f"/{card.key}/action{nth}", line, quiet=True, hang=6) for nth, line in enumerate(lines)]


def _dotted(card: CardView, seen: MeetingState, *, now: bool) -> Item:
    """A card with its dots, marked where the walk stands (``now``), who proposed the topic, or the note's column."""
    now = now and card.key == seen.view.at
    topic = holds_topics(card.board)
    about = topic_words(replace(card, votes=0), dict(seen.view.names), seen.now) if topic else card.column.lower()
    dots: Piece = (f"{'●' * min(card.votes, 5)} {card.votes}" if card.votes else "", NOW)
    sign: Piece = ("▸ " if now else "  ", NOW)
    title: Piece = (card.title, STRONG if now else PLAIN)
    return Item(card.key, (sign, title), ((f"  {about}  ", DIM), dots), hang=2)


class _Under(Drawn):
    """A remark under the list."""

    DEFAULT_CSS = "_Under { padding: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def say(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.changed()

    def drawn(self, width: int) -> list[Line]:
        return [fit([(self._words, DIM)], width)] if self._words else []


class TopicsStep(StepPanel):
    """The topic under discussion with its own clock, those that follow, those discussed, and the vote on its time."""

    WIDE = True

    def compose(self) -> ComposeResult:
        yield _TopicClock()
        yield TopicPanel()

    def begin(self) -> None:
        self.query_one(TopicPanel).discussing.focus()

    def show(self, seen: MeetingState) -> None:
        view = seen.view
        behind = 0 if view.elsewhere else len(view.queue)  # what is talked of is not for a guest's eyes, theirs comes
        after = view.queue.index(view.at) + 1 if view.at in view.queue else behind
        ahead = set(view.queue[after:])
        following = [card for card in view.cards if card.key in ahead and card.key not in view.walked]
        answers, spent = dict(view.answers), dict(view.spent)
        discussed = [
            Discussed(card, _ended(card, answers.get(card.key, "")), spent.get(card.key, 0))
            for card in view.cards
            if card.key in view.walked and card.key != view.at
        ]
        panel = self.query_one(TopicPanel)
        empty = "Every topic was discussed. space goes on." if view.queue else "No topics. N adds one, space goes on."
        empty = NOT_YOURS if view.elsewhere else empty
        now = seen.talked(view.card) if view.card else None
        panel.show(now, following, discussed, _by_name(seen), empty, _voter(seen))
        self.query_one(_TopicClock).tell(seen, following[0].title if following else "")


def _ended(card: CardView, outcome: str) -> str:
    """How a topic ended in this meeting, with its words: ``decision: Postgres stays on 17``; empty where it did not."""
    said_now = card.status == "dropped" or card.outcome == outcome
    return in_words(outcome, card.outcome_words if said_now else "") if outcome else ""


def _by_name(seen: MeetingState) -> VoteView | None:
    """The vote, waiting for people by their names."""
    vote, called = seen.view.vote, names(seen.view.here)
    return vote and replace(vote, waiting=tuple(called[handle] for handle in vote.waiting))


def _voter(seen: MeetingState) -> str:
    """The name of the one for whom the viewer's next vote is; empty: for themselves."""
    return names(seen.view.here).get(seen.votes_for, "")


class _TopicClock(Ticking):
    """``lean coffee          topic ▐███░░▌ 3:12 of 5:00``; over, it asks for the vote.

    Where there is no room for the list of those that follow, the first of them stands behind the form.
    """

    DEFAULT_CSS = """
    _TopicClock { height: 1; padding: 0 1; width: 1fr; }
    """
    _form = ""
    _then = ""
    _timed = False
    _open = False

    def tell(self, seen: MeetingState, then: str) -> None:
        """Show the topic's time; ``then``: the title of the one that follows."""
        view = seen.view
        self._then = then
        self._form = view.form or "in order"
        self._open = view.card is not None
        self._timed = bool(view.topic_minutes)
        self.keep(view.topic_seconds, view.topic_minutes or 0, paused=view.line.status != "running" or not self._open)
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        now = monotonic()
        ink, used = self.total.ink(now), self.total.used(now)
        right: list[Piece] = []
        if self._open and self._timed:
            minutes = self.total.minutes
            over: list[Piece] = [("  time is over: + more, - move on", BAD)] if ink == BAD else []
            right = [("topic ", DIM), *bar(used / (minutes * 60), 12, ink), (f" {clock_words(used)}", ink)]
            right += [(f" of {clock_words(minutes * 60)}", DIM), *over]
        elif self._open:
            right = [("topic ", DIM), (clock_words(used), PLAIN)]
        then = f" · then {self._then}" if self._then and self.screen.has_class("-narrow") else ""
        return content([ends([(f"{self._form}{then}", DIM)], right, width)])
