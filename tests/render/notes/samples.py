"""Meeting notes as a real week would leave them: every kind, held and before, for the team, its partner and guests."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.cards import Blocked, CardView, DependencyView, ThiefView
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import BalanceView
from cadence.domain.views.notes import MeetingNotes, NoteCard, NoteGroup, NoteItem, NoteStep, NoteUpdate
from tests.kinds import KEYS

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 11, 30)
DAYS = {"planning": 0, "sync": 0, "standup": 2, "arch": 1, "demo": 4, "retro": 4}
EVERYBODY = ("Anne", "Ben", "Chidi", "Dana", "Eli", "Farah")

T = TypeVar("T")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in the sample week, ``day`` counted from its Monday."""
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time(), NEW_YORK).replace(
        hour=hour, minute=minute
    )


def card(number: int, title: str, **changes: Any) -> CardView:
    """A card on the wall as it looks on the sample Monday."""
    plain = CardView(
        id=number,
        key=f"SRE-{number}",
        board="wall",
        column="Ready",
        position=1,
        title=title,
        body="",
        flow=None,
        origin=None,
        requester=None,
        assignees=(),
        interested=(),
        stays=(),
        tags=(),
        due=None,
        toil=False,
        blocked=None,
        depends_on=(),
        thieves=(),
        votes=0,
        url=None,
        type=None,
        author="anne",
        audience="team",
        created_at=at(-7, 9),
        updated_at=at(-1, 9),
        entered_column_at=at(-3, 9),
        came_from=None,
        status="open",
    )
    return replace(plain, **changes)


PEERING = card(42, "VPC peering for billing", flow="feature", origin="business", requester="Billing", merged=1)
RENEWALS = card(
    57,
    "Cut the toil in certificate renewals",
    body="Renewing by hand costs us about **3 h a week**; see the [runbook](https://wiki.example.com/certs).",
    flow="debt",
    origin="team",
    toil=True,
    assignees=("ben",),
    interested=("ben", "chidi"),
    blocked=Blocked("network team: DNS delegation", at(-3, 11)),
    depends_on=(DependencyView(None, "network", "DNS delegation", at(-6, 10)),),
    thieves=(ThiefView("unknown-dependencies", "recorded after work had started"),),
    merged=2,
)
CAPACITY = card(
    60,
    "Black Friday capacity",
    flow="risk",
    origin="business",
    requester="Shop",
    due=date(2026, 12, 4),
    assignees=("chidi",),
    url="https://git.example.com/sre/capacity/issues/60",
    merged=3,
)
POSTMORTEM = card(52, "Postmortem: DNS follow-up", flow="defect", origin="team", assignees=("farah", "anne"), merged=4)
SSO = card(63, "SSO for the wiki", flow="feature", origin="business")
RUNNER = card(48, "Drop the old runner", flow="debt", origin="team", status="dropped")

BALANCE = BalanceView(
    business=58,
    team=42,
    target=60,
    flows=(("feature", 45, 40), ("defect", 15, 20), ("risk", 12, 15), ("debt", 28, 25)),
    recent=(66, 34),
    interrupts=21,
)
DATE = NoteItem("SRE-88", "Ask the network team for a date", owner="Chidi", due=date(2026, 12, 7))
PIN = NoteItem(
    "SRE-90",
    "Postgres stays on 17 until spring",
    body="Version 18 changes the default for `io_method`; nobody has time to measure it before the freeze.\n\n"
    "- **Options:** upgrade now; wait; skip 18\n- **Consequence:** security fixes come as minor versions only",
    by="Anne",
)


def line(kind: str, *, held: bool) -> MeetingLine:
    """The meeting of ``kind`` in the sample week, as its kind's place in the rhythm says."""
    place = BY_KEY[kind].place
    starts = at(DAYS[kind], place.at.hour, place.at.minute)
    ends = starts + timedelta(minutes=place.minutes)
    return MeetingLine(
        ref=f"{kind}@{starts.date()}",
        kind=kind,
        title=BY_KEY[kind].title,
        iteration=47,
        starts_at=starts,
        ends_at=ends,
        timezone="America/New_York",
        status="held" if held else "scheduled",
        moved_from=None,
        reason=None,
        facilitator="anne",
        nominal=starts.date(),
        audience=BY_KEY[kind].audience.value,
        started_at=starts if held else None,
        ended_at=ends - timedelta(minutes=8) if held else None,
    )


