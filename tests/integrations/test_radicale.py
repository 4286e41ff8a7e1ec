"""Our calendars through a real CalDAV server: put twice, read back, nothing doubled, nothing lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.domain.schedule.rhythm import Override, meetings
from cadence.render.calendar.invites import render, split
from tests.render.calendar.calendar_samples import FOUNDED, SHAPES, Team, read_by_uid, view

CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}/store
[rights]
type = authenticated
[web]
type = none
[logging]
level = warning
"""
MKCALENDAR = b"""<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"/>"""


def answer(url: str, method: str, body: bytes | None = None, kind: str = "text/calendar; charset=utf-8") -> bytes:
    """The body of a successful answer."""
    request = urllib.request.Request(url, body, {"Content-Type": kind}, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as response:
        return bytes(response.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True


def started(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server of our own; the port that was free may be taken before it binds, so it is tried again."""
    for _ in range(5):
        port = free_port()
        config = folder / "radicale.conf"
        config.write_text(CONFIG.format(port=port, folder=folder))
        environment = {**os.environ, "RADICALE_CONFIG": str(config)}
        command = [sys.executable, "-m", "radicale", "--config", str(config)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)
        deadline = time.monotonic() + 120
        while server.poll() is None and time.monotonic() < deadline:
            if listens(port):
                return server, port
            time.sleep(0.05)
        ended(server)
    pytest.fail(f"Radicale did not start:\n{(folder / 'log').read_text()[-2000:]}")


def ended(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server, port = started(tmp_path_factory.mktemp("radicale"))
    try:
        team = f"http://127.0.0.1:{port}/team/"
        answer(team, "MKCOL")
        yield team
    finally:
        ended(server)


def put(collection: str, team: Team) -> int:
    """Put every series as a resource of its own, named by its UID; how many there were."""
    whole = view(team.series(), method="")
    for one in split(whole):
        answer(f"{collection}{one.series[0].uid}.ics", "PUT", render(one))
    return len(whole.series)


@pytest.mark.parametrize("shape", ["Monday fortnightly US", "Tuesday hand-over Germany", "Friday weekly UTC"])
def test_put_twice_read_back(url: str, shape: str) -> None:
    collection = f"{url}{shape.replace(' ', '-').lower()}/"
    answer(collection, "MKCALENDAR", MKCALENDAR, "application/xml; charset=utf-8")
    team = Team(SHAPES[shape])
    expected = {(uid, start, end) for uid, start, end in read_by_uid(team.feed())}
    for _ in range(2):
        number = put(collection, team)
        whole = answer(collection, "GET")
        assert whole.count(b"RRULE:FREQ=WEEKLY") == number
        assert set(read_by_uid(whole)) == expected
        assert len(read_by_uid(whole)) == len(expected)

    start = team.rhythm.epochs[0].start
    sync = next(m for m in meetings(team.rhythm, start, start + timedelta(days=60)) if m.kind == "sync" and m.held)
    team.say(Override("sync", sync.nominal, moved_to=sync.wall_start + timedelta(hours=5)), FOUNDED + timedelta(days=9))
    put(collection, team)
    assert {(begin, end) for _, begin, end in read_by_uid(answer(collection, "GET"))} == team.expected()


def test_a_missing_calendar_is_missing(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        answer(f"{url}nowhere/x.ics", "GET")
    caught.value.close()
    assert caught.value.code in {403, 404}
