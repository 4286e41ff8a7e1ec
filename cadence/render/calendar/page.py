"""The page of a published calendar: for each program the link that subscribes, and how often that program looks."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cadence.render.shipped import shipped_templates

TEMPLATE = "calendar.html.j2"


class Way(NamedTuple):
    """One program's way to subscribe."""

    program: str
    link: str
    does: str
    sentences: tuple[str, ...]


class Page(NamedTuple):
    """What the page says."""

    title: str
    feed: str
    ways: tuple[Way, ...]
    left: bool


def page(title: str, feed: str, name: str, *, left: bool = False) -> str:
    """The page as HTML. ``feed``: the calendar's address, http or https; ``name``: what programs are to call it."""
    pages = Environment(loader=FileSystemLoader(shipped_templates()), autoescape=True, undefined=StrictUndefined)
    return pages.get_template(TEMPLATE).render(page=Page(title, feed, ways(feed, name), left)) + "\n"


def ways(feed: str, name: str) -> tuple[Way, ...]:
    """How each program subscribes to the address ``feed``."""
    webcal = urlunsplit(("webcal", *urlsplit(feed)[1:]))
    outlook = f"addfromweb?url={quote(feed, safe='')}&name={quote(name, safe='')}"
    apple = (
        "Tap it on an iPhone, iPad or Mac, and confirm.",
        "Thunderbird opens it too.",
        "Apple looks every few hours.",
    )
    google = (
        "Open it signed in, and confirm; on a phone choose “Desktop site” in the browser's menu first.",
        "Google looks every 8 to 24 hours and has no button for it.",
        "What changes on the same day is said by your lead.",
    )
    office = (
        "Sign in, choose where it goes, and import.",
        "Outlook looks about every 3 hours.",
        "For a private account use outlook.live.com in place of outlook.office.com.",
    )
    return (
        Way("Apple Calendar, Thunderbird", webcal, "Subscribe", apple),
        Way(
            "Google Calendar",
            f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
            "Add to Google Calendar",
            google,
        ),
        Way("Outlook", f"https://outlook.office.com/calendar/0/{outlook}", "Add to Outlook", office),
    )
