"""What the gestures about cards do, the same on boards, on a card's screen, on home and in meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from cadence import services
from cadence.domain.team.roles import may_add
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import BoardKey
from cadence.errors import CadenceError
from cadence.tui.core.gestures import Gestures

if TYPE_CHECKING:
    from cadence.domain.parsing.one_line import ParsedLine as Said
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
_OWNER = "@name owns it · !fri when it is due"
_GUESTS = {
    "park": (BoardKey.PARKING, "park"),
    "topic": (BoardKey.ARCH, "add topics"),
    "table": (BoardKey.ARCH, "add topics"),
    "decide": (BoardKey.DECISIONS, "record decisions"),
    "act": (BoardKey.ACTIONS, "give actions"),
}
"""Gestures that add to a board, which not every guest may; in the words of the refusal."""
_TITLE_MOST = 48
"""Characters of a title in what the bottom row says."""


def short(title: str) -> str:
    """A title for a sentence."""
    return title if len(title) <= _TITLE_MOST else title[: _TITLE_MOST - 1] + "…"


def _toggle(store: Store, viewer: Viewer, key: str, typed: str, handles: tuple[str, ...]) -> None:
    """Assign (or no longer) everybody who is named in ``typed``; all names are read before the first is tied."""
    from cadence.domain.parsing.names import match

    words = typed.replace(",", " ").split()
    for name in [match(word.removeprefix("@"), handles, "person") for word in words]:
        services.cards.create.tie(store, viewer, key, name, "assigned")


class CardGestures(Gestures):
    """Each opens the one line or acts at once, and returns to the very same card."""

    IN_MEETING: ClassVar[bool] = False
    """Whether undo stays within the meeting that is on the screen."""

    def do(self, act: Callable[[Store, Viewer], object], said: str = "") -> None:
        """Run a use case and show what came of it."""

        def done(_: object) -> None:
            self.stored()
            if said:
                self.say(said)

        self.frame.perform(act, done, self._failed)

    def _failed(self, error: CadenceError) -> None:
        self.stored()
        self.say(str(error), wrong=True)

    def added_as(self, what: str) -> Callable[[CardView], None]:
        """Say that a card was added."""
        return lambda card: self.say(f"{what}: {card.key} {short(card.title)}")

    def why_not(self, gesture: str) -> str:
        session = self.frame.session
        if gesture in _GUESTS and session is not None:
            board, what = _GUESTS[gesture]
            if not may_add(session.viewer.role, board):
                return f"a {session.viewer.role} may not {what}; ask somebody of the team"
        return super().why_not(gesture)

    # --- with one line ---

    def gesture_park(self) -> None:
        self.ask("park", "park:", self._park, hint="@name stays for it · !date")

    def _park(self, typed: str) -> None:
        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            return services.cards.routing.park(store, viewer, said.text, stay=said.people, due=said.due)

        self.store_line(typed, act, self.added_as("parked"))

    def gesture_topic(self) -> None:
        self.ask("topic", "topic:", self._topic, hint="goes on the arch agenda · @name is invited")

    def _topic(self, typed: str) -> None:
        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            return services.cards.routing.topic(store, viewer, said.text, invite=said.people)

        self.store_line(typed, act, self.added_as("on the arch agenda"))

    def gesture_decide(self) -> None:
        about = self.subject
        hint = f"from {about.key} · context and consequences can follow later" if about else "in one line"

        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            return services.cards.routing.decide(store, viewer, said.text, about=about.key if about else None)

        self.ask(
            "decide",
            "decision:",
            lambda typed: self.store_line(typed, act, self.added_as("decided")),
            hint=hint,
            about=about.key if about else "",
        )

    def gesture_act(self) -> None:
        about = self.subject

        def act(store: Store, viewer: Viewer, said: Said) -> CardView:
            return services.cards.routing.act(
                store, viewer, said.text, owners=said.people, due=said.due, about=about.key if about else None
            )

        self.ask(
            "act",
            "action:",
            lambda typed: self.store_line(typed, act, self.added_as("action")),
            hint=f"{_OWNER} (else at the next planning)",
            about=about.key if about else "",
        )

    def gesture_comment(self) -> None:
        card = self._card()

        def keep(typed: str) -> None:
            # Not read for @ and !: a comment is text.
            self.store_text(
                typed, lambda store, viewer: services.cards.comments.comment(store, viewer, card.key, typed), "said"
            )

        self.ask("comment", f"comment on {card.key}:", keep, about=card.key)

    def gesture_block(self) -> None:
        card = self._card()
        if card.blocked is not None:
            self.do(
                lambda store, viewer: services.cards.blockers.unblock(store, viewer, card.key),
                f"{card.key} is no longer blocked",
            )
            return

        def keep(typed: str) -> None:
            act = lambda store, viewer: services.cards.blockers.block(store, viewer, card.key, typed)  # noqa: E731
            self.store_text(typed, act, f"✖ {card.key} is blocked")

        self.ask("block", f"{card.key} is blocked:", keep, hint="by what, since it starts today", about=card.key)

    def gesture_move(self) -> None:
        card = self._card()

        def keep(typed: str) -> None:
            act = lambda store, viewer: services.cards.move.move(store, viewer, card.key, typed.strip())  # noqa: E731
            self.store_text(typed, act, f"{card.key} moved")

        columns = " · ".join(self.columns_of(card))
        self.ask("move", f"move {card.key} to:", keep, hint=columns or "a column, or how it begins", about=card.key)

    def columns_of(self, card: CardView) -> tuple[str, ...]:
        """The columns that a card can be moved to, as far as this screen knows them."""
        from cadence.domain.cards.boards import BOARDS

        return BOARDS[BoardKey(card.board)].columns

    def gesture_assign(self) -> None:
        card = self._card()

        handles = self.handles

        def keep(typed: str) -> None:
            self.store_text(
                typed, lambda store, viewer: _toggle(store, viewer, card.key, typed, handles), f"{card.key} assigned"
            )

        on = f"now {', '.join(card.assignees)} · " if card.assignees else ""
        self.ask("assign", f"assign {card.key} to:", keep, hint=f"{on}{' '.join(handles)}", about=card.key)

    def store_text(self, typed: str, act: Callable[[Store, Viewer], T], said: str | Callable[[T], str]) -> None:
        """Run a use case with what was typed as it is; refused, the line comes back."""
        name = self._kept
        begun = self._begun.get(name) or ""

        def run(store: Store, viewer: Viewer) -> T:
            services.access.drafts.check_doors(store, viewer, begun)
            return act(store, viewer)

        def kept(result: T) -> None:
            self.forget(name)
            words = said if isinstance(said, str) else said(result)
            self.stored()
            self.say(words)

        self.frame.perform(run, kept, lambda error: self._refused(name, typed, error))

    # --- at once ---

    def gesture_table(self) -> None:
        card = self._card()

        def tabled(topic: CardView) -> None:
            self.stored()
            self.say(f"on the arch agenda: {topic.key} {short(topic.title)}")

        self.frame.perform(
            lambda store, viewer: services.cards.routing.table(store, viewer, card.key), tabled, self._failed
        )

    def gesture_want(self) -> None:
        card = self._card()
        me = self.frame.session.viewer.handle if self.frame.session else None
        wanted = me in card.interested

        def act(store: Store, viewer: Viewer) -> CardView:
            return services.cards.create.tie(store, viewer, card.key, viewer.handle or "", "interested", on=not wanted)

        self.do(act, f"{card.key}: {'no longer yours to want' if wanted else 'you want it'}")

    def gesture_undo(self) -> None:
        def undone(event: object) -> None:
            self.stored()
            self.say(f"undone: {getattr(event, 'verb', '').replace('.', ' ')}")

        self.frame.perform(
            lambda store, viewer: services.cards.undo.undo(store, viewer, in_meeting=self.IN_MEETING),
            undone,
            self._failed,
        )

    def gesture_copy(self) -> None:
        card = self._card()
        self.frame.copy_to_clipboard(f"{card.key} {card.title}")
        self.say(f"copied: {card.key} {short(card.title)}")

    def _card(self) -> CardView:
        card = self.subject
        assert card is not None
        return card
