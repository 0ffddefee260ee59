"""What a copy carries besides the form, so that the way back knows what it holds.

The visible cells stay the truth: identity only says which table of which workspace they were, and the
校验码 whether they are still as they were written.
"""

from typing import Final

from core.layout.form import FilledForm

IDENTITY_VERSION: Final = "jibiao-copy-1"
PROGRAM: Final = "绩表"

VERSION_PROPERTY: Final = "jibiao.version"
CODE_PROPERTY: Final = "校验码"
"""Document property with the 校验码 of a copy that holds one table."""
TABLE_PROPERTY: Final = "jibiao.table."
"""Begin of the names of the properties that hold one table's identity each, where there is no hidden sheet."""

COLUMNS: Final = ("place", "year", "scheme", "number", "unit_id", "project_id", "check_code", "indicator_ids")
"""One record for each table; ``place`` is where the copy holds it, a sheet name or a bookmark."""


def record(form: FilledForm, place: str) -> tuple[str, ...]:
    """The identity of one table, in the order of :data:`COLUMNS`."""
    return (
        place,
        str(form.year),
        form.scheme,
        str(form.number),
        form.unit_id,
        form.project_id,
        form.check_code,
        " ".join(form.indicator_ids),
    )
