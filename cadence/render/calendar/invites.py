"""A :class:`CalendarView` as iCalendar (RFC 5545, 5546, 7986), the same bytes for the same view.

A feed (``PUBLISH``) names no people: Outlook would ask for answers. An invite (``REQUEST``) has an organizer, attendees
and one UID only: Outlook reads no further than the first. So has its ``CANCEL``, which holds the cancelled meetings of
the series, or the series itself if none of them is. Without a method it is a CalDAV resource, whose server must not
mail anybody (RFC 6638 7.1). Nothing is taken from the clock; every stamp comes with the view.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vDDDLists, vDuration, vRecur, vText, vUri

from cadence.domain.recurring.series import StampedOccurrence
from cadence.domain.views.calendar import CalendarView, Guest, Occurrence, Series
from cadence.errors import BadValue
from cadence.render.calendar.timezones import vtimezone

PRODID = "-//Cadence//Cadence//EN"
"""Without a version, so that an upgrade doesn't change every calendar."""
_MESSAGES = ("REQUEST", "CANCEL")

# Beyond what domain.text lets through; line breaks that only some programs take for one become one for all.
_GONE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]) | {ord("\n"): "\n", ord("\t"): " "}
_BREAKS = {ord(character): "\n" for character in "\v\f\x85\u2028\u2029"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class _Text(vText):
    r"""TEXT (RFC 5545 3.3.11). icalendar's own turns a backslash before an N into a line break (``C:\New``)."""

    def to_ical(self) -> bytes:
        """The escaped value."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def clean(text: str) -> str:
    r"""``text`` without control characters, every line break as ``\n``; icalendar lets them through into the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_BREAKS).translate(_GONE).translate(_SURROGATES)


def _tzid(series: Series) -> str:
    """The zone's name in the file. icalendar writes the TZID ``UTC`` as a Z, which would make times of two kinds."""
    return "Etc/UTC" if series.timezone == "UTC" else series.timezone


def _text(text: str) -> _Text:
    return _Text(clean(text))


def _word(text: str) -> str:
    """One line, for parameters, whose quoting knows no double quote (RFC 5545 3.2)."""
    return " ".join(clean(text).split()).replace('"', "'")


def split(view: CalendarView) -> list[CalendarView]:
    """One view for each series, in their order: one message or one CalDAV resource each."""
    return [replace(view, series=(series,)) for series in view.series]


def render(view: CalendarView) -> bytes:
    """The calendar as one iCalendar object: UTF-8, CRLF, folded at 75 octets.

    Raises :class:`ValueError` for a view that no iCalendar can be made of (a series without a stamp; an invite without
    an organizer, or with more than one UID), :class:`BadValue` for an unknown zone or an unusable address.
    """
    if view.method in _MESSAGES and (view.organizer is None or len({series.uid for series in view.series}) != 1):
        raise ValueError("an invite has an organizer and one series")
    calendar = _head(view)
    for zone in dict.fromkeys(map(_tzid, view.series)):
        years = [day.year for one in view.series if _tzid(one) == zone for day in (one.starts, one.until)]
        # Two years more: programs look ahead of the last meeting.
        calendar.add_component(vtimezone(zone, min(years), max(years) + 2))
    for series in view.series:
        for event in _events(view, series):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(view: CalendarView, series: Series) -> list[Event]:
    """The series and its overrides. No meeting of a REQUEST may be a cancelled one (RFC 5546 3.2.2): it is left out."""
    if view.only is not None:
        own = [one for one in series.changed if one.original == view.only]
        return [_override(view, series, own[0] if own else Occurrence(view.only, view.only, series.minutes))]
    if series.withdrawn:
        return [_withdrawn(view, series)]
    changed = sorted(series.changed, key=lambda occurrence: occurrence.original)
    gone = [occurrence for occurrence in changed if occurrence.cancelled]
    if view.method == "CANCEL":
        if gone:
            return [_override(view, series, occurrence) for occurrence in gone]
        whole = _master(view, series)
        whole["STATUS"] = _text("CANCELLED")
        return [whole]
    if view.method == "REQUEST" and gone:
        changed = [occurrence for occurrence in changed if not occurrence.cancelled]
        series = replace(series, excluded=(*series.excluded, *(occurrence.original for occurrence in gone)))
    return [_master(view, series), *(_override(view, series, occurrence) for occurrence in changed)]


def is_ours(data: bytes) -> bool:
    """Whether this is a calendar that :func:`render` made: its own PRODID, not one that stands in an event."""
    properties, _, _ = data.partition(b"\nBEGIN:")
    return properties.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{PRODID}".encode() in properties.splitlines()


