"""The identity that a copy of a filled form carries."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from core.domain.copies import CopiedTable
from core.layout.form import FilledForm

PROGRAM: Final = "绩表"

SUBJECT: Final = "项目绩效目标表"
MOST_AUTHORS: Final = 3
"""Units that a document's author names one by one; file managers show the beginning of a line."""


def title_of(forms: Sequence[FilledForm]) -> str:
    """The title of a document that holds these forms: a table's heading, or the years of several."""
    return forms[0].heading if len(forms) == 1 else f"{_years_of(forms)}年度{SUBJECT}"


def author_of(forms: Sequence[FilledForm]) -> str:
    """Whose forms they are: the units' names, of many the first ones and their number (``甲、乙、丙等 9 个单位``).

    A unit without a name is named by its code.
    """
    names = dict.fromkeys(form.unit_name.strip() or form.unit_code for form in forms)
    named = "、".join(islice(names, MOST_AUTHORS))
    return named if len(names) <= MOST_AUTHORS else f"{named}等 {len(names)} 个单位"


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
