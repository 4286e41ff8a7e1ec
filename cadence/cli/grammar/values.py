"""Values out of arguments: numbers and pairs. A bad one is refused (exit code 1), not wrong usage (2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cadence.domain.parsing.text import clip, shown
from cadence.errors import BadValue


def whole(what: str) -> Callable[[str], int]:
    """A reader of whole numbers, for argparse's ``type``."""

    def read(typed: str) -> int:
        try:
            if len(typed) > 9 or not typed.isascii():
                raise ValueError
            return int(typed)
        except ValueError:
            raise BadValue(f"'{clip(shown(typed), 40)}' is not a number of {what}", "give a whole number") from None

    return read


def number(what: str) -> Callable[[str], float]:
    """A reader of numbers with a decimal point."""

    def read(typed: str) -> float:
        try:
            if len(typed) > 9 or not set(typed) <= set("0123456789."):
                raise ValueError
            return float(typed)
        except ValueError:
            raise BadValue(f"'{clip(shown(typed), 40)}' is not a number of {what}", "write it as 5 or 5.5") from None

    return read


def pairs(typed: Iterable[str] | None, what: str) -> dict[str, int] | None:
    """``NAME=NUMBER`` several times; ``None`` stays."""
    if typed is None:
        return None
    read = whole(what)
    found = {}
    for pair in typed:
        name, equals, value = pair.rpartition("=")
        if not equals:
            raise BadValue(f"'{clip(shown(pair), 40)}' is not NAME=NUMBER", f"write a name, = and a number of {what}")
        found[name.strip()] = read(value.strip())
    return found


def listed(typed: str | None) -> tuple[str, ...] | None:
    """Words between commas; ``None`` stays."""
    return None if typed is None else tuple(part.strip() for part in typed.split(",") if part.strip())
