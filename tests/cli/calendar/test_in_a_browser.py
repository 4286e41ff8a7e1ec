"""A person with only a phone opens their page of ``calendar publish`` in a real browser and subscribes from it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from tests.cli.conftest import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=390,844"),
)
if CHROMIUM is None and os.environ.get("CADENCE_REQUIRE_CHROMIUM"):
    raise RuntimeError("CADENCE_REQUIRE_CHROMIUM is set, and there is no Chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


class Host(SimpleHTTPRequestHandler):
    """A static host that remembers what it was asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Not on the test's output."""


@pytest.fixture
def base(team: World) -> Iterator[str]:
    """The address under which the team's folder is served."""
    (team.folder / "www").mkdir()
    Host.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(team.folder / "www"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def rendered(address: str, folder: Path) -> str:
    """The page as the browser has it once it is drawn."""
    assert CHROMIUM is not None
    words = [CHROMIUM, *QUIET, f"--user-data-dir={folder}", "--dump-dom", address]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout


def test_a_page_offers_each_program_a_link_that_subscribes(team: World, base: str, tmp_path: Path) -> None:
    rows = team.json("calendar", "publish", str(team.folder / "www"), "--url", base)
    ben = next(row for row in rows if row["handle"] == "ben")
    page = rendered(ben["page"], tmp_path / "profile")
    own = ben["page"].removeprefix(base)
    assert {path for path in Host.asked if path != "/favicon.ico"} == {own}, "nothing else is loaded"
    links = re.findall(r'<a class="subscribe" href="([^"]+)"', page)
    assert len(links) >= 3
    (apple,) = [link for link in links if link.startswith("webcal:")]
    for link in links:
        assert unquote(apple.partition("://")[2]) in unquote(unquote(link)), "each leads to one's own calendar"
    with urlopen(apple.replace("webcal:", "http:")) as answer:
        calendar = Calendar.from_ical(answer.read())
    assert {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")} >= {"Retro", "Demo"}


def test_the_top_of_the_folder_lists_nobody(team: World, base: str, tmp_path: Path) -> None:
    team.json("calendar", "publish", str(team.folder / "www"), "--url", base)
    shown = rendered(base + "/", tmp_path / "profile")
    assert not re.search(r"ics|html\b.*href|ben", shown)
