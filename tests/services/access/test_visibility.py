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
from cadence.domain.parsing.names import card_key
from cadence.domain.parsing.one_line import ParsedLine
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.errors import BadValue, CadenceError, NotAllowed, NotFound, Refused
from cadence.services.access import drafts
from cadence.services.cards import blockers, boards, create, edit, lineage, routing, search, undo
from cadence.services.cards import comments as cards_comments
from cadence.services.cards import move as cards_move
from cadence.services.facilitation import attendance, lifecycle, navigation, receipt, reschedule
from cadence.services.home import home
from cadence.services.meetings import retro
from cadence.services.meetings import view as meetings_view
from cadence.services.notes import notes
from cadence.services.schedule import week
from cadence.store import capture, queries
from cadence.store.capture import NewCard
from cadence.store.connect import Connection
from cadence.store.viewer import Viewer
from tests.kinds import KEYS
from tests.services.conftest import World
from tests.tables import records

RETRO = "retro@2026-12-04"
REFS = (*KEYS[:-1], RETRO)
GUESTS = ("dana", "eve")


def answers(world: World, viewer: Viewer) -> Iterator[tuple[str, Any]]:
    """Everything that the services and the queries answer this viewer, by what was asked."""
    store = world.store
    yield "home", home.home(store, viewer)
    yield "meeting_list", week.meeting_list(store, viewer)
    yield "half_typed", drafts.half_typed_lines(store, viewer)
    for board in BoardKey:
        yield f"board {board}", boards.board(store, viewer, board)
        yield f"card_list {board}", boards.card_list(store, viewer, board)
        yield f"open_cards {board}", boards.open_cards(store, viewer, board)
    for ref in REFS:
        for ask in (meetings_view.show, receipt.receipt):
            with contextlib.suppress(CadenceError):
                yield f"{ask.__name__} {ref}", ask(store, viewer, ref)
        for audience in notes.READERS:
            with contextlib.suppress(CadenceError):
                yield f"notes {ref} {audience}", notes.notes_of(store, viewer, ref, audience)
    with contextlib.suppress(CadenceError):
        yield "own notes", retro.own_notes(store, viewer)
    with store.read() as connection:
        ids = connection.values("SELECT id FROM card ORDER BY id")
        numbers = [tuple(row.values()) for row in records(connection, "SELECT number, retro FROM card ORDER BY id")]
        running = connection.values("SELECT id FROM meeting ORDER BY id")
        for name, found in rows_of(connection, viewer, ids, numbers, running):
            yield f"query {name}", [row._asdict() if hasattr(row, "_asdict") else row for row in found]
    for number, retro_ in numbers:
        key = card_key("SRE", number, retro_)
        with contextlib.suppress(CadenceError):
            yield f"card {key}", boards.card(store, viewer, key)


