"""The workspace file. SQLAlchemy lives here and nowhere else; rows never leave, records do."""
