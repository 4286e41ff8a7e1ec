"""What the sample team talks about: topics, what two teams owe each other, demos, retros, and what meetings left."""

from __future__ import annotations

from cadence.services.demo.story import Action, Decided, Look, Parked, Shared, Shown, Topic

TOPICS: tuple[Topic, ...] = (
    Topic("secrets", "Where do secrets live?", "technology", "dana", (-8, 0), (-8,), ("decision",),
          "Three places today: Vault, the CI's own store, and files on two hosts.",
          "Secrets live in Vault and nowhere else", "Options: Vault, the cloud's store, both.\n"
          "Consequences: the CI reads from Vault by the end of the quarter; files go first.", "bcd"),
    Topic("queue", "Kafka, or a queue in Postgres?", "technology", "ben", (-8, 2), (-7,), ("decision",),
          "The refunds job wants a queue of twenty messages a day.",
          "Kafka for events, Postgres for jobs", "A broker for twenty messages a day is a broker too many.\n"
          "Consequences: one small library for jobs, owned by us.", "abe"),
    Topic("tfstate", "One Terraform state a team?", "proposal", "farah", (-7, 2), (-6,), ("decision",),
          "A plan takes nine minutes, and everybody waits for everybody.",
          "One Terraform state for each team and environment", "Smaller blast radius, shorter plans; shared parts are "
          "read only.", "befg"),
    Topic("headers", "Canary by header or by share?", "experiment", "ben", (-6, 2), (-5,), ("experiment",),
          "Support wants to see the canary on purpose.", votes="ab"),
    Topic("sev", "What is a severity 1?", "question", "eli", (-5, 2), (-4,), ("needs a spec",),
          "Half the team would have paged for Tuesday, half would not.", votes="adeg"),
    Topic("handles", "Postmortem: file handles", "postmortem", "chidi", (-6, 3), (-5, -3), ("next week", "action"),
          "Timeline and contributing causes are in the document.", votes="abc", url="https://wiki.example.com/pm/handles"),
    Topic("gateway", "Blast radius of the partner gateway", "diagram", "grace", (-3, 3), (-2,), ("decision",),
          "It fronts billing, refunds and the sandbox: one certificate, one pool.",
          "The partner gateway is split by consumer", "Three pools, three certificates.\n"
          "Consequences: more to renew, so renewals must not need a person.", "acdg",
          url="https://wiki.example.com/arch/gateway"),
    Topic("deploys", "", "", "", (-3, 2), (-1,), ("decision",), "Deploys of one service wait for those of another.",
          "One deploy queue for each service", "Options: one queue, a queue each, no queue.\n"
          "Chosen: a queue each, with a lock where two share a database.\n"
          "Consequences: two deploys can run at once; the dashboard shows both.", "abdef"),
    Topic("ipv6", "IPv6 inside the clusters?", "question", "eli", (-4, 3), (-3, -2, -1),
          ("next week", "next week", "next week"), "The address plan for billing eats the last large block.", votes="e"),
    Topic("retention", "Log retention: 30 or 90 days?", "requirements", "farah", (-1, 3), (0,), ("decision",),
          "Audit asks for 90 days, Legal for 30.", "30 days searchable, 90 days in the archive",
          "Costs a third of 90 days searchable. Audit agreed by mail.", "abefg"),
    Topic("postdns topic", "Postmortem: DNS", "postmortem", "chidi", (-1, 2), context="Why did both resolvers of a zone sit on "
          "one rack, and why did no alert say so?", votes="abf", invite=("grace",),
          url="https://wiki.example.com/pm/dns"),
    Topic("retry", "Retry budget for the API", "spec", "hugo", (-1, 3), context="Clients retry three times each; in the "
          "last incident that was most of the load.", votes="cg"),
    Topic("signs", "Who signs certificates?", "question", "anne", (0, 0), votes="d"),
)  # fmt: skip

SPOT = Parked("Move CI runners to spot?", "ben", ("ben", "dana"), "arch", nick="spot")
SPOT_VOTES = "abdef"
SPOT_CONTEXT = "They idle at night. Saves about 40 %; an interruption costs a build two minutes."

PARKED: dict[tuple[str, int, int], Parked] = {
    ("standup", -7, 2): Parked(
        "do we still need the second pager?", "dana", ("anne",), "dropped", "it went with the rota"
    ),
    ("standup", -3, 2): Parked("One queue for all deploys?", "eli", ("eli", "ben"), "arch", nick="deploys"),
    ("standup", -2, 1): SPOT,
    ("planning", -6, 0): Parked("who tells Support about the purge?", "ben", ("ben",), "now"),
    ("planning", -4, 0): Parked("who pays for the sandbox?", "ben", ("dana",), "sync"),
    ("planning", -1, 0): Parked("is the status page ours or Support's?", "farah", ("farah",)),
    ("planning", 0, 0): Parked("who owns the cert renewals?", "dana", ("ben", "dana")),
    ("standup", -1, 2): Parked("the staging certificate ends on Friday", "chidi", ("dana",), "action"),
}
"""By kind, week and day."""

