"""Sample views for the widgets' tests and the gallery: one team's week, with long words and wide characters in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain.kinds import BY_KEY
from cadence.domain.views.cards import (
    Blocked,
    BoardView,
    CameFrom,
    CardView,
    ColumnView,
    CommentView,
    DependencyView,
    ThiefView,
)
from cadence.domain.views.meeting_line import MeetingLine
from cadence.domain.views.meetings import (
    BalanceView,
    MeetingView,
    MergeView,
    PersonHere,
    ReceiptView,
    StepView,
    UpdateView,
    VoteView,
)
from cadence.tui.meeting.lean_coffee import Discussed
from cadence.tui.widgets.key_bar import KeyWords

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 12, 2, 10, 42, tzinfo=ZONE)
WIDE_TITLES = (
    "証明書の更新作業を自動化する（社内ランブックを参照）",
    "👩‍👩‍👧 Family plan ❤️ rollout 🇩🇪 with 👍🏽 and é",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "인증서 갱신 자동화와 런북 정리",
)


def card(number: int = 1, title: str = "Cut the toil in certificate renewals", **changes: Any) -> CardView:
    """A card with sensible fields; ``days`` is its age in its column."""
    entered = NOW - timedelta(days=changes.pop("days", 1))
    view = CardView(
        id=number,
        key=f"SRE-{number}",
        board="wall",
        column="Ready",
        position=1,
        title=title,
        body="",
        flow="debt",
        origin="team",
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
        author="ben",
        audience="team",
        created_at=entered,
        updated_at=entered,
        entered_column_at=entered,
        came_from=None,
        status="open",
    )
    return replace(view, **changes)


BODY = """Renewing by hand costs us about **3 h a week**; see the [runbook](https://example.com/runbook).

- list what renews today
- move `certbot` to the *shared* runner

```sh
certbot renew --dry-run
```

> Nobody likes doing this on a Friday."""

TOIL = card(
    57,
    body=BODY,
    assignees=("ben",),
    interested=("ben", "dana"),
    tags=("certs", "dns"),
    toil=True,
    days=3,
    position=3,
    depends_on=(DependencyView(None, "network team", "DNS delegation", NOW - timedelta(days=8)),),
    thieves=(ThiefView("unknown-dependencies", "recorded after work had started"),),
    came_from=CameFrom(None, "standup@2026-11-24"),
    url="https://example.com/SRE-57",
)
PEERING = card(
    42,
    "VPC peering for billing",
    flow="feature",
    origin="business",
    assignees=("dana",),
    days=2,
    blocked=Blocked("network team: DNS delegation", NOW - timedelta(days=2)),
)
NEGLECTED = card(
    31,
    "Postmortem actions for the cache stampede",
    assignees=("chidi", "anne", "farah"),
    days=9,
    thieves=(ThiefView("neglected-work", "no event for 9 days; 85 % move within 7"),),
)
DUE = card(60, "Black Friday capacity", flow="risk", origin="business", due=date(2026, 12, 6), assignees=("chidi",))


def wall() -> BoardView:
    """A wall with something of everything."""
    wide = tuple(card(80 + number, title, days=number * 3) for number, title in enumerate(WIDE_TITLES))
    return BoardView(
        key="wall",
        title="The wall",
        columns=(
            ColumnView("Backlog", (card(61, "Checkout in eu-west", flow="feature", origin="business", days=0), *wide)),
            ColumnView("Ready", (TOIL, DUE, card(55, "Chaos day: DNS", flow="risk", days=5))),
            ColumnView("In progress", (PEERING, card(48, "Drop the old runner", assignees=("farah",), days=4)), 1),
            ColumnView("Review", (NEGLECTED,), 4),
            ColumnView("Done", (card(12, "Queue for deploys", status="done", days=1),)),
        ),
        now=NOW,
        empty="No cards yet. n adds the first.",
        folds=("Backlog", "Done"),
        ranked="Ready",
    )


def big(cards: int, columns: int = 5) -> BoardView:
    """A board of ``cards`` cards, spread over ``columns`` columns."""
    each = cards // columns
    return BoardView(
        key="wall",
        title="Big",
        columns=tuple(
            ColumnView(
                f"Column {c + 1}",
                tuple(card(c * each + n + 1, f"Card {c * each + n + 1} of many", days=n % 12) for n in range(each)),
            )
            for c in range(columns)
        ),
        now=NOW,
    )


COMMENTS = (
    CommentView("chidi", NOW - timedelta(days=1), "Asked them again, they look at it this week.", None),
    CommentView("dana", NOW - timedelta(hours=2), "Demo went well: 証明書 is in place.", "demo@2026-11-27", "feedback"),
)


def person(handle: str, digit: int, load: int = 1, **changes: Any) -> PersonHere:
    """A person of the meeting, here unless said otherwise."""
    return replace(PersonHere(handle, f"{handle.title()} Lee", "member", True, digit, load), **changes)


PEOPLE = (
    person("anne", 1, 2, role="lead", heard=True, seconds=121, ready=True),
    person("ben", 2, 1, seconds=72, ready=True),
    person("chidi", 3, 3, over=True, left_update=True),
    person("dana", 4, 1, ready=True),
    person("eli", 5, 0, here=False, left_update=True),
    person("farah", 6, 1, left_update=True),
)
LINE = MeetingLine(
    ref="planning@2026-11-30",
    kind="planning",
    title="Iteration planning",
    iteration=47,
    starts_at=datetime(2026, 11, 30, 10, 0, tzinfo=ZONE),
    ends_at=datetime(2026, 11, 30, 11, 0, tzinfo=ZONE),
    timezone="America/New_York",
    status="running",
    moved_from=None,
    reason=None,
    facilitator="anne",
    nominal=date(2026, 11, 30),
    audience="team",
)


def line(kind: str, day: int, at: str, status: str = "scheduled", **changes: Any) -> MeetingLine:
    """A meeting on that day of December 2026 (0: 30 November)."""
    hour, minute = map(int, at.split(":"))
    start = datetime(2026, 11, 30, hour, minute, tzinfo=ZONE) + timedelta(days=day)
    values = {"ref": f"{kind}@{start:%Y-%m-%d}", "kind": kind, "title": kind.title(), "status": status}
    return replace(
        LINE, starts_at=start, ends_at=start + timedelta(minutes=30), nominal=start.date(), **(values | changes)
    )


WEEK = (
    line("planning", 0, "10:00", "held"),
    line("sync", 0, "11:30", "skipped", reason="nothing to sync"),
    line("standup", 1, "10:00", "held"),
    line("arch", 1, "14:00", "missed"),
    line("standup", 2, "10:00", "running"),
    line("standup", 3, "10:00"),
    line("demo", 3, "14:00", moved_from=datetime(2026, 12, 4, 14, 0, tzinfo=ZONE), reason="holiday"),
    line("retro", 3, "14:30"),
)
DAYS = tuple((date(2026, 11, 30) + timedelta(days=n), "Company day" if n == 4 else "") for n in range(5))
STEPS = tuple(
    StepView(step.key, step.title, step.prompt, step.minutes, seconds, state, step.gestures)
    for step, (seconds, state) in zip(
        BY_KEY["planning"].steps,
        ((492, "done"), (700, "done"), (425, "done"), (491, "done"), (362, "now"), (0, "ahead"), (0, "ahead")),
        strict=True,
    )
)
BALANCE = BalanceView(
    58,
    42,
    60,
    flows=(("feature", 45, 40), ("defect", 15, 20), ("risk", 12, 15), ("debt", 28, 25)),
    recent=(66, 34),
    interrupts=21,
)


def meeting(**changes: Any) -> MeetingView:
    """Planning in its Interest step, on the toil card."""
    view = MeetingView(
        line=LINE,
        now=NOW,
        step=4,
        steps=STEPS,
        elapsed=2470,
        extra_minutes=0,
        timebox=60,
        here=PEOPLE,
        queue=("SRE-42", "SRE-57", "SRE-60"),
        at="SRE-57",
        card=TOIL,
        cards=(PEERING, TOIL, DUE),
        parked=(),
        tabled=(),
        decisions=(),
        actions=(),
    )
    return replace(view, **changes)


UPDATE = UpdateView(
    "ben",
    since=date(2026, 11, 24),
    moved=("SRE-57 moved to In progress", "SRE-49 done"),
    now=(TOIL,),
    blocked=(PEERING,),
    yesterday="paired with Farah on the failover test",
    today="証明書の更新作業を自動化する、そして社内ランブックを書き直す、それから昼ごはん",
)


def round_meeting() -> MeetingView:
    """A standup in its round, Ben speaking."""
    queue = ("anne", "ben", "chidi", "dana", "farah")
    return meeting(queue=queue, at="ben", update=UPDATE, card=None)


def merge_view() -> MergeView:
    """Planning's merge step."""
    business = tuple(
        replace(card(60 + n, title, origin="business", flow="feature"), position=n)
        for n, title in enumerate(("Checkout in eu-west", "SSO for the wiki", "Audit: log retention"), 1)
    )
    team = tuple(
        replace(card(70 + n, title), position=n)
        for n, title in enumerate(("Chaos day: DNS", "Drop the old runner", *WIDE_TITLES), 1)
    )
    merged = (PEERING, TOIL, DUE)
    return MergeView(
        business,
        team,
        merged,
        (("SRE-61", "business is under 60 %"), ("SRE-71", "team is under 40 %")),
        BALANCE,
        usually=6,
    )


RECEIPT = ReceiptView(
    line=LINE,
    used=52,
    timebox=60,
    given_back=8,
    decided=("Postgres stays on 17 until spring",),
    took=("Ben SRE-57 · Chidi SRE-60 · Dana SRE-42 · Farah and Anne SRE-52",),
    actions=("Chidi: ask the network team for a date, due Mon 7 Dec",),
    went_on=('→ arch  "who signs certificates?"', "→ sync  DNS delegation"),
    still_open=(card(90, "who owns the mail relay?"),),
    balance=BALANCE,
    thieves=("confirmed 1 unknown dependency",),
    notes="notes/47/planning.md",
    last_words="Nothing that touches production before the weekend: documentation, staging, development.",
)
TOPICS = tuple(
    replace(card(71 + n, title, flow=None, type="proposal", votes=votes), board="arch", column="Next")
    for n, (title, votes) in enumerate(
        (("Postmortem: 18 Nov DNS", 5), ("Retry budget for the API gateway and friends", 3), ("Who signs?", 0))
    )
)
DISCUSSED = (Discussed(card(79, "Queue for deploys", type="question", flow=None), "decision: one queue", 520),)
VOTE = VoteView(True, more=3, move_on=1, waiting=("Farah",), extension=2, extensions=1)
KEYS = (
    KeyWords("space", "next", "next"),
    KeyWords("⌫", "back", "back"),
    KeyWords("1-6", "wants it", "person"),
    KeyWords("a", "assign", "assign"),
    KeyWords("m", "move", "move"),
    KeyWords("b", "blocked", "block"),
    KeyWords("p", "park", "park"),
    KeyWords("t", "table", "table"),
    KeyWords("d", "decision", "decide"),
    KeyWords("o", "action", "act"),
    KeyWords("u", "undo", "undo"),
    KeyWords("?", "help", "help", always=True),
)
