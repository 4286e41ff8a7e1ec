"""``make soak``: typing ahead everywhere, idle and on a loaded machine, and two people who type at once."""
