"""Commands about the schedule."""
