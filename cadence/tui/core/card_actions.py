"""What the gestures about cards do, the same on boards, on a card's screen, on home and in meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from cadence import services
from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.limits import assigned, moved_to
from cadence.domain.cards.outcomes import IN_A_WORD, missing_words
from cadence.domain.parsing.dates import day_words
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import THIEF_NUMBERS, THIEVES, BoardKey
from cadence.tui.core.card_ends import choose
from cadence.tui.core.card_host import CardHost, as_added, brief, titled
from cadence.tui.core.places import form_of

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import Marks, ParsedLine
    from cadence.services.cards.undo import Deed
    from cadence.services.team.duty import Duty
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
_OWNER = "@name owns it · !fri when it is due"
CONFIRMED_WITHIN = 2.0
"""Seconds within which a second ``u`` takes back what the first has named."""


class CardActions:
    """Each opens the one line or acts at once, and returns to the very same card."""

    def __init__(self, host: CardHost, *, in_meeting: bool = False) -> None:
        """``in_meeting``: undo stays within the meeting that is on the screen."""
        self._host = host
        self._in_meeting = in_meeting
        self._opened: datetime | None = None
        self._told: tuple[int, float] | None = None
        """The deed that :meth:`undo` has named without taking it back, and when."""
        self._left_at = 0
        self._elsewhere: list[range] = []
        """The numbers of the writes made while another screen stood in front of this one."""

    def leaves(self, last: int) -> None:
        """Another screen comes in front; ``last`` is the number of the last write."""
        self._left_at = last

    def comes_back(self, last: int) -> None:
        """The screen is in front again: what was written meanwhile was done elsewhere."""
        if last > self._left_at:
            self._elsewhere.append(range(self._left_at + 1, last + 1))
            self._left_at = last

    def opened(self, at: datetime) -> None:
        """The screen was first opened: what was done before is taken back only when it has been named."""
        self._opened = self._opened or at

    def gestures(self) -> dict[str, Callable[[], object]]:
        """What every screen has; :meth:`new` is for those that have a board to add to."""
        return {
            "park": self.park,
            "topic": self.topic,
            "table": self.table,
            "decide": self.decide,
            "act": self.act,
            "edit": self.edit,
            "comment": self.comment,
            "block": self.block,
            "move": self.move,
            "assign": self.assign,
            "done": self.done,
            "choose": self.choose,
            "thief": self.thief,
            "duty": self.duty,
            "want": self.want,
            "undo": self.undo,
            "redo": self.redo,
            "copy": self.copy,
        }

    @property
    def _card(self) -> CardView:
        card = self._host.subject
        assert card is not None
        return card

    # --- with one line ---

    def new(self) -> None:
        """Add a card to the screen's board: on some boards that is what another gesture makes anywhere."""
        board = BoardKey(self._host.adds_to)
        same = {
            BoardKey.PARKING: self.park,
            BoardKey.ACTIONS: self.act,
            BoardKey.DECISIONS: self.decide,
            BoardKey.ARCH: self.topic,
        }.get(board)
        if same is not None:
            same()
            return
        fields = BOARDS[board].fields
        parts = {"assignees": "@name", "due": "!date", "flow": "%flow", "origin": "<origin or who asks", "tags": "#tag"}
        hint = "  ".join(part for field, part in parts.items() if field in fields)
        where = f"in {self._host.adds_in}" if self._host.adds_in else f"on {BOARDS[board].title.lower()}"
        self.ask_new(f"new {where}:", hint, about=board.value)

    def ask_new(self, prompt: str, hint: str, *, about: str, origin: str | None = None) -> None:
        """Ask for a new card on the screen's board; ``origin``: whose priority it is."""
        board, column = self._host.adds_to, self._host.adds_in

        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            from cadence.store.capture import NewCard

            return services.cards.create.add(
                store,
                viewer,
                NewCard(board, line.text, column=column, due=line.due, **{"origin": origin, **_said(line.marks)}),
                line.people,
            )

        self._host.prompt.ask_line("new", prompt, act, as_added("added"), hint=hint, about=about)

    def park(self) -> None:
        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            return services.cards.routing.park(
                store, viewer, line.text, stay=line.people, due=line.due, marks=line.marks
            )

        hint = "@name stays for it · !date"
        self._host.prompt.ask_line("park", "park:", act, as_added("parked"), hint=hint, about=self._host.beside)

    def topic(self) -> None:
        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            return services.cards.routing.topic(
                store, viewer, line.text, invite=line.people, due=line.due, marks=line.marks
            )

        read = "guests read it: type it anew · " if self._host.behind_doors else ""
        hint = f"{read}goes on the arch agenda · @name is invited"
        self._host.prompt.ask_line(
            "topic", "topic:", act, as_added("on the arch agenda"), hint=hint, about=self._host.beside
        )

    def decide(self) -> None:
        about = self._host.talked_of
        key = about.key if about else None
        hint = f"from {brief(about)} · context and consequences can follow later" if about else "in one line"
        if about is not None and about.column == BOARDS[BoardKey(about.board)].discussing:
            hint = f"{brief(about)} stays open until space · context and consequences can follow later"

        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            return services.cards.routing.decide(store, viewer, line.text, about=key)

        self._host.prompt.ask_line(
            "decide",
            "decision:",
            act,
            as_added("decided"),
            hint=hint,
            about=key or "",
            missing=missing_words("decision"),
        )

    def act(self) -> None:
        about = self._host.talked_of
        key = about.key if about else None

        proposed = self._host.said_action

        def act(store: Store, viewer: Viewer, line: ParsedLine) -> CardView:
            # A name or a day alone, in the place of the words that were proposed, leaves these as they were.
            return services.cards.routing.act(
                store, viewer, line.text or proposed, owners=line.people, due=line.due, about=key, marks=line.marks
            )

        hint = f"{_OWNER} (else at the next planning)"
        said = "" if self._host.prompt.offered(f"act {key}") else proposed
        missing = missing_words("action")
        self._host.prompt.ask_line(
            "act", "action:", act, as_added("action"), hint=hint, about=key or "", text=said, missing=missing
        )

    def edit(self) -> None:
        """Open the card's form."""
        host = self._host
        host.frame.push_screen(form_of(self._card, host.begun_in, host.say))

    def comment(self) -> None:
        card, key = self._card, self._card.key

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            # Not read for @ and !: a comment is text.
            return services.cards.comments.comment(store, viewer, key, typed)

        asked = f"{BOARDS[BoardKey(card.board)].says} on {brief(card)}:"
        said = f"commented on {titled(card)}"
        self._host.prompt.ask_text("comment", asked, act, said, about=key, several=True)

    def block(self) -> None:
        card, key = self._card, self._card.key

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            if typed or card.blocked is None:
                return services.cards.blockers.block(store, viewer, key, typed)
            return services.cards.blockers.unblock(store, viewer, key)

        def became(now: CardView) -> str:
            if self._host.offers_sync(now):
                return f"✖ {brief(now)} is blocked · x offers it for the sync board"
            return f"✖ {titled(now)} is blocked" if now.blocked else f"{titled(now)} is no longer blocked"

        hint = f"now: {card.blocked.reason} · ⏎ alone: no longer" if card.blocked else "by what, since it starts today"
        empty = card.blocked is not None or f"what blocks it? {IN_A_WORD}"
        said = "" if card.blocked else self._host.said_blocker
        self._host.prompt.ask_text(
            "block",
            f"{brief(card)} is blocked:",
            act,
            became,
            text=said,
            hint=hint,
            about=key,
            empty=empty,
        )

    def move(self) -> None:
        card, key, on = self._card, self._card.key, self._host.moves_on

        columns = self._host.columns_of(card)
        by_digit = {str(digit): name for digit, name in enumerate(columns, 1)}

        def act(store: Store, viewer: Viewer, typed: str) -> tuple[CardView, str]:
            now = services.cards.move.move(store, viewer, key, by_digit.get(typed, typed), board=on)
            return now, services.cards.time_thieves.broken_by(store, viewer, now)

        def moved(done: tuple[CardView, str]) -> str:
            now, over = done
            return f"{brief(now) if over else titled(now)} moved to {now.stands_in}{flagged(over)}"

        limits = self._host.limits
        breaks = {column: would for column in columns if (would := moved_to(limits, card, column))}
        hint = " · ".join(
            f"{digit} {columns[name]}{f' (⚑ {breaks[name]})' if name in breaks else ''}"
            for digit, name in by_digit.items()
        )
        self._host.prompt.ask_text("move", f"move {brief(card)} to:", act, moved, hint=hint, about=key)

    def done(self) -> None:
        """Put it into its board's column for what is done."""
        key, named = self._card.key, titled(self._card)
        self._host.do(lambda store, viewer: services.cards.move.done(store, viewer, key), f"✔ {named} is done")

    def choose(self) -> None:
        """What becomes of it outside a walk."""
        choose(self._host, self._card)

    def assign(self) -> None:
        card, key, handles = self._card, self._card.key, self._host.prompt.handles

        def act(store: Store, viewer: Viewer, typed: str) -> tuple[CardView | None, str]:
            now = _toggle(store, viewer, key, typed, handles)
            return now, services.cards.time_thieves.broken_by(store, viewer, now) if now is not None else ""

        def became(done: tuple[CardView | None, str]) -> str:
            now, over = done
            whose = ", ".join(now.assignees) if now is not None and now.assignees else "nobody"
            return f"{brief(card)} assigned{flagged(over)}" if over else f"{titled(card)} assigned to {whose}"

        on = f"now {', '.join(card.assignees)} · " if card.assignees else ""
        breaks = assigned(self._host.limits, card, handles)
        said = " ".join(f"{one} (⚑ {breaks[one]})" if one in breaks else one for one in handles)
        self._host.prompt.ask_text("assign", f"assign {brief(card)} to:", act, became, hint=f"{on}{said}", about=key)

    def thief(self) -> None:
        """Answer whether what the card shows is a time thief, or name one."""
        card, key = self._card, self._card.key

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            return services.cards.edit.answer_thief(store, viewer, key, typed)

        def became(now: CardView) -> str:
            return f"⚑ {titled(now)}: {', '.join(now.thief_names) or 'no time thief'}"

        asked = f"{brief(card)} time thief:"
        self._host.prompt.ask_text("thief", asked, act, became, hint=_thief_hint(card), about=key)

    def duty(self) -> None:
        """Name who holds interrupt duty this iteration."""
        prompt = self._host.prompt

        def act(store: Store, viewer: Viewer, typed: str) -> Duty:
            return services.team.duty.hold_duty(store, viewer, typed)

        def became(now: Duty) -> str:
            return f"interrupt duty in iteration {now.iteration}: {now.handle or 'nobody'}"

        hint = f"{' '.join(prompt.team)} · nobody"
        prompt.ask_text("duty", "interrupt duty this iteration:", act, became, hint=hint, handles=prompt.team)

    def table(self) -> None:
        """Put the card on the arch agenda; behind closed doors only words that are typed for it go there."""
        if self._host.behind_doors:
            self.topic()
            return
        key, asked = self._card.key, f"table {brief(self._card)}, why:"

        def act(store: Store, viewer: Viewer, typed: str) -> CardView:
            return services.cards.routing.table(store, viewer, key, typed)

        hint = "⏎ alone: without a word why"
        said = as_added("on the arch agenda")
        self._host.prompt.ask_text("table", asked, act, said, hint=hint, about=key, empty=True)

    # --- at once ---

    def vote(self) -> None:
        card = self._card
        self._host.do(
            lambda store, viewer: services.cards.comments.vote(store, viewer, card.key),
            f"a vote for {titled(card)}",
        )

    def want(self) -> None:
        card, session = self._card, self._host.frame.session
        me = session.viewer.handle if session else None
        wanted = me in card.interested

        def act(store: Store, viewer: Viewer) -> CardView:
            return services.cards.create.tie(store, viewer, card.key, viewer.handle or "", "interested", on=not wanted)

        self._host.do(act, f"{titled(card)}: {'no longer yours to want' if wanted else 'you want it'}")

    def undo(self) -> None:
        """Take back one's last action: at once what was done here since the screen was opened.

        Anything older, or done elsewhere, is named first; the same key within :data:`CONFIRMED_WITHIN` takes it back.
        """
        since, in_meeting = self._opened, self._in_meeting
        told, self._told = self._told, None
        now = monotonic()

        def act(store: Store, viewer: Viewer) -> tuple[Deed, bool]:
            found = services.cards.undo.last(store, viewer, in_meeting=in_meeting)
            here = store.wrote(viewer, found.seq) and not any(found.seq in away for away in self._elsewhere)
            mine = here and since is not None and found.event.at >= since
            if mine or (told is not None and told[0] == found.seq and now - told[1] <= CONFIRMED_WITHIN):
                return services.cards.undo.undo(store, viewer, in_meeting=in_meeting, only=found.seq), True
            return found, False

        def said(done: tuple[Deed, bool]) -> str:
            found, taken = done
            if taken:
                return f"took back: {found.words}"
            self._told = (found.seq, monotonic())
            return f"u again takes back: {found.words} ({day_words(found.event.at.date())} {found.event.at:%H:%M})"

        self._host.do(act, said)

    def redo(self) -> None:
        in_meeting = self._in_meeting
        self._host.do(
            lambda store, viewer: services.cards.undo.redo(store, viewer, in_meeting=in_meeting),
            lambda found: f"done again: {found.words}",
        )

    def copy(self) -> None:
        card = self._card
        text = "\n\n".join(part for part in (f"{card.key} {card.title}", card.body) if part)
        self._host.frame.copy_out(text, f"{card.key}.md", self._host.say)


