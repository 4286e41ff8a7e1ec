"""The round: one person in the middle, what they report, and who is next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.timer import Timer

from cadence.domain.parsing.dates import clock_words, since_words
from cadence.domain.parsing.text import clip
from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MeetingView, PersonHere, UpdateView
from cadence.tui.drawing.card_words import age, blocked_for
from cadence.tui.drawing.drawn import BAD, DIM, GOOD, NOW, PLAIN, STRONG, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, length, wrapped
from cadence.tui.drawing.people import names
from cadence.tui.meeting.clock import turn_clock
from cadence.tui.widgets.line_list import Item, LineList, ListPanel
from cadence.tui.widgets.panel import PANEL_RULES, Panel

_LABEL = 16
_SAY_MOST = 72


class RoundPanel(Horizontal):
    """The speaker's report and, on wide screens, the order. A click on a person posts :class:`Chosen`."""

    DEFAULT_CSS = """
    RoundPanel {
        height: 1fr;
        & > _Speaker { width: 1fr; height: 1fr; padding: 0 1; }
        & > ListPanel { width: 24; height: 1fr; }
        &.-narrow > ListPanel { display: none; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A person of the order was clicked."""

        panel: RoundPanel
        handle: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._speaker = _Speaker()
        self._order = ListPanel("Order", id="round-order")

    def compose(self) -> ComposeResult:
        yield self._speaker
        yield self._order

    def show(self, view: MeetingView, chosen: str | None = None) -> None:
        """Show whose turn it is in ``view``; ``chosen``: the key of the speaker's card that gestures are about."""
        self._speaker.show(view, chosen)
        self._order.show(order(view))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.item))


def order(view: MeetingView) -> list[Item]:
    """The round's order: ``✔ Anne 2:01``, ``▸ Ben``, ``· Chidi ✎``, then those who are not here."""
    people = {who.handle: who for who in view.here}
    called = names(view.here)
    found: list[Item] = []
    for handle in view.queue:
        who = people.get(handle)
        if who is not None:
            found.append(_turn(who, called[handle], handle == view.at))
    missing = [who for who in view.here if who.handle not in view.queue and not who.here]
    for who in sorted(missing, key=lambda who: who.is_away):
        left = " ✎" if who.left_update else ""
        words = f"  {called[who.handle]}{_why_missing(who)}{left}"
        found.append(Item(who.handle, ((words, DIM),), quiet=True))
    return found


def _why_missing(who: PersonHere) -> str:
    """Beside the name of somebody who is not in the room."""
    return "  on leave" if who.is_away else "  not here"


def _turn(who: PersonHere, name: str, now: bool) -> Item:
    sign: Piece = ("▸ ", NOW) if now else ("✔ ", GOOD) if who.heard else ("· ", DIM)
    left: tuple[Piece, ...] = (sign, (name, NOW if now else PLAIN))
    if not who.here:
        left = (*left, (_why_missing(who), DIM))
    right = clock_words(who.seconds) if who.heard and who.seconds else "✎" if who.left_update and not now else ""
    return Item(who.handle, left, ((right, DIM),) if right else ())


class _Speaker(Panel, VerticalScroll):
    """The person in the middle, and for how long by now."""

    DEFAULT_CSS = "_Speaker {" + PANEL_RULES + "}"

    def __init__(self) -> None:
        super().__init__()
        self._report = _Report()
        self._at: str | None = None
        self._place = ""
        self._seconds = 0.0
        self._since: float | None = None
        self._share = 0.0
        """Seconds that each person has of the round; 0: nobody minds."""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self._report

    def show(self, view: MeetingView, chosen: str | None) -> None:
        who = next((who for who in view.here if who.handle == view.at), None)
        number = view.queue.index(view.at) + 1 if view.at in view.queue else 0
        name = names(view.here)[who.handle] if who else ""
        self._place = f"{number} of {len(view.queue)} · {name}" if who else ""
        self._seconds = who.seconds + view.topic_seconds if who else 0
        self._since = monotonic() if who and view.line.status == "running" else None
        self._share = view.steps[view.step].minutes * 60 / len(view.queue) if view.update and view.queue else 0
        if self._timer is None and self.is_attached:
            self._timer = self.set_interval(1, self._tick)
        self._tick()
        if self._report.show(view, chosen) and view.at != self._at and self.is_attached:
            self.scroll_home(animate=False)
        self._at = view.at

    def _tick(self) -> None:
        spent = self._seconds + (monotonic() - self._since if self._since is not None else 0)
        if self._since is not None or not self._count:
            self.entitle(self._place, *(turn_clock(spent, self._share) if self._place else ("",)))

    def on_mount(self) -> None:
        self._timer = self._timer or self.set_interval(1, self._tick)


