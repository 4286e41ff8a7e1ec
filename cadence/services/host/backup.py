"""Keeping the data safe: a consistent copy of the database."""

from __future__ import annotations

import os
from pathlib import Path

from cadence.domain.team.roles import Right
from cadence.errors import Refused
from cadence.services.access.permissions import require
from cadence.store.connect import sqlite_file
from cadence.store.db import Store
from cadence.store.viewer import Viewer


def backup(store: Store, viewer: Viewer, target: str) -> Path:
    """Write a consistent copy of an SQLite database; raises :class:`Refused` rather than replace a file."""
    require(viewer, Right.BACKUP)
    if sqlite_file(store.url) is None:
        raise Refused("only an SQLite database is copied so", "use pg_dump for PostgreSQL")
    path = Path(target).expanduser().absolute()
    if path.is_dir():
        raise Refused(f"{path} is a folder", "name a file in it")
    if os.path.lexists(path):
        raise Refused(f"{path} exists already", "name another file, or remove it first")
    store.backup(path)
    return path