def _thief_hint(card: CardView) -> str:
    """What can be answered: the numbers of what is seen, yes and no to it, and what else it could be."""
    seen = {one.thief: " ✓" if one.confirmed else "" for one in card.thieves}
    parts, shown = [], []
    for digit, thief in THIEF_NUMBERS.items():
        named = f"{digit} {THIEVES[thief]}"
        if thief in seen:
            shown.append(f"{named}{seen[thief]}")
        else:
            parts.append(named)
    if shown:
        alone = [f"no {shown[-1][0]}: only that"] if len(shown) > 1 else []
        every = ["no"] if not alone or "" in seen.values() else []
        parts = [f"{', '.join(shown)}? yes", *every, *alone, *parts]
    return " · ".join([*parts, "and why"])


def _said(marks: Marks) -> dict[str, Any]:
    """The marks that a line has."""
    return {name: value for name, value in marks._asdict().items() if value}


def flagged(over: str) -> str:
    """What a choice has broken, behind what is said of it."""
    return f" · ⚑ {over}" if over else ""


def _toggle(store: Store, viewer: Viewer, key: str, typed: str, handles: tuple[str, ...]) -> CardView | None:
    """Assign (or no longer) everybody who is named in ``typed``; all names are read before the first is tied."""
    from cadence.domain.parsing.names import match

    words = typed.replace(",", " ").split()
    now = None
    for name in [match(word.removeprefix("@"), handles, "person") for word in words]:
        now = services.cards.create.tie(store, viewer, key, name, "assigned")
    return now
