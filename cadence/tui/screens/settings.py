"""Team, people and schedule: each line can be changed in place, and the lint says what that breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from cadence.domain.finding import Finding
from cadence.domain.views.team import PersonView, TeamView
from cadence.tui import services
from cadence.tui.screens.base import NARROW, CadenceScreen
from cadence.tui.screens.settings_lines import (
    CHANGES,
    change_person,
    change_slot,
    finding_items,
    person_items,
    person_words,
    slot_items,
    slot_words,
    team_items,
    team_words,
)
from cadence.tui.widgets.lists import LineList, ListPanel

if TYPE_CHECKING:
    from cadence.store.capture import Who
    from cadence.store.db import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that can be set."""

    team: TeamView
    people: tuple[PersonView, ...]
    findings: tuple[Finding, ...]


class SettingsScreen(CadenceScreen[Shown]):
    """Four panels; ``enter`` changes the line under the cursor, ``n`` adds a person."""

    CSS_PATH = "settings.tcss"
    WHERE = "Team and schedule"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("X", "remove", "Remove", tooltip="Take this person out of the team", id="settings.remove", show=False),
        Binding(
            "H", "holiday", "Day off", tooltip="Add a day off of the team's own", id="settings.holiday", show=False
        ),
    ]
    FOOTER = ("card.new", "settings.holiday", "settings.remove", "card.undo", "app.theme", "app.back")

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width < NARROW, "-narrow")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ListPanel("Schedule", id="schedule")
                yield ListPanel("Team", id="team")
            with Vertical(id="right"):
                yield ListPanel("People", id="people")
                yield ListPanel("What breaks the plan", id="lint")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    def load(self, store: Store, who: Who) -> Shown:
        return Shown(
            services.teams.team_show(store, who),
            tuple(services.people.person_list(store, who)),
            tuple(services.rhythm_settings.schedule_lint(store, who)),
        )

    def show(self, view: Shown) -> None:
        self.query_one("#schedule", ListPanel).show(slot_items(view.team))
        self.query_one("#team", ListPanel).show(team_items(view.team))
        people = self.query_one("#people", ListPanel)
        people.show(person_items(view.people), "Nobody yet. n adds the first.")
        people.entitle("People", str(len(view.people)))
        lint = self.query_one("#lint", ListPanel)
        lint.show(finding_items(view.findings), "Nothing: the week holds together.")
        lint.entitle("What breaks the plan", str(len(view.findings)) if view.findings else "")
        self.keep_focus(self.query_one("#schedule", ListPanel))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        view, item = self.shown, event.item
        if view is None:
            return
        if event.list.id == "schedule":
            self._change_slot(view, item)
        elif event.list.id == "people":
            self._change_person(view, item)
        elif event.list.id == "team":
            self._change_team(view, item)
        else:
            finding = view.findings[int(item)]
            self.say(finding.remedy)

    def _change_slot(self, view: Shown, kind: str) -> None:
        slot = next(slot for slot in view.team.schedule if slot.kind == kind)

        def keep(typed: str) -> None:
            self.store_text(typed, lambda store, who: change_slot(store, who, kind, typed), f"{slot.title} changed")

        hint = "weekday of the iteration (1, 2 … -1), time, minutes · on-holiday: next, previous or skip · from: date"
        self.ask("slot", f"{slot.title}:", keep, text=slot_words(slot), hint=hint, about=kind)

    def _change_person(self, view: Shown, handle: str) -> None:
        person = next(person for person in view.people if person.handle == handle)

        def keep(typed: str) -> None:
            self.store_text(typed, lambda store, who: change_person(store, who, handle, typed), f"{handle} changed")

        hint = "name <address>, role (lead, member, partner, stakeholder), time zone"
        self.ask("person", f"{handle}:", keep, text=person_words(person), hint=hint, about=handle)

    def _change_team(self, view: Shown, name: str) -> None:
        change = CHANGES[name]

        def keep(typed: str) -> None:
            act = lambda store, who: services.teams.team_set(store, who, change.edit(typed.strip()))  # noqa: E731
            self.store_text(typed, act, f"{name} changed")

        self.ask("team", f"{name}:", keep, text=team_words(view.team, name), hint=change.hint, about=name, empty=True)

    def stored(self) -> None:
        super().stored()
        self.frame.reread()

    # --- gestures ---

    def why_not(self, gesture: str) -> str:
        session = self.frame.session
        if gesture == "new" and session is not None and not session.who.in_team:
            return f"a {session.who.role} may not add people"
        return super().why_not(gesture)

    def gesture_new(self) -> None:
        def keep(typed: str) -> None:
            act = lambda store, who: services.people.add_person(store, who, _new_person(typed))  # noqa: E731
            self.store_text(typed, act, "added")

        self.ask("person new", "new person:", keep, hint="Ben Ito <ben@example.com>, role, time zone")

    def action_remove(self) -> None:
        """Take the person under the cursor out of the team."""
        people = self.query_one("#people", ListPanel)
        handle = people.item
        if self.focused is not people or handle is None:
            self.say("choose a person first (tab)")
            return
        self.do(
            lambda store, who: services.people.remove_person(store, who, handle), f"{handle} left the team; u undoes it"
        )

    def action_holiday(self) -> None:
        """Add a day off of the team's own."""

        def keep(typed: str) -> None:
            self.store_text(typed, lambda store, who: _add_holiday(store, who, typed), "a day off")

        self.ask("holiday", "day off:", keep, hint="2026-12-24 Team day")


def _new_person(typed: str) -> services.people.NewPerson:
    person, _, rest = typed.partition(">")
    words = [word.strip() for word in rest.split(",") if word.strip()]
    role = words[0] if words else "member"
    return services.people.NewPerson(
        f"{person}>" if rest or ">" in typed else person, role, words[1] if words[1:] else None
    )


def _add_holiday(store: Store, who: Who, typed: str) -> object:
    from zoneinfo import ZoneInfo

    from cadence.domain.dates import parse_date

    day, _, name = typed.strip().partition(" ")
    today = store.clock().astimezone(ZoneInfo(who.timezone)).date()
    return services.days_off.add_holiday(store, who, parse_date(day, today), name)
