"""The tables of a workspace file, schema 1.0.

Amounts are TEXT (see :mod:`db.mappers`); SQLite has no exact decimal. Records have no uniqueness but their
identity: whether a code occurs twice is a finding of the audit, never a refusal of a draft.
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()

budget_year = Table(
    "budget_year",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("year", Integer, nullable=False),
    Column("scheme", Text, nullable=False),
    CheckConstraint("id = CAST(year AS TEXT)", name="a_year_is_its_own_identity"),
    sqlite_strict=True,
)

budget_unit = Table(
    "budget_unit",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("year_id", Text, ForeignKey("budget_year.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Index("budget_unit_in_order", "year_id", "position", "id"),
    sqlite_strict=True,
)

project = Table(
    "project",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("unit_id", Text, ForeignKey("budget_unit.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("budget", Text),
    Column("fiscal_funds", Text),
    Column("other_funds", Text),
    Column("purpose", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("signed_code", Text, nullable=False),
    Column("signed_on", Text, nullable=False, comment="ISO 8601"),
    Column("tag", Text, nullable=False),
    CheckConstraint("state IN ('draft', 'final', 'signed')", name="a_known_state"),
    Index("project_in_order", "unit_id", "position", "id"),
    sqlite_strict=True,
)

indicator = Table(
    "indicator",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("project_id", Text, ForeignKey("project.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("subcategory", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index("indicator_in_order", "project_id", "position", "id"),
    sqlite_strict=True,
)

note = Table(
    "note",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("project_id", Text, nullable=False, comment="no foreign key, since notes outlive tables"),
    Column("row_id", Text, nullable=False, comment="the indicator; empty for the form"),
    Column("column", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("note_of_project", "project_id"),
    sqlite_strict=True,
)

acceptance = Table(
    "acceptance",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("project_id", Text, nullable=False, comment="no foreign key, since acceptances outlive tables"),
    Column("rule", Text, nullable=False),
    Column("row_id", Text, nullable=False, comment="the indicator; empty for the form"),
    Column("column", Text, nullable=False),
    Column("digest", Text, nullable=False, comment="of what it was given for"),
    Column("reason", Text, nullable=False),
    Index("acceptance_of_project", "project_id"),
    sqlite_strict=True,
)

remark = Table(
    "remark",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("project_id", Text, nullable=False, comment="no foreign key, since remarks outlive tables"),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("remark_of_project", "project_id"),
    sqlite_strict=True,
)

operation = Table(
    "operation",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("at", Text, nullable=False, comment="ISO 8601 with the zone's offset"),
    Column("user", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, comment="see db/chain.py"),
    sqlite_strict=True,
)

edit = Table(
    "edit",
    metadata,
    Column("sequence", Integer, ForeignKey("operation.sequence"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("project_id", Text, comment="the table that it touched; no foreign key, since history outlives tables"),
    Column("verb", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("field", Text, comment="only for 'set'"),
    Column("old", Text, comment="JSON: a field's value, or the whole record for 'remove'"),
    Column("new", Text, comment="JSON: a field's value, or the whole record for 'insert'"),
    CheckConstraint("verb IN ('set', 'insert', 'remove')", name="a_known_verb"),
    Index("edit_of_project", "project_id", "sequence"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

RECORD_TABLES: Final = {
    "year": budget_year,
    "unit": budget_unit,
    "project": project,
    "indicator": indicator,
    "note": note,
    "acceptance": acceptance,
    "remark": remark,
}
"""The table of each kind of record, parents before children."""
