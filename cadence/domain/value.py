"""Frozen values for the modules that ``cadence status --short`` loads; everywhere else they are frozen dataclasses.

The 21 classes of those modules (meeting kinds, the schedule, :class:`~cadence.domain.views.meeting_line.MeetingLine`)
were measured in three forms, in CPU time of the whole command on CPython 3.11, as multiples of ``python -c pass``
(10.0 ms); a shell prompt waits for it, and the goal is 4.5 ×:

============================  =======  ======
form                          time     ratio
============================  =======  ======
this module                   45.1 ms  4.5 ×
``NamedTuple``                48.6 ms  4.9 ×
frozen, slotted dataclass     64.1 ms  6.4 ×
============================  =======  ======

A dataclass is written as source text and compiled when its module is imported (0.5 ms a class, and 7 ms for
:mod:`dataclasses` itself). A named tuple compiles less, but one without fields is false and equal to any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

V = TypeVar("V", bound="Value")


class _Fields:
    """``__dataclass_fields__``, made when :mod:`dataclasses` or a serialiser reads it."""

    def __get__(self, value: Value | None, owner: type[Value]) -> dict[str, Field[Any]]:
        if owner is Value:
            raise AttributeError("the base of all values has no fields")
        from dataclasses import field, make_dataclass
        from functools import partial

        defaults = owner._defaults
        fields = [
            (name, kind, field(default_factory=partial(defaults.get, name)) if name in defaults else field())
            for name, kind in owner.__annotations__.items()
        ]
        made: dict[str, Field[Any]] = make_dataclass(owner.__name__, fields).__dataclass_fields__  # type: ignore[attr-defined]
        owner.__dataclass_fields__ = made
        return made


@dataclass_transform(frozen_default=True)
class Value:
    """The base of a frozen value: its annotated names are its fields, the values assigned to them their defaults.

    Two values are equal if they are of one class and have equal fields. :mod:`dataclasses` takes a value for one of
    its own. A subclass of this class has no subclasses, and one default object serves all its values.
    """

    _order: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()

    def __init_subclass__(cls) -> None:
        """Find the fields and their defaults."""
        cls._order = names = tuple(cls.__annotations__)
        cls._names = frozenset(names)
        cls._defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}

    def __init__(self, *places: Any, **names: Any) -> None:
        """Take the fields by place or by name; raises :class:`TypeError` for one too many, too few or twice."""
        given = self.__dict__
        if not places and names.keys() == self._names:
            given.update(names)
            self.__post_init__()
            return
        given.update(self._defaults)
        given.update(zip(self._order, places, strict=False))
        given.update(names)
        taken = self._order[: len(places)]
        if given.keys() != self._names or len(taken) < len(places) or not names.keys().isdisjoint(taken):
            raise TypeError(f"{type(self).__name__}({', '.join(self._order)}) was given {places} and {names}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Raise an error for a combination of fields that is not allowed."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen; replace() makes another value")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *[self.__dict__[name] for name in self._order]))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._order)
        return f"{type(self).__name__}({fields})"


def replace(value: V, **changes: Any) -> V:
    """The value with some of its fields changed."""
    return type(value)(**{**value.__dict__, **changes})
