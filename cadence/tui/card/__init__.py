"""A card: everything known of it, and every gesture on it."""
