"""Frozen values that travel upward from the services to the doors and the renderers.

Times are aware :class:`~datetime.datetime` values in the team's zone unless said otherwise; ``None`` where there is
nothing; people are named by handle.
"""
