"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cadence.store.tables import Instant

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
