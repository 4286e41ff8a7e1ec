"""The story's hand: who is who, which card is which, and what each verb of a beat does, through the use cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cadence.domain.cards.boards import BOARDS
from cadence.domain.views.cards import CardView
from cadence.domain.vocabulary import Audience, BoardKey
from cadence.services.cards import blockers, comments, create, edit, move, routing
from cadence.services.cards.assembler import row_named
from cadence.services.demo import story
from cadence.services.demo.said import SPOT_CONTEXT
from cadence.services.facilitation import lifecycle
from cadence.services.meetings import retro
from cadence.store import capture
from cadence.store.capture import Added, NewCard
from cadence.store.db import Store
from cadence.store.viewer import Viewer


class Clock:
    """The instant that the story has come to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant, as a store asks for it."""
        return self.now


class Teller:
    """Everything that is done in the story is done by its hand, at the instant that it has come to."""

    def __init__(
        self, store: Store, clock: Clock, viewer: dict[str, Viewer], monday: date, holidays: Collection[date]
    ) -> None:
        """``clock`` is the store's; ``viewer`` is everybody by handle; ``monday`` begins the present week."""
        self.store = store
        self.clock = clock
        self.viewer = viewer
        self.zone = ZoneInfo(story.ZONE)
        self.monday = monday
        self.ids: dict[str, int] = {}
        """Cards by what the story calls them."""
        self.nicks: dict[str, str] = {}
        """What the story calls a card, by its key."""
        self.keys: dict[str, str] = {}
        self._days: dict[int, list[date]] = {}
        for number in range(story.FIRST - 1, 3):
            begin = monday + timedelta(weeks=number)
            days = [begin + timedelta(days=ahead) for ahead in range(5)]
            self._days[number] = [day for day in days if day not in holidays]

    # --- time ---

    def day(self, week: int, day: int) -> date:
        """A week's working day, from 0; the fifth and more lie in the week after, the last stands for those missing."""
        week, day = week + day // 5, day % 5
        days = self._days[week]
        return days[min(day, len(days) - 1)]

    def index(self, week: int, day: date) -> int:
        """Which working day of its week that is."""
        return self._days[week].index(day)

    def moment(self, week: int, day: int, at: str) -> datetime:
        """The instant of a week's working day; what belongs to a day that is missing comes late on the last one."""
        begin = datetime.combine(self.day(week, day), time.fromisoformat(at), tzinfo=self.zone)
        if day % 5 < len(self._days[week + day // 5]):
            return begin
        return begin.replace(hour=18, minute=0) + timedelta(minutes=(begin.hour * 60 + begin.minute) // 6)

    def at(self, moment: datetime) -> None:
        """Go on to this instant; the story never goes back."""
        self.clock.now = max(self.clock.now, moment)

    def after(self, seconds: float) -> None:
        """So much time passes."""
        self.clock.now += timedelta(seconds=seconds)

    # --- cards ---

    def name(self, nick: str, card: CardView | Added) -> None:
        """From now on the story calls this card so."""
        self.ids[nick], self.keys[nick], self.nicks[card.key] = card.id, card.key, nick

    def add(self, nick: str, by: str, new: NewCard, people: tuple[str, ...] = (), tie: str = "assigned") -> None:
        """Add a card on the quick lane, as a shell does."""
        ties = tuple((self.viewer[name].person_id or 0, tie) for name in people)
        with self.store.quick() as connection:
            self.name(nick, capture.add_card(connection, self.viewer[by], self.clock.now, new._replace(people=ties)))

    def take(self, by: str, nick: str, person: str, kind: str) -> None:
        """Somebody takes a card, or wants it."""
        create.tie(self.store, self.viewer[by], self.keys[nick], person, kind, on=True)

    # --- the verbs of a beat: who, then what ---

    def tell(self, by: str, verb: str, what: tuple[str, ...]) -> None:
        """Do what a beat says."""
        getattr(self, f"do_{verb}")(by, *what)

    def do_move(self, by: str, nick: str, column: str) -> None:
        """A card goes to the end of another column of its board."""
        move.move(self.store, self.viewer[by], self.keys[nick], column)

    def do_finish(self, by: str, nick: str) -> None:
        """An action is done."""
        self.do_move(by, nick, BOARDS[BoardKey.ACTIONS].done or "")

    def do_comment(self, by: str, nick: str, words: str) -> None:
        """Somebody says something of a card."""
        comments.comment(self.store, self.viewer[by], self.keys[nick], words)

    def do_block(self, by: str, nick: str, reason: str) -> None:
        """Something is in the way."""
        blockers.block(self.store, self.viewer[by], self.keys[nick], reason)

    def do_unblock(self, by: str, nick: str) -> None:
        """It is out of the way."""
        blockers.unblock(self.store, self.viewer[by], self.keys[nick])

    def do_depend(self, by: str, nick: str, team: str, what: str) -> None:
        """Another team owes something; what the partner owes stands on the shared board by itself."""
        card = blockers.depend(self.store, self.viewer[by], self.keys[nick], team=team, what=what)
        owed = card.depends_on[-1].key
        if owed is not None:
            with self.store.read() as connection:
                self.name(what, Added(row_named(connection, self.viewer[by], owed).id, owed))

    def do_settled(self, by: str, nick: str) -> None:
        """It came."""
        blockers.settle_dependency(self.store, self.viewer[by], self.keys[nick], 1)

    def do_show(self, by: str, nick: str) -> None:
        """A topic out of a standup gets its context, and the partner may read it: an explicit act."""
        shown = edit.Edit(audience=Audience.PARTNER.value, body=SPOT_CONTEXT, type="proposal")
        edit.edit(self.store, self.viewer[by], self.keys[nick], shown)

    def do_vote(self, by: str, nick: str) -> None:
        """A dot."""
        comments.vote(self.store, self.viewer[by], self.keys[nick])

    def do_write(self, by: str, side: str, words: str) -> None:
        """A retro note that nobody sees before its author's turn."""
        note = retro.write(self.store, self.viewer[by], side, words)
        if note is not None:
            self.name(words, note)

    def do_record(self, by: str, ref: str, url: str) -> None:
        """The link to a meeting's recording."""
        lifecycle.recording(self.store, self.viewer[by], ref, url)

    def leave(self, by: str, day: date, update: tuple[str, str, str]) -> None:
        """An update for a standup."""
        yesterday, today, blocker = update
        with self.store.quick() as connection:
            capture.leave_update(
                connection, self.viewer[by], self.clock.now, day, yesterday=yesterday, today=today, blocker=blocker
            )

    # --- what comes onto the boards ---

    def add_work(self, one: story.Work) -> None:
        """A card for the wall, by the one who will do it."""
        planned = one.merged and one.origin != "interrupt"
        taken = one.owner and not (planned and one.week >= story.WHOLE)  # else in the planning
        new = NewCard(
            board=BoardKey.WALL,
            title=one.title,
            body=one.body,
            column="Ready" if planned else None,
            flow=one.flow,
            origin=one.origin,
            requester=one.requester,
            tags=one.tags,
            toil=one.toil,
        )
        self.add(one.nick, one.owner or story.ME, new, (one.owner,) if one.owner and taken else ())

    def add_led(self, decision: str, title: str, body: str) -> None:
        """What a decision led to, on the wall."""
        new = NewCard(BoardKey.WALL, title, body, flow="feature", origin="team", from_card_id=self.ids[decision])
        self.add(title, "eli", new)

    def add_topic(self, one: story.Topic) -> None:
        """Somebody proposes a topic."""
        new = NewCard(BoardKey.ARCH, one.title, one.context, type=one.type, url=one.url)
        self.add(one.nick, one.by, new, one.invite, "invited")

    def add_shared(self, one: story.Shared) -> None:
        """Either team puts something on the sync board."""
        due = self.monday + timedelta(days=one.due) if one.due is not None else None
        self.add(one.nick, one.by, NewCard(BoardKey.SYNC, one.title, one.body, due=due))

    def add_demo(self, one: story.Shown) -> None:
        """Somebody has something to show."""
        self.add(one.title, one.by, NewCard(BoardKey.DEMO, one.title, minutes=one.minutes), (one.by,))

    def give(self, by: str, action: story.Action, about: str | None = None) -> None:
        """An action, in the meeting that runs."""
        today = self.clock.now.astimezone(self.zone).date()
        week = (today - self.monday).days // 7
        due = today + timedelta(days=action.due) if action.due is not None else self.day(week + 1, 0)
        about = self.keys[about] if about else None
        card = routing.act(self.store, self.viewer[by], action.words, owners=(action.owner,), due=due, about=about)
        self.name(action.words, card)

    def park(self, parked: story.Parked) -> None:
        """Something for the end of the meeting that runs."""
        card = routing.park(self.store, self.viewer[parked.by], parked.words, stay=parked.stay)
        self.name(parked.nick or parked.words, card)

    def decide(self, by: str, words: str, because: str, about: str | None = None) -> None:
        """A decision, in the meeting that runs."""
        key = self.keys[about] if about else None
        card = routing.decide(self.store, self.viewer[by], words, context=because, about=key)
        self.name(words, card)
