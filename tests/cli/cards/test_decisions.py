"""Decisions as records in a folder: MADR's headings, who took them, which of them hold."""

from __future__ import annotations

from tests.cli.conftest import World

BODY = "Three places today.\nOptions: Vault, the cloud's store, both.\nConsequences: the CI reads from Vault."


def test_a_decision_is_a_record(team: World) -> None:
    topic = team.json("topic", "add", "Where do secrets live?")["key"]
    team.now = "2026-12-01T14:05:00-05:00"
    team.ok("meeting", "start", "arch")
    team.ok("decision", "add", "Secrets live in Vault", "--context", BODY, "--about", topic)
    team.ok("meeting", "end", "arch")
    folder = team.folder / "records"
    team.ok("decision", "export", "-o", f"{folder}/")
    text = (folder / "0002-secrets-live-in-vault.md").read_text()
    assert text.startswith("---\nstatus: accepted\ndate: 2026-12-01\ndecision-makers: Anne Lee\n---\n")
    parts: tuple[str, ...] = (
        "# 2. Secrets live in Vault",
        "Where do secrets live?",
        "## Context and Problem Statement",
    )
    parts += ("Three places today.", "## Considered Options", "Vault, the cloud's store, both.")
    parts += ("## Decision Outcome", "### Consequences", "the CI reads from Vault.")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_an_export_replaces_its_own_records_and_nothing_else(team: World) -> None:
    team.ok("decision", "add", "one")
    team.ok("decision", "add", "two")
    folder = team.folder / "records"
    team.ok("decision", "export", "-o", f"{folder}/")
    team.ok("decision", "export", "-o", f"{folder}/")
    (folder / "0002-two.md").write_text("mine")
    assert "no earlier export" in team.refused("decision", "export", "-o", f"{folder}/")
    assert (folder / "0002-two.md").read_text() == "mine"
    assert "not a folder" in team.refused("decision", "export", "-o", str(team.folder / "all.md"))
    assert "# 2. two" in team.ok("decision", "export", "2")


def test_one_takes_the_place_of_another(team: World) -> None:
    old = team.json("decision", "add", "Postgres 16")["key"]
    team.ok("decision", "add", "Postgres 17", "--context", f"Supersedes: {old}")
    assert "status: superseded by SRE-2 Postgres 17" in team.ok("decision", "export", old)
    assert f"Supersedes {old} Postgres 16." in team.ok("decision", "export", "2").replace("\\", "")
    dropped = team.json("decision", "add", "Postgres 15")["key"]
    team.ok("card", "drop", dropped, "--reason", "no")
    assert "status: rejected" in team.ok("decision", "export", dropped)


def test_a_guest_gets_what_a_guest_may_read(team: World) -> None:
    team.ok("decision", "add", "HUSHHUSH")
    team.ok("meeting", "start", "arch")
    team.ok("decision", "add", "shared with the partner")
    out = team.ok("decision", "export", me="pat")
    assert "shared with the partner" in out
    assert "HUSHHUSH" not in out


def test_the_list_has_status_and_who_decided_and_a_keys_number_names_a_decision(team: World) -> None:
    old = team.json("decision", "add", "Postgres 16")["key"]
    team.ok("decision", "add", "Postgres 17", "--context", f"Supersedes: {old}")
    rows = team.ok("decision", "list").splitlines()
    assert rows[0].split() == ["KEY", "DECIDED", "BY", "STATUS", "WHAT"]
    assert rows[1].split()[0] == "SRE-2"
    assert "superseded by SRE-2 Postgres 17" in rows[2]
    assert team.ok("decision", "show", "1").startswith(f"{old}  Postgres 16")
    assert "no decision '9'" in team.refused("decision", "show", "9")


def test_what_a_retro_decided_is_no_guests_and_says_that_it_is_the_teams_own(team: World) -> None:
    team.ok("decision", "add", "for all records")
    team.now = "2026-12-04T14:35:00-05:00"
    team.ok("meeting", "start", "retro@2026-12-04")
    team.ok("decision", "add", "we page less")
    team.ok("meeting", "end", "retro")
    folder = team.folder / "records"
    team.ok("decision", "export", "-o", f"{folder}/")
    assert "The team's own, out of its retro: not for guests." in (folder / "0002-we-page-less.md").read_text()
    assert "team's own" not in (folder / "0001-for-all-records.md").read_text()
    guests = team.folder / "guests"
    team.ok("decision", "export", "-o", f"{guests}/", me="pat")
    assert not list(guests.glob("*page*"))
    assert "page" not in team.ok("decision", "list", me="pat")


def test_a_record_has_one_number_for_everybody_and_its_export_one_name(team: World) -> None:
    team.ok("decision", "add", "the team alone reads this")
    team.ok("meeting", "start", "arch")
    team.ok("decision", "add", "shared with the partner")
    for who in ("anne", "pat"):
        folder = team.folder / who
        team.ok("decision", "export", "-o", f"{folder}/", me=who)
        assert (folder / "0002-shared-with-the-partner.md").read_text().count("# 2. shared") == 1


def test_the_parts_of_a_record_are_written_one_by_one_and_later(team: World) -> None:
    old = team.json("decision", "add", "Postgres 16")["key"]
    key = team.json("decision", "add", "Postgres 17", "--options", "16, 17", "--supersedes", "1")["key"]
    assert "decision without its context: Postgres 16" in team.ok("status")
    team.ok("decision", "edit", old, "--context", "16 is in its fifth year.")
    assert "without its context: Postgres 16" not in team.ok("status")
    team.ok("decision", "edit", key, "--consequences", "an hour of downtime")
    text = team.ok("decision", "export", key).replace("\\", "")
    for part in ("## Considered Options\n\n16, 17", "### Consequences\n\nan hour", f"Supersedes {old} Postgres 16."):
        assert part in text
    assert "nothing to change" in team.refused("decision", "edit", key)
    assert "no decision 'SRE-9'" in team.refused("decision", "edit", key, "--supersedes", "SRE-9")
