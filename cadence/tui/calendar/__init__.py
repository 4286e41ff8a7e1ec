"""The calendar: a month of meetings."""
