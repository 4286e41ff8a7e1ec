"""Whole weeks worked out by hand from the table of docs/rules.md, for teams around the world in 2026 and 2027.

A line is a day and its meetings. ``planning<18`` is held because of a holiday (or by hand) on another day than its
nominal one, the 18th; ``arch×`` is shown as skipped.
"""

from __future__ import annotations

from datetime import date

import pytest

from cadence.domain.schedule.rhythm import IterationEpoch, Planned, Rhythm, meetings

US = {
    date(2026, 12, 25): "Christmas Day",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 1, 18): "Martin Luther King Jr. Day",
    date(2027, 7, 5): "Independence Day (observed)",
    date(2027, 11, 25): "Thanksgiving Day",
    date(2027, 12, 24): "Christmas Day (observed)",
}
BAVARIA = {
    date(2026, 12, 25): "Erster Weihnachtstag",
    date(2026, 12, 26): "Zweiter Weihnachtstag",
    date(2027, 1, 1): "Neujahr",
    date(2027, 1, 6): "Heilige Drei Könige",
    date(2027, 3, 26): "Karfreitag",
    date(2027, 3, 29): "Ostermontag",
    date(2027, 5, 17): "Pfingstmontag",
}
NEW_SOUTH_WALES = {
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Boxing Day",
    date(2026, 12, 28): "Boxing Day (additional day)",
    date(2027, 1, 26): "Australia Day",
}
INDIA = {date(2026, 12, 25): "Christmas", date(2027, 1, 26): "Republic Day"}
EMIRATES = {date(2026, 12, 2): "National Day", date(2026, 12, 3): "National Day"}

SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})


def line(day: date, held: list[Planned]) -> str:
    words = []
    for meeting in held:
        mark = "×" if meeting.skipped else "" if meeting.day == meeting.nominal else f"<{meeting.nominal.day}"
        words.append(f"{meeting.at:%H:%M} {meeting.kind}{mark}")
    return f"{day:%a} {day.day} {day:%b}: {', '.join(words)}"


def table(rhythm: Rhythm, first: date, last: date) -> list[str]:
    by_day: dict[date, list[Planned]] = {}
    for meeting in meetings(rhythm, first, last):
        by_day.setdefault(meeting.day, []).append(meeting)
    return [line(day, held) for day, held in by_day.items()]


def check(rhythm: Rhythm, first: date, last: date, expected: str) -> None:
    assert table(rhythm, first, last) == [row.strip() for row in expected.strip().splitlines()]


us_weekly = Rhythm("America/New_York", (IterationEpoch(date(2026, 11, 30)),), holidays=US)
us_fortnightly = Rhythm("America/New_York", (IterationEpoch(date(2026, 11, 30), 2),), holidays=US)
germany = Rhythm("Europe/Berlin", (IterationEpoch(date(2026, 12, 1)),), holidays=BAVARIA)
germany_hand_over = Rhythm("Europe/Berlin", (IterationEpoch(date(2026, 12, 1), hand_over=True),), holidays=BAVARIA)
sydney = Rhythm("Australia/Sydney", (IterationEpoch(date(2026, 12, 2), 2),), holidays=NEW_SOUTH_WALES)
kolkata = Rhythm("Asia/Kolkata", (IterationEpoch(date(2026, 12, 3), 3),), holidays=INDIA)
utc = Rhythm("UTC", (IterationEpoch(date(2026, 12, 4)),))
dubai = Rhythm("Asia/Dubai", (IterationEpoch(date(2026, 11, 29), 1, SUNDAY_TO_THURSDAY),), holidays=EMIRATES)


def test_us_an_ordinary_week() -> None:
    check(
        us_weekly,
        date(2026, 11, 30),
        date(2026, 12, 6),
        """
        Mon 30 Nov: 10:00 planning, 11:30 sync
        Tue 1 Dec: 10:00 standup, 14:00 arch
        Wed 2 Dec: 10:00 standup
        Thu 3 Dec: 10:00 standup
        Fri 4 Dec: 14:00 demo, 14:30 retro
        """,
    )


