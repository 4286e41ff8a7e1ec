"""This iteration at a glance: home, the shell prompt, what others have just done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.home import home, news, prompt
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "home",
    "news",
    "prompt",
]
