"""Dialogs. Each asks and keeps the answers; none writes anything."""
