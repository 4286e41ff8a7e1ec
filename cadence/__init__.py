"""Cadence runs an SRE team's weekly meeting rhythm from a terminal. Importing the package imports nothing else."""

__version__ = "0.1.0"
