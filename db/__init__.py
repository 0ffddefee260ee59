"""The workspace file: SQLite through SQLAlchemy Core. Rows and SQLAlchemy types never leave this package."""