def test_us_christmas_and_new_year() -> None:
    check(
        us_weekly,
        date(2026, 12, 21),
        date(2027, 1, 3),
        """
        Mon 21 Dec: 10:00 planning, 11:30 sync
        Tue 22 Dec: 10:00 standup, 14:00 arch
        Wed 23 Dec: 10:00 standup
        Thu 24 Dec: 14:00 demo<25, 14:30 retro<25
        Mon 28 Dec: 10:00 planning, 11:30 sync
        Tue 29 Dec: 10:00 standup, 14:00 arch
        Wed 30 Dec: 10:00 standup
        Thu 31 Dec: 14:00 demo<1, 14:30 retro<1
        """,
    )


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        (
            date(2027, 1, 18),
            """
            Tue 19 Jan: 10:00 planning<18, 11:30 sync<18, 14:00 arch
            Wed 20 Jan: 10:00 standup
            Thu 21 Jan: 10:00 standup
            Fri 22 Jan: 14:00 demo, 14:30 retro
            """,
        ),
        (
            date(2027, 7, 5),
            """
            Tue 6 Jul: 10:00 planning<5, 11:30 sync<5, 14:00 arch
            Wed 7 Jul: 10:00 standup
            Thu 8 Jul: 10:00 standup
            Fri 9 Jul: 14:00 demo, 14:30 retro
            """,
        ),
        (
            date(2027, 11, 22),
            """
            Mon 22 Nov: 10:00 planning, 11:30 sync
            Tue 23 Nov: 10:00 standup, 14:00 arch
            Wed 24 Nov: 10:00 standup
            Fri 26 Nov: 14:00 demo, 14:30 retro
            """,
        ),
        (
            date(2027, 12, 20),
            """
            Mon 20 Dec: 10:00 planning, 11:30 sync
            Tue 21 Dec: 10:00 standup, 14:00 arch
            Wed 22 Dec: 10:00 standup
            Thu 23 Dec: 14:00 demo<24, 14:30 retro<24
            """,
        ),
    ],
    ids=["Martin Luther King", "Independence", "Thanksgiving", "Christmas 2027"],
)
def test_us_weeks_with_a_holiday(monday: date, expected: str) -> None:
    check(us_weekly, monday, date.fromordinal(monday.toordinal() + 6), expected)


def test_us_fortnightly_has_standups_on_the_second_monday_and_the_first_friday() -> None:
    check(
        us_fortnightly,
        date(2026, 11, 30),
        date(2026, 12, 13),
        """
        Mon 30 Nov: 10:00 planning, 11:30 sync
        Tue 1 Dec: 10:00 standup, 14:00 arch
        Wed 2 Dec: 10:00 standup
        Thu 3 Dec: 10:00 standup
        Fri 4 Dec: 10:00 standup
        Mon 7 Dec: 10:00 standup, 11:30 sync
        Tue 8 Dec: 10:00 standup, 14:00 arch
        Wed 9 Dec: 10:00 standup
        Thu 10 Dec: 10:00 standup
        Fri 11 Dec: 14:00 demo, 14:30 retro
        """,
    )


def test_us_fortnightly_at_christmas() -> None:
    check(
        us_fortnightly,
        date(2026, 12, 14),
        date(2026, 12, 27),
        """
        Mon 14 Dec: 10:00 planning, 11:30 sync
        Tue 15 Dec: 10:00 standup, 14:00 arch
        Wed 16 Dec: 10:00 standup
        Thu 17 Dec: 10:00 standup
        Fri 18 Dec: 10:00 standup
        Mon 21 Dec: 10:00 standup, 11:30 sync
        Tue 22 Dec: 10:00 standup, 14:00 arch
        Wed 23 Dec: 10:00 standup
        Thu 24 Dec: 14:00 demo<25, 14:30 retro<25
        """,
    )


def test_us_fortnightly_with_the_second_monday_off_keeps_tuesdays_standup() -> None:
    check(
        us_fortnightly,
        date(2027, 1, 11),
        date(2027, 1, 24),
        """
        Mon 11 Jan: 10:00 planning, 11:30 sync
        Tue 12 Jan: 10:00 standup, 14:00 arch
        Wed 13 Jan: 10:00 standup
        Thu 14 Jan: 10:00 standup
        Fri 15 Jan: 10:00 standup
        Tue 19 Jan: 10:00 standup, 11:30 sync<18, 14:00 arch
        Wed 20 Jan: 10:00 standup
        Thu 21 Jan: 10:00 standup
        Fri 22 Jan: 14:00 demo, 14:30 retro
        """,
    )


def test_germany_tuesday_closing_on_monday() -> None:
    check(
        germany,
        date(2026, 12, 1),
        date(2026, 12, 7),
        """
        Tue 1 Dec: 10:00 planning, 11:30 sync
        Wed 2 Dec: 10:00 standup, 14:00 arch
        Thu 3 Dec: 10:00 standup
        Fri 4 Dec: 10:00 standup
        Mon 7 Dec: 14:00 demo, 14:30 retro
        """,
    )


