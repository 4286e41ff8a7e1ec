"""The sample team: the same for the same day, something worth seeing everywhere, nothing of the retro for guests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from shutil import copy
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cadence.domain.cards.time_thieves import TimeThief
from cadence.domain.kinds import KINDS
from cadence.domain.team.roles import is_team
from cadence.domain.vocabulary import BoardKey
from cadence.render.notes.notes import render
from cadence.services.cards import boards, search, undo
from cadence.services.demo import said, story
from cadence.services.demo.team import Sample, beginning, leaving_words, make_demo
from cadence.services.demo.work import PAST
from cadence.services.facilitation import receipt as facilitation_receipt
from cadence.services.home import home
from cadence.services.notes.notes import held_lately, notes_of
from cadence.services.schedule import week as schedule_week
from cadence.services.schedule.holidays import holiday_list
from cadence.services.team.people import person_list
from cadence.store.connect import connect
from cadence.store.db import Store
from cadence.store.viewer import Viewer, who_is

NEW_YORK = ZoneInfo(story.ZONE)
WEDNESDAY = datetime(2026, 12, 2, 15, 0, tzinfo=NEW_YORK)
BEGINS = datetime(2026, 12, 2, 9, 58, tzinfo=NEW_YORK)


def made(folder: Path, now: datetime) -> Sample:
    return make_demo(f"sqlite:///{folder / 'demo.db'}", lambda: now)


def opened(file: Path) -> Sample:
    """The sample team in a file, as it is when the demo begins."""
    store = Store(f"sqlite:///{file}", lambda: BEGINS)
    with store.read() as connection:
        return Sample(store, who_is(connection, story.ME, None, BEGINS), BEGINS)


@pytest.fixture(scope="module")
def sample(sample_file: Path) -> Sample:
    """The sample team of a Wednesday; for reading only."""
    return opened(sample_file)


def everybody(sample: Sample) -> dict[str, Viewer]:
    with sample.store.read() as connection:
        return {
            one.handle: who_is(connection, one.handle, None, BEGINS) for one in person_list(sample.store, sample.viewer)
        }


def every_row(sample: Sample) -> dict[str, list[Any]]:
    path = sample.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def columns(sample: Sample, board: str, viewer: Viewer | None = None) -> dict[str, list[str]]:
    view = boards.board(sample.store, viewer or sample.viewer, board)
    return {column.name: [card.title for card in column.cards] for column in view.columns}


# --- when -----------------------------------------------------------------------------------------------------------


def test_the_same_day_in_new_york_tells_the_same_story(sample: Sample, tmp_path: Path) -> None:
    now = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
    late = make_demo(f"sqlite:///{tmp_path / 'late.db'}", lambda: now)
    assert late.begins == sample.begins
    assert every_row(late) == every_row(sample)
    now += timedelta(seconds=90)
    assert late.store.clock() == late.begins + timedelta(seconds=90), "its clock goes on as fast as the one given"


def test_the_clock_starts_two_minutes_before_a_standup(sample: Sample) -> None:
    following = home.home(sample.store, sample.viewer).next
    assert following is not None
    assert following.ref == "standup@2026-12-02"
    assert following.starts_at - sample.begins == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("day", "begins"),
    [(30, 1), (1, 1), (2, 2), (3, 3), (4, 3), (5, 3), (6, 3)],
    ids=["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
)
def test_it_begins_on_the_nearest_day_of_the_week_with_a_standup(sample: Sample, day: int, begins: int) -> None:
    today = date(2026, 11 if day == 30 else 12, day)
    assert beginning(sample.store, sample.viewer, today) == BEGINS.replace(day=begins)


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (date(2026, 11, 30), date(2026, 12, 1)),  # Monday: planning, so Tuesday
        (date(2026, 12, 4), date(2026, 12, 3)),  # Friday: demo and retro, so Thursday
        (date(2026, 12, 6), date(2026, 12, 3)),  # Sunday belongs to the week before
        (date(2026, 11, 26), date(2026, 11, 25)),  # Thanksgiving
        (date(2027, 1, 18), date(2027, 1, 20)),  # a holiday on Monday: planning on Tuesday
        (date(2027, 1, 1), date(2026, 12, 30)),  # New Year on Friday: demo on Thursday
        (date(2026, 7, 4), date(2026, 7, 1)),  # observed on Friday
        (date(2026, 3, 9), date(2026, 3, 10)),  # the day after the clocks went forward
        (date(2026, 11, 2), date(2026, 11, 3)),  # and back
    ],
)
def test_any_day_will_do(tmp_path: Path, today: date, begins: date) -> None:
    sample = made(tmp_path, datetime(today.year, today.month, today.day, 12, tzinfo=NEW_YORK))
    assert sample.begins == datetime(begins.year, begins.month, begins.day, 9, 58, tzinfo=NEW_YORK)
    seen = home.home(sample.store, sample.viewer)
    assert seen.iteration is not None
    assert seen.iteration.starts <= today <= seen.iteration.ends
    assert {thief.thief for card in seen.flagged for thief in card.thieves} == {str(thief) for thief in TimeThief}
    assert not columns(sample, "arch")["Discussing"], "a topic was opened that nobody talked about"
    assert seen.next is not None
    assert seen.next.kind == "standup"
    lines = schedule_week.meeting_list(
        sample.store, sample.viewer, begins - timedelta(days=50), begins - timedelta(days=1)
    )
    assert {line.status for line in lines} <= {"held", "skipped"}


@pytest.mark.slow
def test_weeks_all_over_the_year_will_do(tmp_path: Path) -> None:
    for week in range(0, 53, 9):
        now = datetime(2027, 1, 6, 12, tzinfo=NEW_YORK) + timedelta(days=7 * week + week % 7)
        (tmp_path / str(week)).mkdir()
        flagged = home.home(*made(tmp_path / str(week), now)[:2]).flagged
        assert len({thief.thief for card in flagged for thief in card.thieves}) == len(TimeThief), now


# --- what there is to see -------------------------------------------------------------------------------------------


def test_who_is_in_it(sample: Sample) -> None:
    people = person_list(sample.store, sample.viewer)
    assert (sample.viewer.handle, sample.viewer.role) == ("anne", "lead")
    assert len([one for one in people if is_team(one.role)]) == 6
    assert len({one.timezone for one in people if is_team(one.role)}) == 3
    assert [one.role for one in people].count("partner") == 2
    assert [one.role for one in people].count("stakeholder") == 2


def test_every_board_and_nearly_every_column_has_something(sample: Sample) -> None:
    empty = {
        (key.value, column) for key in BoardKey for column, cards in columns(sample, key.value).items() if not cards
    }
    assert empty == {("arch", "Discussing")}


def test_each_thief_is_found_with_a_reason(sample: Sample) -> None:
    found = {
        thief.thief: (card.title, thief.why)
        for card in home.home(sample.store, sample.viewer).flagged
        for thief in card.thieves
    }
    assert found["unknown-dependencies"][0] == "VPC peering for billing"
    assert "2 h after work had started" in found["unknown-dependencies"][1]
    assert found["unplanned-work"][0] == "Three pages for one full disk on the build hosts"
    assert found["neglected-work"][0] == "Document the database failover"
    assert found["too-much-wip"][1] == "Chidi has 3 in progress, limit 2"
    assert found["conflicting-priorities"][1].startswith("Chidi has 2 of the plan's first 3 open cards in progress: ")


def test_the_wall_is_at_its_limits_and_the_balance_is_near_its_target(sample: Sample) -> None:
    seen = home.home(sample.store, sample.viewer)
    assert {name: (n, limit) for name, n, limit in seen.wall}["In progress"] == (4, 4)
    assert seen.balance is not None
    assert abs(seen.balance.business - seen.balance.target) < 5  # work that runs on unplanned counts too


def test_home_has_something_in_every_panel(sample: Sample) -> None:
    seen = home.home(sample.store, sample.viewer)
    assert len(seen.needs) >= 4
    assert [topic.title for topic in seen.topics[:2]] == ["Postmortem: DNS", "Move CI runners to spot?"], "Next first"
    assert any(topic.put_off >= 3 for topic in seen.topics)
    assert any("cert renewals" in card.title for card in seen.parking)
    assert any(card.due and card.due < sample.begins.date() for card in seen.actions)


def test_a_card_can_be_followed_from_standup_to_wall(sample: Sample) -> None:
    card = next(
        one for one in boards.card_list(sample.store, sample.viewer, "wall") if one.title == "Build the deploy queues"
    )
    path = " | ".join(boards.card(sample.store, sample.viewer, card.key).path)
    for station in ("in the daily standup", "by Eli", "→ arch", "decision", "in the arch meeting", card.key):
        assert station in path


def test_a_topic_remembers_what_was_decided_on_the_same_words(sample: Sample) -> None:
    found = search.search(sample.store, sample.viewer, "deploy queue")
    assert {hit.kind for hit in found} >= {"decision", "card"}


def test_one_meeting_was_moved_one_skipped_and_one_will_be_moved(sample: Sample) -> None:
    first = sample.begins.date() - timedelta(days=60)
    lines = schedule_week.meeting_list(sample.store, sample.viewer, first, sample.begins.date() + timedelta(days=14))
    moved = [line for line in lines if line.moved_from and line.reason and "Grace" in line.reason]
    assert [line.status for line in moved] == ["held", "scheduled"]
    assert [line.reason for line in lines if line.status == "skipped"] == [said.SKIPPED[-5][1]]
    assert not [line for line in lines if line.status in {"missed", "running", "paused"}]


def test_public_holidays_are_those_that_the_team_would_fetch(sample: Sample) -> None:
    days = {one.day: one.name for one in holiday_list(sample.store, sample.viewer)}
    assert days[date(2026, 11, 26)] == "Thanksgiving Day"
    assert days[date(2026, 7, 3)] == "Independence Day (observed)"
    assert min(days).year < 2026
    assert max(days).year >= 2028, "calendars reach two years ahead"


def test_anne_can_undo_her_last_deed(sample_file: Path, tmp_path: Path) -> None:
    sample = opened(Path(copy(sample_file, tmp_path)))
    assert undo.undo(sample.store, sample.viewer).event.actor == "anne"


# --- notes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_each_kind_has_notes_that_read_well(sample: Sample, kind: str) -> None:
    notes = notes_of(sample.store, sample.viewer, kind)
    assert notes.held
    assert notes.used is not None
    assert 5 <= notes.used <= notes.timebox
    assert len(notes.here) >= 5
    text = render(notes, "md").text
    assert text.startswith(f"# {notes.line.title}")
    assert "None" not in text
    assert facilitation_receipt.receipt(sample.store, sample.viewer, kind).given_back == notes.timebox - notes.used


def test_eight_weeks_of_meetings_were_held(sample: Sample) -> None:
    lines = held_lately(sample.store, sample.viewer, most=200)
    assert {line.iteration for line in lines} == set(range(39, 48))
    for kind, least in (("planning", 9), ("standup", 20), ("sync", 9), ("arch", 8), ("demo", 8), ("retro", 8)):
        assert sum(line.kind == kind for line in lines) >= least
    for line in lines:
        assert notes_of(sample.store, sample.viewer, line.ref).steps


def test_the_planning_says_who_took_what(sample: Sample) -> None:
    receipt = facilitation_receipt.receipt(sample.store, sample.viewer, "planning")
    assert len(receipt.took) >= 4
    assert receipt.decided
    assert receipt.actions
    assert [card.title for card in receipt.still_open if "cert renewals" in card.title]


# --- behind closed doors --------------------------------------------------------------------------------------------


@lru_cache
def secrets() -> tuple[str, ...]:
    """Every word of every retro: notes, and the actions that came out of them."""
    notes = [words for look in said.RETROS.values() for _, _, words, _ in look.notes]
    actions = [action.words for look in said.RETROS.values() for action in look.actions]
    return (*notes, *actions, *(words for *_, words in said.UNREAD))


@pytest.mark.parametrize("handle", ["grace", "ines"])
def test_guests_find_nothing_of_the_retros_anywhere(sample: Sample, handle: str) -> None:
    viewer = everybody(sample)[handle]
    store = sample.store
    texts = [str(boards.board(store, viewer, key.value)) for key in BoardKey]
    texts += [str(boards.card(store, viewer, card.key)) for card in boards.card_list(store, viewer)]
    texts.append(str(home.home(store, viewer)))
    texts += [
        str(search.search(store, viewer, word)) for words in secrets() for word in (words.split()[-1].strip(".,"),)
    ]
    for line in held_lately(store, sample.viewer, most=200):
        if line.kind in {"sync", "arch", "demo"} and (handle == "grace" or line.kind == "demo"):
            texts.append(render(notes_of(store, viewer, line.ref), "md").text)
    seen = "\n".join(texts)
    assert [words for words in secrets() if words in seen] == []
    assert not any(line.kind == "retro" for line in schedule_week.meeting_list(store, viewer))


def test_sealed_notes_are_their_authors_own(sample: Sample) -> None:
    viewer = everybody(sample)
    for _, _, author, _, words in said.UNREAD:
        for reader in viewer:
            seen = any(words in titles for titles in columns(sample, "retro", viewer[reader]).values())
            assert seen == (reader == author and (author != "eli" or sample.begins.weekday() > 1))


def test_guests_have_boards_of_their_own(sample: Sample) -> None:
    viewer = everybody(sample)
    assert all(columns(sample, "sync", viewer["grace"]).values())
    assert columns(sample, "demo", viewer["ines"])["To show"]
    assert not any(columns(sample, "wall", viewer["grace"]).values())


# --- leaving, and how it is told --------------------------------------------------------------------------------


def test_the_leaving_words_say_how_to_begin() -> None:
    words = leaving_words(WEDNESDAY)
    assert "cadence init" in words
    assert "--start 2026-12-07" in words


def test_every_card_of_the_past_has_a_name_of_its_own() -> None:
    assert len({one.nick for one in PAST}) == len(PAST)


def test_the_log_is_in_order(sample: Sample) -> None:
    connection = connect(sample.store.url)
    try:
        times = connection.values("SELECT at FROM event ORDER BY seq, part")
        unread = connection.value("SELECT COUNT(*) FROM card WHERE sealed")
    finally:
        connection.close()
    assert times == sorted(times)
    assert unread == len([one for one in said.UNREAD if one[0] == 0 or sample.begins.weekday() > 1])
