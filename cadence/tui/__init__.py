"""The terminal interface: a frame that opens at once, screens that fill it, and widgets that draw."""
