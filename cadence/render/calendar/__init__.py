"""iCalendar: series, events and time zones as bytes."""
