"""Help, from the declared keys."""
