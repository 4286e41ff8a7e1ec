"""Views as JSON and back: what the end of a meeting keeps of its notes, whatever happens to its cards later.

A few lines instead of pydantic, whose import takes longer than all of ``cadence notes show`` besides.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import EnumType
from functools import lru_cache
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")


class Unreadable(ValueError):
    """What was kept is no view of this class: it was made by another version, or is damaged."""


def frozen(value: Any) -> Any:
    """A view as plain JSON values: fields by name, tuples as lists, dates and instants in ISO 8601."""
    if is_dataclass(value):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [frozen(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def thawed(kind: type[T], kept: Any) -> T:
    """The view of this class that :func:`frozen` made.

    Fields that are no longer known are left out, and those that were not known yet have their default. Raises
    :class:`Unreadable` where a field without a default is missing, or holds what it cannot.
    """
    view: T = _read(kind, kept, kind.__name__)
    return view


def _read(kind: Any, kept: Any, where: str) -> Any:
    """What was kept as a value of this type; ``where`` it stands is said in what is raised."""
    if is_dataclass(kind):
        return _view(kind, kept, where)
    shape = get_origin(kind)
    if shape in (UnionType, Union):
        return _one_of(get_args(kind), kept, where)
    if shape is tuple:
        return _tuple(get_args(kind), kept, where)
    if shape is Literal:
        return kept if kept in get_args(kind) else _refuse(kept, where)
    try:
        if kind is datetime:
            at = datetime.fromisoformat(kept)
            return at if at.tzinfo else _refuse(kept, where)
        if kind is date:
            return date.fromisoformat(kept)
        if isinstance(kind, EnumType):
            return kind(kept)
    except (TypeError, ValueError):
        _refuse(kept, where)
    return kept if isinstance(kept, (str, int, float)) else _refuse(kept, where)


def _view(kind: Any, kept: Any, where: str) -> Any:
    if not isinstance(kept, dict):
        _refuse(kept, where)
    known = _fields(kind)
    values = {name: _read(known[name], part, f"{where}.{name}") for name, part in kept.items() if name in known}
    if zone := _zone(values.get("timezone")):
        values = {name: _at_home(part, zone) for name, part in values.items()}
    try:
        return kind(**values)
    except TypeError:
        raise Unreadable(f"{where} lacks what has no default") from None


def _zone(name: Any) -> ZoneInfo | None:
    """The zone of a view that names one; ``None`` where it does not, or names none that is known here."""
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return None


def _at_home(value: Any, zone: ZoneInfo) -> Any:
    """An instant of which JSON kept but the offset, in its zone again, whose letters (EST) people read.

    Not where the zone's rules say another offset today: the hour stays the one that was read then.
    """
    if not isinstance(value, datetime):
        return value
    there = value.astimezone(zone)
    return there if there.utcoffset() == value.utcoffset() else value


def _tuple(kinds: tuple[Any, ...], kept: Any, where: str) -> tuple[Any, ...]:
    """A tuple of any length (``tuple[X, ...]``) or of as many parts as are declared."""
    first, *others = kinds
    any_length = others == [...]
    if not isinstance(kept, list) or not (any_length or len(kept) == len(kinds)):
        _refuse(kept, where)
    each = repeat(first, len(kept)) if any_length else kinds
    return tuple(
        _read(one, part, f"{where}[{place}]") for place, (one, part) in enumerate(zip(each, kept, strict=True))
    )


def _one_of(kinds: tuple[Any, ...], kept: Any, where: str) -> Any:
    """The first of several types that what was kept can be."""
    if kept is None and NoneType in kinds:
        return None
    kinds = tuple(kind for kind in kinds if kind is not NoneType)
    for kind in kinds[:-1]:
        try:
            return _read(kind, kept, where)
        except Unreadable:
            continue
    return _read(kinds[-1], kept, where)


def _refuse(kept: Any, where: str) -> Any:
    raise Unreadable(f"{where} cannot be {kept!r:.40}")


@lru_cache(maxsize=64)
def _fields(kind: Any) -> dict[str, Any]:
    """What each field of a view holds, by its name."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
