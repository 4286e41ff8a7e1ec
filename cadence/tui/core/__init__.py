"""The program: its screens, keys, the one line, live news."""
