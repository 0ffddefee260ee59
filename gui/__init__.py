"""The window. Qt lives here and nowhere else; writing goes through :mod:`gui.session` only."""
