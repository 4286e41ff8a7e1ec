"""A schedule as RRULE series, exceptions and revisions."""
