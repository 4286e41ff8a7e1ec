"""A seventh kind is one file and one line: a post-incident review, from ``meeting list`` to notes and calendar.

The program with the review is a copy of the package with that file and that line, run as people run it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.conftest import World
from tests.kinds import SIX
from tests.tui.terminal import Terminal

ROOT = Path(__file__).resolve().parents[3]
REVIEW = '''
"""Post-incident review: what incidents teach, and whether the last one's actions were done."""

from datetime import time

from cadence.domain.cards import walk_queries
from cadence.domain.cards.walk_orders import topics
from cadence.domain.cards.walk_queries import Query
from cadence.domain.kinds.base import MeetingKind, ParkingLot, Repeat, RhythmPlace, Step, Topics, Walk
from cadence.domain.vocabulary import Audience, BoardKey

INCIDENTS = Query("incidents", (BoardKey.ARCH,), topics(BoardKey.ARCH), only=lambda card: card.type == "postmortem")

KIND = MeetingKind(
    key="review",
    title="Post-incident review",
    short="review",
    audience=Audience.PARTNER,
    regulars=Audience.TEAM,
    color="teal",
    board=BoardKey.ARCH,
    purpose="Learn from incidents; read their timelines before.",
    agenda=INCIDENTS,
    outcomes=("learned", "action", "next week"),
    place=RhythmPlace(repeat=Repeat.WEEK, at=time(15), minutes=45, day=4),
    steps=(
        Step(
            "actions",
            "Last review's actions",
            "Done or not?",
            10,
            Walk(walk_queries.LAST_ACTIONS, choices=("done", "keep", "drop")),
            gestures=("card.next", "card.choose"),
        ),
        Step(
            "incidents",
            "Incidents",
            "What happened, and what do we learn?",
            30,
            Topics(INCIDENTS, ("in order",)),
            gestures=("card.next", "card.act", "card.choose"),
        ),
        Step("parking", "Parking lot", "What came up: where does it belong?", 5, ParkingLot()),
    ),
)
'''
LAST_LINE = '        "retro",\n'
FIRST, SECOND = "review@2026-12-03", "review@2026-12-10"


@pytest.fixture(scope="module")
def with_review(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a program that has a seventh kind."""
    folder = tmp_path_factory.mktemp("seven")
    for name in ("cadence", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    kinds = folder / "cadence" / "domain" / "kinds"
    (kinds / "review.py").write_text(REVIEW, "utf-8")
    listed = (kinds / "__init__.py").read_text("utf-8")
    assert LAST_LINE in listed
    (kinds / "__init__.py").write_text(listed.replace(LAST_LINE, f'{LAST_LINE}        "review",\n'), "utf-8")
    return str(folder)


class Review:
    """A team whose program holds reviews, and the same team seen by the program as it is shipped."""

    def __init__(self, world: World, program: str) -> None:
        self.world = world
        self.program = program

    def says(self, *words: str, shipped: bool = False) -> str:
        done = self.world.process(*words, PYTHONPATH=str(ROOT) if shipped else self.program)
        assert done.code == 0, done.err
        assert not done.err
        return done.out

    def json(self, *words: str, shipped: bool = False) -> Any:
        return json.loads(self.says("--json", *words, shipped=shipped))

    def events(self, *more: str, shipped: bool = False) -> list[Any]:
        """The calendar's events."""
        until = () if "--for" in more else ("--until", "2026-12-18")
        text = self.says("calendar", "export", "-o", "-", *until, *more, shipped=shipped)
        return list(Calendar.from_ical(text).walk("VEVENT"))

    def terminal(self, at: str, now: str) -> Terminal:
        self.world.now = now
        return Terminal("--at", at, environment=self.world.environment(PYTHONPATH=self.program, PYTHONSAFEPATH="1"))


@pytest.fixture
def review(team: World, with_review: str) -> Review:
    """Two topics wait: an incident, and one that is none."""
    found = Review(team, with_review)
    found.says("topic", "add", "Checkout was down for an hour", "--type", "postmortem")
    found.says("topic", "add", "One queue for all deploys", "--type", "proposal")
    return found


def test_a_review_from_the_list_to_notes_and_calendar(review: Review, tmp_path: Path) -> None:
    listed = {one["ref"]: one for one in review.json("meeting", "list", "--kind", "review")}
    times = (listed[FIRST]["starts_at"], listed[FIRST]["ends_at"])
    assert times == ("2026-12-03T15:00:00-05:00", "2026-12-03T15:45:00-05:00")
    ahead = review.json("meeting", "show", FIRST)
    assert [card["title"] for card in ahead["cards"]] == ["Checkout was down for an hour"]

    with review.terminal(FIRST, "2026-12-03T15:00:00-05:00") as anne:
        anne.sees("Post-incident review", "Last review's actions", "space starts it")
        anne.press("space")
        anne.sees("Done or not?")
        anne.press("]")
        anne.sees("What happened, and what do we learn?", "Checkout was down for an hour")
        anne.press("o")
        anne.sees("action")
        anne.line("Page on the error budget @ben")
        anne.sees("Page on the error budget")
        anne.press("x")
        anne.sees("learned", "next week")
        anne.line("1")
        anne.until(lambda: "learned" in str(review.json("meeting", "show", FIRST)["cards"]), "no outcome")
    assert "has ended" in review.says("meeting", "end", "review")
    whole = review.says("meeting", "show", FIRST)
    assert "held" in whole
    assert "Page on the error budget" in whole

    for form in ("md", "html", "text", "slack"):
        file = tmp_path / f"notes.{form}"
        review.says("notes", "export", FIRST, "--format", form, "-o", str(file))
        notes = file.read_text("utf-8")
        assert "Post-incident review" in notes
        assert "Checkout was down for an hour" in notes
        assert "learned" in notes
        assert "Page on the error budget" in notes
        assert "One queue for all deploys" not in notes

    mine = [one for one in review.events() if one["SUMMARY"].startswith("Post-incident review")]
    assert {str(one["COLOR"]) for one in mine} == {"teal"}
    assert len({str(one["UID"]) for one in mine}) == 1
    others = {str(one["UID"]) for one in review.events() if one not in mine}
    assert str(mine[0]["UID"]) not in others


def test_the_next_review_begins_with_the_last_ones_actions(review: Review) -> None:
    review.world.now = "2026-12-03T15:00:00-05:00"
    review.says("action", "add", "Not of any review")
    review.says("meeting", "start", "review")
    review.says("action", "add", "Page on the error budget")
    review.says("meeting", "end", "review")
    with review.terminal(SECOND, "2026-12-10T15:00:00-05:00") as anne:
        anne.sees("space starts it")
        anne.press("space")
        anne.sees("Done or not?", "Page on the error budget")
        anne.sees_not("Not of any review")
        anne.press("x")
        anne.sees("keep", "drop")


def test_with_an_incident_ahead_nothing_is_proposed_and_without_one_to_cancel(review: Review) -> None:
    review.world.now = "2026-12-03T14:30:00-05:00"
    needs = [need["title"] for need in review.json("status")["needs_you"]]
    assert not any("cancel" in need for need in needs)
    review.says("card", "drop", "SRE-1", "--reason", "no incident after all")
    needs = [need["title"] for need in review.json("status")["needs_you"]]
    assert "post-incident review at 15:00 has an empty agenda: cancel it?" in needs


def test_a_guest_is_invited_to_the_meeting_whose_agenda_has_their_topic(review: Review) -> None:
    def meetings(handle: str) -> set[str]:
        return {str(one["SUMMARY"]).removesuffix(" · Platform SRE") for one in review.events("--for", handle)}

    review.world.now = "2026-12-01T09:00:00-05:00"
    before = meetings("pat")
    review.says("topic", "add", "Which queue is it to be", "--invite", "pat", "--type", "question")
    assert meetings("pat") == before | {"Arch meeting"}
    review.says("topic", "add", "Refunds came twice", "--invite", "pat", "--type", "postmortem")
    assert meetings("pat") == before | {"Arch meeting", "Post-incident review"}


def test_nothing_of_the_other_kinds_shifts(review: Review) -> None:
    with_it, without = (review.json("meeting", "list", shipped=shipped) for shipped in (False, True))
    assert [one for one in with_it if one["kind"] != "review"] == without
    for kind in SIX:
        assert review.json("meeting", "show", kind) == review.json("meeting", "show", kind, shipped=True)
    events = [one for one in review.events() if not one["SUMMARY"].startswith("Post-incident review")]
    assert [one.to_ical() for one in events] == [one.to_ical() for one in review.events(shipped=True)]
    assert {str(one["COLOR"]) for one in events} == {kind.color for kind in SIX.values()}
