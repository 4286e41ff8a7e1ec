"""Team, people, schedule and days off: each line can be changed in place, and the lint says what that breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from cadence import services
from cadence.domain.lint.finding import Finding
from cadence.domain.parsing.dates import day_words, leading_span
from cadence.domain.views.team import PersonView, TeamView
from cadence.tui.core import why_not
from cadence.tui.core.key_sorts import acting_key, word_key
from cadence.tui.core.screen import NARROW, CadenceScreen
from cadence.tui.settings import lines
from cadence.tui.settings.changes import CHANGES, typed, written
from cadence.tui.widgets.line_list import LineList, ListPanel

if TYPE_CHECKING:
    from cadence.services.schedule.holidays import DayOff
    from cadence.services.team.team import TeamChange
    from cadence.store.db import Store
    from cadence.store.viewer import Viewer

T = TypeVar("T")
_SLOT = (
    "day (1 … -1) or days:mon,wed, time, minutes, on-holiday:next, previous or skip; "
    "reminder:10, link:…; off, on · from: date"
)
_KEEPS = "your retro notes are read only while you are there"
_PERSON = "name <address>, role (lead, member, partner, stakeholder), time zone, handle:new"


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Everything that can be set."""

    team: TeamView
    people: tuple[PersonView, ...]
    days_off: tuple[DayOff, ...]
    findings: tuple[Finding, ...]
    today: date
    work: Mapping[str, tuple[str, ...]]
    """The keys of everybody's open cards and actions."""


def _no_right(gesture: str) -> why_not.Row:
    return lambda here: bool(here.refused(gesture)), lambda here: here.refused(gesture)


