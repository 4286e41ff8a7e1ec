"""What the sample team's story is made of, and who is in it.

Weeks count from the present one (0) backwards to :data:`FIRST`; days are a week's working days, 0 to 4, and the last
one where a week has fewer. A card's ``path`` says where it went when: ``p1 r3 d4`` is in progress on day 1, in review
on day 3, done on day 4 (5 and more: in the week after); ``p0@13:10`` names the time.
"""

from __future__ import annotations

from typing import NamedTuple

FIRST = -8
"""The week of the first iteration."""
WHOLE = -1
"""The first week that is told whole: of the meetings before it only what left a trace is."""
NUMBER = 39
"""The first iteration's number, so that the team looks as if it had been there before."""
ZONE = "America/New_York"
COUNTRY = "US"
TEAM, KEY, PARTNER = "Platform SRE", "SRE", "Checkout"
ME = "anne"
SETTINGS = {
    "limits": {"In progress": 4, "Review": 3},
    "person_limit": 2,
    "balance": 60,
    "flow_targets": {"feature": 40, "defect": 20, "risk": 15, "debt": 25},
    "video": "https://meet.example.com/platform-sre",
    "budget_hours": 6,
}


class Member(NamedTuple):
    """Somebody in the story."""

    name: str
    role: str
    timezone: str
    regular: bool = False


PEOPLE = {
    "anne": Member("Anne Lee", "lead", ZONE),
    "ben": Member("Ben Ito", "member", ZONE),
    "chidi": Member("Chidi Okafor", "member", "Europe/London"),
    "dana": Member("Dana Levi", "member", ZONE),
    "eli": Member("Eli Novak", "member", "America/Denver"),
    "farah": Member("Farah Rahimi", "member", "Europe/London"),
    "grace": Member("Grace Kim", "partner", ZONE, regular=True),
    "hugo": Member("Hugo Martin", "partner", ZONE),
    "ines": Member("Ines Duarte", "stakeholder", ZONE),
    "jon": Member("Jon Berg", "stakeholder", "America/Chicago"),
}


BY_LETTER = {handle[0]: handle for handle in PEOPLE}
"""Who casts a vote, by the first letter of the handle."""


class Work(NamedTuple):
    """A card on the wall, merged in the planning of its ``week`` (unless an interrupt, or ``merged`` is false)."""

    nick: str
    title: str
    flow: str
    origin: str | None
    owner: str | None
    week: int
    path: str = ""
    body: str = ""
    requester: str | None = None
    toil: bool = False
    tags: tuple[str, ...] = ()
    merged: bool = True
    added: str = ""
    """The day and time of an interrupt; others come the Thursday before their planning."""


class Beat(NamedTuple):
    """Something that somebody did outside a meeting: a verb of the teller with its arguments."""

    week: int
    day: int
    at: str
    viewer: str
    verb: str
    what: tuple[str, ...]


class Topic(NamedTuple):
    """A topic of the arch meeting: proposed in ``added``, talked about in ``weeks``, each with its outcome."""

    nick: str
    title: str
    type: str
    by: str
    added: tuple[int, int]
    weeks: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    context: str = ""
    decided: str = ""
    because: str = ""
    votes: str = ""
    """Who voted, by the first letters of their handles, a letter a dot."""
    invite: tuple[str, ...] = ()
    url: str | None = None
    minutes: int = 22


class Shared(NamedTuple):
    """A card on the sync board: in the sync of each of ``weeks`` it goes where the outcome of the same place says."""

    nick: str
    title: str
    by: str
    added: tuple[int, int, str]
    weeks: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    body: str = ""
    due: int | None = None
    """Days from the present week's Monday."""


class Shown(NamedTuple):
    """A demo, and what was said of it."""

    week: int
    title: str
    by: str
    minutes: int
    feedback: tuple[tuple[str, str], ...] = ()


class Action(NamedTuple):
    """An action out of a week's meeting; done on day and time of ``done`` (week, day), or still open."""

    words: str
    owner: str
    done: tuple[int, int] | None = None
    due: int | None = None
    """Days from the day it was given; by default the next planning's day."""


class Look(NamedTuple):
    """A week's retro: notes as ``(who, side, words, dots)``, and the actions that were chosen."""

    notes: tuple[tuple[str, str, str, str], ...]
    actions: tuple[Action, ...] = ()


class Parked(NamedTuple):
    """What was parked in a meeting, for whom, and where it went at its end (empty: it stays)."""

    words: str
    by: str
    stay: tuple[str, ...] = ()
    where: str = ""
    why: str = ""
    nick: str = ""


class Decided(NamedTuple):
    """A decision made in a meeting."""

    words: str
    because: str = ""


LEAVING = """\
That was the sample team; what you did in it is gone. To begin with your own:

  cadence init --team "Platform SRE" --me "Your Name <you@example.com>" --tz {zone} --start {monday}
  cadence person add "Ben Ito <ben@example.com>"

Then `cadence` opens it; `cadence --help` shows the rest."""
