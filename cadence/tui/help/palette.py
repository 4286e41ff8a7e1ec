"""The command palette: the keys of the screen below and the places of the program, from their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from cadence.tui.core import keymap
from cadence.tui.core.places import PLACES, word_for


class KeysAndPlaces(Provider):
    """Every key that makes sense now and does more than move the cursor (those have no tooltip), then every place."""

    def _all(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        app = self.app
        for key in keymap.active(self.screen):
            if key.tooltip and not key.why_not and key.id != "app.commands":
                run = partial(app.run_action, key.action, key.node)
                yield key.label, f"{keymap.key_name(key.keys[0])}  {key.tooltip}".rstrip(), run
        for name, place in PLACES.items():
            yield f"Go to: {place.title}", f"cadence --at {word_for(name)}", partial(app.run_action, f"go('{name}')")

    async def discover(self) -> Hits:
        for label, help_words, run in self._all():
            yield DiscoveryHit(label, run, help=help_words)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for label, help_words, run in self._all():
            score = matcher.match(label)
            if score > 0:
                yield Hit(score, matcher.highlight(label), run, help=help_words)
