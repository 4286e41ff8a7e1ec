"""What breaks the plan: rules, meeting load, working hours."""
