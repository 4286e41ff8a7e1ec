"""Commands about the team and its people."""
