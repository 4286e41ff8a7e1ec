"""Nobody learns what is not theirs to know, whatever was done before and whatever they ask (decision 7)."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cadence.domain.kinds import BY_KEY
from cadence.domain.names import card_key
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import CadenceError, NotAllowed, NotFound, Refused
from cadence.services import (
    boards,
    editing,
    flow,
    half_typed,
    home,
    lineage,
    meeting_view,
    meetings,
    notes,
    placing,
    presence,
    receipts,
    rescheduling,
    retro,
    saying,
    schedule,
    search,
    stepping,
    undo,
    waiting,
    work,
)
from cadence.store import capture, queries
from cadence.store.capture import NewCard
from cadence.store.connect import Lane
from cadence.store.viewer import Who
from tests.services.conftest import World

RETRO = "retro@2026-12-04"
REFS = ("planning", "standup", "sync", "arch", "demo", RETRO)
GUESTS = ("dana", "eve")


def answers(world: World, who: Who) -> Iterator[tuple[str, Any]]:
    """Everything that the services and the queries answer this viewer, by what was asked."""
    store = world.store
    yield "home", home.home(store, who)
    yield "meeting_list", schedule.meeting_list(store, who)
    yield "half_typed", half_typed.half_typed_lines(store, who)
    for board in BoardKey:
        yield f"board {board}", boards.board(store, who, board)
        yield f"card_list {board}", boards.card_list(store, who, board)
        yield f"open_cards {board}", boards.open_cards(store, who, board)
    for ref in REFS:
        for ask in (meeting_view.show, receipts.receipt):
            with contextlib.suppress(CadenceError):
                yield f"{ask.__name__} {ref}", ask(store, who, ref)
        for audience in notes.READERS:
            with contextlib.suppress(CadenceError):
                yield f"notes {ref} {audience}", notes.notes_of(store, who, ref, audience)
    with contextlib.suppress(CadenceError):
        yield "own notes", retro.own_notes(store, who)
    with store.read() as lane:
        ids = [row["id"] for row in lane.all("SELECT id FROM card ORDER BY id")]
        numbers = [(row["number"], row["retro"]) for row in lane.all("SELECT number, retro FROM card ORDER BY id")]
        running = [row["id"] for row in lane.all("SELECT id FROM meeting ORDER BY id")]
        for name, found in rows_of(lane, who, ids, numbers, running):
            yield f"query {name}", [dict(row) if hasattr(row, "keys") else row for row in found]
    for number, retro_ in numbers:
        key = card_key("SRE", number, retro_)
        with contextlib.suppress(CadenceError):
            yield f"card {key}", boards.card(store, who, key)


def rows_of(
    lane: Lane, who: Who, ids: list[int], numbers: list[tuple[int, int]], running: list[int]
) -> Iterator[tuple[str, Any]]:
    """What every query that takes a viewer gives; where a card came from is the services' to hide."""
    came = ("from_number", "from_card_id", "on_card_id", "group_id")

    def without(rows: list[Any]) -> list[dict[str, Any]]:
        return [{name: value for name, value in dict(row).items() if name not in came} for row in rows]

    yield "cards", without(queries.cards.listed(lane, who))
    yield "cards_by_id", without(queries.cards.by_id(lane, who, ids))
    yield "card_by_number", without([row for one in numbers if (row := queries.cards.by_number(lane, who, *one))])
    yield "ties", queries.attached.ties(lane, who)
    yield "dependencies", without(queries.attached.dependencies(lane, who))
    yield "votes", queries.attached.votes(lane, who)
    yield "comments", queries.attached.comments(lane, who, ids)
    yield "events_since", queries.log.since(lane, who, world_start())
    yield "grouped", queries.retro.groups(lane, who)
    for board in BoardKey:
        yield f"stays {board}", queries.movement.stays(lane, who, board)
        yield f"placings {board}", queries.movement.placings(lane, who, board, world_start(), 1)
        yield (
            f"last_touched {board}",
            [queries.movement.last_touched(lane, who, board, capture.columns(lane, who, board))],
        )
    for one in ids:
        yield f"children {one}", without(queries.cards.children(lane, who, one))
        yield f"events_of_card {one}", queries.log.of_card(lane, who, one)
    for one in running:
        yield f"cards_of_meeting {one}", without(queries.cards.raised_in(lane, who, one))
        yield f"events_of_meeting {one}", queries.log.of_meeting(lane, who, one)
        yield f"walked {one}", queries.meetings.walked(lane, who, one)


