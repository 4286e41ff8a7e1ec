"""What the sample team's meetings brought up: parked, decided, given to somebody, noted in retros; who was away."""

from __future__ import annotations

from cadence.services.demo.story import Action, Decided, Look, Parked

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
    ("planning", -7): Decided(
        "Postgres stays on its version until spring", "Nothing we need is in the next one, and the freeze is near."
    ),
    ("planning", -4): Decided("Chaos days stay in staging this quarter", "The last one found enough."),
    ("planning", -2): Decided("No page without a runbook", "An alert without one is a ticket."),
    ("planning", 0): Decided("Certificates before new features this week"),
}

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

SPAWNED = (
    "One deploy queue for each service",
    "Build the deploy queues",
    "Out of the arch meeting: a lock where two services share a database.",
)
"""The wall card that a decision led to: the decision, the card's title and text."""

RETROS: dict[int, Look] = {
    -8: Look(
        (
            ("anne", "well", "One pager, one night of sleep.", ""),
            ("dana", "badly", "Lost log lines found by a customer.", "ab"),
            ("ben", "better", "Reviews wait a day for their first look.", "cde"),
        ),
        (Action("Look at reviews before starting something new", "ben", (-7, 4)),),
    ),
    -7: Look(
        (
            ("eli", "well", "Kafka moved without a page.", ""),
            ("chidi", "badly", "The vendor needed a day to answer.", "d"),
            ("farah", "better", "Blocked cards say since when.", "abc"),
        ),
        (Action("A reason and a name on every blocked card", "farah", (-6, 2)),),
    ),
    -6: Look(
        (
            ("ben", "well", "The restore test was boring.", ""),
            ("chidi", "badly", "The incident ate Wednesday.", "abe"),
            ("anne", "better", "One person for interrupts, each week another.", "cd"),
        ),
        (Action("A rota for interrupts", "anne", (-5, 3)),),
    ),
    -5: Look(
        (
            ("dana", "well", "Vault unsealed itself on a Sunday.", ""),
            ("eli", "badly", "Two of us edited the same runbook.", "ac"),
            ("farah", "better", "Cost numbers before the planning, not after.", "bde"),
        ),
        (Action("Cost report goes out on Fridays", "farah", (-4, 4)),),
    ),
    -4: Look(
        (
            ("anne", "well", "The chaos day had an audience.", "a"),
            ("farah", "badly", "DNS: nobody knew the resolvers shared a rack.", "bcd"),
            ("chidi", "better", "Ask Checkout before we plan on them.", "e"),
        ),
        (Action("Rack and zone in the inventory of every host", "eli", (-3, 3)),),
    ),
    -3: Look(
        (
            ("farah", "well", "Pulling plugs in working hours.", ""),
            ("ben", "badly", "Review held five cards on Thursday.", "acd"),
            ("dana", "better", "Certificates belong to somebody.", "bef"),
        ),
        (Action("An owner for every certificate", "dana", (-1, 3)),),
    ),
    -2: Look(
        (
            ("eli", "well", "The failover test needed nobody awake.", "c"),
            ("chidi", "badly", "An expired certificate, of all things.", "abd"),
            ("anne", "better", "Write the postmortem while it is warm.", "f"),
        ),
        (
            Action("Reminders for certificates go to the team, not a person", "ben"),
            Action("A first draft of a postmortem within two days", "chidi", (-1, 2)),
        ),
    ),
    -1: Look(
        (
            ("ben", "well", "Checkout in eu-west, and no page.", ""),
            ("dana", "badly", "Three cards each again, by Wednesday.", "ace"),
            ("farah", "badly", "Everybody had a second card waiting.", ""),
            ("anne", "better", "Finish before starting: the limit is four.", "bd"),
        ),
        (Action("Ask before going over the limit", "anne"),),
    ),
}

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
