"""Team, people, schedule and days off."""
