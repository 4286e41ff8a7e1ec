"""Lines of text in several inks, and what is drawn with them."""
