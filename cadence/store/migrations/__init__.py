"""The schema's history: Alembic migrations, shipped in the wheel and run by :mod:`cadence.store.upgrade`."""
