"""What the sample team did between meetings: blocked, waited, talked; and who wants which card."""

from __future__ import annotations

from cadence.services.demo.story import Beat

WANTED = {
    "certs": ("chidi",),
    "chaosdns": ("eli", "farah"),
    "noise2": ("anne",),
    "postdns": ("chidi",),
    "budget": ("ben",),
    "wiki": ("dana",),
}
"""Who else is interested."""

BEATS: tuple[Beat, ...] = (
    Beat(-8, 3, "10:40", "chidi", "depend", ("tls", "network team", "the partner firewall")),
    Beat(-8, 3, "10:41", "chidi", "block", ("tls", "network team: the partner firewall still speaks 1.0")),
    Beat(-7, 0, "14:20", "chidi", "unblock", ("tls",)),
    Beat(-7, 2, "11:00", "eli", "block", ("kafka", "broker 2 does not rejoin; ticket with the vendor")),
    Beat(-7, 3, "09:30", "eli", "unblock", ("kafka",)),
    Beat(-7, 3, "16:10", "anne", "comment", ("noise", "Deleted 41 of 96. The rest has somebody's name on it.")),
    Beat(-6, 3, "12:00", "farah", "block", ("state", "Finance's account ids are not in the list")),
    Beat(-6, 4, "11:20", "farah", "unblock", ("state",)),
    Beat(-6, 2, "16:45", "chidi", "comment", ("handles", "The client never closed a connection that was refused.")),
    Beat(-5, 4, "15:40", "ben", "comment", ("canary", "Caught the first bad deploy after two hours.")),
    Beat(-4, 1, "16:00", "chidi", "depend", ("mongo", "Checkout", "a freeze of the session schema")),
    Beat(-4, 2, "09:40", "chidi", "block", ("mongo", "Checkout: the session schema still changes")),
    Beat(-4, 4, "12:30", "grace", "comment", ("a freeze of the session schema", "Frozen from Monday on.")),
    Beat(-3, 0, "12:40", "chidi", "unblock", ("mongo",)),
    Beat(-3, 0, "12:41", "chidi", "settled", ("mongo",)),
    Beat(-3, 0, "12:45", "dana", "move", ("who pays for the sandbox?", "Synced")),
    Beat(-3, 3, "14:10", "farah", "comment", ("resolvers", "Pulled the plug on one in each zone; nobody noticed.")),
    Beat(-2, 1, "17:00", "eli", "comment", ("runner", "It built nothing since spring.")),
    Beat(-1, 0, "16:20", "anne", "show", ("spot",)),
    Beat(-1, 2, "16:30", "dana", "comment", ("staging", "Same images, same limits, a tenth of the size.")),
    Beat(-1, 3, "11:10", "dana", "finish", ("the staging certificate ends on Friday",)),
    Beat(-1, 3, "17:10", "ben", "comment", ("region", "First real order at 16:52, from Lisbon.")),
    Beat(0, 0, "15:20", "dana", "depend", ("vpc", "network team", "delegation of the billing zone")),
    Beat(0, 0, "15:22", "dana", "block", ("vpc", "network team: route tables, asked, no answer yet")),
    Beat(0, 0, "16:31", "anne", "move", ("postdns topic", "Next")),
    Beat(0, 0, "15:50", "chidi", "comment", ("fulldisk", "The alert fires for every mount of the same disk.")),
    Beat(
        0,
        0,
        "16:05",
        "ben",
        "comment",
        ("certs", "ACME works for the wiki's host; 37 to go. Who renews the wildcard one?"),
    ),
    Beat(0, 1, "16:00", "hugo", "comment", ("switch", "We would rather not freeze before the weekend.")),
    Beat(0, 2, "12:30", "dana", "comment", ("vpc", "Route tables are in; the delegation is not.")),
)