class SettingsScreen(CadenceScreen[SettingsPage]):
    """Five panels; ``enter`` changes the line under the cursor, ``n`` adds a person, ``H`` a day off."""

    CSS_PATH = "screen.tcss"
    WHERE = "Team and schedule"
    CALLED: ClassVar[Mapping[str, tuple[str, str]]] = {
        "card.new": ("Add a person", "Add somebody to the team"),
        "list.open": ("Change", "Change the line under the cursor"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        acting_key(
            "X", "remove", "Remove", "Take this person out of the team, or this day off back", "settings.remove"
        ),
        word_key("H", "holiday", "Day off", "Add a day off of the team's own", "settings.holiday"),
    ]
    FOOTER = (
        "list.open", "card.new", "settings.holiday", "settings.remove", "card.undo", "app.theme", "app.back",
    )  # fmt: skip
    RULES: ClassVar[why_not.Rules] = {
        **{name: (_no_right(name),) for name in ("new", "holiday", "change")},
        "remove": (
            _no_right("remove"),
            (
                lambda here: here.under_cursor is None,
                "choose a person or a day off of the team's own first (tab)",
            ),
        ),
    }

    def __init__(self) -> None:
        super().__init__()
        self.gestures |= {
            "new": self._ask_person,
            "undo": self._undo,
            "remove": self._remove,
            "holiday": self._ask_holiday,
        }
        self._worse: tuple[Finding, ...] = ()
        """What the last change does to whom, until the next one."""

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width < NARROW, "-narrow")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ListPanel("Schedule", id="schedule")
                yield ListPanel("Team", id="team")
            with Vertical(id="right"):
                yield ListPanel("People", id="people")
                yield ListPanel("Days off", id="days")
                yield ListPanel("What breaks the plan", id="lint")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    def load(self, store: Store, viewer: Viewer) -> SettingsPage:
        return SettingsPage(
            services.team.team.team_show(store, viewer),
            tuple(services.team.people.person_list(store, viewer)),
            tuple(services.schedule.holidays.holiday_list(store, viewer)),
            tuple(services.schedule.settings.schedule_lint(store, viewer)) if viewer.in_team else (),
            store.clock().astimezone(ZoneInfo(viewer.timezone)).date(),
            services.team.leaving.open_work(store, viewer) if viewer.in_team else {},
        )

    def show(self, view: SettingsPage) -> None:
        self.query_one("#schedule", ListPanel).show(lines.slot_items(view.team))
        team = self.query_one("#team", ListPanel)
        team.show(lines.team_items(view.team, everything=self._in_team))
        people = self.query_one("#people", ListPanel)
        people.show(lines.person_items(view.people, view.team), "Nobody yet. n adds the first.")
        people.entitle("People", str(len(view.people)))
        days = self.query_one("#days", ListPanel)
        off = lines.day_items(view.days_off, view.today)
        days.show(off, "No days off ahead. H adds one; a country brings its own." if self._in_team else "None ahead.")
        days.entitle("Days off", str(len(off)) if off else "")
        lint = self.query_one("#lint", ListPanel)
        lint.display = self._in_team
        lint.show(lines.finding_items(self._worse, view.findings), "Nothing: the week holds together.")
        lint.entitle("What breaks the plan", str(len(view.findings)) if view.findings else "")
        self.keep_focus(self.query_one("#schedule", ListPanel))

    @property
    def _in_team(self) -> bool:
        session = self.frame.session
        return session is not None and session.viewer.in_team

    # --- changing a line ---

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        view, item = self.shown, event.item
        if view is None:
            return
        if why := self.why_not("change"):
            self.say(why)
        elif event.list.id == "schedule":
            self._change_slot(view, item)
        elif event.list.id == "people":
            self._change_person(view, item)
        elif event.list.id == "team":
            self._change_team(view, item)
        elif event.list.id == "days":
            self._change_day(view, item)

    def _change_slot(self, view: SettingsPage, kind: str) -> None:
        slot = next(slot for slot in view.team.schedule if slot.kind == kind)
        before = lines.slot_words(slot)

        def changed(result: services.schedule.settings.ChangedSlot) -> str:
            self._worse = result.findings
            since = result.slot.since
            later = f" from {day_words(since)} on" if since > view.today else ""
            new = lines.what_is_new(before, lines.slot_words(result.slot), " ")
            return f"{slot.title} changed: {new}{later}{lines.and_worse(result.findings)}"

        def keep(words: str) -> None:
            if self._says_something(words, before):
                act = lambda store, viewer: lines.change_slot(store, viewer, slot, words, view.today)  # noqa: E731
                self.prompt.store_text(words, act, changed)

        self.prompt.ask("slot", f"{slot.title}:", keep, text=before, hint=_SLOT, about=kind)

    def _change_team(self, view: SettingsPage, name: str) -> None:
        change, before = CHANGES[name], written(view.team, name)

        def changed(result: TeamChange) -> str:
            self._worse = result.findings
            since, now = result.begins or result.moves, written(result.team, name)
            now = (asked[-1] if since is not None and now == before else now) or "none"
            begins = f" from {day_words(since)} on" if since is not None and since > view.today else ""
            return f"{name} changed to {now}{begins}{lines.and_worse(result.findings)}"

        asked: list[str] = []

        def act(store: Store, viewer: Viewer, words: str) -> TeamChange:
            return services.team.team.team_set(store, viewer, change.read(typed(words, view.team, view.today)))

        def keep(words: str) -> None:
            if self._says_something(words, before):
                asked.append(typed(words, view.team, view.today).words)
                self.prompt.store_text(words, lambda store, viewer: act(store, viewer, words), changed)

        self.prompt.ask("team", f"{name}:", keep, text=before, hint=change.hint, about=name, empty=True)

    def _change_person(self, view: SettingsPage, handle: str) -> None:
        person = next(person for person in view.people if person.handle == handle)
        before = lines.person_words(person)

        def keep(words: str) -> None:
            if self._says_something(words, before):
                act = lambda store, viewer: lines.change_person(store, viewer, handle, words)  # noqa: E731
                self._keep(words, act, lambda now: lines.person_changed(person, now))

        in_team = person.role in {"lead", "member"}
        hint = f"{_PERSON}, keeps notes: {_KEEPS}" if in_team else f"{_PERSON}, regular: comes to every arch meeting"
        self.prompt.ask("person", f"{handle}:", keep, text=before, hint=hint, about=handle)

    def _change_day(self, view: SettingsPage, item: str) -> None:
        day, _, own = item.partition(" ")
        if not own:
            self.say("public holidays come with the country, under Team")
            return
        name = next(one.name for one in view.days_off if one.own and str(one.day) == day)

        def keep(words: str) -> None:
            if self._says_something(words, name):
                self._name_day(date.fromisoformat(day), words)

        self.prompt.ask("day", f"{day}:", keep, text=name, hint="what the day off is called", about=day)

    def _says_something(self, words: str, before: str) -> bool:
        """Whether the line was changed at all; left as it was, nothing is to be stored."""
        if words.strip() != before:
            return True
        self.prompt.forget_entered()
        self.say("nothing changed")
        return False

    def _keep(self, words: str, act: Callable[[Store, Viewer], T], said: str | Callable[[T], str]) -> None:
        """Store what does something to the lint, but is compared with nothing."""

        def kept(done: T) -> str:
            self._worse = ()
            return said if isinstance(said, str) else said(done)

        self.prompt.store_text(words, act, kept)

    def stored(self) -> None:
        super().stored()
        self.frame.reread()

    # --- gestures ---

    def refused(self, gesture: str) -> str:
        """Why the viewer may not do this in the panel with the focus; empty where they may."""
        session = self.frame.session
        panel = self.focused if isinstance(self.focused, ListPanel) else None
        right = lines.right_for(gesture, panel.id if panel else None)
        if right is None or session is None:
            return ""
        own = panel is not None and panel.id == "people" and panel.item == session.viewer.handle
        return str(services.access.permissions.refused(session.viewer, right, own=own) or "")

    @property
    def under_cursor(self) -> tuple[str, str] | None:
        """The panel and the line of what could be removed."""
        panel = self.focused
        if not isinstance(panel, ListPanel) or panel.item is None:
            return None
        removable = panel.id == "people" or (panel.id == "days" and panel.item.endswith("own"))
        return (str(panel.id), panel.item) if removable else None

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()
        self.foot()

    def footer(self) -> Sequence[str]:
        """Only what ``enter`` does here."""
        lint = self.focused is not None and self.focused.id == "lint"
        return [name for name in self.FOOTER if name != "list.open" or not (lint or self.why_not("change"))]

    def _undo(self) -> None:
        self._worse = ()
        self.cards.undo()

    def _ask_person(self) -> None:
        def added(person: PersonView) -> str:
            self._worse = ()
            return f"added: {person.handle} · {person.name}, {person.role}, {person.timezone}"

        def keep(words: str) -> None:
            act = lambda store, viewer: services.team.people.add_person(store, viewer, lines.new_person(words))  # noqa: E731
            self.prompt.store_text(words, act, added)

        hint = "Ben Ito <ben@example.com>, role (else member), time zone (else the team's), handle:ben"
        self.prompt.ask("person new", "new person:", keep, hint=hint)

    def _remove(self) -> None:
        """Take the person under the cursor out of the team, or the day off back."""
        assert self.under_cursor is not None
        panel, item = self.under_cursor
        self._worse = ()
        if panel == "people":
            self._ask_heir(item)
            return
        day = date.fromisoformat(item.partition(" ")[0])
        remove = lambda store, viewer: services.schedule.holidays.remove_holidays(store, viewer, day, day)  # noqa: E731
        self.do(remove, f"{day_words(day)} is no day off any more; u undoes it")

    def _ask_heir(self, handle: str) -> None:
        """Take a person out of the team; where open work is theirs, ask whose it becomes."""

        def keep(heir: str) -> None:
            to = heir.strip().removeprefix("@")
            act = lambda store, viewer: services.team.leaving.remove_person(store, viewer, handle, to)  # noqa: E731
            self._keep(heir, act, f"{handle} left the team; u undoes it")

        work = self.shown.work.get(handle, ()) if self.shown else ()
        if not work:
            act = lambda store, viewer: services.team.leaving.remove_person(store, viewer, handle)  # noqa: E731
            self.do(act, f"{handle} left the team; u undoes it")
            return
        others = [one for one in self.prompt.handles if one != handle]
        what = f"{handle} leaves; {', '.join(work)} to:"
        self.prompt.ask("heir", what, keep, hint="who takes it over, or ⏎ for nobody", handles=others, empty=True)

    def _ask_holiday(self) -> None:
        """Add days off of the team's own."""

        def keep(words: str) -> None:
            assert self.shown is not None
            today = self.shown.today

            def act(store: Store, viewer: Viewer) -> list[DayOff]:
                first, last, name = leading_span(words, today)
                return services.schedule.holidays.add_holidays(store, viewer, first, last, name)

            self._keep_days(words, act)

        self.prompt.ask("holiday", "day off:", keep, hint="2026-12-24 Team day · 28 dec..30 dec Team days")

    def _name_day(self, day: date, name: str) -> None:
        self._keep_days(
            name, lambda store, viewer: services.schedule.holidays.add_holidays(store, viewer, day, day, name)
        )

    def _keep_days(self, words: str, act: Callable[[Store, Viewer], list[DayOff]]) -> None:
        def kept(days: list[DayOff]) -> str:
            self._worse = ()
            until = f" to {day_words(days[-1].day)}" if len(days) > 1 else ""
            return f"{day_words(days[0].day)}{until}: {days[0].name}, off"

        self.prompt.store_text(words, act, kept)
