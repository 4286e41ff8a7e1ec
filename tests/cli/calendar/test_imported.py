"""A calendar that was imported never forgets: what a person sees after importing one export over the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar, Component, Event

from cadence.services.facilitation import lifecycle, navigation
from cadence.store.db import Store
from cadence.store.viewer import who_is
from tests.cli.conftest import World


def number_of(events: list[Event]) -> int:
    """A series' SEQUENCE; -1 for none."""
    return max((int(str(one["SEQUENCE"])) for one in events if "RECURRENCE-ID" not in one), default=-1)


class Imported:
    """A calendar program: a series replaces the one of its name, exceptions included, if its SEQUENCE is no less."""

    def __init__(self) -> None:
        self.head: dict[str, Component] = {}
        self.series: dict[str, list[Event]] = {}

    def take(self, text: str) -> None:
        calendar = Calendar.from_ical(text)
        self.head |= {str(one["TZID"]): one for one in calendar.walk("VTIMEZONE")}
        incoming: dict[str, list[Event]] = {}
        for event in (one for one in calendar.walk("VEVENT") if isinstance(one, Event)):
            incoming.setdefault(str(event["UID"]), []).append(event)
        for uid, events in incoming.items():
            if number_of(events) >= number_of(self.series.get(uid, [])):
                self.series[uid] = events

    def shows(self, first: date, last: date) -> list[tuple[str, datetime]]:
        """What is on the screen between two days, without what is struck through."""
        whole = Calendar()
        for part in [*self.head.values(), *(event for events in self.series.values() for event in events)]:
            whole.add_component(part)
        found = recurring_ical_events.of(whole).between(first, last + timedelta(days=1))
        live = [one for one in found if str(one.get("STATUS")) != "CANCELLED"]
        return sorted((str(one["SUMMARY"]).partition(" · ")[0], one["DTSTART"].dt.astimezone(UTC)) for one in live)


def planned(team: World, me: str, first: str, last: str) -> list[tuple[str, datetime]]:
    """What the list of meetings says for the same days."""
    titles = {"planning": "Iteration planning", "standup": "Daily standup", "sync": "Inter-team sync"}
    titles |= {"arch": "Arch meeting", "demo": "Demo", "retro": "Retro"}
    listed = team("meeting", "list", "--from", first, "--to", last, "--json", me=me).json
    held = [one for one in listed if one["status"] not in {"skipped", "cancelled"}]
    starts = [datetime.fromisoformat(one["starts_at"]).astimezone(UTC) for one in held]
    return sorted(zip((titles[one["kind"]] for one in held), starts, strict=True))


