"""``cadence status --short``: a few words for a shell prompt, made without anything heavy."""

from __future__ import annotations

from cadence.cli.grammar.call import Call
from cadence.settings import now
from cadence.store.connect import OldSchema, in_words, open_lane
from cadence.store.viewer import who_is


def short_status(call: Call) -> str:
    """The running or the next meeting, and what is blocked: ``▶ standup 4:10 · ✖2`` or ``arch 14:00``."""
    from cadence.services.home.prompt import next_words, running_words, trouble_words

    url = call.settings.database
    try:
        connection = open_lane(url)
    except OldSchema:
        call.store.upgrade()
        connection = open_lane(url)
    try:
        with in_words(url):
            viewer = who_is(connection, call.settings.me, call.settings.team)
            words = [
                running_words(connection, viewer, now()) or next_words(connection, viewer, now()),
                trouble_words(connection, viewer),
            ]
    finally:
        connection.close()
    return " · ".join(filter(None, words))
