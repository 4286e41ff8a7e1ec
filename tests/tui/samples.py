"""Sample views for the widgets' tests and the gallery: one team's week, with long words and wide characters in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
