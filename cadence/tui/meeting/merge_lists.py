"""Planning's merge: two ranked lists left and right, interrupts, and between them the one they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from cadence.domain.views.cards import CardView
from cadence.domain.views.meetings import MergeView
from cadence.tui.drawing.card_words import FLOW_LETTERS, marks
from cadence.tui.drawing.drawn import DIM, NOW, PLAIN, WARN, Drawn
from cadence.tui.drawing.lines import Line, Piece, ends, fit, joined
from cadence.tui.widgets.line_list import Item, LineList, ListPanel

_MARK_CELLS = 9


class MergeLists(Vertical):
    """Lists with a cursor each; the merged one has the focus at first. Interrupts have one only if there are any.

    Where the sides are not shown (on a narrow screen) the next card of each stands below the merged list, and the list
    that ``tab`` goes to takes its place.
    The left and right arrow pull what is under the cursor of the list on that side (its first card, until somebody
    moves that cursor). It asks only: :class:`Pull`, :class:`Push`, :class:`Reorder`, :class:`Take`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left",
            "pull('left')",
            "pull business",
            tooltip="Pull the first list's card into the merged one",
            id="merge.left",
            priority=True,
        ),
        Binding(
            "right",
            "pull('right')",
            "pull team",
            tooltip="Pull the second list's card into the merged one",
            id="merge.right",
            priority=True,
        ),
        Binding(
            "enter",
            "take",
            "take the proposal",
            tooltip="Merge the card that is proposed",
            id="merge.take",
            priority=True,
        ),
        Binding(
            "H,L,shift+left,shift+right",
            "push",
            "push back",
            tooltip="Push a merged card back to its list",
            id="merge.back",
        ),
        Binding(
            "tab", "go_on(1)", "next list", tooltip="The next list: interrupts too", id="merge.list", priority=True
        ),
        Binding("shift+tab", "go_on(-1)", "list before", id="merge.list_before", priority=True, show=False),
        Binding("J,shift+down", "reorder(1)", "down", tooltip="Move the card down", id="merge.down"),
        Binding("K,shift+up", "reorder(-1)", "up", tooltip="Move the card up", id="merge.up"),
    ]
    DEFAULT_CSS = """
    MergeLists {
        height: 1fr;
        & ListPanel { height: 1fr; width: 2fr; }
        & #merge-merged { width: 3fr; }
        & #merge-sides { width: 2fr; }
        & #merge-sides > ListPanel { width: 1fr; }
        & #merge-sides > #merge-others { height: auto; max-height: 40%; }
        & #merge-sides > #merge-others.-none { display: none; }
        & #merge-next { display: none; padding: 0 2; }
    }
    """

    @dataclass
    class Pull(Message):
        """The card ``key`` of the list ``side`` (``left``, ``right`` or ``others``) is wanted in the merged list."""

        lists: MergeLists
        side: str
        key: str
        why: str
        """Why it was proposed, or that it was not."""

    @dataclass
    class Push(Message):
        """The card ``key`` is to go back to the list it came from."""

        lists: MergeLists
        key: str

    @dataclass
    class Reorder(Message):
        """The card ``key`` is to stand after ``after`` (``None``: first) and before ``before``."""

        lists: MergeLists
        key: str
        after: str | None
        before: str | None

    @dataclass
    class Take(Message):
        """The proposal is accepted."""

        lists: MergeLists
        key: str
        why: str

    def __init__(
        self,
        *,
        names: tuple[str, str] = ("Business", "Team"),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._view: MergeView | None = None
        self.left = ListPanel(names[0], empty="Nothing left on this side.", double=True, id="merge-left")
        self.merged = ListPanel("Merged", empty="Nothing merged yet.", double=True, id="merge-merged")
        self.right = ListPanel(names[1], empty="Nothing left on this side.", double=True, id="merge-right")
        self.others = ListPanel("Interrupts", empty="None.", double=True, id="merge-others")
        self._next = Drawn(id="merge-next")
        self._names = names

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.left
            yield self.merged
            with Vertical(id="merge-sides"):
                yield self.right
                yield self.others
        yield self._next

    def focus_merged(self) -> None:
        """Give the merged list the focus."""
        self.merged.focus()

    def show(self, view: MergeView, now: datetime) -> None:
        """Show ``view``; the cursors stay with their cards, and what ``enter`` takes comes into sight."""
        taken, self._view = self._view is None or self._view.proposed[:1] != view.proposed[:1], view
        self.left.show([_waiting(number, card, now) for number, card in enumerate(view.left, 1)])
        self.right.show([_waiting(number, card, now) for number, card in enumerate(view.right, 1)])
        self.others.show([_waiting(number, card, now) for number, card in enumerate(view.others, 1)])
        if not view.others and self.others.has_focus:  # the last one was pulled
            self.remove_class("-at-others")
            self.focus_merged()
        self.others.set_class(not view.others, "-none")
        whys = dict(view.whys)
        items = [_merged(number, card, whys.get(card.key, ""), now) for number, card in enumerate(view.merged, 1)]
        items += [_proposed(view, *one, first=not number) for number, one in enumerate(view.proposed)]
        lines = [(view.fits, _limit(view))] if view.limit else []
        lines += [(min(view.usually, len(items)), _usually(view))] if view.usually else []
        for place, line in sorted(lines, key=lambda one: -one[0]):
            items.insert(place, line)
        self.merged.show(items)
        if taken and view.proposed:
            self.call_after_refresh(self.merged.reveal, f"proposed {view.proposed[0][0]}")
        self.left.entitle(self._names[0], f"{len(view.left)} left")
        over = f" · ⚑ {view.limit}" if view.broken else ""
        self.merged.entitle("Merged", f"{len(view.merged)}{over}")
        self.right.entitle(self._names[1], f"{len(view.right)} left")
        sides = [(self._names[0], view.left, "←"), (self._names[1], view.right, "→")]
        self.others.entitle("Interrupts", f"{len(view.others)} left")
        if view.others:
            sides.append(("Interrupts", view.others, "⇥"))
        self._next.draw(lambda width: [_next(*side, now, width) for side in sides])

    @property
    def enter_words(self) -> str:
        """What ``enter`` does now; empty for nothing."""
        panels = (self.left, self.right, self.others)
        focused = next((panel for panel in panels if panel.has_focus), None)
        if focused is not None:
            return "pull this one" if focused.item else ""
        return "take the proposal" if self._proposed else ""

    @property
    def _proposed(self) -> Sequence[tuple[str, str]]:
        return self._view.proposed if self._view is not None else ()

    def action_pull(self, side: str) -> None:
        panel = {"left": self.left, "right": self.right, "others": self.others}[side]
        cards = getattr(self._view, side, ())
        key = panel.item if panel.display else next((card.key for card in cards), None)
        if key:
            self.post_message(self.Pull(self, side, key, dict(self._proposed[:1]).get(key, "")))

    def action_take(self) -> None:
        """Take the proposal; in one of the outer lists, pull the card under the cursor."""
        side = next((name for name in ("left", "right", "others") if getattr(self, name).has_focus), None)
        if side is not None:
            self.action_pull(side)
        elif self._proposed:
            self.post_message(self.Take(self, *self._proposed[0]))

    def action_go_on(self, lists: int) -> None:
        """Go to the next list that has something in it; on a narrow screen it takes the others' place."""
        names = ["left", "merged", "right"] + (["others"] if self._view is not None and self._view.others else [])
        at = next((names.index(name) for name in names if getattr(self, name).has_focus), names.index("merged"))
        to = names[(at + lists) % len(names)]
        for name in ("left", "right", "others"):
            self.set_class(name == to, f"-at-{name}")
        getattr(self, to).focus()

    def action_push(self) -> None:
        """Push back what is under the merged list's cursor; where that list is out of sight, go to it first."""
        if not self.merged.display:
            self.remove_class("-at-left", "-at-right", "-at-others")
            self.focus_merged()
        elif self.merged.item:
            self.post_message(self.Push(self, self.merged.item))

    def action_reorder(self, cards: int) -> None:
        key = self.merged.item
        if key is None or self._view is None:
            return
        keys = [card.key for card in self._view.merged]
        to = keys.index(key) + cards if key in keys else -1
        if 0 <= to < len(keys):
            others = [other for other in keys if other != key]
            after = others[to - 1] if to else None
            self.post_message(self.Reorder(self, key, after, others[to] if to < len(others) else None))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """A double click pulls on the sides."""
        event.stop()
        if event.list is not self.merged:
            self.action_take()


def _waiting(number: int, card: CardView, now: datetime) -> Item:
    yet: list[Piece] = [("no origin", WARN)] if card.origin is None else []
    return _whole(number, card, "", [*yet, *marks(card, now)])


def _next(side: str, cards: Sequence[CardView], key: str, now: datetime, width: int) -> Line:
    """``next from business  SRE-61 Checkout in eu-west  5 left  ←``."""
    label: Piece = (f"next from {side.lower()}  ", DIM)
    if not cards:
        return fit([label, ("nothing left", DIM)], width)
    card = cards[0]
    return ends(
        [label, (f"{card.key} {card.title}", PLAIN)],
        joined([*([mark] for mark in marks(card, now, _MARK_CELLS)), [(f"{len(cards)} left", DIM)], [(key, NOW)]]),
        width,
    )


def _proposed(view: MergeView, key: str, why: str, *, first: bool) -> Item:
    """``▸ proposed: SRE-61 Checkout in eu-west · late since 3 Dec``: the first is what ``enter`` takes."""
    card = next(one for one in (*view.left, *view.right, *view.others) if one.key == key)
    sign, ink, word = ("▸ ", NOW, "proposed") if first else ("  ", DIM, "then")
    return Item(f"proposed {key}", ((sign, ink), (f"{word}: {key} {card.title} · {why}", ink)), quiet=True, hang=2)


def _usually(view: MergeView) -> Item:
    """The line across the list at what the team usually finishes; at its end, how much there is room for."""
    room, over = view.usually - len(view.merged), view.balance.iterations
    more = f", room for {room} more" if room > 0 else ""
    what, of = ("usually finished", f" of {over} iterations") if over > 1 else ("finished in the last iteration", "")
    return Item("usually", (("── ", DIM), (f"{what}: {view.usually}{more} ──{of}", DIM)), quiet=True, hang=3)


def _limit(view: MergeView) -> Item:
    """The line across the list behind which the column that takes the plan has too many."""
    return Item("limit", ((f"⚑ {view.limit}", WARN) if view.broken else (f"── {view.limit} ──", DIM),), quiet=True)


def _merged(number: int, card: CardView, why: str, now: datetime) -> Item:
    said: list[Piece] = [(why, DIM)] if why else []
    origin = {"business": "biz "}.get(card.origin or "", card.origin or "    ")
    return _whole(number, card, origin, [*said, *marks(card, now)])


def _whole(number: int, card: CardView, origin: str, below: Sequence[Piece]) -> Item:
    """A card's line, its title in as many rows as it takes, with its flow type; below it what there is to say of it."""
    place, right = f"{number} ", " ".join(filter(None, (FLOW_LETTERS.get(card.flow or "", ""), origin)))
    said = joined([[piece] for piece in below], " · ")
    left: tuple[Piece, ...] = ((place, DIM), (f"{card.key} {card.title}", PLAIN))
    return Item(card.key, left, ((right, DIM),) if right else (), hang=len(place), below=tuple(said))
