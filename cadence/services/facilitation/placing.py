"""What a held meeting left open, and is given a place on its receipt."""

from __future__ import annotations

from cadence.domain.kinds import BY_KEY
from cadence.domain.parsing.one_line import NO_LINE, ParsedLine
from cadence.domain.views.cards import CardView
from cadence.services.cards.create import for_change, shown
from cadence.services.cards.routing import give_place
from cadence.services.meetings.run import row_of
from cadence.services.schedule.week import Week, resolve
from cadence.store.db import Store
from cadence.store.tables.meetings import Walked
from cadence.store.viewer import Viewer
from cadence.store.write import id_of


def place(store: Store, viewer: Viewer, ref: str, key: str, where: str, said: ParsedLine = NO_LINE) -> CardView:
    """Give a parked item a place, in a meeting that is over: receipt and notes tell it as if its last step had."""
    with store.write(viewer) as w:
        row = row_of(w, resolve(Week(w.connection, viewer, w.at), ref, held=True))
        w.belongs_to(row)
        card = for_change(w, key)
        visit = id_of(row), id_of(card), BY_KEY[row.kind].lot
        found = w.find(Walked, visit)
        if found is None:
            w.add(Walked(meeting_id=visit[0], card_id=visit[1], step=visit[2], outcome=where, at=w.at))
        else:
            w.change(found, outcome=where)
        give_place(w, card, where, said)
        w.touch(card, updated_at=w.at)
        return shown(w, card)
