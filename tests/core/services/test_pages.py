"""The pages of a PDF of ours, read back cell by cell."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.checkcode import check_code
from core.domain.records import TargetTable
from core.exporting.pdf import PdfOptions, write_pdf
from core.importing.pdf_reader import PrintedDocument, read_pdf
from core.layout.form import PUBLISHED_LOOK, Edition, FormOptions, fill
from core.services.pages import differences_on_pages, surprises_on_pages
from tests.core.exporting.tables import whole_tables, with_project, with_row
from tests.reference import reference_tables


def printed(
    folder: Path,
    *tables: TargetTable,
    edition: Edition = Edition.PUBLICATION,
    look: FormOptions = PUBLISHED_LOOK,
    fit: bool = False,
) -> PrintedDocument:
    out = io.BytesIO()
    write_pdf([fill(table, look) for table in tables], out, edition, PdfOptions(fit_on_one_page=fit))
    file = folder / "表.pdf"
    file.write_bytes(out.getvalue())
    return read_pdf(file)


def differences(document: PrintedDocument, table: TargetTable) -> list[str]:
    """Of the only table that the document holds."""
    (cells,) = document.tables.values()
    return differences_on_pages(cells, table)


@pytest.mark.parametrize("edition", Edition)
def test_the_published_tables_read_back_as_they_were_drawn(tmp_path: Path, edition: Edition) -> None:
    tables = reference_tables()
    document = printed(tmp_path, *tables, edition=edition)

    assert len(document.codes) == len(tables)
    assert [differences_on_pages(document.tables[check_code(table)], table) for table in tables] == [[]] * len(tables)
    assert surprises_on_pages(document) == []


@given(
    tables=st.lists(whole_tables(), min_size=1, max_size=3, unique_by=check_code),  # alike, they cannot be told apart
    edition=st.sampled_from(Edition),
    merge_all=st.booleans(),
    fit=st.booleans(),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_reads_back_as_it_was_drawn(
    tmp_path: Path, tables: list[TargetTable], edition: Edition, merge_all: bool, fit: bool
) -> None:
    look = FormOptions(merge_all_categories=merge_all)
    document = printed(tmp_path, *tables, edition=edition, look=look, fit=fit)

    assert [differences_on_pages(document.tables[check_code(table)], table) for table in tables] == [[]] * len(tables)
    assert surprises_on_pages(document) == []


def test_rows_and_texts_that_run_over_pages_read_back_as_one(tmp_path: Path) -> None:
    table = reference_tables()[0]
    long = "".join(f"第{number}次测评、" for number in range(1, 700))
    rows = tuple(
        replace(row, description=long if place % 40 == 3 else f"{place}-{row.description}")
        for place, row in enumerate(table.indicators * 12)
    )
    table = replace(table, indicators=rows, project=replace(table.project, target=long))

    document = printed(tmp_path, table)

    assert differences(document, table) == []


@pytest.mark.parametrize("text", ["ﬁ-ﬂ", "a-\nb", "−5~−1℃", "𠀀𪚥𰀀㐀", "ｱ①㎡", "é e\u0301", "Ω Ω", "한글", "a\u00adb"])
def test_characters_that_readers_of_pdf_change_are_no_difference(tmp_path: Path, text: str) -> None:
    table = with_row(description=text, value=text)
    assert differences(printed(tmp_path, table), table) == []


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (with_row(value="2次"), "第 1 行指标值：文件页面上为“2次”，校验码对应的内容为“1次”"),
        (with_row(value=""), "文件页面上没有第 1 行指标值的文字"),
        (with_project(target=""), "文件页面上没有绩效目标的文字"),
    ],
)
def test_a_cell_that_says_something_else_is_named(tmp_path: Path, table: TargetTable, sentence: str) -> None:
    original = with_row(value="1次")
    assert differences(printed(tmp_path, table), original) == [sentence]


def test_an_amount_and_the_heading_are_named(tmp_path: Path) -> None:
    table = with_project(budget=None)
    changed = differences(printed(tmp_path, with_project(name="新的名称")), table)

    assert [sentence.partition("：")[0] for sentence in changed] == ["标题", "项目名称", "预算数"]
    assert changed[2] == "预算数：文件页面上为“114.00”，校验码对应的内容为空白"
