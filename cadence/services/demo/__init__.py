"""The sample team of ``cadence --demo``: its story as data, and those who tell it through the services."""
