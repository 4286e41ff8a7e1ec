"""Where a team works from a date on, since when a day off is known, and people's working hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cadence.store.tables.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "location",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("distributed", sa.Boolean(), nullable=True),
        sa.Column("begins_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "since"),
    )
    op.add_column("person", sa.Column("hours", sa.String(), nullable=True))
    op.add_column("holiday", sa.Column("entered", sa.Date(), nullable=True))


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