def blank(kind: str, *, held: bool, **parts: Any) -> MeetingNotes:
    """Notes of ``kind`` with its own steps and nothing said, and ``parts`` in place of what is given."""
    meeting = line(kind, held=held)
    steps = tuple(
        NoteStep(s.key, s.title, s.minutes, s.minutes * 52 if held else 0, prompt=s.prompt) for s in BY_KEY[kind].steps
    )
    walked: dict[str, tuple[NoteCard, ...]] = parts.pop("walked", {})
    notes = MeetingNotes(
        team="Platform SRE",
        line=meeting,
        held=held,
        audience="team",
        iteration=47,
        day=meeting.starts_at.date(),
        facilitator="Anne",
        here=("Anne", "Ben", "Chidi", "Dana", "Farah") if held else (),
        away=("Eli",) if held else (),
        guests=(),
        used=meeting.minutes - 8 if held else None,
        timebox=meeting.minutes,
        steps=tuple(replace(s, cards=walked.get(s.key, ())) for s in steps),
        made_at=meeting.starts_at + timedelta(hours=1) if held else meeting.starts_at - timedelta(hours=1),
    )
    return replace(notes, **parts)


def planning(*, held: bool = True) -> MeetingNotes:
    if not held:
        walked = {
            "holdovers": (NoteCard(RENEWALS, ""), NoteCard(RUNNER, "")),
            "business": (NoteCard(PEERING, ""), NoteCard(CAPACITY, ""), NoteCard(SSO, "")),
            "team": (NoteCard(POSTMORTEM, ""),),
        }
        return blank("planning", held=False, walked=walked, actions=(replace(DATE, age="7 d"),))
    return blank(
        "planning",
        held=True,
        walked={
            "holdovers": (
                NoteCard(RENEWALS, "continue", (("Ben", "Two of nine are automated."),)),
                NoteCard(RUNNER, "drop", (("Dana", "Nobody has used it since May."),)),
            ),
            "business": (NoteCard(PEERING, ""), NoteCard(CAPACITY, ""), NoteCard(SSO, "")),
            "team": (NoteCard(POSTMORTEM, ""),),
        },
        merged=(PEERING, RENEWALS, CAPACITY, POSTMORTEM),
        balance=BALANCE,
        decisions=(PIN,),
        actions=(DATE,),
        parked=(
            NoteItem("SRE-91", "Who signs certificates?", by="Ben", went="arch"),
            NoteItem("SRE-92", "Who owns the mail relay?", by="Dana", age="3 d"),
        ),
        tabled=(NoteItem("SRE-93", "One registry or two?", body="Dev platform asks for it by spring.", by="Farah"),),
    )


def standup(*, held: bool = True) -> MeetingNotes:
    left = NoteUpdate(
        "Eli",
        False,
        left=True,
        away=True,
        yesterday=("On-call, two pages, both disk",),
        today=("Handing over on-call",),
    )
    if not held:
        return blank("standup", held=False, updates=(left,))
    return blank(
        "standup",
        held=True,
        updates=(
            NoteUpdate(
                "Ben",
                here=True,
                yesterday=("SRE-57 moved to In progress", "SRE-49 done", "Paired with Farah on the failover test"),
                today=("SRE-57 Cut the toil in certificate renewals",),
                blockers=("SRE-57: network team: DNS delegation",),
            ),
            NoteUpdate("Chidi", here=True, today=("SRE-60 Black Friday capacity",)),
            left,
        ),
        not_heard=("Dana",),
        parked=(NoteItem("SRE-94", "Who owns the cert renewals?", by="Chidi", went="arch"),),
    )


def sync(*, held: bool = True) -> MeetingNotes:
    owed = replace(
        RENEWALS,
        board="sync",
        column="Waiting on them",
        key="SRE-70",
        title="DNS delegation for the renewals",
        due=date(2026, 12, 9),
        blocked=None,
        thieves=(),
        depends_on=(),
        assignees=(),
        interested=(),
        audience="partner",
    )
    ours = card(71, "Staging credentials for Checkout", board="sync", column="Synced", audience="partner")
    cards = (
        NoteCard(owed, "waiting on them", (("Lena", "Promised for next Wednesday."),)),
        NoteCard(ours, "synced"),
    )
    if not held:
        cards = (NoteCard(owed, ""), NoteCard(replace(ours, column="To sync"), ""))
        return blank("sync", held=False, walked={"walk": cards}, audience="partner", guests=("Lena",))
    return blank(
        "sync",
        held=True,
        walked={"walk": cards},
        audience="partner",
        guests=("Lena (Dev platform)",),
        tabled=(NoteItem("SRE-95", "Retry budget for the API", by="Lena", went="arch"),),
    )


