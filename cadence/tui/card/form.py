"""A card's form: every field of it, empty ones too, kept all at once. What another person changes is shown beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, TextArea

from cadence import services
from cadence.domain.parsing import one_line, text
from cadence.domain.views.cards import CardDetail, CardView
from cadence.errors import CadenceError, in_field
from cadence.services.cards.edit import Edit
from cadence.tui.card.form_fields import FIELDS, TYPED_OVER, Changes, fields_of, read
from cadence.tui.core import keymap
from cadence.tui.core.screen import CadenceScreen
from cadence.tui.drawing.drawn import BAD, WARN
from cadence.tui.widgets.field_row import FieldRow
from cadence.tui.widgets.key_bar import KeyWords
from cadence.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

SAVED_AFTER = 0.7
"""Seconds after which what is being typed is stored, at the latest."""


class FormRow(FieldRow):
    """A field of the card with its label; the text of a card has several lines."""

    DEFAULT_CSS = """
    FormRow {
        & > Horizontal { height: auto; }
        & Label { width: 14; color: $foreground-muted; }
        & LineInput, & LineInput:focus { width: 1fr; background: $boost; }
        & TextArea { width: 1fr; height: auto; min-height: 4; max-height: 12; border: none; padding: 0; }
        & > .below { padding: 0 0 0 14; }
    }
    """

    def __init__(self, name: str, typed: str, handles: Sequence[str]) -> None:
        line = LineInput(typed, handles=handles, placeholder=FIELDS[name].hint, tab_leaves=True)
        line.select_on_focus = name in TYPED_OVER
        super().__init__(name, line, id=f"row-{name}")
        self.written = typed
        """The field as the card has it."""
        self.area = TextArea(typed, soft_wrap=True, tab_behavior="focus") if name == "body" else None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(FIELDS[self.field].label, markup=False)
            yield self.area or self.input
        yield self.below

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.area.text if self.area is not None else self.input.value

    @typed.setter
    def typed(self, words: str) -> None:
        if self.area is not None:
            self.area.text = words
        else:
            self.input.value = words

    @property
    def is_changed(self) -> bool:
        """Whether something else stands in the field than the card has."""
        return self.typed != self.written


class CardForm(CadenceScreen[CardDetail]):
    """All fields of one card. ``said`` is told what was changed, once this screen has gone."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", tooltip="Keep what is on the form", id="form.keep", show=False),
        Binding("ctrl+o", "editor", "Text", tooltip="Open the text in $EDITOR", id="form.editor", show=False),
        Binding(
            "escape", "leave", "Leave", tooltip="Leave; what was typed is offered again", id="form.leave", show=False
        ),
    ]
    FOOTER = ("form.keep", "form.editor", "form.leave")

    def __init__(self, card: CardView, begun_in: str | None, said: Callable[[str], object]) -> None:
        super().__init__()
        self.card = card
        self._begun_in = begun_in
        self._tell = said
        self._saving = False
        self._timed = False

    @property
    def begun_in(self) -> str | None:
        return self._begun_in

    def where(self) -> str:
        return f"{self.card.key} · the form"

    def body(self) -> ComposeResult:
        session = self.frame.session
        assert session is not None
        with VerticalScroll(id="body", can_focus=False):
            for name in fields_of(self.card.board, in_team=session.viewer.in_team):
                yield FormRow(name, FIELDS[name].written(self.card), session.handles)

    @property
    def rows(self) -> list[FormRow]:
        """The fields."""
        return list(self.query(FormRow))

    def on_mount(self) -> None:
        for row in self.rows:
            row.typed = self._offered(row.field) or row.typed
            if row.area is not None:
                outlined = row.typed == row.written and not self.card.body
                row.area.move_cursor((1, 0) if outlined else row.area.document.end)
        title = self.query_one("#row-title", FormRow).input
        title.focus()
        title.cursor_position = len(title.value)
        self.frame.warm()

    def foot_keys(self) -> Sequence[KeyWords]:
        shown = keymap.footer(self, self.FOOTER)
        return [*(key for key in shown if key.action != keymap.HELP), KeyWords("tab", "next field", "")]

    def load(self, store: Store, viewer: Viewer) -> CardDetail:
        return services.cards.boards.card(store, viewer, self.card.key)

    def show(self, view: CardDetail) -> None:
        """Take over what somebody else has changed; in a field that is being changed here, show it beside."""
        me = self.frame.session.viewer.handle if self.frame.session is not None else None
        who = next((event.actor for event in reversed(view.events) if event.actor not in {None, me}), "somebody")
        for row in self.rows:
            now = FIELDS[row.field].written(view.card)
            if now == row.written:
                continue
            if row.is_changed and row.typed != now:
                row.say(f"meanwhile {who} made it: {now or 'empty'}", WARN)
                continue
            row.typed = row.written = now

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.focused is event.input:
            self.focus_next()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        row = event.input.query_ancestor(FormRow)
        row.hint()
        self._remember_soon()

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._remember_soon()

    # --- what is not kept yet ---

    def _line_of(self, field: str) -> str:
        return f"form {self.card.key} {field}"

    def _offered(self, field: str) -> str:
        return self.frame.half_typed.get((self._line_of(field), self._begun_in or ""), "")

    def unentered(self) -> dict[tuple[str, str], str]:
        if self._begun_in is None:
            return {}
        return {(self._line_of(row.field), self._begun_in): row.typed for row in self.rows if row.is_changed}

    def _remember_soon(self) -> None:
        if not self._timed:
            self._timed = True
            self.set_timer(SAVED_AFTER, self._remember)

    def _remember(self) -> None:
        self._timed = False
        if self._begun_in is None or self._saving:
            return
        now = self.unentered()
        for row in self.rows:
            name = (self._line_of(row.field), self._begun_in)
            if now.get(name, "") != self.frame.half_typed.get(name, ""):
                self._set_half_typed(name, now.get(name, ""))

    def _set_half_typed(self, name: tuple[str, str], words: str) -> None:
        if words:
            self.frame.half_typed[name] = words
        else:
            self.frame.half_typed.pop(name, None)
        self.frame.keep_half_typed(name[0], words, name[1], self._moved)

    def _moved(self, meeting: str) -> None:
        """What is typed here belongs to a meeting behind closed doors, and is refused once that is over."""
        self._begun_in = meeting

    # --- keeping and leaving ---

    def action_keep(self) -> None:
        """Keep what was changed; an error is said beside its field, and the form stays."""
        session = self.frame.session
        if self._saving or session is None:
            return
        changed = {row.field: row.typed for row in self.rows if row.is_changed}
        for row in self.rows:
            row.say("")
        if not changed:
            self._close("nothing was changed")
            return
        try:
            new = self._edit(changed)
        except CadenceError as error:
            self._refused(error)
            return
        self._saving = True
        begun = self._begun_in or ""

        def act(store: Store, viewer: Viewer) -> CardView:
            services.access.drafts.check_doors(store, viewer, begun)
            return services.cards.edit.edit(store, viewer, self.card.key, new)

        self.frame.perform(act, self._kept, self._refused)

    def _edit(self, changed: dict[str, str]) -> Edit:
        """What was changed. The title is read as the one line is: it adds people and tags to those in their fields."""
        session = self.frame.session
        assert session is not None
        today = session.today()
        found: Changes = {}
        line = one_line.ParsedLine("")
        if "title" in changed:
            with in_field("title"):
                line = one_line.parse(text.line(changed.pop("title"), "title"), session.handles, today)
            marks = {name: value for name, value in line.marks._asdict().items() if value and name != "tags"}
            found = {"title": line.text or self.card.title, **marks}
            if line.due is not None:
                found["due"] = line.due
        found |= read(changed, today)
        for name, before, more in (
            ("assigned", self.card.assignees, line.people),
            ("tags", self.card.tags, line.marks.tags),
        ):
            if more:
                found[name] = tuple(dict.fromkeys((*found.get(name, before), *more)))
        return Edit(**found)

    def _kept(self, card: CardView) -> None:
        for row in self.rows:
            name = (self._line_of(row.field), self._begun_in or "")
            if name in self.frame.half_typed:
                self._set_half_typed(name, "")
        self._close(f"changed: {card.key} {card.title}")

    def _refused(self, error: CadenceError) -> None:
        self._saving = False
        row = next((row for row in self.rows if row.field == error.field), None)
        if row is None:
            self.say(str(error), wrong=True)
            return
        row.say(f"✖ {error}", BAD)
        (row.area or row.input).focus()
        row.scroll_visible(animate=False)

    def action_leave(self) -> None:
        """Leave the form; what was typed is offered when it is opened again."""
        self._remember()
        left = bool(self.unentered())
        self._saving = True
        self._close("kept: E offers it again" if left else "")

    def _close(self, words: str) -> None:
        if self.is_current:
            self.app.pop_screen()
        if words:
            self._tell(words)

    async def action_editor(self) -> None:
        """Change the text in the person's own editor."""
        from cadence.tui.card.external_editor import edited

        row = self.query_one("#row-body", FormRow)
        typed = await edited(self.frame, row.typed)
        if typed is None:
            self.say("no editor: set EDITOR", wrong=True)
        else:
            row.typed = typed.rstrip("\n")
