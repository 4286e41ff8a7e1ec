"""A server that goes away while it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence.errors import StoreError
from tests.services.conftest import World

GONE = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.mark.postgres
def test_a_connection_that_is_lost_is_said_and_the_next_one_works(tmp_path: Path, postgres_url: str) -> None:
    world = World(tmp_path, url=postgres_url)
    said = r"the database postgresql://.* says: (terminating connection .*|the connection is lost); nothing of this"
    with pytest.raises(StoreError, match=said), world.store.read() as connection:
        connection.run(GONE)
    with pytest.raises(StoreError, match=said), world.store.write(world.anne) as w:
        w.connection.run(GONE)
    with pytest.raises(StoreError, match=said), world.store.quick() as connection:
        connection.run(GONE)
    world.card("afterwards")
    assert world.titles(world.anne) == ["afterwards"]
