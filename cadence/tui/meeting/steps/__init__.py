"""What stands in the middle of a meeting's screen: one panel for each way in which a step can be walked."""
