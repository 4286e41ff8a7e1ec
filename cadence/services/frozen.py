"""Views as JSON and back: what the end of a meeting keeps of its notes, whatever happens to its cards later.

A few lines instead of pydantic, whose import takes longer than all of ``cadence notes show`` besides.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def frozen(value: Any) -> Any:
    """A view as plain JSON values."""
    if is_dataclass(value):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [frozen(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def thawed(kind: type[T], kept: Any) -> T:
    """The view of this class that :func:`frozen` made; fields that it did not know yet have their default."""
    view: T = _read(kind, kept)
    return view


def _read(kind: Any, kept: Any) -> Any:
    if kept is None:
        return None
    if get_origin(kind) is UnionType:
        kind = next(part for part in get_args(kind) if part is not NoneType)
    if get_origin(kind) is tuple:
        first, *others = get_args(kind)
        kinds = repeat(first) if others == [...] else (first, *others)
        return tuple(_read(each, part) for each, part in zip(kinds, kept, strict=False))
    known = _kinds(kind)
    if known:
        return kind(**{name: _read(known[name], part) for name, part in kept.items() if name in known})
    return kind.fromisoformat(kept) if kind in (date, datetime) else kept


@lru_cache(maxsize=64)
def _kinds(kind: Any) -> dict[str, Any]:
    """What each field of a view holds; nothing for what is none."""
    if not is_dataclass(kind):
        return {}
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
