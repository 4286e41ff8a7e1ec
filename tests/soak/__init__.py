"""The whole table of what can be typed where, idle and on a loaded machine: ``make soak``."""