FIRST, LAST = "2026-12-02", "2027-01-29"
CHANGES = {
    "a change and its undo": (
        ("schedule", "set", "arch", "--day", "3", "--from", "2026-12-14"),
        ("undo",),
    ),
    "a change replaced": (
        ("schedule", "set", "arch", "--day", "3", "--from", "2026-12-14"),
        ("schedule", "set", "arch", "--day", "4", "--from", "2026-12-14"),
    ),
    "weeks twice": (
        ("team", "set", "--weeks", "2", "--from", "2026-12-14"),
        ("team", "set", "--weeks", "1", "--from", "2026-12-14"),
    ),
    "a kind off and on": (
        ("schedule", "off", "sync", "--from", "2026-12-14"),
        ("schedule", "on", "sync", "--from", "2026-12-28"),
    ),
    "the team moves": (("team", "set", "--tz", "Europe/Berlin", "--from", "2026-12-16"),),
    "the team moves, and not after all": (
        ("team", "set", "--tz", "Asia/Kolkata", "--distributed", "--from", "2026-12-14"),
        ("undo",),
        ("meeting", "move", "planning@2026-12-14", "--to", "2026-12-15 11:00"),
        ("team", "set", "--tz", "Europe/Berlin", "--from", "2026-12-15"),
    ),
    "a day off, known too late and in time": (
        ("team", "holiday", "add", "2026-12-01", "A day too late"),
        ("team", "holiday", "add", "2026-12-02", "The day after"),
        ("team", "holiday", "add", "2026-12-14", "In time"),
    ),
    "single meetings": (
        ("meeting", "move", "arch@2026-12-15", "--to", "2026-12-16 11:00"),
        ("meeting", "cancel", "demo@2026-12-18", "--reason", "nobody is here"),
        ("meeting", "skip", "standup@2026-12-16", "--reason", "a day out"),
        ("meeting", "reopen", "demo@2026-12-18"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_after_every_change_exactly_the_right_meetings(team: World, name: str) -> None:
    calendars = {who: Imported() for who in ("ben", "pat", "sue")}
    for words in (("status",), *CHANGES[name]):
        team.ok(*words)
        for who, calendar in calendars.items():
            calendar.take(team.ok("calendar", "export", "--for", who))
            shown = calendar.shows(date.fromisoformat(FIRST), date.fromisoformat(LAST))
            uninvited = {"Arch meeting"} if who == "pat" else set()
            wanted = [one for one in planned(team, who, FIRST, LAST) if one[0] not in uninvited]
            assert shown == wanted, (who, words)


@pytest.mark.parametrize("before", ["", "a change and its undo", "weeks twice", "a kind off and on"])
def test_a_member_who_becomes_a_stakeholder_keeps_no_retro_to_come(team: World, before: str) -> None:
    calendar = Imported()
    for words in CHANGES.get(before, ()):
        team.ok(*words)
        calendar.take(team.ok("calendar", "export", "--for", "ben"))
    calendar.take(team.ok("calendar", "export", "--for", "ben"))
    assert {summary for summary, _ in calendar.shows(date(2026, 12, 2), date(2027, 1, 29))} >= {"Retro", "Demo"}
    team.now = "2026-12-14T09:00:00-05:00"
    team.ok("person", "edit", "ben", "--role", "stakeholder")
    calendar.take(team.ok("calendar", "export", "--for", "ben"))
    assert {summary for summary, _ in calendar.shows(date(2026, 12, 15), date(2027, 1, 29))} == {"Demo"}
    assert "Retro" in {summary for summary, _ in calendar.shows(date(2026, 12, 2), date(2026, 12, 13))}, "it was held"
    text = team.ok("calendar", "export", "--for", "ben")
    assert "Close the doors" not in text
    demos = [one for one in Calendar.from_ical(text).walk("VEVENT") if str(one["SUMMARY"]).startswith("Demo")]
    since = datetime(2026, 12, 14, 14, tzinfo=UTC)
    assert all(one.decoded("DTSTAMP") >= since for one in demos), "it reads otherwise for a guest: its stamp says so"
    team.ok("undo")
    calendar.take(team.ok("calendar", "export", "--for", "ben"))
    assert calendar.shows(date(2026, 12, 15), date(2027, 1, 29)) == planned(team, "ben", "2026-12-15", "2027-01-29")


def test_who_has_become_a_guest_learns_nothing_of_what_the_retro_became_since(team: World) -> None:
    """Neither a new time, nor a change that was undone, nor that one was moved: not a number, not a stamp."""
    team.now = "2026-12-08T09:00:00-05:00"
    team.ok("person", "edit", "ben", "--role", "stakeholder")
    before = team.ok("calendar", "export", "--for", "ben")
    assert "Retro" in before
    team.now = "2026-12-09T09:00:00-05:00"
    team.ok("schedule", "set", "retro", "--at", "16:45", "--from", "2026-12-14")
    team.ok("undo")
    team.ok("schedule", "set", "retro", "--at", "17:15", "--from", "2026-12-21")
    team.ok("meeting", "move", "retro@2026-12-11", "--to", "2026-12-11 18:10")
    after = team.ok("calendar", "export", "--for", "ben")

    def retros(text: str) -> list[bytes]:
        events = [one for one in Calendar.from_ical(text).walk("VEVENT") if "Retro" in str(one["SUMMARY"])]
        return [one.to_ical() for one in events]

    assert retros(after) == retros(before)
    assert not {"164500", "171500", "181000"} & {part[:6] for part in after.split("T")}


def test_somebody_removed_and_no_longer_regular_loses_what_is_to_come(team: World) -> None:
    team.ok("person", "edit", "pat", "--regular")
    calendars = {who: Imported() for who in ("pat", "chidi")}
    for who, calendar in calendars.items():
        calendar.take(team.ok("calendar", "export", "--for", who))
    team.now = "2026-12-14T09:00:00-05:00"
    team.ok("person", "edit", "pat", "--no-regular")
    team.ok("person", "remove", "chidi")
    for who, calendar in calendars.items():
        calendar.take(team.ok("calendar", "export", "--for", who))
    assert {summary for summary, _ in calendars["pat"].shows(date(2026, 12, 15), date(2027, 1, 29))} == {
        "Demo",
        "Inter-team sync",
    }
    assert calendars["chidi"].shows(date(2026, 12, 15), date(2027, 1, 29)) == []
    assert calendars["chidi"].shows(date(2026, 12, 2), date(2026, 12, 11)) != []


@pytest.mark.parametrize("who", ["pat", "sue"])
def test_a_guest_of_a_topic_has_the_meeting_that_takes_it_up_and_keeps_it(team: World, who: str) -> None:
    def days() -> list[date]:
        calendar = Imported()
        calendar.take(team.ok("calendar", "export", "--for", who))
        return [
            at.date() for title, at in calendar.shows(date(2026, 11, 30), date(2027, 1, 29)) if title == "Arch meeting"
        ]

    assert days() == []
    team.now = "2026-12-03T09:00:00-05:00"
    team.ok("topic", "add", "Budget of the cluster", "--invite", who)
    team.ok("topic", "add", "Something else")
    assert days() == [date(2026, 12, 8)]
    text = team.ok("calendar", "export", "--for", who)
    assert "Budget" not in text
    assert "SUMMARY:Arch meeting · Platform SRE" in text
    team.now = "2026-12-08T14:05:00-05:00"
    team.ok("meeting", "start", "arch")
    assert days() == [date(2026, 12, 8)], "it runs"
    team.ok("meeting", "end", "arch")
    assert days() == [date(2026, 12, 8), date(2026, 12, 15)], "nobody got to it: the next one, and this one was held"
    team.ok("card", "drop", "SRE-1", "--reason", "settled by mail")
    assert days() == [date(2026, 12, 8)]


LOST = {
    "un-invited": (("card", "edit", "SRE-1", "--invite", ""),),
    "dropped": (("card", "drop", "SRE-1", "--reason", "settled by mail"),),
    "taken back": (("undo",),),
    "no guest any more": (("person", "remove", "{who}"),),
    "the meeting is skipped": (("meeting", "skip", "arch@2026-12-08", "--reason", "a visit"),),
    "another day": (("schedule", "set", "arch", "--day", "4", "--from", "2026-12-07"),),
    "another day, and back": (
        ("schedule", "set", "arch", "--day", "4", "--from", "2026-12-07"),
        ("undo",),
        ("schedule", "set", "arch", "--day", "3", "--from", "2026-12-07"),
        ("undo",),
    ),
    "dropped and reopened, twice": (
        ("card", "drop", "SRE-1", "--reason", "settled by mail"),
        ("undo",),
        ("card", "drop", "SRE-1", "--reason", "settled by mail"),
        ("undo",),
    ),
    "dropped, and another topic, which is dropped too": (
        ("card", "drop", "SRE-1", "--reason", "settled by mail"),
        ("topic", "add", "Another", "--invite", "{who}"),
        ("card", "drop", "SRE-2", "--reason", "settled too"),
        ("topic", "add", "A third", "--invite", "{who}"),
    ),
    "of every arch": (("person", "edit", "{who}", "--regular"),),
    "of every arch, and not after all": (("person", "edit", "{who}", "--regular"), ("undo",)),
    "of the team": (("person", "edit", "{who}", "--role", "member"),),
}


@pytest.mark.parametrize("who", ["pat", "sue"])
@pytest.mark.parametrize("name", LOST)
def test_a_guest_who_lost_the_one_meeting_has_no_ghost_of_it(team: World, who: str, name: str) -> None:
    """One import over the other: exactly what a subscription shows, and at most one line that is struck through."""
    team.now = "2026-12-03T09:00:00-05:00"
    team.ok("topic", "add", "Budget of the cluster", "--invite", who)
    published = team.folder / "www"
    rows = team.json("calendar", "publish", str(published), "--url", "https://cal.example.com")
    feed = published / next(row["feed"] for row in rows if row["handle"] == who).rpartition("/")[2]
    imported = Imported()
    for minute, words in enumerate((("status",), *LOST[name])):
        team.now = f"2026-12-03T09:{minute:02}:30-05:00"
        team.ok(*(word.format(who=who) for word in words))
        imported.take(team.ok("calendar", "export", "--for", who))
        subscribed = Imported()
        team.ok("calendar", "publish", str(published), "--url", "https://cal.example.com")
        subscribed.take(feed.read_bytes().decode())
        stamps = [one.decoded("DTSTAMP") for events in imported.series.values() for one in events]
        assert minute == 0 or max(stamps) >= datetime(2026, 12, 3, 14, minute, 30, tzinfo=UTC), "it changed now"
        shown = imported.shows(date(2026, 12, 4), date(2027, 1, 29))
        assert shown == subscribed.shows(date(2026, 12, 4), date(2027, 1, 29)), words
        assert len(shown) == len(set(shown)), "twice"
    everything = [one for events in imported.series.values() for one in events]
    struck = [one for one in everything if "Arch" in str(one["SUMMARY"]) and str(one["STATUS"]) == "CANCELLED"]
    assert len(struck) <= 1 + ("back" in name)


def put_off(team: World, until: date) -> None:
    """Today's arch meeting takes up SRE-1, which needs a spec until a day."""
    store = Store(f"sqlite:///{team.db}", lambda: datetime.fromisoformat(team.now))
    with store.read() as connection:
        anne = who_is(connection, "anne", None, store.clock())
    lifecycle.start(store, anne, "arch")
    navigation.step_to(store, anne, "topics")
    navigation.go_to(store, anne, "SRE-1")
    navigation.choose(store, anne, "needs a spec", words="who pays", due=until)
    lifecycle.end(store, anne)


LINK = ("card", "edit", "SRE-1", "--url", "https://spec.example.com")
BACK_ON = {
    "its link is there, and is not": ((LINK, (8,)), (("undo",), (15,)), (LINK, (8,))),
    "dropped": ((("card", "drop", "SRE-1", "--reason", "settled by mail"), ()),),
    "another one, which is dropped": (
        (("topic", "add", "Another", "--invite", "pat", "--invite", "sue"), (8, 15)),
        (("card", "drop", "SRE-2", "--reason", "settled by mail"), (15,)),
    ),
    "its meeting is moved before its day": (
        (("meeting", "move", "arch@2026-12-15", "--to", "2026-12-14 15:00"), (22,)),
        (("undo",), (15,)),
    ),
    "the one before it is moved behind its day": (
        (("meeting", "move", "arch@2026-12-08", "--to", "2026-12-15 10:00"), (8,)),
        (("undo",), (15,)),
    ),
    "another day of the week": (
        (("schedule", "set", "arch", "--day", "1", "--from", "2026-12-14"), (21,)),
        (("undo",), (15,)),
    ),
    "cancelled": ((("meeting", "cancel", "arch@2026-12-15", "--reason", "a visit"), (22,)),),
}


@pytest.mark.parametrize("name", BACK_ON)
def test_a_guest_has_the_meeting_on_or_after_the_day_on_which_the_topic_is_back(team: World, name: str) -> None:
    """Imported, subscribed to, and listed: no meeting before it, and no ghost of one that isn't theirs any more."""
    team.ok("topic", "add", "Budget of the cluster", "--invite", "pat", "--invite", "sue")
    imported = {who: Imported() for who in ("pat", "sue")}
    for who, calendar in imported.items():
        calendar.take(team.ok("calendar", "export", "--for", who))
    put_off(team, date(2026, 12, 15))
    published, first, last = team.folder / "www", date(2026, 12, 2), date(2027, 1, 29)
    feeds = team.json("calendar", "publish", str(published), "--url", "https://cal.example.com")
    names, before = {row["handle"]: row["feed"].rpartition("/")[2] for row in feeds}, set[int]()
    for minute, (words, days) in enumerate(((("status",), (15,)), *BACK_ON[name])):
        team.now = f"2026-12-03T09:{minute:02}:30-05:00"
        team.ok(*words)
        team.ok("calendar", "publish", str(published), "--url", "https://cal.example.com")
        arches = [one for one in planned(team, "sue", str(first), str(last)) if one[0] == "Arch meeting"]
        for who, calendar in imported.items():
            calendar.take(team.ok("calendar", "export", "--for", who))
            subscribed = Imported()
            subscribed.take((published / names[who]).read_bytes().decode())
            for each in (calendar.shows(first, last), subscribed.shows(first, last)):
                assert [one for one in each if one[0] == "Arch meeting"] == arches, (who, words)
            stamps = [one.decoded("DTSTAMP") for events in calendar.series.values() for one in events]
            since = datetime(2026, 12, 3, 14, minute, 30, tzinfo=UTC)
            assert before <= set(days) or max(stamps) >= since, "it changed now"
        listed = team.json("meeting", "list", "--kind", "arch", "--to", str(last), me="sue")
        assert {one["ref"] for one in listed} == {f"arch@2026-12-{day:02}" for day in (1, *days)}
        before = set(days)
    team.now = "2026-12-09T09:00:00-05:00"
    arches = [one for one in planned(team, "sue", str(first), str(last)) if one[0] == "Arch meeting"]
    for calendar in (imported["sue"], Imported()):
        calendar.take(team.ok("calendar", "export", "--for", "sue"))
        over = [title for title, _ in calendar.shows(date(2026, 12, 5), date(2026, 12, 9))]
        assert over == ["Arch meeting"] * (8 in before), "what is over stays if it was theirs"
        ahead = calendar.shows(date(2026, 12, 10), last)
        assert [one for one in ahead if one[0] == "Arch meeting"] == arches, "the next one instead"


def test_no_number_falls_when_a_meeting_that_was_moved_begins_and_is_over(team: World) -> None:
    team.now = "2026-12-03T09:00:00-05:00"
    team.ok("topic", "add", "Budget of the cluster", "--invite", "pat")
    team.ok("meeting", "move", "arch@2026-12-08", "--to", "2026-12-09 15:00")
    numbers: dict[tuple[str, str], int] = {}
    for at in ("07T19:00", "08T19:00", "09T15:00", "09T15:20", "09T16:30", "10T09:00"):
        team.now = f"2026-12-{at}:00-05:00"
        if at == "09T15:00":
            team.ok("meeting", "start", "arch@2026-12-08")
        if at == "09T15:20":
            team.ok("card", "drop", "SRE-1", "--reason", "settled in the meeting")
        for event in Calendar.from_ical(team.ok("calendar", "export", "--for", "pat")).walk("VEVENT"):
            name = (str(event["UID"]), str(event["RECURRENCE-ID"].to_ical()) if "RECURRENCE-ID" in event else "")
            number = int(str(event["SEQUENCE"]))
            if "arch" in name[0]:
                assert number == numbers.setdefault(name, number), (at, "neither its time nor its place has changed")
    assert len(numbers) == 2


def test_a_subscription_holds_one_uid_for_each_series_and_none_of_its_own(team: World) -> None:
    text = team.ok("calendar", "export", "--for", "ben")
    head, _, _ = text.partition("BEGIN:VTIMEZONE")
    assert "\nUID:" not in head