def _head(view: CalendarView) -> Calendar:
    """The VCALENDAR and its properties; an invite carries those of the message alone."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _text(PRODID))
    calendar.add("CALSCALE", "GREGORIAN")
    if view.method:
        calendar.add("METHOD", _text(view.method))
    if view.method in _MESSAGES:
        return calendar
    calendar.add("NAME", _text(view.name))
    calendar.add("X-WR-CALNAME", _text(view.name))
    if view.description:
        calendar.add("DESCRIPTION", _text(view.description))
        calendar.add("X-WR-CALDESC", _text(view.description))
    if view.color:
        calendar.add("COLOR", _text(view.color))
    if view.stamp:
        calendar.add("LAST-MODIFIED", view.stamp.astimezone(UTC))
    every = vDuration(timedelta(hours=view.refresh_hours))
    every.params["VALUE"] = "DURATION"
    calendar.add("REFRESH-INTERVAL", every)
    calendar.add("X-PUBLISHED-TTL", _text(f"PT{view.refresh_hours}H"))
    return calendar


def _master(view: CalendarView, series: Series) -> Event:
    """The series itself."""
    event = _event(view, series, series.starts, series.minutes, series.description)
    _stamp(event, series.stamp, series.sequence)
    rule: dict[str, object] = {"FREQ": "WEEKLY", "BYDAY": list(series.by_day)}
    rule["UNTIL"] = series.until.replace(tzinfo=ZoneInfo(series.timezone)).astimezone(UTC)
    if series.interval > 1:
        rule |= {"INTERVAL": series.interval, "WKST": series.week_starts}
    event.add("RRULE", vRecur(rule))
    for start in sorted(series.excluded):
        value = vDDDLists([start])
        value.params["TZID"] = _tzid(series)
        event.add("EXDATE", value)
    _alarm(event, series)
    return event


def _withdrawn(view: CalendarView, series: Series) -> Event:
    """A series taken back: its first meeting alone, cancelled, which a program puts in the place of the whole."""
    gone = replace(series, summary=f"Cancelled: {series.summary}", transparent=True)
    event = _event(view, gone, series.starts, series.minutes, "")
    _stamp(event, series.stamp, series.sequence)
    event["STATUS"] = _text("CANCELLED")
    return event


def _override(view: CalendarView, series: Series, occurrence: Occurrence) -> Event:
    """One meeting of the series that differs (RFC 5545 3.8.4.4): named by its original start, in the series' zone."""
    description = occurrence.description if occurrence.description is not None else series.description
    if occurrence.reason:
        what = "Cancelled" if occurrence.cancelled else "Changed"
        description = f"{what}: {occurrence.reason}\n\n{description}".strip()
    event = _event(view, series, occurrence.starts, occurrence.minutes, description)
    if isinstance(occurrence, StampedOccurrence):
        _stamp(event, occurrence.stamp, occurrence.sequence)
    else:
        _stamp(event, series.stamp, series.sequence)
    event.add("RECURRENCE-ID", occurrence.original, parameters={"TZID": _tzid(series)})
    if occurrence.cancelled:
        event["STATUS"] = _text("CANCELLED")
    else:
        _alarm(event, series)
    return event


def _event(view: CalendarView, series: Series, starts: datetime, minutes: int, description: str) -> Event:
    """What a series and its single meetings have in common; ``starts`` is naive wall clock in the series' zone."""
    zone = ZoneInfo(series.timezone)
    ends = (starts.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    event = Event()
    event.add("UID", _text(series.uid))
    event.add("SUMMARY", _text(series.summary))
    event.add("DTSTART", starts, parameters={"TZID": _tzid(series)})
    if ends.replace(tzinfo=None) - starts == timedelta(minutes=minutes):
        event.add("DTEND", ends.replace(tzinfo=None), parameters={"TZID": _tzid(series)})
    else:  # the clocks change meanwhile, and the hour of its end may be there twice
        event.add("DURATION", vDuration(timedelta(minutes=minutes)))
    event.add("STATUS", _text("CONFIRMED"))
    event.add("TRANSP", _text("TRANSPARENT" if series.transparent else "OPAQUE"))
    # Outlook shows TRANSP alone as free only in some versions ([MS-STANOICAL] 2.2.155).
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", _text("FREE" if series.transparent else "BUSY"))
    if description:
        event.add("DESCRIPTION", _text(description))
    if series.color:
        event.add("COLOR", _text(series.color))
    if series.url:
        _place(event, series.url)
    if view.method != "PUBLISH" and view.organizer is not None:
        _people(event, view, view.organizer, series.guests)
    return event


def _place(event: Event, url: str) -> None:
    """The link to the call: in LOCATION for every program, and as CONFERENCE (RFC 7986 5.11) if it is a URI."""
    link = _word(url)
    event.add("LOCATION", _text(link))
    if _URI.fullmatch(link):
        uri = vUri(link)
        uri.params.update({"VALUE": "URI", "FEATURE": "VIDEO"})
        event.add("CONFERENCE", uri)


def _stamp(event: Event, stamp: datetime | None, sequence: int) -> None:
    """DTSTAMP and LAST-MODIFIED, both the recorded time of the last change, and SEQUENCE."""
    if stamp is None:
        raise ValueError("an event without a stamp")
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("LAST-MODIFIED", stamp.astimezone(UTC))
    event.add("SEQUENCE", sequence)


def _alarm(event: Event, series: Series) -> None:
    """A reminder with the title of what begins (RFC 5545 3.6.6)."""
    if series.reminder is None:
        return
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _text(series.summary))
    alarm.add("TRIGGER", vDuration(timedelta(minutes=-series.reminder)))
    event.add_component(alarm)


def _address(guest: Guest) -> vCalAddress:
    """A ``mailto:`` address; the name goes into CN."""
    email = _word(guest.email)
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", email):
        raise BadValue(f"{guest.email!r} is not an e-mail address", f"correct the address of {guest.name}")
    address = vCalAddress(f"mailto:{email}")
    if guest.name:
        address.params["CN"] = _word(guest.name)
    return address


def _people(event: Event, view: CalendarView, organizer: Guest, guests: tuple[Guest, ...]) -> None:
    """The organizer and the attendees, each address once, in order."""
    event.add("ORGANIZER", _address(organizer))
    seen = set()
    for guest in guests:
        if guest.email.casefold() in seen:
            continue
        seen.add(guest.email.casefold())
        attendee = _address(guest)
        role = "REQ-PARTICIPANT" if guest.required else "OPT-PARTICIPANT"
        attendee.params.update(
            {"CUTYPE": "INDIVIDUAL", "ROLE": role, "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
            | ({} if view.method else {"SCHEDULE-AGENT": "CLIENT"})
        )
        event.add("ATTENDEE", attendee)
