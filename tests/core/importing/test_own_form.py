"""A copy of ours is read by the places of its cells: no field is taken for a label, whatever it says."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, Indicator, Project, TargetTable
from core.importing.docx_reader import read_docx
from core.importing.proposal import Proposal, ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from tests.core.exporting.tables import docx_bytes, with_project, with_row, xlsx_bytes
from tests.core.importing.workbooks import opened, saved
from tests.reference import reference_tables


def read(suffix: str, *tables: TargetTable) -> Proposal:
    if suffix == "xlsx":
        return recognise(read_xlsx(xlsx_bytes(tables), "表.xlsx"))
    return recognise(read_docx(docx_bytes(tables), "表.docx"))


def said_by(table: TargetTable | ProposedTable) -> tuple[list[object], list[list[str]]]:
    """The fields of the form, and the rows."""
    form: Project | ProposedTable = table.project if isinstance(table, TargetTable) else table
    rows = [[getattr(row, column) for column in INDICATOR_COLUMNS] for row in table.indicators]
    return [getattr(form, field) for field in FORM_FIELDS], rows


def changed_sheet(table: TargetTable, change: Callable[[Worksheet], object]) -> Proposal:
    workbook = opened(xlsx_bytes([table]))
    change(workbook.worksheets[0])
    return recognise(read_xlsx(saved(workbook), "表.xlsx"))


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize(
    "table",
    [
        *(
            with_project(purpose=text, budget=Decimal("120.50"))
            for text in ("单位：元", "金额单位：元", "（单位：元）")
        ),
        *(
            with_project(purpose=text)
            for text in ("绩效目标", "项目名称", "预算数", "资金用途", "1.别的项目绩效目标表")
        ),
        *(with_project(target=text) for text in ("金额单位：元", "单位：元", "预算单位：某局", "319202某服务中心")),
        *(with_project(name=text) for text in ("单位：元", "绩效目标", "预算数", "项目名称")),
        with_row(**{column: LABELS["indicator"][column] for column in INDICATOR_COLUMNS}),
        with_row(category="项目名称", subcategory="", name="别的项目", description="", value=""),
        with_row(category="指标值", subcategory="单位", name="符号", description="指标值", value="计量单位"),
        with_row(category="备注：见附件"),
    ],
    ids=lambda table: f"{table.project.name[:9]} {table.project.purpose[:9]} {table.indicators[0].category[:9]}",
)
def test_a_field_that_reads_like_a_label_is_a_field(suffix: str, table: TargetTable) -> None:
    proposal = read(suffix, table, reference_tables()[1])
    assert [said_by(found) for found in proposal.tables] == [said_by(table), said_by(reference_tables()[1])]
    assert [problem.sentence for problem in proposal.problems] == []


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize(("code", "name"), [("", ""), (" 12", "某局"), ("12", "34某局"), ("", "某局")])
def test_a_unit_is_that_of_its_own_table(suffix: str, code: str, name: str) -> None:
    first, second = reference_tables()[:2]
    other = replace(second, unit=replace(second.unit, code=code, name=name))
    _, found = read(suffix, first, other).tables
    assert (found.unit_code, found.unit_name) == (code.strip(), name)


def test_where_the_structure_was_changed_the_labels_are_looked_for() -> None:
    table = reference_tables()[0]

    def put_a_row_between(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(3)

    (found,) = changed_sheet(table, put_a_row_between).tables
    assert said_by(found)[0] == said_by(table)[0]


def test_the_currency_unit_that_was_changed_is_converted() -> None:
    def state_yuan(sheet: Worksheet) -> None:
        sheet["F2"], sheet["C4"] = "单位：元", 1140000

    (found,) = changed_sheet(reference_tables()[0], state_yuan).tables
    assert found.budget == Decimal("114.00")


def test_a_line_under_the_grid_is_no_row_of_it() -> None:
    table = reference_tables()[0]
    proposal = changed_sheet(table, lambda sheet: sheet.__setitem__("A40", "填报人：某某"))
    assert said_by(proposal.tables[0]) == said_by(table)
    assert "填报人：某某" in proposal.problems[0].sentence


def test_what_stands_beside_the_form_is_named() -> None:
    table = reference_tables()[0]
    proposal = changed_sheet(table, lambda sheet: sheet.__setitem__("I5", "单位：元"))
    assert said_by(proposal.tables[0]) == said_by(table)
    assert "“单位：元”不属于表内任何一栏" in proposal.problems[0].sentence


def test_a_row_that_was_put_in_comes_with_the_others() -> None:
    table = reference_tables()[0]

    def put_in(sheet: Worksheet) -> None:
        row = 8 + len(table.indicators) + 1
        for column, text in zip((1, 2, 3, 5, 7), ("效益指标", "社会效益指标", "新的", "新的说明", "≥1"), strict=True):
            sheet.cell(row, column).value = text

    (found,) = changed_sheet(table, put_in).tables
    assert len(found.indicators) == len(table.indicators) + 1
    assert found.indicators[-1].name == "新的"


def test_blank_fields_are_blank() -> None:
    blank = with_project(purpose="", target="", budget=None, fiscal_funds=None, other_funds=None)
    table = replace(blank, indicators=(Indicator("1", "p", 1, "产出指标"),))
    (found,) = read("docx", table).tables
    assert said_by(found) == said_by(table)


def test_a_project_named_like_a_label_makes_no_table_of_the_contents() -> None:
    tables = [with_project(id="1", name="项目名称"), replace(with_project(id="2", name="甲"), number=2)]
    tables[0] = replace(tables[0], unit=replace(tables[0].unit, code="", name=""))
    proposal = read("xlsx", *tables)
    assert [table.name for table in proposal.tables] == ["项目名称", "甲"]
    assert not any(problem.surplus for problem in proposal.problems)
    assert proposal.set_aside == ("目录", "汇总表")


def test_a_table_that_was_put_on_the_sheet_of_the_contents_is_read() -> None:
    workbook = opened(xlsx_bytes([with_project(id="1"), replace(with_project(id="2"), number=2)]))
    rows = [("项目名称", "丙"), ("预算数", 5), ("三级指标", "绩效指标描述", "指标值"), ("次数", "次数", "≥1次")]
    for number, row in enumerate(rows, start=30):
        for column, text in enumerate(row, start=1):
            workbook["目录"].cell(number, column).value = text
    proposal = recognise(read_xlsx(saved(workbook), "表.xlsx"))
    assert "丙" in [table.name for table in proposal.tables]
