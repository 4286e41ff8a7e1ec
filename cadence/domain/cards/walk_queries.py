"""What a step can walk: which cards, of which boards, in which order. Each query is declared once, here or by a kind.

A query is data and pure functions. What only the store can answer (what came up in which meeting, who worked on what)
is a flag; ``services/meetings/queue.py`` is the one place that reads these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cadence.domain.cards import walk_orders as orders
from cadence.domain.cards.boards import BOARDS
from cadence.domain.value import Value
from cadence.domain.vocabulary import BoardKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence.domain.cards.walkable import Cards, Order, Walkable


class Query(Value):
    """Which cards a step walks, and in which order."""

    key: str
    """Its name, which a meeting held in a form of its own is stored with."""
    boards: tuple[BoardKey, ...]
    """The boards whose cards are looked at; the first is the one that the query is about."""
    order: Order
    """Picks from those boards' cards, and puts them in a row."""
    only: Callable[[Walkable], bool] | None = None
    """Of these, only those for which this holds."""
    origin: str = ""
    """The origin of its cards, which new ones take that are added in the walk."""
    of_kind: bool = False
    """Only what came up in meetings of the same kind."""
    from_before: bool = False
    """Nothing that the meeting itself brings up."""
    worked_on: BoardKey | None = None
    """Of this board's cards only those worked on in the iteration, what is done included."""
    not_before: bool = False
    """Without the topics that come back on a later day."""
    late_first: bool = False
    """What was due before today comes before all else."""
    answered_to: bool = False
    """Of cards that are presented, only those of which something was said since the last planning and not answered."""
    changed: Order | None = None
    """What happened to a card since the walk before stands on it, and the walk can go through what changed alone, in
    this order: also through what was done or dropped.
    """
    stands: bool = False
    """While it is walked, its order stays as it was at its beginning."""
    whole: Order | None = None
    """The walk can go through more than what is under way: through all of this."""
    ungrouped: bool = False
    """Only notes that were read and lie in no other note's group."""

    def keys(self, cards: Cards, columns: Sequence[str] = (), *, everything: bool = False) -> list[str]:
        """The keys of those ``cards`` that the query is about, in the order in which they are walked.

        ``columns`` are the wall's, left to right, where the team has its own. ``everything``: with what
        waits for its turn.
        """
        order = self.whole if everything and self.whole is not None else self.order
        found = order(list(cards), columns or BOARDS[BoardKey.WALL].columns)
        return [card.key for card in found if self.only is None or self.only(card)]


_WALL = (BoardKey.WALL,)

WALL = Query("wall", _WALL, orders.under_way, changed=orders.from_the_right, whole=orders.wall, stands=True)
BUSINESS = Query("business", _WALL, orders.of_origin("business"), origin="business")
TEAM = Query("team", _WALL, orders.to_rank("team"), origin="team")
"""The team's, and behind them what nobody gave an origin yet: it is met there."""
INTERRUPTS = Query("interrupts", _WALL, orders.of_origin("interrupt"))
"""What arrived after planning and is not begun."""
RUNS_ON = Query("runs-on", _WALL, orders.runs_on)
"""Work begun that nobody has put on the merged list: it is part of the plan all the same."""
PLAN = Query("plan", _WALL, orders.plan)
"""The merged list with the work that runs on at its head."""
INTEREST = Query("interest", _WALL, orders.nobodys_first, stands=True)
"""Of the merged list, what nobody has begun."""
UNASSIGNED = Query("unassigned", _WALL, orders.most_wanted, only=lambda card: not card.assignees)
"""Of the plan, what nobody does: first what several want."""
HOLDOVERS = Query(
    "holdovers",
    (BoardKey.WALL, BoardKey.ACTIONS, BoardKey.PARKING, BoardKey.SYNC, BoardKey.DEMO),
    orders.holdovers,
    from_before=True,
    answered_to=True,
    stands=True,
)
SYNC = Query("sync", (BoardKey.SYNC,), orders.by_columns(BoardKey.SYNC, due_first=True), late_first=True)
ARCH = Query("arch", (BoardKey.ARCH,), orders.topics(BoardKey.ARCH), not_before=True)
DEMOS = Query("demo", (BoardKey.DEMO, BoardKey.WALL), orders.demos, worked_on=BoardKey.WALL)
LAST_ACTIONS = Query("last-actions", (BoardKey.ACTIONS,), orders.actions, of_kind=True)
"""Open actions that earlier meetings of the kind gave."""
RETRO_GROUPS = Query("retro-groups", (BoardKey.RETRO,), orders.groups, ungrouped=True)
