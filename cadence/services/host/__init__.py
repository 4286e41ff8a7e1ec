"""The host that keeps the database: copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence.lazy import submodules

if TYPE_CHECKING:
    from cadence.services.host import backup
else:
    __getattr__ = submodules(__name__)

__all__ = [
    "backup",
]
