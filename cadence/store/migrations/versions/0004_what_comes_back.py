"""How a topic ended and when it is on an agenda again; when somebody was heard; days on which people are away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cadence.store.tables.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("card", sa.Column("outcome_words", sa.Text(), nullable=False, server_default=""))
    op.add_column("card", sa.Column("back_on", sa.Date(), nullable=True))
    op.add_column("attendance", sa.Column("heard_at", Instant(), nullable=True))
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
