"""A meeting that is held: one screen runs any kind."""
