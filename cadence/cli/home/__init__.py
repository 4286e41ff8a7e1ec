"""The state of things in a few lines."""
