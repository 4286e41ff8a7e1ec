"""What JSON has no type for, as JSON: dates, instants and views. Enumerations are strings already."""

from __future__ import annotations

from datetime import date
from typing import Any


def json_value(value: Any) -> Any:
    """A date or an instant in ISO 8601, an instant with its offset; a view as its fields by name.

    For the ``default`` of :func:`json.dumps`; raises :class:`TypeError` for anything else.
    """
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"{type(value).__name__} has no form in JSON")
