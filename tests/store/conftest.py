"""The team of the services' tests serves the store's, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.conftest import World


@pytest.fixture
def world(tmp_path: Path, database: str) -> World:
    return World(tmp_path, url=database)
