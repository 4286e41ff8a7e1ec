"""A board as columns, drawn by one widget."""
