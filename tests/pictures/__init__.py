"""The pictures of the README and all generated parts of the documentation: ``python -m tests.pictures``."""