def rows_of(
    connection: Connection, viewer: Viewer, ids: list[int], numbers: list[tuple[int, int]], running: list[int]
) -> Iterator[tuple[str, Any]]:
    """What every query that takes a viewer gives; where a card came from is the services' to hide."""
    came = ("from_number", "from_card_id", "on_card_id", "group_id")

    def without(rows: list[Any]) -> list[dict[str, Any]]:
        return [{name: value for name, value in row._asdict().items() if name not in came} for row in rows]

    yield "cards", without(queries.cards.listed(connection, viewer))
    yield "cards_by_id", without(queries.cards.by_id(connection, viewer, ids))
    yield (
        "card_by_number",
        without([row for one in numbers if (row := queries.cards.by_number(connection, viewer, *one))]),
    )
    yield "ties", queries.card_ties.ties(connection, viewer)
    yield "dependencies", without(queries.card_ties.dependencies(connection, viewer))
    yield "votes", queries.card_ties.votes(connection, viewer)
    yield "comments", queries.card_ties.comments(connection, viewer, ids)
    yield "events_since", queries.log.since(connection, viewer, world_start())
    yield "grouped", queries.retro.groups(connection, viewer)
    for board in BoardKey:
        yield f"stays {board}", queries.movement.stays(connection, viewer, board)
        yield f"placings {board}", queries.movement.placings(connection, viewer, board, world_start(), 1)
        yield (
            f"last_touched {board}",
            [queries.movement.last_touched(connection, viewer, board, capture.columns(connection, viewer, board))],
        )
    for one in ids:
        yield f"children {one}", without(queries.cards.children(connection, viewer, one))
        yield f"events_of_card {one}", queries.log.of_card(connection, viewer, one)
    for one in running:
        yield f"cards_of_meeting {one}", without(queries.cards.raised_in(connection, viewer, one))
        yield f"events_of_meeting {one}", queries.log.of_meeting(connection, viewer, one)
        yield f"walked {one}", queries.meetings.walked(connection, viewer, one)


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
        self.were_titles: list[tuple[str, str]] = []
        """``(word, audience)`` of what a parked item was called before it was given its place in other words."""
        self.keys: list[str] = []
        self.closed = False
        """Whether the retro runs now."""
        self.inside = True
        """Whether who speaks now is one of those who sit in it: what guests say meanwhile is said elsewhere."""

    def word(self) -> str:
        self.words += 1
        return f"zq{self.words}x"

    def do(self, verb: str, person: str, first: int, second: int, choice: int) -> None:
        world, viewer = self.world, getattr(self.world, person)
        self.inside = viewer.in_team
        with contextlib.suppress(CadenceError):
            getattr(self, verb)(world, viewer, first, second, choice)

    def of(self, number: int) -> str:
        return self.keys[number % len(self.keys)] if self.keys else "SRE-1"

    def say(self, key: str) -> str:
        word = self.word()
        self.said.append((word, key, self.closed and self.inside))
        return word

    def add(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        board = tuple(BoardKey)[choice % len(BoardKey)]
        audience = (None, None, *Audience)[first % 5]
        people = ("dana",) if second % 3 == 0 else ("ben",)
        new = NewCard(board.value, self.word(), self.word(), audience=audience and audience.value)
        self.keys.append(create.add(world.store, viewer, new, people).key)

    def note(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        side = ("well", "badly", "better")[choice % 3]
        if (note := retro.write(world.store, viewer, side, self.word())) is not None:
            self.keys.append(note.key)

    def comment(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        cards_comments.comment(world.store, viewer, self.of(first), self.say(self.of(first)))

    def block(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        blockers.block(world.store, viewer, self.of(first), self.say(self.of(first)))

    def drop(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        cards_move.drop(world.store, viewer, self.of(first), self.say(self.of(first)))

    def depend(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        blockers.depend(world.store, viewer, self.of(first), on=self.of(second))

    def table(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        self.keys.append(routing.table(world.store, viewer, self.of(first), self.say(self.of(first))).key)

    def topic(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        self.keys.append(routing.topic(world.store, viewer, self.word(), context=self.word()).key)

    def act(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        about = self.of(first) if choice % 2 else None
        self.keys.append(routing.act(world.store, viewer, self.word(), about=about).key)

    def decide(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        about = self.of(first) if choice % 2 else None
        self.keys.append(routing.decide(world.store, viewer, self.word(), context=self.word(), about=about).key)

    def park(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        self.keys.append(routing.park(world.store, viewer, self.word(), stay=("dana",)).key)

    def settle(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        where = ("now", "arch", "sync", "wall", "action", "dropped")[choice % 6]
        with world.store.read() as connection:
            cards = records(connection, "SELECT title, audience, number, retro FROM card")
        for card in cards:
            if key_of(card) == self.of(first):
                self.were_titles += [(word, card["audience"]) for word in words_in(card["title"])]
        routing.settle(world.store, viewer, self.of(first), where, ParsedLine(self.say(self.of(first))))

    def move(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        board = tuple(BoardKey)[choice % len(BoardKey)]
        column = boards.board(world.store, world.anne, board).columns[0].name
        cards_move.move(world.store, viewer, self.of(first), column, board=board.value)

    def vote(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        cards_comments.vote(world.store, viewer, self.of(first))

    def thief(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        edit.mark_thief(world.store, viewer, self.of(first), "neglected-work", self.say(self.of(first)))

    def take_back(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        undo.undo(world.store, viewer)

    def half(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        drafts.half_typed(world.store, world.anne, "card.park", self.word())

    def doors(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        """Begin the retro, or end it."""
        if self.closed:
            self.closed = False
            lifecycle.end(world.store, world.anne)
            return
        with contextlib.suppress(CadenceError):
            lifecycle.end(world.store, world.anne)
        lifecycle.start(world.store, world.anne, RETRO)
        self.closed = True
        for handle in ("ben", "chidi"):
            attendance.who_is_here(world.store, world.anne, handle, here=True)

    def go_on(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        world.clock.on(seconds=15)
        navigation.advance(world.store, world.anne)
        self.closed = meetings_view.show(world.store, world.anne, RETRO).line.status == "running"

    def meet(self, world: World, viewer: Viewer, first: int, second: int, choice: int) -> None:
        """Hold another meeting: begin it, or end it."""
        if self.closed:
            return
        try:
            lifecycle.start(world.store, world.anne, REFS[choice % 5])
        except Refused:
            lifecycle.end(world.store, world.anne)


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


def hidden_words(telling: Telling, viewer: Viewer) -> set[str]:
    """The words of what this viewer may not see: decided from the rows alone, not by the code under test."""
    with telling.world.store.read() as connection:
        cards = records(connection, "SELECT * FROM card")
        comments = records(
            connection, "SELECT m.body, m.audience, m.card_id FROM comment m JOIN card c ON c.id = m.card_id"
        )
    seen = {card["id"]: key_of(card) for card in cards if may_see(card, viewer)}
    shown = {word for card in cards if card["id"] in seen for word in words_in(f"{card['title']} {card['body']}")}
    shown |= {
        word for row in comments if row["card_id"] in seen and may_hear(row, viewer) for word in words_in(row["body"])
    }
    shown |= {word for word, key, closed in telling.said if key in seen.values() and (viewer.in_team or not closed)}
    shown |= {word for word, audience in telling.were_titles if may_hear({"audience": audience}, viewer)}
    everything = {f"zq{number}x" for number in range(1, telling.words + 1)}
    return everything - shown


def may_hear(row: Any, viewer: Viewer) -> bool:
    return (
        viewer.in_team or row["audience"] == "everyone" or (row["audience"] == "partner" and viewer.role == "partner")
    )


def may_see(card: Any, viewer: Viewer) -> bool:
    return may_hear(card, viewer) and not card["gone"] and (not card["sealed"] or card["author_id"] == viewer.person_id)


def key_of(card: Any) -> str:
    return card_key("SRE", card["number"], card["retro"])


def words_in(text: str) -> list[str]:
    return re.findall(r"zq\d+x", text)


def hidden_keys(telling: Telling, viewer: Viewer) -> set[str]:
    with telling.world.store.read() as connection:
        return {key_of(card) for card in records(connection, "SELECT * FROM card") if not may_see(card, viewer)}


def retro_words(telling: Telling) -> set[str]:
    """What was said behind closed doors, and every retro note: for no guest, in no notes, ever."""
    with telling.world.store.read() as connection:
        written = " ".join(connection.values("SELECT title FROM card WHERE board = 'retro'"))
    return {word for word, _, closed in telling.said if closed} | set(words_in(written))


def check(telling: Telling, handle: str) -> None:
    """Notes may tell of a card that guests could see when the meeting ended and no longer can; nothing else may."""
    world = telling.world
    viewer: Viewer = getattr(world, handle)
    lines = set(words_in(str(drafts.half_typed_lines(world.store, viewer))))
    words, keys = hidden_words(telling, viewer) - lines, hidden_keys(telling, viewer)
    for asked, answer in answers(world, viewer):
        text = repr(answer)
        notes_ = asked.startswith("notes")
        leaked = (retro_words(telling) if notes_ and not viewer.in_team else set() if notes_ else words) & set(
            words_in(text)
        )
        assert not leaked, f"{handle} learns {leaked} from {asked}"
        if not viewer.in_team and not notes_:
            assert "retro@" not in text, f"{handle} learns of the retro from {asked}"
            named = keys & set(re.findall(r"SRE-\d+|R\d+\.\d+", text))
            assert not named, f"{handle} learns of {named} from {asked}"
    for word in words:
        assert not search.search(world.store, viewer, word), f"{handle} finds {word}"


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
    lifecycle.start(world.store, world.anne, "retro")
    for handle in ("ben", "chidi"):
        attendance.who_is_here(world.store, world.anne, handle)
    navigation.step_by(world.store, world.anne, 1)
    return world


def told(world: World, viewer: Viewer) -> str:
    """Everything that this viewer gets to see."""
    return " ".join(repr(answer) for _, answer in answers(world, viewer))


@pytest.mark.parametrize("how", ["table", "depend"])
def test_what_is_narrowed_later_is_named_in_no_other_cards_history(world: World, how: str) -> None:
    shown = create.add(world.store, world.anne, NewCard("demo", "what we show")).key
    topic = routing.topic(world.store, world.anne, "what we ask").key
    if how == "table":
        topic = routing.table(world.store, world.anne, shown, "too deep").key
    else:
        blockers.depend(world.store, world.anne, shown, on=topic)
    assert topic in told(world, world.dana)
    cards_move.move(world.store, world.anne, topic, "backlog", board="wall")
    edit.edit(world.store, world.anne, topic, edit.Edit(audience="team"))
    assert topic not in told(world, world.dana)


def test_a_sealed_note_is_its_authors_alone(world: World) -> None:
    note = retro.write(world.store, world.ben, "badly", "the pager, again")
    assert note is not None
    for viewer in (world.anne, world.chidi, world.dana, world.eve):
        assert "the pager, again" not in told(world, viewer)
        with pytest.raises(NotFound):
            boards.card(world.store, viewer, note.key)
    assert "the pager, again" in told(world, world.ben)


@pytest.mark.parametrize("audience", [None, "partner", "everyone"])
def test_a_note_is_sealed_and_the_teams_whichever_way_it_comes_in(world: World, audience: str | None) -> None:
    new = NewCard("retro", "by the back door", audience=audience)
    create.add(world.store, world.ben, new)
    for viewer in (world.anne, world.dana, world.eve):
        assert "by the back door" not in told(world, viewer)


def test_the_first_words_of_a_rewritten_note_are_nowhere_to_be_read(closed: World) -> None:
    note = retro.write(closed.store, closed.ben, "badly", "unkind words")
    assert note is not None
    edit.edit(closed.store, closed.ben, note.key, edit.Edit(title="kinder words"))
    navigation.step_to(closed.store, closed.anne, "round")
    navigation.advance(closed.store, closed.anne)
    assert boards.card(closed.store, closed.anne, note.key).card.title == "kinder words"
    detail = boards.card(closed.store, closed.anne, note.key)
    assert "unkind" not in repr(detail)


def test_what_is_said_in_the_retro_of_a_shared_card_stays_the_teams(closed: World) -> None:
    closed_key = closed.card("owed to them", board="sync")
    cards_comments.comment(closed.store, closed.ben, closed_key, "they never answer")
    cards_move.drop(closed.store, closed.ben, closed_key, "hopeless with them")
    assert boards.card(closed.store, closed.dana, closed_key).card.title == "owed to them"
    assert "they never answer" in told(closed, closed.anne)
    for viewer in (closed.dana, closed.eve):
        assert "they never answer" not in told(closed, viewer)
        assert "hopeless" not in told(closed, viewer)


@pytest.mark.parametrize("gesture", ["edit", "block", "depend", "thief", "no thief"])
def test_in_the_retro_no_words_are_written_onto_what_guests_can_read(closed: World, gesture: str) -> None:
    key = closed.card("owed to them", board="sync")
    act: dict[str, Callable[[], object]] = {
        "edit": lambda: edit.edit(closed.store, closed.anne, key, edit.Edit(body="slow people")),
        "block": lambda: blockers.block(closed.store, closed.anne, key, "slow people"),
        "depend": lambda: blockers.depend(closed.store, closed.anne, key, team="slow people"),
        "thief": lambda: edit.mark_thief(closed.store, closed.anne, key, "neglected-work", "slow people"),
        "no thief": lambda: edit.mark_thief(closed.store, closed.anne, key, "neglected-work", "slow people", yes=False),
    }
    with pytest.raises(Refused, match="what is said here stays here"):
        act[gesture]()


def test_what_the_retro_makes_is_the_teams(closed: World) -> None:
    routing.act(closed.store, closed.anne, "quieter alerts")
    routing.decide(closed.store, closed.anne, "no more heroics")
    routing.park(closed.store, closed.anne, "who tells the boss")
    key = closed.card("a card they can see", board="sync")
    routing.act(closed.store, closed.anne, "ask them less", about=key)
    lifecycle.end(closed.store, closed.anne)
    for viewer in (closed.dana, closed.eve):
        seen = told(closed, viewer)
        for words in ("quieter alerts", "no more heroics", "who tells the boss", "ask them less", "retro@"):
            assert words not in seen


def test_only_words_typed_anew_leave_the_retro_and_without_a_trace(closed: World) -> None:
    card = closed.card("on the wall")
    with pytest.raises(Refused, match="only words typed anew leave the retro"):
        routing.table(closed.store, closed.anne, card, "because")
    topic = routing.topic(closed.store, closed.anne, "Alerts with an owner?")
    assert topic.came_from is None
    seen = boards.card(closed.store, closed.dana, topic.key)
    assert (seen.card.came_from, [event.meeting for event in seen.events]) == (None, [None])
    parked = routing.park(closed.store, closed.anne, "pager duty is unfair")
    routing.settle(closed.store, closed.anne, parked.key, "arch", ParsedLine("How is pager duty shared?"))
    assert "How is pager duty shared?" in told(closed, closed.dana)
    assert "unfair" not in told(closed, closed.dana)


def test_a_retro_note_neither_leaves_its_board_nor_is_shown_to_guests(closed: World) -> None:
    note = retro.write(closed.store, closed.ben, "well", "the test ran itself")
    assert note is not None
    with pytest.raises(Refused, match="a retro note stays in the retro"):
        cards_move.move(closed.store, closed.ben, note.key, "to sync", board="sync")
    with pytest.raises(Refused, match="never shown to guests"):
        edit.edit(closed.store, closed.ben, note.key, edit.Edit(audience="everyone"))
    card = closed.card("a wall card")
    with pytest.raises(Refused, match="stays in the retro"):
        cards_move.move(closed.store, closed.ben, card, "went well", board="retro")


def test_a_hidden_card_is_not_named_as_what_a_shared_one_waits_for(world: World) -> None:
    hidden, shared = world.card("secret plan"), world.card("shared plan", board="sync")
    blockers.depend(world.store, world.anne, shared, on=hidden)
    assert boards.card(world.store, world.anne, shared).card.depends_on[0].key == hidden
    detail = boards.card(world.store, world.dana, shared)
    assert (detail.card.depends_on[0].key, detail.card.depends_on[0].team) == (None, "the team")
    assert hidden not in repr(detail)


def test_a_topic_that_a_guest_may_not_see_is_not_named_on_the_card_it_came_from(world: World) -> None:
    shown = world.card("shown to all", board="demo")
    topic = routing.table(world.store, world.anne, shown, "should it scale?")
    assert topic.key in repr(boards.card(world.store, world.dana, shown))
    assert topic.key not in repr(boards.card(world.store, world.eve, shown))


def test_what_came_of_a_retro_is_widened_neither_there_nor_later(closed: World) -> None:
    action = routing.act(closed.store, closed.anne, "publish the runbook")
    for later in (False, True):
        if later:
            lifecycle.end(closed.store, closed.anne)
        with pytest.raises(Refused, match="never shown to guests"):
            edit.edit(closed.store, closed.anne, action.key, edit.Edit(audience="everyone"))
        assert action.title not in closed.titles(closed.eve, "actions")


def test_who_may_see_a_card_is_for_the_team_to_say(world: World) -> None:
    key = world.card("theirs", board="sync", viewer=world.dana)
    with pytest.raises(NotAllowed, match="who may see a card is for the team to say"):
        edit.edit(world.store, world.dana, key, edit.Edit(audience="everyone"))
    assert world.titles(world.eve) == []
    edit.edit(world.store, world.ben, key, edit.Edit(audience="everyone"))
    assert world.titles(world.eve) == ["theirs"]


def test_the_card_that_a_meeting_stands_on_is_not_named_to_a_guest_who_may_not_see_it(world: World) -> None:
    world.clock.at(1, 14, 0)
    create.add(world.store, world.anne, NewCard("arch", "for us alone", audience="team"))
    lifecycle.start(world.store, world.anne, "arch")
    view = meetings_view.show(world.store, world.dana, "arch")
    assert (view.at, view.card, view.queue) == (None, None, ())
    assert meetings_view.show(world.store, world.anne, "arch").at == "SRE-1"


def test_decided_before_says_nothing_of_what_a_guest_may_not_see(world: World) -> None:
    routing.decide(world.store, world.anne, "No spot instances for stateful jobs")
    topic = routing.topic(world.store, world.dana, "Spot instances for stateful workloads?")
    assert boards.card(world.store, world.anne, topic.key).before
    assert boards.card(world.store, world.dana, topic.key).before == ()


def test_a_guest_learns_of_no_meeting_that_is_the_teams(world: World) -> None:
    kinds = {line.kind for line in week.meeting_list(world.store, world.dana)}
    assert kinds == {"sync", "arch", "demo"}
    assert {line.kind for line in week.meeting_list(world.store, world.eve)} == {"demo"}
    for ref in ("retro", "planning", "standup", RETRO):
        for ask in (meetings_view.show, notes.notes_of, receipt.receipt):
            with pytest.raises(NotFound):
                ask(world.store, world.dana, ref)


def test_who_is_invited_to_a_topic_reads_it_and_nothing_beside_it(world: World) -> None:
    """Eve is a stakeholder: of the arch agenda she reads the topic that names her as partners do, and no other."""
    topic = routing.topic(
        world.store, world.anne, "Budget of the cluster", context="what it costs", invite=("eve",)
    ).key
    other = routing.topic(world.store, world.anne, "Something else").key
    hidden = routing.table(world.store, world.anne, create.add(world.store, world.anne, NewCard("wall", "inside")).key)
    create.tie(world.store, world.anne, hidden.key, "eve", "invited")
    cards_comments.comment(world.store, world.dana, topic, "we pay half")
    assert [card.key for card in boards.card_list(world.store, world.eve)] == [topic]
    read = boards.card(world.store, world.eve, topic)
    assert (read.card.body, [one.body for one in read.comments]) == ("what it costs", ["we pay half"])
    assert [hit.ref for hit in search.search(world.store, world.eve, "budget")] == [topic]
    for key in (other, hidden.key):
        with pytest.raises(NotFound):
            boards.card(world.store, world.eve, key)
    assert "arch@2026-12-01" in [line.ref for line in week.meeting_list(world.store, world.eve)]
    agenda = notes.written(world.store, world.eve, "arch@2026-12-01").text
    assert "Budget of the cluster" in agenda
    assert not any(words in agenda for words in ("Something else", "inside"))
    create.tie(world.store, world.anne, topic, "eve", "invited", on=False)
    assert boards.card_list(world.store, world.eve) == []
    assert "arch" not in {line.kind for line in week.meeting_list(world.store, world.eve)}


def test_a_guest_of_a_topic_stays_in_the_meeting_that_discussed_it(world: World) -> None:
    """Once it is settled they are still in the meeting that took it up, and know of no other."""
    topic = routing.topic(world.store, world.anne, "Budget of the cluster", invite=("eve",)).key
    routing.topic(world.store, world.anne, "Something else")
    world.clock.at(1, 14)
    lifecycle.start(world.store, world.anne, "arch")
    attendance.come_in(world.store, world.eve, "arch@2026-12-01")
    navigation.step_to(world.store, world.anne, "topics")
    navigation.go_to(world.store, world.anne, topic)
    navigation.choose(world.store, world.anne, "decision", words="we pay half")
    seen = meetings_view.show(world.store, world.eve, "arch@2026-12-01")
    assert (seen.line.status, seen.card) == ("running", None)
    assert home.home(world.store, world.eve).running is not None
    lifecycle.end(world.store, world.anne)
    told = receipt.receipt(world.store, world.eve, "arch@2026-12-01")
    text = str(notes.notes_of(world.store, world.eve, "arch"))
    for said in (repr(told), text):  # of their topic, and of nothing else
        assert "we pay half" in said
        assert "Something else" not in said
    assert boards.card(world.store, world.eve, topic).card.outcome == "decision"
    known = [line.ref for line in week.meeting_list(world.store, world.eve)]
    assert known == ["arch@2026-12-01", "demo@2026-12-04", "demo@2026-12-11"]
    with pytest.raises(NotFound):
        meetings_view.show(world.store, world.eve, "arch@2026-12-08")


def test_no_invitation_opens_the_retro(closed: World) -> None:
    note = retro.write(closed.store, closed.ben, "well", "INVITEDNOTE")
    assert note is not None
    create.tie(closed.store, closed.ben, note.key, "eve", "invited")
    assert "INVITEDNOTE" not in told(closed, closed.eve)
    assert "retro" not in {line.kind for line in week.meeting_list(closed.store, closed.eve)}


def test_notes_of_a_closed_meeting_for_guests_say_only_that_there_are_none(closed: World) -> None:
    reschedule.move(closed.store, closed.anne, "retro@2026-12-11", "2026-12-11 16:00", reason="Ben is upset")
    withheld = notes.notes_of(closed.store, closed.anne, "retro@2026-12-11", "partner")
    assert withheld.withheld == "The retro is the team's own: there are no notes of it for others."
    assert "upset" not in repr(withheld)
    with pytest.raises(NotAllowed, match="may not read the team's notes"):
        notes.notes_of(closed.store, closed.dana, "demo", "team")


def test_guests_change_only_what_is_shared_with_them(world: World) -> None:
    sync = create.add(world.store, world.anne, NewCard("sync", "shared", audience="everyone")).key
    demo = world.card("shown", board="demo")
    assert blockers.block(world.store, world.dana, sync, "waiting for us").blocked is not None
    for viewer, key in ((world.eve, sync), (world.dana, demo), (world.eve, demo)):
        with pytest.raises(NotAllowed):
            edit.edit(world.store, viewer, key, edit.Edit(title="mine now"))
    with pytest.raises(NotAllowed, match="a partner may not add to the wall"):
        cards_move.move(world.store, world.dana, sync, "backlog", board="wall")
    with pytest.raises(NotAllowed, match="may not mark thieves"):
        edit.mark_thief(world.store, world.dana, sync, "neglected-work", "yours")
    with pytest.raises(NotAllowed, match="speaks for nobody else"):
        cards_comments.comment(world.store, world.eve, demo, "I love it", author="anne")
    cards_comments.comment(world.store, world.anne, demo, "lovely", kind="feedback", author="eve")
    assert boards.card(world.store, world.eve, demo).comments[0].author == "eve"


@pytest.mark.parametrize("place", ["arch", "sync"])
def test_what_was_parked_behind_closed_doors_goes_to_no_guest_when_it_is_settled_afterwards(
    world: World, place: str
) -> None:
    world.clock.at(4, 14, 30)
    lifecycle.start(world.store, world.anne, "retro")
    item = routing.park(world.store, world.anne, "CLOSEDDOORS chidi is burnt out").key
    lifecycle.end(world.store, world.anne)
    world.clock.at(7, 10)
    for goes_on in (False, True):
        if goes_on:
            lifecycle.start(world.store, world.anne, "planning")
        with pytest.raises(BadValue, match="behind closed doors"):
            routing.settle(world.store, world.anne, item, place)
    routing.settle(world.store, world.anne, item, place, ParsedLine("who is on call in December"))
    for guest in (world.dana, world.eve):
        seen = repr([(one, boards.card(world.store, guest, one.key)) for one in boards.card_list(world.store, guest)])
        assert "CLOSEDDOORS" not in seen
    assert "who is on call in December" in [one.title for one in boards.card_list(world.store, world.dana)]


def test_what_a_meeting_of_the_team_makes_of_a_demo_is_the_teams(world: World) -> None:
    demo = world.card("shown", board="demo")
    lifecycle.start(world.store, world.anne, "planning")
    routing.act(world.store, world.anne, "our own worry about it", about=demo)
    for guest in (world.dana, world.eve):
        assert "our own worry about it" not in [card.title for card in boards.card_list(world.store, guest)]


def test_the_path_of_a_card_stops_at_what_is_hidden(world: World) -> None:
    wall = world.card("why is DNS slow")
    topic = routing.table(world.store, world.anne, wall, "it keeps coming back")
    edit.edit(world.store, world.anne, topic.key, edit.Edit(audience="partner"))
    with world.store.read() as connection:
        row = queries.cards.by_number(connection, world.dana, 2)
        assert row is not None
        path = lineage.path_of(connection, world.dana, row)
    assert path == (f"raised as {topic.key} on arch agenda by Anne",)
    whole = boards.card(world.store, world.anne, topic.key).path
    assert whole[0] == f'raised as {wall} "why is DNS slow" on the wall by Anne'
    assert whole[1] == f"{wall} tabled to arch on Mon 30 Nov"


def test_the_doors_kind_is_what_the_tests_think_it_is() -> None:
    assert [kind.key for kind in BY_KEY.values() if kind.closed_doors] == ["retro"]
