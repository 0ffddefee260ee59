"""空白填报表, to be sent to somebody without this program."""

from pathlib import Path

from core.domain.records import BudgetUnit, BudgetYear
from core.services.exporting import replacing


def write_blank_form(year: BudgetYear, unit: BudgetUnit | None, out: Path) -> None:
    """Write a blank form for a year, with the unit filled in if there is one.

    Raises:
        KnownError: The file cannot be written.
    """
    from core.exporting.xlsx import blank_form  # openpyxl is loaded on first use

    code, name = (unit.code, unit.name) if unit is not None else ("", "")
    with replacing(out) as file:
        blank_form.write_blank_form(year.year, year.scheme, code, name, file)
