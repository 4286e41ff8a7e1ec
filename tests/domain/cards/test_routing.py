"""What may go where (rules E5, E9 and Y3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.cards.boards import BOARDS
from cadence.domain.cards.routing import Effect, audience_of, narrower, places_for_parked, table_effect, wider
from cadence.domain.kinds import KINDS
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import Refused

TEAM, PARTNER, EVERYONE = Audience
audiences = st.sampled_from(Audience)


def test_tabling() -> None:
    assert table_effect("wall") is Effect.LINKED
    assert table_effect("sync") is Effect.LINKED
    assert table_effect("parking") is Effect.MOVES
    assert table_effect("retro") is Effect.WORDS
    with pytest.raises(Refused, match="already"):
        table_effect("arch")


def test_only_typed_words_leave_a_closed_meeting() -> None:
    for board in set(BoardKey) - {BoardKey.ARCH}:
        assert table_effect(board, closed_doors=True) is Effect.WORDS


def test_places_for_a_parked_item() -> None:
    for kind in KINDS:
        offered = places_for_parked(closed_doors=kind.closed_doors)
        assert [place.title for place in offered] == ["discussed now", "arch", "sync", "wall card", "action", "dropped"]
    effects = {place.key: place.effect for place in places_for_parked()}
    assert effects == {
        "now": Effect.STAYS,
        "arch": Effect.MOVES,
        "sync": Effect.MOVES,
        "wall": Effect.MOVES,
        "action": Effect.MOVES,
        "dropped": Effect.DROPPED,
    }


def test_which_places_need_words() -> None:
    needed = [place.key for place in places_for_parked() if place.asks and not place.optional]
    assert needed == ["wall", "action", "dropped"]


def test_from_the_retro_words_are_typed_anew_where_guests_read() -> None:
    offered = {place.key: (place.effect, place.asks) for place in places_for_parked(closed_doors=True)}
    assert offered["arch"] == offered["sync"] == (Effect.WORDS, "text")
    assert (offered["wall"], offered["action"]) == ((Effect.MOVES, "work"), (Effect.MOVES, "its action"))


def test_audiences() -> None:
    assert audience_of("arch") is PARTNER
    assert audience_of("arch", "team") is TEAM
    assert audience_of("wall", "partner") is TEAM
    assert audience_of("demo", "everyone") is EVERYONE
    assert audience_of("actions", "partner") is PARTNER
    assert audience_of("decisions", "everyone") is EVERYONE
    assert audience_of("parking") is TEAM


@given(st.sampled_from(BoardKey), audiences)
def test_no_audience_widens(board: BoardKey, source: Audience) -> None:
    result = audience_of(board, source)
    assert wider(result, source) is source
    if not BOARDS[board].inherits:
        assert wider(result, BOARDS[board].audience) is BOARDS[board].audience


@given(audiences, audiences)
def test_wider_and_narrower(a: Audience, b: Audience) -> None:
    assert {wider(a, b), narrower(a, b)} == {a, b}
    assert wider(a, b) is wider(b, a)
    assert wider("team", "partner") is PARTNER
    assert narrower("everyone", "partner") is PARTNER
