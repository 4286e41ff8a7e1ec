"""The sample team of ``cadence --demo``: made anew in a throw-away database, the same for the same day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cadence.services import meetings, people, schedule
from cadence.services.demo import story, talk
from cadence.services.demo.days_off import public
from cadence.services.demo.holding import BY_LETTER, Holding
from cadence.services.demo.telling import Teller
from cadence.services.demo.timeline import beats
from cadence.services.people import NewPerson
from cadence.services.schedule import Week
from cadence.store import capture
from cadence.store.capture import Who
from cadence.store.db import Store
from cadence.store.rehearsal import Rehearsal
from cadence.store.tables import Epoch, Holiday, Membership, Person, Team

BEFORE = timedelta(minutes=2)
"""The clock starts so long before a standup."""
