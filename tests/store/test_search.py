"""Full text: by beginnings, following what is changed, and never what is another's."""

from __future__ import annotations

import pytest

from cadence.services.cards import comments, edit, undo
from cadence.services.cards import create as cards_create
from cadence.services.meetings import retro
from cadence.services.team import create
from cadence.store import search
from cadence.store.capture import NewCard
from cadence.store.viewer import Viewer
from tests.postgres import both
from tests.services.conftest import World

pytestmark = both


def found(world: World, words: str, viewer: Viewer | None = None) -> list[str]:
    with world.store.read() as connection:
        return [row.title for row in search.search_cards(connection, viewer or world.anne, words)]


def said(world: World, words: str, viewer: Viewer | None = None) -> list[str]:
    with world.store.read() as connection:
        return [row.said for row in search.search_comments(connection, viewer or world.anne, words)]


def test_words_are_found_in_title_and_text_the_last_by_its_beginning(world: World) -> None:
    cards_create.add(world.store, world.anne, NewCard("wall", "Rotate the certificates", "Before the Zürich audit"))
    for words in ("cert", "CERTIFICATES", "rotate cert", "zurich", "audit rot"):
        assert found(world, words) == ["Rotate the certificates"], words
    cards_create.add(world.store, world.anne, NewCard("wall", "ÄRGER mit gw-1.example.com/health", "snake_case"))
    for words in ("ärger", "Arger", "gw", "example", "healt", "1", "case", "gw-1.example.com", "snake_case"):
        assert found(world, words) == ["ÄRGER mit gw-1.example.com/health"], words
    for words in ("certi rotate", "database", "rotate database"):
        assert found(world, words) == [], words


@pytest.mark.parametrize(
    "words", ['"', "'; DROP TABLE card; --", "a AND", "NEAR(", "*", "_", "-x", "(", "²", "漢字", "¼"]
)
def test_nothing_that_is_typed_is_taken_for_syntax(world: World, words: str) -> None:
    world.card("a plain card")
    assert found(world, words) in ([], ["a plain card"])
    assert said(world, words) == []


def test_it_follows_what_is_changed(world: World) -> None:
    key = world.card("postgres upgrade")
    edit.edit(world.store, world.anne, key, edit.Edit(title="mysql upgrade"))
    assert (found(world, "postgres"), found(world, "mysql")) == ([], ["mysql upgrade"])
    undo.undo(world.store, world.anne)
    assert (found(world, "postgres"), found(world, "mysql")) == (["postgres upgrade"], [])
    undo.undo(world.store, world.anne)
    assert found(world, "postgres") == []


def test_comments_are_found_and_belong_to_who_may_read_the_card(world: World) -> None:
    wall, sync = world.card("on the wall"), world.card("shared", board="sync")
    for key in (wall, sync):
        comments.comment(world.store, world.anne, key, f"flaky resolver on {key}")
    assert sorted(said(world, "flak")) == [f"flaky resolver on {key}" for key in (wall, sync)]
    assert said(world, "flak", world.dana) == [f"flaky resolver on {sync}"]
    assert said(world, "flak", world.eve) == []


def test_nobody_finds_what_is_hidden_from_them(world: World) -> None:
    world.card("wombat on the wall")
    world.card("wombat shared", board="sync")
    world.card("wombat shown", board="demo")
    retro.write(world.store, world.ben, "well", "wombat in secret")
    assert len(found(world, "wombat", world.ben)) == 4
    assert "wombat in secret" not in found(world, "wombat")
    assert sorted(found(world, "wombat", world.dana)) == ["wombat shared", "wombat shown"]
    assert found(world, "wombat", world.eve) == ["wombat shown"]


def test_another_team_is_never_found(world: World) -> None:
    made = create.found(
        world.store,
        create.Founding("Dev Platform", "Zoe <zoe@example.com>", "Europe/Berlin", "2026-11-30", key="DEV"),
    )
    cards_create.add(world.store, made.viewer, NewCard("wall", "wombat of theirs"))
    assert found(world, "wombat") == []
    assert found(world, "wombat", made.viewer) == ["wombat of theirs"]
