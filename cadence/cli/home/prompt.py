"""``cadence status --short``: a few words for a shell prompt, made without anything heavy."""

from __future__ import annotations

from cadence.cli.grammar.call import Call
from cadence.settings import now
from cadence.store.connect import in_words
from cadence.store.viewer import who_is


def short_status(call: Call) -> str:
    """The running or the next meeting, and what is blocked: ``▶ standup 4:10 · ✖2`` or ``arch 14:00``."""
    from cadence.services.home.prompt import next_words, running_words, trouble_words

    connection = call.connect()
    try:
        with in_words(call.settings.database):
            viewer = who_is(connection, call.settings.me, call.settings.team, now())
            words = [
                running_words(connection, viewer, now()) or next_words(connection, viewer, now()),
                trouble_words(connection, viewer),
            ]
    finally:
        connection.close()
    return " · ".join(filter(None, words))
