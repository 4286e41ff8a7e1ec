"""Speed as ratios in one run (``make bench``). Not tests: figures drift with the machine, ratios hold."""