def test_germany_from_christmas_to_epiphany() -> None:
    check(
        germany,
        date(2026, 12, 22),
        date(2027, 1, 11),
        """
        Tue 22 Dec: 10:00 planning, 11:30 sync
        Wed 23 Dec: 10:00 standup, 14:00 arch
        Thu 24 Dec: 10:00 standup
        Mon 28 Dec: 14:00 demo, 14:30 retro
        Tue 29 Dec: 10:00 planning, 11:30 sync
        Wed 30 Dec: 10:00 standup, 14:00 arch
        Thu 31 Dec: 10:00 standup
        Mon 4 Jan: 14:00 demo, 14:30 retro
        Tue 5 Jan: 10:00 planning, 11:30 sync
        Thu 7 Jan: 10:00 standup, 14:00 arch<6
        Fri 8 Jan: 10:00 standup
        Mon 11 Jan: 14:00 demo, 14:30 retro
        """,
    )


def test_germany_closes_before_easter_and_before_whit_monday() -> None:
    check(
        germany,
        date(2027, 3, 23),
        date(2027, 3, 29),
        """
        Tue 23 Mar: 10:00 planning, 11:30 sync
        Wed 24 Mar: 10:00 standup, 14:00 arch
        Thu 25 Mar: 14:00 demo<29, 14:30 retro<29
        """,
    )
    check(
        germany,
        date(2027, 5, 11),
        date(2027, 5, 17),
        """
        Tue 11 May: 10:00 planning, 11:30 sync
        Wed 12 May: 10:00 standup, 14:00 arch
        Thu 13 May: 10:00 standup
        Fri 14 May: 14:00 demo<17, 14:30 retro<17
        """,
    )


def test_germany_hand_over_has_a_standup_on_every_day_between_two_plannings() -> None:
    check(
        germany_hand_over,
        date(2026, 12, 1),
        date(2026, 12, 9),
        """
        Tue 1 Dec: 11:00 planning, 13:30 sync
        Wed 2 Dec: 10:00 standup, 14:00 arch
        Thu 3 Dec: 10:00 standup
        Fri 4 Dec: 10:00 standup
        Mon 7 Dec: 10:00 standup
        Tue 8 Dec: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        Wed 9 Dec: 10:00 standup, 14:00 arch
        """,
    )


def test_germany_hand_over_from_christmas_to_epiphany() -> None:
    check(
        germany_hand_over,
        date(2026, 12, 22),
        date(2027, 1, 12),
        """
        Tue 22 Dec: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        Wed 23 Dec: 10:00 standup, 14:00 arch
        Thu 24 Dec: 10:00 standup
        Mon 28 Dec: 10:00 standup
        Tue 29 Dec: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        Wed 30 Dec: 10:00 standup, 14:00 arch
        Thu 31 Dec: 10:00 standup
        Mon 4 Jan: 10:00 standup
        Tue 5 Jan: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        Thu 7 Jan: 10:00 standup, 14:00 arch<6
        Fri 8 Jan: 10:00 standup
        Mon 11 Jan: 10:00 standup
        Tue 12 Jan: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        """,
    )


def test_germany_hand_over_on_a_holiday_moves_as_a_whole() -> None:
    offsite = {**BAVARIA, date(2027, 3, 9): "Offsite"}
    check(
        Rhythm("Europe/Berlin", germany_hand_over.epochs, holidays=offsite),
        date(2027, 3, 8),
        date(2027, 3, 16),
        """
        Mon 8 Mar: 10:00 standup
        Wed 10 Mar: 09:00 demo<9, 09:30 retro<9, 11:00 planning<9, 13:30 sync<9, 14:00 arch
        Thu 11 Mar: 10:00 standup
        Fri 12 Mar: 10:00 standup
        Mon 15 Mar: 10:00 standup
        Tue 16 Mar: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        """,
    )


def test_germany_ends_the_hand_over_with_one_last_hand_over_day() -> None:
    epochs = (IterationEpoch(date(2026, 12, 1), hand_over=True), IterationEpoch(date(2026, 12, 15), first_number=3))
    check(
        Rhythm("Europe/Berlin", epochs, holidays=BAVARIA),
        date(2026, 12, 14),
        date(2026, 12, 22),
        """
        Mon 14 Dec: 10:00 standup
        Tue 15 Dec: 09:00 demo, 09:30 retro, 11:00 planning, 13:30 sync
        Wed 16 Dec: 10:00 standup, 14:00 arch
        Thu 17 Dec: 10:00 standup
        Fri 18 Dec: 10:00 standup
        Mon 21 Dec: 14:00 demo, 14:30 retro
        Tue 22 Dec: 10:00 planning, 11:30 sync
        """,
    )


