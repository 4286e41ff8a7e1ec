"""Who keeps retro notes for themselves while they are away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("membership", sa.Column("keeps_notes", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
