"""What a file says about where it comes from."""

from dataclasses import replace

import pytest

from core.domain.records import TargetTable
from core.exporting.identity import author_of
from core.layout.form import fill
from tests.reference import reference_tables


def of_unit(code: str, name: str) -> TargetTable:
    table = reference_tables()[0]
    return replace(table, unit=replace(table.unit, code=code, name=name))


@pytest.mark.parametrize(
    ("units", "author"),
    [
        ([("1", "甲局")], "甲局"),
        ([("1", "甲局"), ("1", "甲局")], "甲局"),
        ([("1", "乙局"), ("2", "甲局"), ("3", "丙局")], "乙局、甲局、丙局"),
        ([("1", "甲局"), ("2", "乙局"), ("3", "丙局"), ("4", "丁局"), ("4", "丁局")], "甲局、乙局、丙局等 4 个单位"),
        ([("319101", " "), ("2", "乙局")], "319101、乙局"),
    ],
)
def test_the_author_is_the_unit_or_the_first_units(units: list[tuple[str, str]], author: str) -> None:
    assert author_of([fill(of_unit(*unit)) for unit in units]) == author