def test_sydney_wednesday_fortnightly_over_christmas() -> None:
    check(
        sydney,
        date(2026, 12, 2),
        date(2026, 12, 29),
        """
        Wed 2 Dec: 10:00 planning, 11:30 sync
        Thu 3 Dec: 10:00 standup, 14:00 arch
        Fri 4 Dec: 10:00 standup
        Mon 7 Dec: 10:00 standup
        Tue 8 Dec: 10:00 standup
        Wed 9 Dec: 10:00 standup, 11:30 sync
        Thu 10 Dec: 10:00 standup, 14:00 arch
        Fri 11 Dec: 10:00 standup
        Mon 14 Dec: 10:00 standup
        Tue 15 Dec: 14:00 demo, 14:30 retro
        Wed 16 Dec: 10:00 planning, 11:30 sync
        Thu 17 Dec: 10:00 standup, 14:00 arch
        Fri 18 Dec: 10:00 standup
        Mon 21 Dec: 10:00 standup
        Tue 22 Dec: 10:00 standup
        Wed 23 Dec: 10:00 standup, 11:30 sync
        Thu 24 Dec: 10:00 standup, 14:00 arch
        Tue 29 Dec: 14:00 demo, 14:30 retro
        """,
    )


def test_sydney_demos_on_the_day_before_australia_day_and_mondays_standup_disappears() -> None:
    check(
        sydney,
        date(2027, 1, 20),
        date(2027, 1, 27),
        """
        Wed 20 Jan: 10:00 standup, 11:30 sync
        Thu 21 Jan: 10:00 standup, 14:00 arch
        Fri 22 Jan: 10:00 standup
        Mon 25 Jan: 14:00 demo<26, 14:30 retro<26
        Wed 27 Jan: 10:00 planning, 11:30 sync
        """,
    )


def test_kolkata_thursday_three_weekly() -> None:
    check(
        kolkata,
        date(2026, 12, 3),
        date(2026, 12, 29),
        """
        Thu 3 Dec: 10:00 planning, 11:30 sync
        Fri 4 Dec: 10:00 standup, 14:00 arch
        Mon 7 Dec: 10:00 standup
        Tue 8 Dec: 10:00 standup
        Wed 9 Dec: 10:00 standup
        Thu 10 Dec: 10:00 standup, 11:30 sync
        Fri 11 Dec: 10:00 standup, 14:00 arch
        Mon 14 Dec: 10:00 standup
        Tue 15 Dec: 10:00 standup
        Wed 16 Dec: 10:00 standup
        Thu 17 Dec: 10:00 standup, 11:30 sync
        Fri 18 Dec: 10:00 standup, 14:00 arch
        Mon 21 Dec: 10:00 standup
        Tue 22 Dec: 10:00 standup
        Wed 23 Dec: 14:00 demo, 14:30 retro
        Thu 24 Dec: 10:00 planning, 11:30 sync
        Mon 28 Dec: 10:00 standup, 14:00 arch<25
        Tue 29 Dec: 10:00 standup
        """,
    )


def test_utc_friday_weekly() -> None:
    check(
        utc,
        date(2026, 12, 4),
        date(2026, 12, 11),
        """
        Fri 4 Dec: 10:00 planning, 11:30 sync
        Mon 7 Dec: 10:00 standup, 14:00 arch
        Tue 8 Dec: 10:00 standup
        Wed 9 Dec: 10:00 standup
        Thu 10 Dec: 14:00 demo, 14:30 retro
        Fri 11 Dec: 10:00 planning, 11:30 sync
        """,
    )


def test_dubai_sunday_to_thursday() -> None:
    check(
        dubai,
        date(2026, 11, 29),
        date(2026, 12, 12),
        """
        Sun 29 Nov: 10:00 planning, 11:30 sync
        Mon 30 Nov: 10:00 standup, 14:00 arch
        Tue 1 Dec: 14:00 demo<3, 14:30 retro<3
        Sun 6 Dec: 10:00 planning, 11:30 sync
        Mon 7 Dec: 10:00 standup, 14:00 arch
        Tue 8 Dec: 10:00 standup
        Wed 9 Dec: 10:00 standup
        Thu 10 Dec: 14:00 demo, 14:30 retro
        """,
    )


def test_a_week_with_one_working_day_holds_it_all_and_the_arch_yields() -> None:
    shutdown = {date(2026, 12, day): "Shutdown" for day in (21, 22, 23, 25)}
    check(
        Rhythm("America/New_York", us_weekly.epochs, holidays=shutdown),
        date(2026, 12, 21),
        date(2026, 12, 27),
        "Thu 24 Dec: 10:00 planning<21, 11:30 sync<21, 14:00 arch×, 14:00 demo<25, 14:30 retro<25",
    )


def test_a_week_without_a_working_day_holds_nothing() -> None:
    shutdown = {date(2026, 12, day): "Shutdown" for day in range(21, 26)}
    check(
        Rhythm("America/New_York", us_weekly.epochs, holidays=shutdown),
        date(2026, 12, 18),
        date(2026, 12, 28),
        """
        Fri 18 Dec: 14:00 demo, 14:30 retro
        Mon 28 Dec: 10:00 planning, 11:30 sync
        """,
    )
