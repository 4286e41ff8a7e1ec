"""Views in, text or bytes out; no store, no clock."""