def arch(*, held: bool = True) -> MeetingNotes:
    spot = card(
        72,
        "Move CI runners to spot?",
        board="arch",
        column="Next",
        body="They idle at night. Saves about 40 %; interruptions cost two minutes each.\n\n"
        "1. Which jobs may be interrupted?\n2. Who watches the price?",
        type="proposal",
        votes=5,
        url="https://wiki.example.com/rfc/spot",
        author="ben",
        audience="partner",
    )
    again = card(73, "Retry budget for the API", board="arch", column="Next", type="question", put_off=2)
    late = card(74, "Queue for deploys", board="arch", column="Proposed", type="spec")
    if not held:
        cards = (NoteCard(spot, ""), NoteCard(again, ""))
        return blank("arch", held=False, walked={"topics": cards}, guests=("Dana (dev platform)",))
    said = (("Farah", "Stateful jobs must stay where they are."), ("Chidi", "We can start with the linters."))
    return blank(
        "arch",
        held=True,
        walked={
            "topics": (
                NoteCard(spot, "decided: spot for stateless jobs", said, minutes=22),
                NoteCard(again, "experiment", minutes=14),
                NoteCard(late, ""),
            )
        },
        guests=("Dana (dev platform)",),
        decisions=(replace(PIN, key="SRE-96", title="Spot instances for stateless CI jobs", body="Saves 40 %."),),
        actions=(replace(DATE, key="SRE-97", title="Move the linters", owner="Ben"),),
    )


def demo(*, held: bool = True) -> MeetingNotes:
    shown = replace(POSTMORTEM, audience="everyone", minutes=5)
    call = card(75, "Just one API call: /healthz", assignees=("dana",), minutes=3, audience="everyone")
    later = replace(PEERING, audience="everyone", assignees=("eli",), minutes=5)
    if not held:
        cards = tuple(NoteCard(c, "", minutes=c.minutes) for c in (shown, call, later))
        return blank("demo", held=False, walked={"demos": cards}, audience="guest", guests=("Marta", "Oskar"))
    said = (("Marta", "Can we see this in the status page?"), ("Oskar", "Thank you, that was a long week."))
    return blank(
        "demo",
        held=True,
        walked={
            "demos": (
                NoteCard(shown, "shown", said, minutes=6),
                NoteCard(call, "shown", minutes=2),
                NoteCard(later, "not today"),
            )
        },
        audience="guest",
        guests=("Marta (Support)", "Oskar (Sales)"),
        recording="https://video.example.com/w/47?t=10&hd=1",
        actions=(replace(DATE, key="SRE-98", title="Show /healthz on the status page", owner="Dana"),),
    )


def retro(*, held: bool = True) -> MeetingNotes:
    last = card(80, "Give every alert an owner", board="actions", column="Done", assignees=("farah",))
    if not held:
        return blank("retro", held=False, walked={"actions": (NoteCard(last, ""),)})
    return blank(
        "retro",
        held=True,
        walked={"actions": (NoteCard(last, "done"),)},
        groups=(
            NoteGroup("Paging", (("Anne", "Three pages for the same disk, again."), ("", "Alerts with an owner.")), 4),
            NoteGroup("Went well", (("Ben", "The failover test needed nobody awake."),)),
        ),
        actions=(replace(DATE, key="SRE-99", title="One disk, one page", owner="Farah", due=date(2026, 12, 11)),),
        remarks=("Nothing that touches production before Monday: documentation, staging, development.",),
    )


SAMPLES = dict(zip(KEYS, (planning, standup, sync, arch, demo, retro), strict=True))


def withheld() -> MeetingNotes:
    """A retro, asked for by a guest."""
    empty = blank("retro", held=True, audience="guest", here=(), away=(), steps=(), facilitator="", used=None)
    return replace(empty, withheld="The notes of a retro are for the team alone.")


def with_every_text(view: T, text: str) -> T:
    """``view`` with ``text`` wherever a person may have typed; names of things the program knows stay."""
    return _typed(view, text)  # type: ignore[return-value]


_KNOWN = {"key", "ref", "kind", "board", "column", "status", "audience", "timezone", "flow", "origin", "thief"} | {
    "facilitator",
    "author",
    "recording",
    "url",
    "withheld",
}


def _typed(value: object, text: str, name: str = "") -> object:
    if isinstance(value, str):
        return value if name in _KNOWN or not value else text
    if isinstance(value, tuple):
        return tuple(_typed(item, text, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _typed(getattr(value, f.name), text, f.name) for f in fields(value)})
    return value
