"""Files that others made → proposed tables and problems. Never writes.

Every reader gives the same :class:`~core.importing.document.Document`, and one recogniser finds the tables
in it by their labels. Loaded on first use, since lxml costs start-up time.
"""
