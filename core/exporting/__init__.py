"""Renderers: filled forms and tables as the bytes of a file. None of them formats a value itself."""
