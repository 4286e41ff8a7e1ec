"""Notes: templates in a sandbox, and the formats made from their Markdown."""
