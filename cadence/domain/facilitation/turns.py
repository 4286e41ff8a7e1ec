"""In which order people speak, so that over a week nobody is always the last."""

from __future__ import annotations

import random
from collections.abc import Sequence


def fair_order(names: Sequence[str], before: Sequence[Sequence[str]], seed: int) -> list[str]:
    """``names`` shuffled by ``seed``; who spoke late in the rounds ``before`` goes early.

    Who spoke in none of them stands in the middle.
    """
    places: dict[str, list[float]] = {name: [] for name in names}
    for spoke in before:
        for place, name in enumerate(spoke):
            if name in places:
                places[name].append(place / max(1, len(spoke) - 1))
    order = list(names)
    random.Random(seed).shuffle(order)
    return sorted(order, key=lambda name: -sum(places[name]) / len(places[name]) if places[name] else -0.5)
