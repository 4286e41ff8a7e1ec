"""Commands about meetings, standup updates and retro notes."""
