"""Frozen values that travel upward from the services to entry points and renderers.

Times are aware :class:`~datetime.datetime` values in the team's zone unless stated otherwise; ``None`` where there is
nothing; people are named by handle.
"""
