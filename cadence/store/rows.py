"""Typed rows: what a SELECT gives, as a NamedTuple whose fields name its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

R = TypeVar("R", bound=NamedTuple)

_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bool": bool,
}
"""How SQLite's text and numbers become the values that a field's annotation names."""


def columns(row: type[NamedTuple], table: str, **other: str) -> str:
    """The column list of a SELECT of ``row``: the table's columns, but ``other`` expressions where these are named."""
    return ", ".join(f"{other[name]} AS {name}" if name in other else f"{table}.{name}" for name in row._fields)


def typed(row: type[R], found: Sequence[Sequence[Any]]) -> list[R]:
    """Rows out of values as SQLite and the log keep them: instants and dates as text, truth as a number.

    It works column by column, since a board has thousands of values.
    """
    if not found:
        return []
    values: list[Any] = list(zip(*found, strict=True))
    for index, read in _readers(row):
        values[index] = [None if value is None else read(value) for value in values[index]]
    return list(map(row._make, zip(*values, strict=True)))


@cache
def _readers(row: type[NamedTuple]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places of the fields whose values are read, each with its reader."""
    kinds = [getattr(hint, "__forward_arg__", "").removesuffix(" | None") for hint in row.__annotations__.values()]
    return [(index, _READERS[kind]) for index, kind in enumerate(kinds) if kind in _READERS]
