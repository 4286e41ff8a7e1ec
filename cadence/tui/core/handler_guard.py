"""An unexpected error in one handler ends that handler, not the widget, and not the program.

This is the one place that reaches into Textual's private parts, since there is no public way. Textual ends the program
when a handler raises. Whoever overrides ``App._handle_exception`` to stay finds the program deaf: the message loop of
the widget in question has stopped for good, and the keys that it had the focus for are lost. That is Textual's issue
2818 (https://github.com/Textualize/textual/issues/2818, "Hook to exception handling"), closed without such a hook. So
the method of the loop that calls handlers is wrapped as well, for programs of this class alone.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

_theirs = MessagePump._dispatch_message


async def _dispatch(self: Any, message: Message) -> None:
    try:
        await _theirs(self, message)
    except Exception as error:
        if not isinstance(self.app, GuardedApp):
            raise
        # As Textual does, so that nobody waits for ever for a widget that could not be mounted.
        self._mounted_event.set()
        self._is_mounted = True
        self.app._handle_exception(error)


MessagePump._dispatch_message = _dispatch  # type: ignore[method-assign]


class GuardedApp(App[None]):
    """A program whose handlers may fail: :meth:`handler_failed` gets what they raised."""

    def handler_failed(self, error: Exception) -> None:
        """A handler, a widget or a worker raised what nobody expected."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        self.handler_failed(getattr(error, "error", error))  # a worker's failure wraps what happened
