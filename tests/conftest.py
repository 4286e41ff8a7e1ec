"""What tests of several floors share: the databases they run on, and the sample team, told once in a run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.kinds import use_six
from tests.pictures.stage import make_sample
from tests.postgres import Missing, Postgres, a_server

use_six()
# No deadline, which would be an assertion on the clock. In CI the examples are the same each time: what fails there is
# a change's doing; elsewhere they are new ones.
settings.register_profile("cadence", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("cadence")

ROOT = Path(__file__).resolve().parents[1]
SLOW = (
    "tests/test_wheel.py",
    "tests/cli/access",
    "tests/cli/cards/test_quick_lane.py",
    "tests/cli/host",
    "tests/cli/meetings/test_retro_note.py",
    "tests/cli/meetings/test_retro_privacy.py",
    "tests/cli/meetings/test_seventh_kind.py",
    "tests/cli/team/test_rights.py",
    "tests/cli/team/test_team_and_people.py",
    "tests/cli/test_postgresql.py",
    "tests/cli/test_usage.py",
    "tests/domain/recurring/test_revisions.py",
    "tests/domain/schedule/test_rhythm_properties.py",
    "tests/integrations",
    "tests/render/calendar",
    "tests/services/access/test_visibility.py",
    "tests/services/demo",
    "tests/services/notes/test_snapshot.py",
    "tests/store/test_file.py",
    "tests/store/test_writing.py",
    "tests/tui/board/test_board.py",
    "tests/tui/board/test_board_widget.py",
    "tests/tui/card",
    "tests/tui/core/test_app.py",
    "tests/tui/core/test_half_typed.py",
    "tests/tui/core/test_places.py",
    "tests/tui/first_run",
    "tests/tui/home",
    "tests/tui/meeting/test_arch.py",
    "tests/tui/meeting/test_demo.py",
    "tests/tui/meeting/test_keystrokes.py",
    "tests/tui/meeting/test_path.py",
    "tests/tui/meeting/test_planning.py",
    "tests/tui/meeting/test_retro.py",
    "tests/tui/meeting/test_standup.py",
    "tests/tui/meeting/test_terminal.py",
    "tests/tui/settings",
    "tests/tui/test_pictures.py",
    "tests/tui/test_postgresql.py",
)
"""Files and folders that ``make check`` leaves out: four fifths of the time of all tests, and a third of their number.

A sync held in the interface, the commands about cards and all that runs without the program stay in.
"""


def pytest_configure(config: pytest.Config) -> None:
    """The tests' programs are told to end by signals, also where the whole run was started with ``nohup`` or ``&``."""
    if hasattr(config, "workerinput"):
        for number in (signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many tests run side by side: more than there are cores, since most of a test's time is waiting."""
    return min(8, 3 * (os.cpu_count() or 1))


LONGEST = (
    "test_a_lead_sets_a_team_up_and_holds_its_week",
    "test_a_guest_cannot_tell_that_anything_is_hidden",
    "test_a_week_is_held_and_every_screen_opens",
    "test_every_setting_of_the_command_line_has_its_line",
    "test_weeks_all_over_the_year_will_do",
    "test_a_killed_process",
    "test_no_gesture_takes_more_than_two_keys_or_one_line",
)
"""The tests that take minutes: they begin first, so that no processor waits for one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what :data:`SLOW` lists, and what needs a PostgreSQL server; what takes longest comes first."""
    items.sort(key=lambda item: item.name not in LONGEST)
    slow = [ROOT / name for name in SLOW]
    for item in items:
        callspec = getattr(item, "callspec", None)
        served = callspec is not None and callspec.params.get("database") == "postgresql"
        served = served or bool({"postgres", "postgres_url"} & set(getattr(item, "fixturenames", ())))
        if served or any(item.path.is_relative_to(place) for place in slow):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The run's PostgreSQL; without one, tests that ask for it are skipped, or fail if ``CADENCE_REQUIRE_POSTGRES``."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    try:
        with a_server(folder) as server:
            yield server
    except Missing as missing:
        if os.environ.get("CADENCE_REQUIRE_POSTGRES"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh database on PostgreSQL, laid out, with no team in it."""
    name = postgres.fresh()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database's URL: an SQLite file, or PostgreSQL where a test asks for both (:data:`tests.postgres.both`).

    ``CADENCE_TEST_ENGINE=postgresql`` runs there whatever does not say on what it runs.
    """
    if getattr(request, "param", os.environ.get("CADENCE_TEST_ENGINE", "sqlite")) == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'cadence.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


PATIENCE = 180.0
"""Seconds that a process waits for another one to make the sample team."""


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample team's file of a Wednesday, made once for all processes of a run; for reading and copying only."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made, mine = folder / "sample.db", folder / "sample.lock"
    end = time.monotonic() + PATIENCE
    while not made.exists():
        try:
            mine.touch(exist_ok=False)
        except FileExistsError:
            assert time.monotonic() < end, "nobody has made the sample team"
            time.sleep(0.1)
            continue
        try:
            make_sample(folder / "new.db")
            (folder / "new.db").replace(made)
        except BaseException:
            mine.unlink()
            raise
    return made
