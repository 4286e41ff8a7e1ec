"""Answers that the first questions begin with, taken from this machine's configuration."""

from __future__ import annotations

import getpass
import os
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cadence.domain.parsing.dates import parse_date
from cadence.settings import now

_ZONES = "zoneinfo/"


class Answers(NamedTuple):
    """The four answers."""

    team: str
    me: str
    start: str
    zone: str


def guess() -> Answers:
    """SRE, name and address from git, this week's Monday, and the time zone of this machine."""
    zone = _zone()
    return Answers("SRE", _me(), str(week_start("mon", now().astimezone(ZoneInfo(zone)).date())), zone)


def week_start(said: str, today: date) -> date:
    """The day on which the first week starts: a date, or a weekday (this week's; raises ``BadValue`` for neither)."""
    day = parse_date(said, today)
    return day - timedelta(days=7) if said.strip().isalpha() and day > today else day


def _me() -> str:
    """Name and address from the git configuration; else the login's name."""
    name = address = ""
    home = Path(os.path.expanduser("~"))
    for file in (home / ".gitconfig", home / ".config" / "git" / "config"):
        try:
            rows = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeError):
            continue
        for row in rows:
            key, _, value = row.partition("=")
            if key.strip() == "name" and not name:
                name = value.strip().strip('"')
            if key.strip() == "email" and not address:
                address = value.strip().strip('"')
    if name and address:
        return f"{name} <{address}>"
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = "me"
    return f"{login.capitalize()} <{login}@example.com>"


def _zone() -> str:
    """The time zone of this machine, by its IANA name; UTC where none is set."""
    said = os.environ.get("TZ", "").removeprefix(":")
    if "/" in said or said == "UTC":
        return said
    try:
        place = os.path.realpath("/etc/localtime")
        name = Path("/etc/timezone").read_text("utf-8").strip() if _ZONES not in place else place.partition(_ZONES)[2]
    except (OSError, UnicodeError):
        return "UTC"
    return name if "/" in name and not name.startswith("Etc/") else "UTC"