def world_start() -> Any:
    from tests.services.conftest import START

    return START.replace(year=2020)


class Telling:
    """Tells a story of a team, with a word of its own in every text, and keeps what was said where."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.words = 0
        self.said: list[tuple[str, str, bool]] = []
        """``(word, card's key, behind closed doors)`` of what was said of cards."""
        self.keys: list[str] = []
        self.closed = False
        """Whether the retro runs now."""
        self.inside = True
        """Whether who speaks now is one of those who sit in it: what guests say meanwhile is said elsewhere."""

    def word(self) -> str:
        self.words += 1
        return f"zq{self.words}x"

    def do(self, verb: str, person: str, first: int, second: int, choice: int) -> None:
        world, who = self.world, getattr(self.world, person)
        self.inside = who.in_team
        with contextlib.suppress(CadenceError):
            getattr(self, verb)(world, who, first, second, choice)

    def of(self, number: int) -> str:
        return self.keys[number % len(self.keys)] if self.keys else "SRE-1"

    def say(self, key: str) -> str:
        word = self.word()
        self.said.append((word, key, self.closed and self.inside))
        return word

    def add(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        board = tuple(BoardKey)[choice % len(BoardKey)]
        audience = (None, None, *Audience)[first % 5]
        people = ("dana",) if second % 3 == 0 else ("ben",)
        new = NewCard(board.value, self.word(), self.word(), audience=audience and audience.value)
        self.keys.append(work.add(world.store, who, new, people).key)

    def note(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        side = ("well", "badly", "better")[choice % 3]
        if (note := retro.write(world.store, who, side, self.word())) is not None:
            self.keys.append(note.key)

    def comment(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        saying.comment(world.store, who, self.of(first), self.say(self.of(first)))

    def block(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        waiting.block(world.store, who, self.of(first), self.say(self.of(first)))

    def drop(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        placing.drop(world.store, who, self.of(first), self.say(self.of(first)))

    def depend(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        waiting.depend(world.store, who, self.of(first), on=self.of(second))

    def table(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        self.keys.append(flow.table(world.store, who, self.of(first), self.say(self.of(first))).key)

    def topic(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        self.keys.append(flow.topic(world.store, who, self.word(), context=self.word()).key)

    def act(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        about = self.of(first) if choice % 2 else None
        self.keys.append(flow.act(world.store, who, self.word(), about=about).key)

    def decide(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        about = self.of(first) if choice % 2 else None
        self.keys.append(flow.decide(world.store, who, self.word(), context=self.word(), about=about).key)

    def park(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        self.keys.append(flow.park(world.store, who, self.word(), stay=("dana",)).key)

    def settle(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        where = ("now", "arch", "sync", "wall", "action", "dropped")[choice % 6]
        flow.settle(world.store, who, self.of(first), where, self.say(self.of(first)))

    def move(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        board = tuple(BoardKey)[choice % len(BoardKey)]
        column = boards.board(world.store, world.anne, board).columns[0].name
        placing.move(world.store, who, self.of(first), column, board=board.value)

    def vote(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        saying.vote(world.store, who, self.of(first))

    def thief(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        editing.mark_thief(world.store, who, self.of(first), "neglected-work", self.say(self.of(first)))

    def take_back(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        undo.undo(world.store, who)

    def half(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        half_typed.half_typed(world.store, world.anne, "card.park", self.word())

    def doors(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        """Begin the retro, or end it."""
        if self.closed:
            self.closed = False
            meetings.end(world.store, world.anne)
            return
        with contextlib.suppress(CadenceError):
            meetings.end(world.store, world.anne)
        meetings.start(world.store, world.anne, RETRO)
        self.closed = True
        for handle in ("ben", "chidi"):
            presence.who_is_here(world.store, world.anne, handle, here=True)

    def go_on(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        world.clock.on(seconds=15)
        stepping.advance(world.store, world.anne)
        self.closed = meeting_view.show(world.store, world.anne, RETRO).line.status == "running"

    def meet(self, world: World, who: Who, first: int, second: int, choice: int) -> None:
        """Hold another meeting: begin it, or end it."""
        if self.closed:
            return
        try:
            meetings.start(world.store, world.anne, REFS[choice % 5])
        except Refused:
            meetings.end(world.store, world.anne)


VERBS = tuple(
    name
    for name, value in vars(Telling).items()
    if callable(value) and name not in ("__init__", "word", "do", "of", "say")
)
DEEDS = st.tuples(
    st.sampled_from((*VERBS, "add", "add", "note", "comment", "go_on", "doors")),
    st.sampled_from(("anne", "anne", "ben", "chidi", "dana", "eve")),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 40),
)


def hidden_words(telling: Telling, who: Who) -> set[str]:
    """The words of what this viewer may not see: decided from the rows alone, not by the code under test."""
    with telling.world.store.read() as lane:
        cards = lane.all("SELECT * FROM card")
        comments = lane.all("SELECT m.body, m.audience, m.card_id FROM comment m JOIN card c ON c.id = m.card_id")
    seen = {card["id"]: key_of(card) for card in cards if may_see(card, who)}
    shown = {word for card in cards if card["id"] in seen for word in words_in(f"{card['title']} {card['body']}")}
    shown |= {
        word for row in comments if row["card_id"] in seen and may_hear(row, who) for word in words_in(row["body"])
    }
    shown |= {word for word, key, closed in telling.said if key in seen.values() and (who.in_team or not closed)}
    everything = {f"zq{number}x" for number in range(1, telling.words + 1)}
    return everything - shown


def may_hear(row: Any, who: Who) -> bool:
    return who.in_team or row["audience"] == "everyone" or (row["audience"] == "partner" and who.role == "partner")


def may_see(card: Any, who: Who) -> bool:
    return may_hear(card, who) and not card["gone"] and (not card["sealed"] or card["author_id"] == who.person_id)


def key_of(card: Any) -> str:
    return card_key("SRE", card["number"], card["retro"])


def words_in(text: str) -> list[str]:
    return re.findall(r"zq\d+x", text)


def hidden_keys(telling: Telling, who: Who) -> set[str]:
    with telling.world.store.read() as lane:
        return {key_of(card) for card in lane.all("SELECT * FROM card") if not may_see(card, who)}


def retro_words(telling: Telling) -> set[str]:
    """What was said behind closed doors, and every retro note: for no guest, in no notes, ever."""
    with telling.world.store.read() as lane:
        written = " ".join(card["title"] for card in lane.all("SELECT title FROM card WHERE board = 'retro'"))
    return {word for word, _, closed in telling.said if closed} | set(words_in(written))


def check(telling: Telling, handle: str) -> None:
    """Notes may tell of a card that guests could see when the meeting ended and no longer can; nothing else may."""
    world = telling.world
    who: Who = getattr(world, handle)
    lines = set(words_in(str(half_typed.half_typed_lines(world.store, who))))
    words, keys = hidden_words(telling, who) - lines, hidden_keys(telling, who)
    for asked, answer in answers(world, who):
        text = repr(answer)
        notes_ = asked.startswith("notes")
        leaked = (retro_words(telling) if notes_ and not who.in_team else set() if notes_ else words) & set(
            words_in(text)
        )
        assert not leaked, f"{handle} learns {leaked} from {asked}"
        if not who.in_team and not notes_:
            assert "retro@" not in text, f"{handle} learns of the retro from {asked}"
            named = keys & set(re.findall(r"SRE-\d+|R\d+\.\d+", text))
            assert not named, f"{handle} learns of {named} from {asked}"
    for word in words:
        assert not search.search(world.store, who, word), f"{handle} finds {word}"


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(DEEDS, min_size=10, max_size=40))
def test_whatever_was_done_nobody_learns_what_is_hidden(deeds: list[tuple[str, str, int, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        telling = Telling(World(Path(folder)))
        for deed in deeds:
            telling.do(*deed)
        for handle in ("dana", "eve", "ben"):
            check(telling, handle)


# --- one rule at a time ---------------------------------------------------------------------------------------------


@pytest.fixture
def closed(world: World) -> World:
    """A retro that runs, with the team inside."""
    world.clock.at(4, 14, 30)
    meetings.start(world.store, world.anne, "retro")
    for handle in ("ben", "chidi"):
        presence.who_is_here(world.store, world.anne, handle)
    stepping.step_by(world.store, world.anne, 1)
    return world


def told(world: World, who: Who) -> str:
    """Everything that this viewer gets to see."""
    return " ".join(repr(answer) for _, answer in answers(world, who))


def test_a_sealed_note_is_its_authors_alone(world: World) -> None:
    note = retro.write(world.store, world.ben, "badly", "the pager, again")
    assert note is not None
    for who in (world.anne, world.chidi, world.dana, world.eve):
        assert "the pager, again" not in told(world, who)
        with pytest.raises(NotFound):
            boards.card(world.store, who, note.key)
    assert "the pager, again" in told(world, world.ben)


@pytest.mark.parametrize("audience", [None, "partner", "everyone"])
def test_a_note_is_sealed_and_the_teams_whichever_way_it_comes_in(world: World, audience: str | None) -> None:
    new = NewCard("retro", "by the back door", audience=audience)
    work.add(world.store, world.ben, new)
    for who in (world.anne, world.dana, world.eve):
        assert "by the back door" not in told(world, who)


def test_the_first_words_of_a_rewritten_note_are_nowhere_to_be_read(closed: World) -> None:
    note = retro.write(closed.store, closed.ben, "badly", "unkind words")
    assert note is not None
    retro.rewrite(closed.store, closed.ben, note.key, "kinder words")
    stepping.step_to(closed.store, closed.anne, "round")
    stepping.advance(closed.store, closed.anne)
    assert boards.card(closed.store, closed.anne, note.key).card.title == "kinder words"
    detail = boards.card(closed.store, closed.anne, note.key)
    assert "unkind" not in repr(detail)


def test_what_is_said_in_the_retro_of_a_shared_card_stays_the_teams(closed: World) -> None:
    closed_key = closed.card("owed to them", board="sync")
    saying.comment(closed.store, closed.ben, closed_key, "they never answer")
    placing.drop(closed.store, closed.ben, closed_key, "hopeless with them")
    assert boards.card(closed.store, closed.dana, closed_key).card.title == "owed to them"
    assert "they never answer" in told(closed, closed.anne)
    for who in (closed.dana, closed.eve):
        assert "they never answer" not in told(closed, who)
        assert "hopeless" not in told(closed, who)


@pytest.mark.parametrize("gesture", ["edit", "block", "depend", "thief"])
def test_in_the_retro_no_words_are_written_onto_what_guests_can_read(closed: World, gesture: str) -> None:
    key = closed.card("owed to them", board="sync")
    act: dict[str, Callable[[], object]] = {
        "edit": lambda: editing.edit(closed.store, closed.anne, key, editing.Edit(body="slow people")),
        "block": lambda: waiting.block(closed.store, closed.anne, key, "slow people"),
        "depend": lambda: waiting.depend(closed.store, closed.anne, key, team="slow people"),
        "thief": lambda: editing.mark_thief(closed.store, closed.anne, key, "neglected-work", "slow people"),
    }
    with pytest.raises(Refused, match="what is said here stays here"):
        act[gesture]()


def test_what_the_retro_makes_is_the_teams(closed: World) -> None:
    flow.act(closed.store, closed.anne, "quieter alerts")
    flow.decide(closed.store, closed.anne, "no more heroics")
    flow.park(closed.store, closed.anne, "who tells the boss")
    key = closed.card("a card they can see", board="sync")
    flow.act(closed.store, closed.anne, "ask them less", about=key)
    meetings.end(closed.store, closed.anne)
    for who in (closed.dana, closed.eve):
        seen = told(closed, who)
        for words in ("quieter alerts", "no more heroics", "who tells the boss", "ask them less", "retro@"):
            assert words not in seen


def test_only_words_typed_anew_leave_the_retro_and_without_a_trace(closed: World) -> None:
    card = closed.card("on the wall")
    with pytest.raises(Refused, match="only words typed anew leave the retro"):
        flow.table(closed.store, closed.anne, card, "because")
    topic = flow.topic(closed.store, closed.anne, "Alerts with an owner?")
    assert topic.came_from is None
    seen = boards.card(closed.store, closed.dana, topic.key)
    assert (seen.card.came_from, [event.meeting for event in seen.events]) == (None, [None])
    parked = flow.park(closed.store, closed.anne, "pager duty is unfair")
    flow.settle(closed.store, closed.anne, parked.key, "arch", "How is pager duty shared?")
    assert "How is pager duty shared?" in told(closed, closed.dana)
    assert "unfair" not in told(closed, closed.dana)


def test_a_retro_note_neither_leaves_its_board_nor_is_shown_to_guests(closed: World) -> None:
    note = retro.write(closed.store, closed.ben, "well", "the test ran itself")
    assert note is not None
    with pytest.raises(Refused, match="a retro note stays in the retro"):
        placing.move(closed.store, closed.ben, note.key, "to sync", board="sync")
    with pytest.raises(Refused, match="never shown to guests"):
        editing.edit(closed.store, closed.ben, note.key, editing.Edit(audience="everyone"))
    card = closed.card("a wall card")
    with pytest.raises(Refused, match="stays in the retro"):
        placing.move(closed.store, closed.ben, card, "went well", board="retro")


def test_a_hidden_card_is_not_named_as_what_a_shared_one_waits_for(world: World) -> None:
    hidden, shared = world.card("secret plan"), world.card("shared plan", board="sync")
    waiting.depend(world.store, world.anne, shared, on=hidden)
    assert boards.card(world.store, world.anne, shared).card.depends_on[0].key == hidden
    detail = boards.card(world.store, world.dana, shared)
    assert (detail.card.depends_on[0].key, detail.card.depends_on[0].team) == (None, "the team")
    assert hidden not in repr(detail)


def test_a_topic_that_a_guest_may_not_see_is_not_named_on_the_card_it_came_from(world: World) -> None:
    shown = world.card("shown to all", board="demo")
    topic = flow.table(world.store, world.anne, shown, "should it scale?")
    assert topic.key in repr(boards.card(world.store, world.dana, shown))
    assert topic.key not in repr(boards.card(world.store, world.eve, shown))


def test_a_card_widened_later_shows_nothing_of_where_it_came_from(closed: World) -> None:
    action = flow.act(closed.store, closed.anne, "publish the runbook")
    meetings.end(closed.store, closed.anne)
    editing.edit(closed.store, closed.anne, action.key, editing.Edit(audience="everyone"))
    seen = boards.card(closed.store, closed.eve, action.key)
    assert (seen.card.title, seen.card.came_from) == ("publish the runbook", None)
    assert "retro" not in repr((seen.path, seen.events))


def test_who_may_see_a_card_is_for_the_team_to_say(world: World) -> None:
    key = world.card("theirs", board="sync", who=world.dana)
    with pytest.raises(NotAllowed, match="who may see a card is for the team to say"):
        editing.edit(world.store, world.dana, key, editing.Edit(audience="everyone"))
    assert world.titles(world.eve) == []
    editing.edit(world.store, world.ben, key, editing.Edit(audience="everyone"))
    assert world.titles(world.eve) == ["theirs"]


def test_the_card_that_a_meeting_stands_on_is_not_named_to_a_guest_who_may_not_see_it(world: World) -> None:
    world.clock.at(1, 14, 0)
    work.add(world.store, world.anne, NewCard("arch", "for us alone", audience="team"))
    meetings.start(world.store, world.anne, "arch")
    view = meeting_view.show(world.store, world.dana, "arch")
    assert (view.at, view.card, view.queue) == (None, None, ())
    assert meeting_view.show(world.store, world.anne, "arch").at == "SRE-1"


def test_decided_before_says_nothing_of_what_a_guest_may_not_see(world: World) -> None:
    flow.decide(world.store, world.anne, "No spot instances for stateful jobs")
    topic = flow.topic(world.store, world.dana, "Spot instances for stateful workloads?")
    assert boards.card(world.store, world.anne, topic.key).before
    assert boards.card(world.store, world.dana, topic.key).before == ()


def test_a_guest_learns_of_no_meeting_that_is_the_teams(world: World) -> None:
    kinds = {line.kind for line in schedule.meeting_list(world.store, world.dana)}
    assert kinds == {"sync", "arch", "demo"}
    assert {line.kind for line in schedule.meeting_list(world.store, world.eve)} == {"demo"}
    for ref in ("retro", "planning", "standup", RETRO):
        for ask in (meeting_view.show, notes.notes_of, receipts.receipt):
            with pytest.raises(NotFound):
                ask(world.store, world.dana, ref)


def test_notes_of_a_closed_meeting_for_guests_say_only_that_there_are_none(closed: World) -> None:
    rescheduling.move(closed.store, closed.anne, "retro@2026-12-11", "2026-12-11 16:00", reason="Ben is upset")
    withheld = notes.notes_of(closed.store, closed.anne, "retro@2026-12-11", "partner")
    assert withheld.withheld == "The retro is the team's own: there are no notes of it for others."
    assert "upset" not in repr(withheld)
    with pytest.raises(NotAllowed, match="may not read the team's notes"):
        notes.notes_of(closed.store, closed.dana, "demo", "team")


def test_guests_change_only_what_is_shared_with_them(world: World) -> None:
    sync = work.add(world.store, world.anne, NewCard("sync", "shared", audience="everyone")).key
    demo = world.card("shown", board="demo")
    assert waiting.block(world.store, world.dana, sync, "waiting for us").blocked is not None
    for who, key in ((world.eve, sync), (world.dana, demo), (world.eve, demo)):
        with pytest.raises(NotAllowed):
            editing.edit(world.store, who, key, editing.Edit(title="mine now"))
    with pytest.raises(NotAllowed, match="a partner may not add to the wall"):
        placing.move(world.store, world.dana, sync, "backlog", board="wall")
    with pytest.raises(NotAllowed, match="may not mark thieves"):
        editing.mark_thief(world.store, world.dana, sync, "neglected-work", "yours")
    with pytest.raises(NotAllowed, match="speaks for nobody else"):
        saying.comment(world.store, world.eve, demo, "I love it", author="anne")
    saying.comment(world.store, world.anne, demo, "lovely", kind="feedback", author="eve")
    assert boards.card(world.store, world.eve, demo).comments[0].author == "eve"


def test_the_path_of_a_card_stops_at_what_is_hidden(world: World) -> None:
    wall = world.card("why is DNS slow")
    topic = flow.table(world.store, world.anne, wall, "it keeps coming back")
    editing.edit(world.store, world.anne, topic.key, editing.Edit(audience="partner"))
    with world.store.read() as lane:
        row = queries.cards.by_number(lane, world.dana, 2)
        assert row is not None
        path = lineage.path_of(lane, world.dana, row)
    assert path == (f"raised as {topic.key} on arch agenda by Anne",)
    whole = boards.card(world.store, world.anne, topic.key).path
    assert whole[0] == f"raised as {wall} on the wall by Anne"
    assert whole[1] == f"{wall} tabled to arch on Mon 30 Nov"


def test_the_doors_kind_is_what_the_tests_think_it_is() -> None:
    assert [kind.key for kind in BY_KEY.values() if kind.closed_doors] == ["retro"]
