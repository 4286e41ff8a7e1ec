"""What was said before of the same thing: two texts are alike by the rare words that they share.

A word weighs by how few of the texts have it (its inverse document frequency, Spärck Jones 1972), so that what a team
writes everywhere (deploy, alert, service) makes nothing alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

# fmt: off
COMMON = frozenset((
    "about", "after", "again", "also", "and", "any", "are", "away", "been", "before", "both", "but",
    "can", "could", "does", "done", "down", "each", "for", "from", "goes", "had", "has", "have", "how",
    "into", "its", "just", "keep", "kept", "like", "made", "make", "may", "more", "most", "much",
    "must", "need", "new", "not", "now", "off", "one", "only", "other", "our", "out", "over", "own",
    "per", "same", "should", "some", "still", "such", "take", "than", "that", "the", "their", "them",
    "then", "there", "they", "this", "too", "two", "under", "until", "upon", "use", "used", "want",
    "was", "way", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why",
    "will", "with", "within", "without", "would", "yet", "you", "your",
))
# fmt: on
"""Words that say nothing of what a text is about."""
LEAST = 3
"""Letters that a word has at least."""
RARE = 0.04
"""The share of texts that may have a word which alone makes two of them alike; in a few texts, one may."""
AGAIN = 4
"""In how many texts a word may stand that makes them alike where hardly anything else does: what was said again."""
NEAREST = 2
"""How many are given where there are as many, of those that are alike by such a word."""
MOST = 2 / 3
"""The share of the words of the shorter text that two which are nearly the same have in common."""
TOGETHER = 1.3
"""How many times the weight of such a word several others have to weigh together."""


class Alike(NamedTuple):
    """A text by its place among those compared, and the words shared with it, the rarest first."""

    place: int
    words: tuple[str, ...]


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without their plural's s."""
    found = (_stem(word) for word in re.findall(r"[^\W_]+", text.casefold()))
    return frozenset(word for word in found if len(word) >= LEAST and word not in COMMON and not word.isdecimal())


def alike(text: str, others: Sequence[str], most: int = 3, *, beside: Sequence[str] = ()) -> list[Alike]:
    """Those of ``others`` that are about the same as ``text``, the nearest first; of two as near, the later one.

    Where several say the same, its words are rare no more: while fewer than :data:`NEAREST` are alike by rare words,
    the nearest of those follow that share a word with at most :data:`AGAIN` texts.

    ``beside``: texts that are compared with nothing; they tell what words are written everywhere.
    """
    wanted = words_of(text)
    sets = [words_of(other) for other in others]
    seen = Counter(word for words in (*sets, *map(words_of, beside)) for word in words & wanted)
    count = len(others) + len(beside)
    rare = max(1, int(count * RARE))
    found = _by_rare_words(wanted, sets, seen, count, rare)
    if len(found) < NEAREST:
        again = _by_rare_words(wanted, sets, seen, count, max(rare, min(AGAIN, count)))
        found = [*found, *(one for one in again if one not in found)][:NEAREST]
    return found[:most]


def nearly_same(text: str, other: str) -> bool:
    """Whether two texts say the same in other words: two of them in common at least, and most of the shorter's."""
    words, others = words_of(text), words_of(other)
    shared = len(words & others)
    return shared > 1 and shared >= MOST * min(len(words), len(others))


def _by_rare_words(
    wanted: frozenset[str], sets: Sequence[frozenset[str]], seen: Counter[str], count: int, rare: int
) -> list[Alike]:
    """The sets that share with ``wanted`` a word that at most ``rare`` of ``count`` have, or several of more weight."""
    weights = {word: log((count + 1) / times) for word, times in seen.items()}
    enough = log((count + 1) / rare)
    found = []
    for place, words in enumerate(sets):
        shared = sorted(words & wanted, key=lambda word: (-weights[word], word))
        weight = sum(weights[word] for word in shared)
        alone = bool(shared) and seen[shared[0]] <= rare
        if alone or (len(shared) > 1 and weight >= TOGETHER * enough):
            found.append((weight, place, tuple(shared)))
    return [Alike(place, words) for _, place, words in sorted(found, reverse=True)]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > LEAST + 1 and word.endswith("s") and not word.endswith("ss") else word
