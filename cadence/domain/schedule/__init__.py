"""Iterations, working days, holidays, hand-over: from settings to meetings."""