class _Report(Drawn):
    """What is said: since the last time, now, blockers; or, in a retro, the speaker's notes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._lines: list[tuple[str, list[Piece], list[Piece]]] = []

    def show(self, view: MeetingView, chosen: str | None) -> bool:
        """Show the report; false if it is the one shown already."""
        shown = (view.update, view.notes, view.at, chosen)
        if shown == self._shown:
            return False
        self._shown = shown
        self._lines = list(_report(view.update, view, chosen) if view.update else _notes(view.notes))
        self.changed()
        return True

    def drawn(self, width: int) -> list[Line]:
        if not self._lines:
            return [[], [("Nothing left beforehand. Listen.", DIM)]]
        rows: list[Line] = [[]]
        before = ""
        for label, left, right in self._lines:
            if label and before:
                rows.append([])
            before = before or label
            rows += _beside(label, left, right, width)
        return rows


def _beside(label: str, left: list[Piece], right: list[Piece], width: int) -> Iterator[Line]:
    """``left`` wrapped beside ``label``, ``right`` at the end of its first line."""
    indent = _LABEL if width >= 60 else 2
    if indent != _LABEL and label:
        yield [(label, DIM)]
        label = ""
    sign, text = (left[:-1], left[-1]) if left else ([], ("", PLAIN))
    hang = length(sign)
    room = max(8, min(_SAY_MOST, width - indent - hang - (10 if right else 0)))
    for number, row in enumerate(wrapped(text[0], room)):
        head: Piece = (label.ljust(indent) if number == 0 else " " * (indent + hang), DIM)
        body: list[Piece] = [head, *(sign if number == 0 else []), (row, text[1])]
        yield ends(body, right, width) if right and number == 0 else body


def _report(
    update: UpdateView, view: MeetingView, chosen: str | None
) -> Iterator[tuple[str, list[Piece], list[Piece]]]:
    done: list[list[Piece]] = []
    if update.moved:
        done.append([(" · ".join(update.moved), PLAIN)])
    if update.planned and not update.yesterday:
        said = f"said {since_words(update.planned_on, view.line.starts_at.date())}: " if update.planned_on else "said: "
        done += [[(said, DIM), (words, DIM)] for words in update.planned.splitlines()]
    done += [[("+ ", DIM), (words, PLAIN)] for words in update.yesterday.splitlines()]
    now, day = view.now, view.line.starts_at.date()
    label = f"Since {since_words(update.since, day)}" if update.since else "Since last time"
    yield from _group(label, done)
    current = [([_mark(card, chosen), (f"{card.key} {card.title}", STRONG)], _age(card, now)) for card in update.now]
    current += [([("+ ", DIM), (words, PLAIN)], []) for words in update.today.splitlines()]
    for number, (left, right) in enumerate(current or [([("–", DIM)], [])]):
        yield "Now" if number == 0 else "", left, right
    known = {card.key for card in update.now}
    blocked: list[tuple[list[Piece], list[Piece]]] = []
    for card in update.blocked:
        mark: Piece = _mark(card, chosen) if card.key not in known else ("  ", DIM)
        blocked.append(([mark, *_why(card, known)], _since(card, now)))
        if offered := _by_another_team(card, update, day):
            blocked.append(([("    ", DIM), (offered, DIM)], []))
    blocked += [([("  ", DIM), ("✖ ", BAD), (words, PLAIN)], []) for words in update.blocker.splitlines()]
    if update.blocker:
        asks = "what is blocked? b on its card" if update.theirs else "what is blocked? n adds its card"
        blocked.append(([("    ", DIM), (asks, DIM)], []))
    for number, (left, right) in enumerate(blocked or [([("none", DIM)], [])]):
        yield "Blockers" if number == 0 else "", left, right
    for number, card in enumerate(update.ready):
        left = [_mark(card, chosen), (f"{card.key} {card.title}", PLAIN)]
        yield clip(card.column, _LABEL - 2) if number == 0 else "", left, []


def _by_another_team(card: CardView, update: UpdateView, day: date) -> str:
    """Where a team that is the cause reads of a blocked card, or how it would; empty for what is blocked for days."""
    if (wait := card.shared_wait) is not None:
        return f"{wait.team} reads of it as {wait.key} on the sync board"
    new = card.blocked is not None and card.blocked.since.date() >= day and update.partner_may_cause(card)
    return f"{update.partner or 'another team'}'s doing? x offers it for the sync board" if new else ""


def _mark(card: CardView, chosen: str | None) -> Piece:
    return ("▌ " if card.key == chosen else "  ", NOW)


def _group(label: str, texts: list[list[Piece]]) -> Iterator[tuple[str, list[Piece], list[Piece]]]:
    for number, left in enumerate(texts or [[("–", DIM)]]):
        yield label if number == 0 else "", left, []


def _age(card: CardView, now: datetime) -> list[Piece]:
    return [(age(card, now), DIM)]


def _since(card: CardView, now: datetime) -> list[Piece]:
    return [(blocked_for(card.blocked, now), DIM)] if card.blocked else []


def _why(card: CardView, known: Collection[str]) -> list[Piece]:
    """What blocks a card; with its title, unless it is one of those ``known`` by the list above."""
    name = card.key if card.key in known else f"{card.key} {card.title}:"
    return [("✖ ", BAD), (f"{name} {card.blocked.reason if card.blocked else ''}", PLAIN)]


def _notes(notes: Sequence[CardView]) -> Iterator[tuple[str, list[Piece], list[Piece]]]:
    """The speaker's retro notes under their headings."""
    before = ""
    for note in notes:
        yield note.column if note.column != before else "", [(note.title, PLAIN)], []
        before = note.column
