"""A blank form that is filled in elsewhere comes in like any other file."""

import shutil
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.domain.errors import KnownError
from core.domain.records import BudgetUnit, BudgetYear
from core.importing.office import find_office
from core.importing.reading import propose
from core.services.blank_form import write_blank_form
from core.services.import_assistant import read_files
from db.store import FileStore
from tests.core.importing.workbooks import opened

YEAR = BudgetYear(2026, "2021")
UNIT = BudgetUnit("u", "2026", 1, "319101", "天津市某办公室")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "空白填报表.xlsx"
    write_blank_form(YEAR, UNIT, path)
    return path


def fill_in(path: Path, **cells: object) -> None:
    """Write into cells, as somebody with Excel does."""
    workbook = opened(path.read_bytes())
    for place, value in cells.items():
        assert not workbook.active[place].protection.locked
        workbook.active[place].value = value
    workbook.save(path)


FILLED = {
    "B3": "新项目",
    "C4": 12.5,
    "E4": 12,
    "B5": "购买服务",
    "B6": "1.完成",
    "A9": "产出指标",
    "B9": "数量指标",
    "C9": "次数",
    "E9": "服务次数",
    "G9": "3次",
    "B10": "质量指标",
    "C10": "合格率",
    "E10": "说明",
    "G10": "≥99%",
}


def test_what_is_filled_in_comes_in(form: Path) -> None:
    fill_in(form, **FILLED)
    proposal = propose(form)
    (found,) = proposal.tables
    assert (found.unit_code, found.unit_name, found.name) == ("319101", "天津市某办公室", "新项目")
    assert (found.budget, found.fiscal_funds, found.other_funds) == (Decimal("12.50"), Decimal("12.00"), None)
    assert [(row.category, row.subcategory, row.value) for row in found.indicators] == [
        ("产出指标", "数量指标", "3次"),
        ("产出指标", "质量指标", "≥99%"),
    ]
    assert proposal.problems == ()


def test_one_that_nobody_filled_in_is_nothing_sent(form: Path) -> None:
    with pytest.raises(KnownError, match=r"“空白填报表\.xlsx”里的表还是空白的，没有填写任何内容；请填好后再试。"):
        propose(form)


@pytest.mark.parametrize("unit", [None, UNIT], ids=["without a unit", "with a unit"])
@pytest.mark.parametrize("printed", [{}, {"A9": "产出指标", "B9": "数量指标", "A10": "效益指标"}], ids=str)
@pytest.mark.parametrize("foot", ["", "单位负责人（签字）：      填报人：      填报日期：    年  月  日"])
def test_what_is_printed_in_a_form_beforehand_does_not_fill_it(
    tmp_path: Path, unit: BudgetUnit | None, printed: dict[str, str], foot: str
) -> None:
    path = tmp_path / "空白填报表.xlsx"
    write_blank_form(YEAR, unit, path)
    fill_in(path, **printed)
    workbook = opened(path.read_bytes())
    workbook.active.cell(workbook.active.max_row + 1, 1).value = foot
    workbook.save(path)
    with pytest.raises(KnownError, match="还是空白的"):
        propose(path)


def test_a_text_under_the_form_may_be_what_was_filled_in(form: Path) -> None:
    workbook = opened(form.read_bytes())
    workbook.active.cell(workbook.active.max_row + 1, 1).value = "填报说明：按三个项目分别报送"
    workbook.save(form)
    assert len(propose(form).tables) == 1


@pytest.mark.parametrize("cells", [{"B3": "新项目"}, {"C4": 0}, {"C4": "待定"}, {"B6": "1.完成"}, {"C9": "次数"}])
def test_one_with_anything_written_in_it_comes_in(form: Path, cells: dict[str, object]) -> None:
    fill_in(form, **cells)
    assert len(propose(form).tables) == 1


def test_it_comes_in_under_its_year(form: Path, tmp_path: Path) -> None:
    fill_in(form, **FILLED)
    workspace = FileStore().create(tmp_path / "工作区.jxdb")
    (preview,) = read_files(workspace, [form], clock=lambda: datetime(2031, 3, 1, tzinfo=UTC)).previews
    assert preview.year == 2026
    workspace.close()


@pytest.mark.parametrize(
    "title",
    [
        "2027年度项目绩效目标表（空白填报表）",
        "2027年度项目支出绩效目标申报表",
        "项目支出绩效目标申报表（2027年度）",
        "2027年部门预算项目绩效目标表（申报）",
        "附件：2027年某某市绩效目标表（市级）",
        "预算年度：2027",
        "填报年度：2027年",
    ],
)
def test_the_title_states_the_year(form: Path, tmp_path: Path, title: str) -> None:
    fill_in(form, **FILLED)
    workbook = opened(form.read_bytes())
    workbook.active["A1"].value = title
    workbook.save(form)
    workspace = FileStore().create(tmp_path / "工作区.jxdb")
    (preview,) = read_files(workspace, [form], clock=lambda: datetime(2031, 3, 1, tzinfo=UTC)).previews
    assert preview.year == 2027
    workspace.close()


def test_only_fields_can_be_written_in_and_lists_offer_the_scheme(form: Path) -> None:
    sheet = opened(form.read_bytes()).active
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for place in ("A1", "A2", "A3", "B4", "F2", "A8", "H9"):
        assert sheet[place].protection.locked, place
    offers = {str(offer.sqref): offer for offer in sheet.data_validations.dataValidation}
    assert offers["A9:A38"].formula1 == '"成本指标,产出指标,效益指标,满意度指标"'
    assert offers["A9:A38"].showErrorMessage
    assert offers["C4 E4 G4"].type == "decimal"
    assert sheet.print_area == "'绩效目标表'!$A$1:$G$38"


def test_without_a_unit_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "空白填报表.xlsx"
    write_blank_form(YEAR, None, path)
    fill_in(path, A2="319202 某中心", **FILLED)
    (found,) = propose(path).tables
    assert (found.unit_code, found.unit_name) == ("319202", "某中心")


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_the_checks_beside_the_form_work_and_do_not_come_in(form: Path, tmp_path: Path) -> None:
    fill_in(form, **{**FILLED, "B6": None, "G10": None})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    command = [str(find_office()), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(form)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(saved / form.name, tmp_path / "交回.xlsx")
    shown = load_workbook(tmp_path / "交回.xlsx", data_only=True).active
    hints = {row: shown.cell(row, 8).value for row in range(1, 12) if shown.cell(row, 8).value}
    assert hints == {
        4: "← 预算数不等于财政资金与其他资金之和",
        6: "← 请填写绩效目标",
        10: "← 二级指标、三级指标、指标值都要填",
    }
    as_ods = [*command[:4], "ods", "--outdir", str(saved), str(form)]
    subprocess.run(as_ods, check=True, capture_output=True, timeout=120)
    assert propose(saved / f"{form.stem}.ods").tables[0].unit_name == "天津市某办公室"
    proposal = propose(tmp_path / "交回.xlsx")
    assert proposal.problems == ()
    assert [row.value for row in proposal.tables[0].indicators] == ["3次", ""]
