"""Commands for the host: copies of the database, shell completion."""
