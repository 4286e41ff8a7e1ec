"""What the screens are built of: frozen views in, messages out; no store and no services.

Everything people typed is drawn as plain text (:mod:`cadence.tui.widgets.lines`), never as markup.
"""
