"""One file per screen beside its style sheet; none is imported before it is shown (see :mod:`cadence.tui.core.places`)."""
