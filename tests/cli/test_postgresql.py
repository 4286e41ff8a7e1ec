"""The command on PostgreSQL: what it does there, and one line for everything that can be wrong with a server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.cards.test_quick_lane import heavy_modules
from tests.cli.conftest import INIT, PEOPLE, World
from tests.postgres import Postgres

pytestmark = pytest.mark.postgres


@pytest.fixture
def team(postgres_url: str, tmp_path: Path) -> World:
    """A team of five on PostgreSQL: anne leads, ben and chidi are members, pat and sue guests."""
    world = World(tmp_path, postgres_url)
    world.ok(*INIT)
    for person, role in PEOPLE:
        world.ok("person", "add", person, "--role", role)
    return world


@pytest.fixture
def nothing(postgres: Postgres) -> Iterator[str]:
    """The name of a database with nothing in it."""
    name = postgres.empty()
    yield name
    postgres.drop(name)


@pytest.fixture
def guest(postgres: Postgres) -> Iterator[str]:
    """A login of the server that has a right to nothing."""
    name = f"guest_{uuid4().hex[:8]}"  # logins are the server's, which other processes of the run use too
    postgres.run(f"CREATE ROLE {name} LOGIN")
    yield name
    postgres.run(f"DROP ROLE {name}")


def test_a_team_begins_in_an_empty_database(postgres: Postgres, nothing: str, tmp_path: Path) -> None:
    world = World(tmp_path, postgres.url(nothing))
    assert world.refused("card", "list").endswith("yet; cadence init makes one\n")
    world.ok(*INIT)
    world.ok("card", "add", "Rotate the keys")
    assert [card["title"] for card in world.json("card", "list")] == ["Rotate the keys"]


def test_the_quick_lane(team: World) -> None:
    assert team.ok("topic", "add", "Retry budget") == "SRE-1 added to the arch agenda\n"
    assert team.ok("park", "who owns this?", me="ben").startswith("SRE-2 ")
    assert team.ok("standup", "add", "--today", "certificates") == (
        "your update is left; the daily standup of Wed 2 Dec 10:00 hears it\n"
    )
    assert team.json("standup", "add", "--blocker", "DNS")["today"] == "certificates"
    assert team.ok("status", "--short") == "arch 14:00\n"
    assert [card["title"] for card in team.json("topic", "list")] == ["Retry budget"]


def test_the_quick_lane_loads_no_more_than_the_driver(team: World) -> None:
    assert heavy_modules(team, "park", "quickly") == set()
    assert heavy_modules(team, "status", "--short") == set()


def test_a_copy_is_the_servers_affair(team: World) -> None:
    assert "pg_dump" in team.refused("backup", "copy.db")


# --- what can be wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["postgres", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_the_scheme_to_write_is_said(postgres: Postgres, nothing: str, tmp_path: Path, scheme: str) -> None:
    url = scheme + postgres.url(nothing).removeprefix("postgresql+psycopg")
    for words in (("card", "list"), INIT, ("park", "x"), ("status", "--short")):
        said = World(tmp_path, url).refused(*words)
        assert said == f"cadence: Cadence does not open {scheme}://; write postgresql://, whatever the driver\n"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("anne:secret@127.0.0.1:1/team", "postgresql://anne@127.0.0.1:1/team: no server answers there"),
        ("anne:secret@no-such-host.invalid/team", "postgresql://anne@no-such-host.invalid/team: no such host is known"),
        (
            "anne:secret@127.0.0.1:port/team",
            "no connection to postgresql://anne@127.0.0.1:port/team (connection is bad",
        ),
    ],
)
def test_a_server_that_is_not_there(tmp_path: Path, address: str, said: str) -> None:
    world = World(tmp_path, f"postgresql://{address}")
    for words in (("card", "list"), INIT, ("park", "x"), ("status", "--short")):
        found = world.refused(*words)
        assert said in found
        assert "secret" not in found


@pytest.mark.skipif("CADENCE_TEST_POSTGRES" in os.environ, reason="who needs a password is up to that server")
def test_a_login_that_is_refused(postgres: Postgres, nothing: str, tmp_path: Path) -> None:
    postgres.run("CREATE ROLE with_password LOGIN PASSWORD 'right'")
    try:
        said = World(tmp_path, postgres.url(nothing, "with_password:wrong")).refused("card", "list")
        assert "the server refuses this login or its password; mend the URL" in said
        assert "wrong" not in said
        said = World(tmp_path, postgres.url(nothing, "with_password")).refused("card", "list")
        assert "the server asks for a password; put it into ~/.pgpass, or PGPASSWORD" in said
    finally:
        postgres.run("DROP ROLE with_password")
    said = World(tmp_path, postgres.url(nothing, "stranger")).refused("card", "list")
    assert "the server knows no such login" in said


def test_a_database_that_is_not_there(postgres: Postgres, tmp_path: Path) -> None:
    said = World(tmp_path, postgres.url("nowhere")).refused("card", "list")
    assert "/nowhere: the server has no such database; mend the URL, or make it (createdb)" in said


def test_a_login_without_rights_is_not_sent_to_init(postgres: Postgres, team: World, guest: str) -> None:
    name = team.database.partition("?")[0].rpartition("/")[2]
    stranger = World(team.folder, postgres.url(name, guest))
    for words in (("card", "list"), ("park", "x"), ("status", "--short"), INIT):
        said = stranger.refused(*words, me="anne")
        assert "permission denied for table alembic_version for this login; ask the database's owner for rights" in said
        assert "init" not in said
    postgres.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {guest}", name)
    assert stranger.ok("card", "list", me="anne")
    for change in (("card", "add", "x"), ("park", "x"), ("topic", "add", "x")):
        assert "permission denied for table team for this login; ask" in stranger.refused(*change, me="anne")
    postgres.run(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {guest}", name)
    postgres.run("REVOKE USAGE ON SCHEMA public FROM PUBLIC", name)
    assert f"the login {guest} sees no schema in the database" in stranger.refused("card", "list", me="anne")


def test_a_login_that_may_make_nothing_makes_nothing(
    postgres: Postgres, nothing: str, guest: str, tmp_path: Path
) -> None:
    world = World(tmp_path, postgres.url(nothing, guest))
    for words in (("card", "list"), ("status", "--short")):
        said = world.refused(*words)
        assert "this login may make no tables there; ask the database's owner" in said
        assert "init" not in said
    said = world.refused(*INIT)
    assert "permission denied for schema public for this login; ask the database's owner" in said


@pytest.mark.parametrize("table", ["orders (id int)", "alembic_version (version_num text)"])
def test_another_programs_database_is_left_alone(postgres: Postgres, nothing: str, tmp_path: Path, table: str) -> None:
    postgres.run(f"CREATE TABLE {table}", nothing)
    world = World(tmp_path, postgres.url(nothing))
    for words in (("card", "list"), INIT, ("park", "x"), ("status", "--short")):
        assert "is not a Cadence database: other tables are in it; make one for Cadence alone" in world.refused(*words)
    postgres.run("CREATE TABLE person (made_by_init int)", nothing)


def test_a_missing_driver_is_named_with_the_extra(tmp_path: Path) -> None:
    code = "import sys; sys.modules['psycopg'] = None; from cadence.cli import main; sys.exit(main(['card', 'list']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=World(tmp_path, "postgresql://localhost/team").environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == "cadence: PostgreSQL needs the driver psycopg; pip install 'cadence-sre[postgres]'\n"
