"""What people type, made safe and understood: text, dates, names, the one line."""
