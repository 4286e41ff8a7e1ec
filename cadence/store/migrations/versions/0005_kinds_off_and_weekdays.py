"""Kinds of meetings that are off, or held on chosen weekdays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("schedule_change", sa.Column("days", sa.Text(), nullable=True))
    op.add_column("schedule_change", sa.Column("held", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
