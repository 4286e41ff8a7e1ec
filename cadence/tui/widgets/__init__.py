"""What the screens are built of: frozen views in, messages out; no store and no services.

Everything people typed is drawn as plain text (:mod:`cadence.tui.drawing.lines`), never as markup.
"""
