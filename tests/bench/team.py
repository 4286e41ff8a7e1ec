"""The team that is measured: made with the commands that people use, in a folder of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.bench.harness import CADENCE, clean_environment, run

NOW = "2026-12-01T14:05:00-05:00"
COLUMNS = ("Backlog", "Ready", "In progress", "Review", "Done")


def team_environment(folder: Path) -> dict[str, str]:
    """The environment in which ``cadence`` sees the team in ``folder``, and nothing of whoever runs this."""
    return clean_environment(
        {
            "HOME": str(folder),
            "CADENCE_DB": f"sqlite:///{folder / 'team.db'}",
            "CADENCE_CONFIG": str(folder / "config.toml"),
            "CADENCE_NOW": NOW,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
    )


def make_team(folder: Path, cards: int) -> dict[str, str]:
    """A team of two in an empty ``folder``, with ``cards`` on its wall and a little on every other board."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = team_environment(folder)

    def cadence(*arguments: str) -> None:
        run([CADENCE, *arguments], environment, folder)

    cadence(
        *("init", "--team", "Platform SRE", "--me", "Anne Lee <anne@example.com>"),
        *("--tz", "America/New_York", "--start", "2026-11-30", "--key", "SRE", "--country", "US"),
    )
    cadence("person", "add", "Ben Ito <ben@example.com>")
    cadence("park", "who owns the cert renewals?")
    for topic in ("Move CI runners to spot?", "Postmortem: 18 Nov DNS", "Retry budget for the API"):
        cadence("topic", "add", topic)
    cadence("action", "add", "Ask the network team for a date")
    fill(f"sqlite:///{folder / 'team.db'}", cards)
    return environment


def fill(db: str, count: int) -> None:
    """Put ``count`` cards on the wall of the one team in ``db`` (a SQLAlchemy URL), most of them in its backlog."""
    from cadence.store import capture, connect
    from cadence.store.viewer import who_is

    connection = connect.open_lane(db)
    try:
        viewer = who_is(connection, "anne", None, datetime.fromisoformat(NOW))
        at = datetime.fromisoformat(NOW).astimezone(UTC)
        with connect.transaction(connection, writing=True):
            for number in range(count):
                column = COLUMNS[max(0, number % 15 - 10)]
                new = capture.NewCard(
                    "wall", f"Card {number:05} of the wall", column=column, flow="feature", origin="team"
                )
                capture.add_card(connection, viewer, at, new)
    finally:
        connection.close()
