"""The use cases: what the doors call. Each takes the store and who is asking, and gives frozen views back."""
