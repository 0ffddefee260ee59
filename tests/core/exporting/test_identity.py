"""What a file says about where it comes from."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from core.domain.records import TargetTable
from core.exporting.identity import author_of
from core.layout.form import fill
from tests.core.exporting.tables import docx_bytes, xlsx_bytes
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


@pytest.mark.parametrize("write", [docx_bytes, xlsx_bytes])
def test_the_file_names_the_program_and_no_time(write: Callable[[Sequence[TargetTable]], bytes]) -> None:
    """A time of the export would make equal tables unequal bytes, and any other would be false."""
    with zipfile.ZipFile(io.BytesIO(write(reference_tables()))) as archive:
        assert "<Application>绩表</Application>" in archive.read("docProps/app.xml").decode()
        core = archive.read("docProps/core.xml").decode()
    assert reference_tables()[0].unit.name in core
    assert "dcterms" not in core