DECIDED: dict[tuple[str, int], Decided] = {
    ("planning", -7): Decided("Postgres stays on its version until spring", "Nothing we need is in the next one, and the "
                              "freeze is near."),
    ("planning", -4): Decided("Chaos days stay in staging this quarter", "The last one found enough."),
    ("planning", -2): Decided("No page without a runbook", "An alert without one is a ticket."),
    ("planning", 0): Decided("Certificates before new features this week"),
}  # fmt: skip

ACTIONS: dict[tuple[str, int], tuple[Action, ...]] = {
    ("planning", -8): (Action("Ask Finance for the account ids", "farah", (-8, 2)),),
    ("planning", -6): (Action("Book the room for the chaos day", "anne", (-6, 3)),),
    ("arch", -3): (Action("Give the webhook client a pool of its own", "chidi", (-2, 1)),),
    ("planning", -2): (Action("Invite Marketing to the load test", "ben", (-2, 1)),),
    ("planning", 0): (
        Action("Ask the network team for a date", "chidi", due=3),
        Action("Write down who may decide a failover", "anne", due=4),
    ),
}

SPAWNED = ("One deploy queue for each service", "Build the deploy queues", "Out of the arch meeting: a lock where two "
           "services share a database.")  # fmt: skip
"""The wall card that a decision led to: the decision, the card's title and text."""

SHARED: tuple[Shared, ...] = (
    Shared("sandboxes", "Sandbox in eu-west: who tests what", "grace", (-7, 3, "11:00"), (-6, -5),
           ("waiting on us", "synced")),
    Shared("canaries", "Canary: which pages may fail first", "hugo", (-6, 3, "15:00"), (-5,), ("synced",)),
    Shared("freeze", "Freeze of the session schema", "chidi", (-4, 1, "16:10"), (-3,), ("synced",),
           "We move the sessions; the schema must hold still for a week."),
    Shared("webhooks", "Webhooks from two regions: same order?", "grace", (-4, 3, "12:00"), (-3, -2),
           ("waiting on them", "synced")),
    Shared("regions", "Checkout in eu-west: go or no go", "hugo", (-2, 3, "13:00"), (-1,), ("synced",)),
    Shared("credentials", "Credentials for the new payment gateway", "grace", (-1, 3, "11:20"), (0,), ("waiting on us",),
           "Test keys first; production the week after.", 4),
    Shared("contract", "Contract tests for the refunds API", "dana", (-2, 3, "15:30"), (-1, 0),
           ("waiting on them", "waiting on them"), "Ours are green. Theirs need the new sandbox."),
    Shared("loadtest", "Load test together, before the peak", "ben", (-1, 2, "17:20"), (0,), ("upcoming",),
           "Saturday morning; both teams on call.", 12),
    Shared("switch", "Freeze dates for the provider switch", "grace", (0, 0, "14:20"), body="Two days without deploys of "
           "the gateway. Which two?", due=8),
)  # fmt: skip

DEMOS: tuple[Shown, ...] = (
    Shown(-8, "Night pages arrive on one phone", "anne", 5, (("jon", "Support would like the same."),)),
    Shown(-8, "Refunds report from the replica", "farah", 8, (("ines", "Four minutes instead of fifty. Thank you."),)),
    Shown(-7, "One dashboard for checkout latency", "dana", 8, (("grace", "Can it show the gateway apart?"),)),
    Shown(-7, "SSO for the status page", "farah", 5),
    Shown(-6, "Purge the CDN from a deploy", "ben", 5, (("ines", "Does it purge images too?"),)),
    Shown(-6, "Orders restored in 38 minutes", "eli", 8, (("jon", "I would have guessed a day."),)),
    Shown(-5, "The canary stage", "ben", 10, (("hugo", "We want to choose who sees it."),)),
    Shown(-5, "What each team costs", "farah", 8, (("jon", "Last month's beside it, please."),)),
    Shown(-4, "A zone dies in staging", "anne", 12, (("ines", "And in production?"),)),
    Shown(-4, "Rate limits, answered politely", "ben", 5),
    Shown(-3, "Webhooks from a second region", "ben", 8, (("grace", "Order is kept; we checked."),)),
    Shown(-3, "Find an order in the logs", "eli", 5, (("jon", "Support has waited two years for this."),)),
    Shown(
        -2,
        "Twice the peak, for an hour",
        "ben",
        12,
        (("ines", "What breaks first?"), ("hugo", "The gateway, as we feared.")),
    ),
    Shown(-2, "Invoices leave the primary alone", "dana", 5),
    Shown(-1, "Checkout in eu-west", "ben", 10, (("grace", "From our side too: it holds."),)),
    Shown(-1, "Alerts that know their owner", "farah", 5, (("jon", "Can Support own some?"),)),
    Shown(0, "Certificates renew themselves in staging", "ben", 8),
    Shown(0, "New on-call numbers, no missed page", "eli", 5),
    Shown(0, "Just one API call: /healthz with reasons", "farah", 3),
)

