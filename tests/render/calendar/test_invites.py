"""A calendar as iCalendar: the bytes by line, and the meetings as somebody else's reader finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence.domain.recurring.series import Wanted
from cadence.domain.views.calendar import Guest, Occurrence, Series
from cadence.errors import BadValue
from cadence.render.calendar.invites import render, split
from tests.render.calendar.calendar_samples import FOUNDED, SHAPES, Team, read, read_by_uid, teams, view

SERIES = Series(
    uid="one@cadence",
    kind="demo",
    summary="Demo",
    timezone="Europe/Berlin",
    starts=datetime(2026, 12, 4, 14),
    minutes=30,
    interval=2,
    by_day=("FR",),
    week_starts="MO",
    until=datetime(2027, 4, 9, 14),
    excluded=(datetime(2026, 12, 18, 14), datetime(2027, 1, 1, 14)),
    changed=(Occurrence(datetime(2027, 1, 15, 14), datetime(2027, 1, 14, 9), 45, reason="a visit"),),
    sequence=3,
    stamp=FOUNDED,
    description="Agenda",
    url="https://meet.example.org/sre?a=1,2;b",
    guests=(Guest('Ann "A" Smith; Jr', "ann@example.org"), Guest("Ben", "ben@example.org", required=False)),
    color="steelblue",
)


def unfolded(calendar: bytes) -> list[str]:
    return calendar.decode().replace("\r\n ", "").split("\r\n")


def lines(name: str, calendar: bytes) -> list[str]:
    return [line for line in unfolded(calendar) if re.match(rf"{name}[;:]", line)]


def feed(**changes: object) -> bytes:
    return render(view([replace(SERIES, **changes)]))  # type: ignore[arg-type]


class TestOccurrences:
    @pytest.mark.parametrize("shape", list(SHAPES))
    def test_the_eight_shapes_with_real_holidays(self, shape: str) -> None:
        team = Team(SHAPES[shape])
        found = read_by_uid(team.feed())
        assert {(start, end) for _, start, end in found} == team.expected()
        assert len(found) == len(team.held())

    @given(teams())
    @settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    def test_any_rhythm(self, team: Team) -> None:
        calendar = team.feed()
        assert read(calendar) == team.expected()
        assert len(read_by_uid(calendar)) == len(team.held())

    @given(teams())
    @settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
    def test_any_rhythm_with_cancelled_ones_told(self, team: Team) -> None:
        assert read(team.feed(Wanted("t1", FOUNDED, keep_cancelled=True))) == team.expected()

    def test_local_time_stays_across_clock_changes(self) -> None:
        found = [start for _, start, _ in read_by_uid(feed(excluded=(), changed=()))]
        assert [start.hour for start in found] == [13] * 9 + [12]

    def test_exceptions(self) -> None:
        found = [start for _, start, _ in read_by_uid(feed())]
        assert datetime(2026, 12, 18, 13, tzinfo=UTC) not in found
        assert datetime(2027, 1, 15, 13, tzinfo=UTC) not in found
        assert datetime(2027, 1, 14, 8, tzinfo=UTC) in found
        assert len(found) == 8


class TestFeed:
    def test_the_head(self) -> None:
        calendar = feed()
        assert lines("METHOD", calendar) == ["METHOD:PUBLISH"]
        assert lines("PRODID", calendar) == ["PRODID:-//Cadence//Cadence//EN"]
        assert lines("NAME", calendar) + lines("X-WR-CALNAME", calendar) == ["NAME:SRE", "X-WR-CALNAME:SRE"]
        assert lines("REFRESH-INTERVAL", calendar) == ["REFRESH-INTERVAL;VALUE=DURATION:PT12H"]
        assert lines("X-PUBLISHED-TTL", calendar) == ["X-PUBLISHED-TTL:PT12H"]
        found = unfolded(calendar)
        assert found.index("METHOD:PUBLISH") < found.index("BEGIN:VTIMEZONE") < found.index("BEGIN:VEVENT")

    def test_times(self) -> None:
        calendar = feed()
        zone = ";TZID=Europe/Berlin:"
        assert lines("DTSTART", calendar)[2:] == [f"DTSTART{zone}20261204T140000", f"DTSTART{zone}20270114T090000"]
        assert lines("DTEND", calendar) == [f"DTEND{zone}20261204T143000", f"DTEND{zone}20270114T094500"]
        assert lines("RECURRENCE-ID", calendar) == [f"RECURRENCE-ID{zone}20270115T140000"]
        assert lines("EXDATE", calendar) == [f"EXDATE{zone}20261218T140000", f"EXDATE{zone}20270101T140000"]
        (rule,) = (line for line in lines("RRULE", calendar) if "WEEKLY" in line)
        assert set(rule.removeprefix("RRULE:").split(";")) == {
            "FREQ=WEEKLY",
            "BYDAY=FR",
            "INTERVAL=2",
            "WKST=MO",
            "UNTIL=20270409T120000Z",
        }

    def test_no_wkst_where_it_means_nothing(self) -> None:
        assert b"WKST" not in feed(interval=1, excluded=(), changed=())

    def test_utc_has_a_zone_too(self) -> None:
        calendar = render(view([replace(SERIES, timezone="UTC")]))
        assert "DTSTART;TZID=Etc/UTC:20261204T140000" in lines("DTSTART", calendar)
        assert lines("TZID", calendar) == ["TZID:Etc/UTC"]

    def test_numbers_and_stamps(self) -> None:
        calendar = feed()
        assert lines("SEQUENCE", calendar) == ["SEQUENCE:3"] * 2
        assert lines("DTSTAMP", calendar) == ["DTSTAMP:20261123T090000Z"] * 2
        assert lines("LAST-MODIFIED", calendar) == ["LAST-MODIFIED:20261123T090000Z"] * 3
        with pytest.raises(ValueError, match="stamp"):
            feed(stamp=None)

    def test_nobody_is_named(self) -> None:
        calendar = feed()
        assert lines("ORGANIZER", calendar) == lines("ATTENDEE", calendar) == []
        assert b"example.org/sre" in calendar
        assert b"ann@" not in calendar

    def test_the_link(self) -> None:
        calendar = feed()
        url = "https://meet.example.org/sre?a=1,2;b"
        assert lines("CONFERENCE", calendar) == [f"CONFERENCE;FEATURE=VIDEO;VALUE=URI:{url}"] * 2
        assert lines("LOCATION", calendar) == ["LOCATION:https://meet.example.org/sre?a=1\\,2\\;b"] * 2
        room = feed(url="Room 4, 2nd floor")
        assert lines("CONFERENCE", room) == []
        assert lines("LOCATION", room)[0] == "LOCATION:Room 4\\, 2nd floor"

    def test_reminders(self) -> None:
        calendar = feed()
        assert lines("TRIGGER", calendar) == ["TRIGGER:-PT10M"] * 2
        found = unfolded(calendar)
        start = found.index("BEGIN:VALARM")
        assert found[start + 1 : start + 4] == ["ACTION:DISPLAY", "DESCRIPTION:Demo", "TRIGGER:-PT10M"]
        assert b"VALARM" not in feed(reminder=None)

    def test_free_time(self) -> None:
        assert lines("TRANSP", feed()) == ["TRANSP:OPAQUE"] * 2
        free = feed(transparent=True)
        assert lines("TRANSP", free) == ["TRANSP:TRANSPARENT"] * 2
        assert lines("X-MICROSOFT-CDO-BUSYSTATUS", free) == ["X-MICROSOFT-CDO-BUSYSTATUS:FREE"] * 2

    def test_reasons(self) -> None:
        assert "DESCRIPTION:Changed: a visit\\n\\nAgenda" in lines("DESCRIPTION", feed())

    def test_cancelled(self) -> None:
        gone = Occurrence(datetime(2027, 1, 15, 14), datetime(2027, 1, 15, 14), 30, cancelled=True, reason="ill")
        calendar = feed(changed=(gone,))
        assert lines("STATUS", calendar) == ["STATUS:CONFIRMED", "STATUS:CANCELLED"]
        assert len(lines("TRIGGER", calendar)) == 1
        assert "DESCRIPTION:Cancelled: ill\\n\\nAgenda" in lines("DESCRIPTION", calendar)

    def test_the_same_bytes_twice(self) -> None:
        assert feed() == feed()

    def test_an_empty_calendar(self) -> None:
        assert unfolded(render(view([])))[-2:] == ["END:VCALENDAR", ""]


class TestText:
    @given(st.text(max_size=300), st.text(max_size=200))
    @settings(deadline=None, max_examples=60)
    def test_any_text_leaves_the_file_whole(self, summary: str, description: str) -> None:
        one = replace(
            SERIES, summary=summary, description=description, url=summary, guests=(Guest(summary, "a@b.org"),)
        )
        calendar = render(replace(view([one], "REQUEST"), organizer=Guest(description, "c@d.org")))
        assert calendar.endswith(b"END:VCALENDAR\r\n")
        for line in calendar.removesuffix(b"\r\n").split(b"\r\n"):
            assert 0 < len(line) <= 75
            assert line.decode().isprintable() or not re.search("[\x00-\x1f\x7f-\x9f]", line.decode())
        assert {line.split(":")[0].split(";")[0] for line in unfolded(calendar)} <= KNOWN

    def test_backslashes_and_breaks(self) -> None:
        calendar = feed(summary="C:\\New\\notes; a, b\r\nc\u2028d", excluded=(), changed=())
        assert lines("SUMMARY", calendar) == ["SUMMARY:C:\\\\New\\\\notes\\; a\\, b\\nc\\nd"]

    def test_controls_and_broken_surrogates_go(self) -> None:
        calendar = feed(summary="a\x00\x07\x1b[31mb\x7f\x9bc\ud800")
        assert lines("SUMMARY", calendar)[0] == "SUMMARY:a[31mbc\N{REPLACEMENT CHARACTER}"


NAMES = """
BEGIN END VERSION PRODID CALSCALE METHOD TZID DTSTART RRULE TZNAME TZOFFSETFROM TZOFFSETTO DTEND UID SUMMARY STATUS
TRANSP X-MICROSOFT-CDO-BUSYSTATUS DESCRIPTION COLOR LOCATION CONFERENCE DTSTAMP LAST-MODIFIED SEQUENCE EXDATE ACTION
TRIGGER RECURRENCE-ID ORGANIZER ATTENDEE
"""
KNOWN = {*NAMES.split(), ""}


class TestInvite:
    def invite(self, **changes: object) -> bytes:
        return render(replace(view([SERIES], "REQUEST"), **changes))  # type: ignore[arg-type]

    def test_people(self) -> None:
        calendar = self.invite()
        assert lines("METHOD", calendar) == ["METHOD:REQUEST"]
        assert lines("ORGANIZER", calendar) == ['ORGANIZER;CN="Lee Lead":mailto:lee@example.org'] * 2
        ann, ben = lines("ATTENDEE", calendar)[:2]
        assert ann == (
            "ATTENDEE;CN=\"Ann 'A' Smith; Jr\";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"
            ":mailto:ann@example.org"
        )
        assert "ROLE=OPT-PARTICIPANT" in ben
        assert lines("NAME", calendar) == lines("REFRESH-INTERVAL", calendar) == []

    def test_each_address_once(self) -> None:
        twice = replace(SERIES, guests=(*SERIES.guests, Guest("Ann", "ANN@example.org")), changed=())
        assert len(lines("ATTENDEE", self.invite(series=(twice,)))) == 2

    def test_one_series_to_a_message(self) -> None:
        whole = view([SERIES, replace(SERIES, uid="two@cadence")], "REQUEST")
        with pytest.raises(ValueError, match="one series"):
            render(whole)
        assert [lines("UID", render(one))[0] for one in split(whole)] == ["UID:one@cadence", "UID:two@cadence"]

    GONE = Occurrence(datetime(2027, 1, 29, 14), datetime(2027, 1, 29, 14), 30, cancelled=True, reason="ill")

    def test_no_cancelled_meeting_in_an_invitation(self) -> None:
        one = replace(SERIES, changed=(*SERIES.changed, self.GONE))
        calendar = self.invite(series=(one,))
        assert b"CANCELLED" not in calendar
        assert "EXDATE;TZID=Europe/Berlin:20270129T140000" in lines("EXDATE", calendar)
        assert len(lines("UID", calendar)) == 2

    def test_one_meeting_called_off(self) -> None:
        one = replace(SERIES, changed=(*SERIES.changed, self.GONE))
        calendar = self.invite(series=(one,), method="CANCEL")
        assert lines("METHOD", calendar) == ["METHOD:CANCEL"]
        assert lines("RECURRENCE-ID", calendar) == ["RECURRENCE-ID;TZID=Europe/Berlin:20270129T140000"]
        assert lines("STATUS", calendar) == ["STATUS:CANCELLED"]
        assert len(lines("ATTENDEE", calendar)) == 2

    def test_a_series_called_off(self) -> None:
        calendar = self.invite(method="CANCEL")
        assert lines("STATUS", calendar) == ["STATUS:CANCELLED"]
        assert lines("RECURRENCE-ID", calendar) == []

    def test_no_organizer(self) -> None:
        with pytest.raises(ValueError, match="organizer"):
            self.invite(organizer=None)

    @pytest.mark.parametrize("email", ["", "ann", "a b@c", "<a@b>", "a@b, c@d"])
    def test_bad_addresses(self, email: str) -> None:
        with pytest.raises(BadValue):
            self.invite(organizer=Guest("Ann", email))

    def test_a_caldav_resource_mails_nobody(self) -> None:
        calendar = self.invite(method="")
        assert lines("METHOD", calendar) == []
        assert all("SCHEDULE-AGENT=CLIENT" in line for line in lines("ATTENDEE", calendar))


def test_meetings_keep_their_length_across_midnight_and_clock_changes() -> None:
    late = Series(
        "x",
        "demo",
        "X",
        "Europe/Berlin",
        datetime(2027, 3, 27, 23, 30),
        180,
        1,
        ("SA",),
        "MO",
        datetime(2027, 3, 27, 23, 30),
    )
    ((_, start, end),) = read_by_uid(render(view([replace(late, stamp=FOUNDED)])))
    assert end - start == timedelta(hours=3)
