"""The identity that a copy of a filled form carries."""

from collections.abc import Sequence
from typing import Final

from core.domain.copies import CopiedTable
from core.layout.form import FilledForm

PROGRAM: Final = "绩表"

SUBJECT: Final = "项目绩效目标表"


def title_of(forms: Sequence[FilledForm]) -> str:
    """The title of a document that holds these forms: a table's heading, or the years of several."""
    return forms[0].heading if len(forms) == 1 else f"{_years_of(forms)}年度{SUBJECT}"


def author_of(forms: Sequence[FilledForm]) -> str:
    """The name of the unit whose forms they are, or of this program where there are several units."""
    names = {form.unit_name.strip() for form in forms}
    return (names.pop() if len(names) == 1 else "") or PROGRAM


def _years_of(forms: Sequence[FilledForm]) -> str:
    """``2025``, ``2023、2025``, or from three years running on ``2023—2025``."""
    years = sorted({form.year for form in forms})
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}—{years[-1]}"
    return "、".join(map(str, years))


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
