"""The identity that a copy of a filled form carries."""

from typing import Final

from core.domain.copies import CopiedTable
from core.layout.form import FilledForm

PROGRAM: Final = "绩表"


def copied_table(form: FilledForm, place: str) -> CopiedTable:
    """The identity of a form that a copy holds at ``place``, a sheet name or a bookmark."""
    return CopiedTable(
        place=place,
        year=form.year,
        scheme=form.scheme,
        number=form.number,
        unit_id=form.unit_id,
        project_id=form.project_id,
        check_code=form.check_code,
        unit_code=form.unit_code,
        indicator_ids=form.indicator_ids,
    )
