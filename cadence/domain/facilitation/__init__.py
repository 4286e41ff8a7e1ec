"""Running a meeting: how its clock counts."""