RETROS: dict[int, Look] = {
    -8: Look((("anne", "well", "One pager, one night of sleep.", ""), ("dana", "badly", "Lost log lines found by a customer.", "ab"),
              ("ben", "better", "Reviews wait a day for their first look.", "cdef")),
             (Action("Look at reviews before starting something new", "ben", (-7, 4)),)),
    -7: Look((("eli", "well", "Kafka moved without a page.", ""), ("chidi", "badly", "The vendor needed a day to answer.", "d"),
              ("farah", "better", "Blocked cards say since when.", "abce")),
             (Action("A reason and a name on every blocked card", "farah", (-6, 2)),)),
    -6: Look((("ben", "well", "The restore test was boring.", ""), ("chidi", "badly", "The incident ate Wednesday.", "abef"),
              ("anne", "better", "One person for interrupts, each week another.", "cd")),
             (Action("A rota for interrupts", "anne", (-5, 3)),)),
    -5: Look((("dana", "well", "Vault unsealed itself on a Sunday.", ""), ("eli", "badly", "Two of us edited the same runbook.", "ac"),
              ("farah", "better", "Cost numbers before the planning, not after.", "bde")),
             (Action("Cost report goes out on Fridays", "farah", (-4, 4)),)),
    -4: Look((("anne", "well", "The chaos day had an audience.", "a"), ("farah", "badly", "DNS: nobody knew the resolvers shared a rack.", "bcdf"),
              ("chidi", "better", "Ask Checkout before we plan on them.", "e")),
             (Action("Rack and zone in the inventory of every host", "eli", (-3, 3)),)),
    -3: Look((("farah", "well", "Pulling plugs in working hours.", ""), ("ben", "badly", "Review held five cards on Thursday.", "acd"),
              ("dana", "better", "Certificates belong to somebody.", "bef")),
             (Action("An owner for every certificate", "dana", (-1, 3)),)),
    -2: Look((("eli", "well", "The failover test needed nobody awake.", "c"), ("chidi", "badly", "An expired certificate, of all things.", "abde"),
              ("anne", "better", "Write the postmortem while it is warm.", "f")),
             (Action("Reminders for certificates go to the team, not a person", "ben"),
              Action("A first draft of a postmortem within two days", "chidi", (-1, 2)))),
    -1: Look((("ben", "well", "Checkout in eu-west, and no page.", ""), ("dana", "badly", "Three cards each again, by Wednesday.", "acef"),
              ("farah", "badly", "Everybody had a second card waiting.", ""), ("anne", "better", "Finish before starting: the limit is four.", "bd")),
             (Action("Ask before going over the limit", "anne"),)),
}  # fmt: skip

GROUPED = {-1: ("Everybody had a second card waiting.", "Three cards each again, by Wednesday.")}
"""By week: a note that was laid into another one's group."""

UNREAD = (
    (0, "11:40", "ben", "well", "Checkout's region still runs, and nobody looks at it."),
    (0, "16:15", "chidi", "badly", "Three pages for the same disk, again."),
    (0, "16:20", "dana", "badly", "The network team answers in days, not hours."),
    (0, "17:25", "farah", "better", "Alerts with an owner."),
    (0, "17:30", "anne", "better", "Decide on Monday who takes interrupts."),
    (1, "16:40", "eli", "well", "The new numbers worked the first night."),
)
"""This week's retro notes, sealed until their authors' turns: day, time, who, side, words."""

LEFT = (
    (
        "chidi",
        "Found why one disk pages three times; DNS failover test is in review",
        "One alert for a disk, then the runbook",
        "",
    ),
    ("eli", "New numbers are live at the carrier", "SSO for the wiki", ""),
    (
        "farah",
        "Shorter lifetimes for the shop's records",
        "Log retention, what Audit really needs",
        "Legal has not answered yet",
    ),
)
"""Updates left for the standup that is about to start."""

MOVED = {
    -3: ("arch", 2, "15:00", "Grace is at a conference on Tuesday"),
    1: ("arch", 2, "11:00", "Grace is travelling"),
}
"""By week: the kind that was moved, to which day and time, and why."""

SKIPPED = {-5: ("standup", "everybody was at the company meeting")}
"""By week: the kind whose last meeting was skipped, and why."""

KEPT = -3
"""The first week of which a recording is kept."""
RECORDED = "https://videos.example.com/platform-sre/{day}"
"""Where a demo's recording is."""

ABSENT = {
    ("standup", -7, 1): "eli",
    ("standup", -6, 2): "farah",
    ("standup", -5, 1): "dana",
    ("standup", -3, 1): "chidi",
    ("standup", -2, 2): "anne",
    ("standup", -1, 2): "eli",
}
"""Who was away, by kind, week and day."""

READ_OUT = {
    "eli": ("Broker upgrades, nothing odd", "At the dentist until noon; then the rest of it", ""),
    "chidi": (
        "Sessions are off the old store in staging",
        "Travelling; reviews from the train",
        "no laptop after 15:00",
    ),
}
"""Updates that those who were away had left."""
