"""The tables, as SQLModel classes: the nouns of :mod:`cadence`, not its rules; a module a subject.

States are plain strings (a native enum type would need a migration for every new value). Instants are aware and in
UTC; on SQLite they are ISO 8601 text of one fixed length, so that they compare as they read. A class with
``table=True`` validates nothing in ``__init__``: values come in clean, through the services.

Whichever table is asked for, all are loaded: a foreign key can be followed only to a table that is known.
"""

from cadence.store.tables import cards, full_text, log, meetings, schedule, team

__all__ = ["cards", "full_text", "log", "meetings", "schedule", "team"]
