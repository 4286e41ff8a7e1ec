"""The first run: making a team, saying who one is."""
