"""An unexpected error in one handler ends that handler, not the widget, and not the program.

Textual's message loop stops for good when a handler raises: the widget goes deaf, and the keys that it had the focus
for are lost. There is no setting for this, so the one method that calls handlers is wrapped.
"""

from __future__ import annotations

from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump

_theirs = MessagePump._dispatch_message


async def _dispatch(self: Any, message: Message) -> None:
    try:
        await _theirs(self, message)
    except Exception as error:
        # As Textual does, so that nobody waits for ever for a widget that could not be mounted.
        self._mounted_event.set()
        self._is_mounted = True
        self.app._handle_exception(error)


def guard_handlers() -> None:
    """Wrap it, once."""
    MessagePump._dispatch_message = _dispatch  # type: ignore[method-assign]
