"""Help and the command palette, from the declared keys."""
