"""Frozen values without generated code: they behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from cadence.domain.value import Value, replace


class Point(Value):
    """A point with a name."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()

    @property
    def far(self) -> int:
        return self.x + self.y


class Other(Value):
    x: int
    y: int = 0
    names: tuple[str, ...] = ()


class Nothing(Value):
    """No fields at all."""


class Even(Value):
    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError(self.number)


def test_fields_are_taken_by_place_and_by_name() -> None:
    assert Point(1, 2) == Point(1, y=2) == Point(y=2, x=1) == Point(1, 2, ())
    assert (Point(1).y, Point(1).names, Point(1, 2).far) == (0, (), 3)


@pytest.mark.parametrize(
    ("places", "names"),
    [
        ((), {}),
        ((), {"y": 1}),
        ((1, 2, (), 4), {}),
        ((1,), {"x": 1}),
        ((1,), {"z": 1}),
        ((), {"z": 1, "y": 2, "names": ()}),
    ],
)
def test_one_too_many_too_few_or_twice_is_refused(places: tuple[object, ...], names: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"Point\(x, y, names\)"):
        Point(*places, **names)  # type: ignore[arg-type]


def test_equal_are_values_of_one_class() -> None:
    assert Point(1) != Other(1)
    assert Point(1) != (1, 0, ())
    assert Nothing() == Nothing()
    assert len({Point(1, y=2), Point(y=2, x=1), Other(1, 2)}) == 2


def test_a_value_without_fields_is_true() -> None:
    assert bool(Nothing())
    assert repr(Nothing()) == "Nothing()"
    assert repr(Point(1, names=("a",))) == "Point(x=1, y=0, names=('a',))"


def test_nothing_can_be_changed() -> None:
    with pytest.raises(AttributeError, match="frozen"):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del Point(1).x


def test_what_cannot_be_is_refused_also_by_replace() -> None:
    assert replace(Even(2), number=4) == Even(4)
    with pytest.raises(ValueError, match="3"):
        Even(3)
    with pytest.raises(ValueError, match="3"):
        replace(Even(2), number=3)
    with pytest.raises(ValueError, match="3"):
        dataclasses.replace(Even(2), number=3)


def test_dataclasses_know_it() -> None:
    assert not hasattr(Value, "__dataclass_fields__")
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y", "names"]
    assert dataclasses.replace(Point(1), y=5) == replace(Point(1), y=5) == Point(1, 5)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "names": ()}
    assert dataclasses.is_dataclass(Point)


def test_it_is_copied_and_pickled() -> None:
    assert (
        copy.deepcopy(Point(1, names=("a",)))
        == pickle.loads(pickle.dumps(Point(1, names=("a",))))
        == Point(1, names=("a",))
    )
