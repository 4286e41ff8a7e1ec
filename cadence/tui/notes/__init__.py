"""Notes and receipts."""
