"""A retro's notes are numbered within their retro and take no card number; notes from before keep theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SQLITE = (
    ("CREATE TABLE card ", "CREATE TABLE card_anew "),
    ("number INTEGER NOT NULL, \n", "number INTEGER NOT NULL, \n\tretro INTEGER DEFAULT '0' NOT NULL, \n"),
    ("UNIQUE (team_id, number)", "UNIQUE (team_id, retro, number)"),
)
"""What becomes of the statement that made SQLite's table, which can't lose a constraint otherwise."""


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
        return
    op.add_column("card", sa.Column("retro", sa.Integer(), nullable=False, server_default="0"))
    op.drop_constraint("card_team_id_number_key", "card", type_="unique")
    op.create_unique_constraint("card_team_id_retro_number_key", "card", ["team_id", "retro", "number"])


def _made_anew() -> None:
    """Put another table in the place of ``card``, with its rows, its indices and its triggers."""
    bind = op.get_bind()
    found = bind.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'card' AND sql IS NOT NULL ORDER BY rowid"
    )
    table, *hanging = [row[0] for row in found]
    for before, after in _SQLITE:
        table = table.replace(before, after)
    names = ", ".join(f'"{row[1]}"' for row in bind.exec_driver_sql("PRAGMA table_info(card)"))
    for statement in (
        table,
        f"INSERT INTO card_anew ({names}) SELECT {names} FROM card",
        "DROP TABLE card",
        "ALTER TABLE card_anew RENAME TO card",
        *hanging,
    ):
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    """A backup is made before every upgrade; there is no way down but to put it back."""
    raise NotImplementedError
