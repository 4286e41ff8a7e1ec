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
    text = (folder / "0001-secrets-live-in-vault.md").read_text()
    assert text.startswith("---\nstatus: accepted\ndate: 2026-12-01\ndecision-makers: Anne Lee\n---\n")
    parts: tuple[str, ...] = (
        "# 1. Secrets live in Vault",
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
    assert "no folder" in team.refused("decision", "export", "-o", str(team.folder / "all.md"))
    assert "# 2. two" in team.ok("decision", "export", "2")


def test_one_takes_the_place_of_another(team: World) -> None:
    old = team.json("decision", "add", "Postgres 16")["key"]
    team.ok("decision", "add", "Postgres 17", "--context", f"Supersedes: {old}")
    assert "status: superseded by 2. Postgres 17" in team.ok("decision", "export", old)
    assert f"Supersedes {old}." in team.ok("decision", "export", "2").replace("\\", "")
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
