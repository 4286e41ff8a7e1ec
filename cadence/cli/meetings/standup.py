"""``cadence standup``: leave your standup update, read it back, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.cli.grammar import printing, quick
from cadence.cli.grammar.call import Call
from cadence.cli.grammar.parser import Noun, WrongUsage
from cadence.settings import now
from cadence.store import capture

if TYPE_CHECKING:
    from cadence.domain.views.cards import CardView
    from cadence.services.meetings.standup_updates import Update


def register(noun: Noun) -> None:
    """Declare the verbs."""
    add = noun.verb(
        "add",
        add_,
        "leave (or add to) your standup update",
        'cadence standup add --today "certificates" --blocker "DNS"',
    )
    add.add_argument("--yesterday", metavar="TEXT", help="what you did since the last standup")
    add.add_argument("--today", metavar="TEXT", help="what you work on now")
    add.add_argument("--blocker", metavar="TEXT", help="what is in the way")
    add.add_argument("--for", dest="day", metavar="DATE", help="a day: the first standup from then on hears it (today)")
    noun.verb("list", list_, "your updates that no standup has heard yet", "cadence standup list --json")
    clear = noun.verb("clear", clear_, "take your update back", "cadence standup clear --for tomorrow")
    clear.add_argument("--for", dest="day", metavar="DATE", help="the standup's date (all that are not heard yet)")


def add_(call: Call) -> None:
    """Leave an update."""
    from cadence.services.meetings.hearing import hearing, said_in

    texts = {
        name: said_in(call.several(typed, name))
        for name, typed in (("yesterday", call.yesterday), ("today", call.arguments.today), ("blocker", call.blocker))
        if typed is not None
    }
    if not texts:
        raise WrongUsage("missing --yesterday, --today or --blocker", "cadence standup add")
    with quick.writing(call) as (connection, viewer):
        line = hearing(connection, viewer, now(), quick.day(call.day, viewer))
        capture.leave_update(
            connection,
            viewer,
            now(),
            line.nominal,
            yesterday=texts.get("yesterday", ""),
            today=texts.get("today", ""),
            blocker=texts.get("blocker", ""),
        )
    blocker = texts.get("blocker", "")
    flagged = _flag(call, blocker) if blocker else []
    if call.wants_json:
        from cadence.services.meetings.standup_updates import own_update

        found = own_update(call.store, call.viewer, line.nominal.isoformat())
        printing.as_json({"person": call.viewer.handle, "day": found.of, **_shape(found)})
    else:
        from cadence.domain.parsing.dates import day_words

        when = f"{day_words(line.starts_at.date())} {line.starts_at:%H:%M}"
        call.receipt(f"your update is left; the {line.title.lower()} of {when} hears it")
        for card in flagged:
            call.receipt(f"{card.key} {card.title} is blocked{_offer(call, card)}")
        if blocker and not flagged:
            call.receipt("which card is it? The standup asks; begun with its key, it is a flag on the card at once")


def _flag(call: Call, blocker: str) -> list[CardView]:
    """Flag the cards that the lines of a blocker name; apart, for an update without one loads nothing of this."""
    from cadence.services.meetings.standup_updates import flag

    return flag(call.store, call.viewer, blocker)


def _offer(call: Call, card: CardView) -> str:
    """How the partner hears of it, if it is the cause; empty for a team without a partner, and where it has heard."""
    from shlex import quote

    from cadence.services.meetings.standup_updates import partner_to_ask

    partner = partner_to_ask(call.store, call.viewer, card)
    if not partner:
        return ""
    what = quote(card.blocked.reason if card.blocked else "")
    return f"; if {partner} is the cause: cadence card depend {card.key} --team {quote(partner)} --what {what}"


def list_(call: Call) -> None:
    """List one's own updates."""
    from cadence.services.meetings.standup_updates import own_updates

    found = own_updates(call.store, call.viewer)
    if call.wants_json:
        printing.as_json([_shape(one) for one in found])
    else:
        rows = [(one.of, *(" / ".join(part.splitlines()) for part in one[1:4])) for one in found]
        printing.table(("FOR", "SINCE THE LAST ONE", "NOW", "IN THE WAY"), rows, "no update of yours waits to be heard")


def clear_(call: Call) -> None:
    """Take one's updates back."""
    from cadence.services.meetings.standup_updates import clear

    took = clear(call.store, call.viewer, quick.day(call.day, call.viewer))
    if call.wants_json:
        printing.as_json([])
        return
    call.receipt("your update is taken back" if took.cleared == 1 else f"{took.cleared} updates are taken back")
    for card in took.lifted:
        call.receipt(f"{card.key} {card.title} is no longer blocked")
    for card, why in took.stay:
        call.receipt(f"{card.key} {card.title} stays blocked; {why}")


def _shape(update: Update) -> dict[str, object]:
    return {
        "for": update.of,
        "yesterday": update.yesterday,
        "today": update.today,
        "blocker": update.blocker,
        "at": update.at,
    }
