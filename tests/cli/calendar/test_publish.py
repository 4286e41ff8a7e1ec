"""Everybody's calendar as a folder of files: stable addresses, only changes written, nothing for who has left."""

from __future__ import annotations

import re
import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import recurring_ical_events
from icalendar import Calendar

from tests.cli.conftest import World

BASE = "https://cal.example.com/sre"


def publish(team: World, *more: str) -> dict[str, dict[str, str]]:
    rows = team.json("calendar", "publish", str(team.folder / "www"), "--url", BASE, *more)
    return {row["handle"]: row for row in rows}


def files(team: World) -> dict[str, tuple[int, bytes]]:
    folder = team.folder / "www"
    return {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in folder.iterdir()}


def kinds(text: bytes) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(text.decode()).walk("VEVENT")}


def test_addresses_are_unguessable_and_stay_and_only_changes_are_written(team: World) -> None:
    first = publish(team)
    assert set(first) == {"anne", "ben", "chidi", "pat", "sue"}
    assert len({row["feed"] for row in first.values()}) == 5
    assert all(re.fullmatch(rf"{BASE}/[0-9]+\.[0-9a-f]{{40}}\.ics", row["feed"]) for row in first.values())
    before = files(team)
    assert before["index.html"][1] == b"<!DOCTYPE html>\n", "no list of addresses for who guesses the folder"
    assert publish(team) == first
    assert files(team) == before
    team.ok("meeting", "skip", "demo@2026-12-11", "--reason", "a day out")
    publish(team)
    changed = {name for name, found in files(team).items() if found != before[name]}
    assert changed == {Path(row["feed"]).name for row in first.values()}, "the calendars, and no page"


def test_each_gets_what_is_theirs(team: World) -> None:
    rows, found = publish(team), files(team)
    texts = {who: found[Path(row["feed"]).name][1] for who, row in rows.items()}
    assert "Retro" in kinds(texts["ben"])
    assert kinds(texts["pat"]) == {"Inter-team sync · Platform SRE", "Demo · Platform SRE"}
    assert kinds(texts["sue"]) == {"Demo · Platform SRE"}
    assert b"etro" not in texts["pat"] + texts["sue"]


def test_a_renewed_address_opens_and_the_old_one_is_gone(team: World) -> None:
    before = publish(team)
    after = publish(team, "--renew", "ben")
    assert {who for who in before if before[who] != after[who]} == {"ben"}
    names = set(files(team))
    assert Path(before["ben"]["feed"]).name not in names
    assert Path(after["ben"]["page"]).name in names
    assert publish(team) == after


def test_who_has_left_keeps_an_empty_calendar_for_a_month_and_then_none(team: World) -> None:
    before = publish(team)["chidi"]
    team.ok("person", "remove", "chidi")
    assert "chidi" not in publish(team)
    found = files(team)
    assert kinds(found[Path(before["feed"]).name][1]) == set()
    assert b"no meetings any more" in found[Path(before["page"]).name][1]
    team.now = "2027-01-15T10:00:00-05:00"
    publish(team)
    assert Path(before["feed"]).name not in files(team)


def test_what_is_not_ours_in_the_folder_stays_and_bad_input_changes_nothing(team: World) -> None:
    folder = team.folder / "www"
    folder.mkdir()
    (folder / "notes.ics").write_text("mine")
    assert "begin it with https" in team.refused("calendar", "publish", str(folder), "--url", "mailto:x@y.example")
    assert "no person" in team.refused("calendar", "publish", str(folder), "--url", BASE, "--renew", "zoe")
    assert [file.name for file in folder.iterdir()] == ["notes.ics"]
    publish(team)
    assert (folder / "notes.ics").read_text() == "mine"
    for me in ("ben", "pat", "sue"):
        assert "may not publish" in team.refused("calendar", "publish", str(folder), "--url", BASE, me=me)


def test_a_page_links_to_a_calendar_that_a_program_reads_from_a_static_host(team: World) -> None:
    folder = team.folder / "www"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        rows = team.json("calendar", "publish", str(folder), "--url", base)
        row = next(row for row in rows if row["handle"] == "ben")
        with urlopen(row["page"]) as answer:
            (webcal,) = re.findall(r'href="webcal(://[^"]+)"', answer.read().decode())
        with urlopen(f"http{webcal}") as answer:
            text = answer.read()
        server.shutdown()
    days = recurring_ical_events.of(Calendar.from_ical(text.decode())).between(date(2026, 12, 14), date(2026, 12, 19))
    assert len(days) == 8, "planning, sync, three standups, arch, demo and retro"
