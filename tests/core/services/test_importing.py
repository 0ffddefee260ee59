"""Importing where no clerk chooses, against real workspaces: nothing is written before, then one undo step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.edits import Insert, change, set_field
from core.domain.errors import KnownError, UsageError
from core.domain.records import BudgetUnit, BudgetYear, State, TargetTable
from core.importing.docx_reader import read_docx
from core.importing.recognise import recognise
from core.ports import Workspace
from core.services import editing, exporting, import_assistant, importing, intents, noting, reverting
from core.services.import_assistant import Status, read_files
from core.services.import_policy import Policy, choose
from core.services.matching import matched, year_line_of
from db.store import FileStore
from tests.core.exporting.tables import docx_bytes
from tests.core.importing import word_files
from tests.core.importing.workbooks import opened
from tests.reference import DOCX_FILE, TXT_FILE, reference_tables


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = FileStore().create(tmp_path / "工作区.jxdb")
    yield opened
    opened.close()


def bring_in(
    workspace: Workspace, path: Path, policy: Policy = Policy.STOP, year: int | None = None
) -> editing.Applied:
    incoming = read_files(workspace, [path], year, knows_renamed=False)
    return import_assistant.bring_in(workspace, incoming, choose(incoming, policy))


def statuses(workspace: Workspace, path: Path) -> list[Status]:
    return [found.status for found in read_files(workspace, [path]).tables]


def tables_of(workspace: Workspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def word_file(tmp_path: Path, *tables: TargetTable, name: str = "表.docx") -> Path:
    path = tmp_path / name
    path.write_bytes(docx_bytes(tables))
    return path


def with_target(table: TargetTable, target: str) -> TargetTable:
    return replace(table, project=replace(table.project, target=target))


def content(table: TargetTable) -> tuple[object, ...]:
    project = table.project
    form = (project.name, project.budget, project.fiscal_funds, project.other_funds, project.purpose, project.target)
    rows = [(row.category, row.subcategory, row.name, row.description, row.value) for row in table.indicators]
    return (table.year, table.unit.code, table.unit.name, table.number, form, rows)


@pytest.mark.parametrize("file", [DOCX_FILE, TXT_FILE], ids=["docx", "txt"])
def test_the_published_tables_come_in_whole_and_in_order(workspace: Workspace, file: Path) -> None:
    applied = bring_in(workspace, file)
    assert applied.change.operation == f"导入 {file.name}"
    assert [content(table) for table in tables_of(workspace)] == [content(table) for table in reference_tables()]


def test_a_preview_writes_nothing(workspace: Workspace) -> None:
    (preview,) = read_files(workspace, [DOCX_FILE]).previews
    assert statuses(workspace, DOCX_FILE) == [Status.NEW] * 14
    assert preview.year_reason == "按 2025 年度导入：表中提到最多的年份（20 次）。"
    assert len(preview.cleaned) == 6
    assert tables_of(workspace) == []


def test_an_import_is_one_undo_step(workspace: Workspace) -> None:
    applied = bring_in(workspace, DOCX_FILE)
    with workspace.read() as reader:
        assert [entry.operation for entry in reader.history()] == ["导入 tables-2025.docx"]
    reverting.undo(workspace, applied.change)
    with workspace.read() as reader:
        assert reader.outline() == ()
    editing.apply(workspace, applied.change)
    assert len(tables_of(workspace)) == 14


def test_by_default_tables_that_are_there_stop_the_whole_file(workspace: Workspace, tmp_path: Path) -> None:
    first, second = reference_tables()[:2]
    bring_in(workspace, word_file(tmp_path, first))
    before = tables_of(workspace)
    with pytest.raises(KnownError, match="有 1 张表在 2025 年度中已有"):
        bring_in(workspace, word_file(tmp_path, first, second))
    assert tables_of(workspace) == before


def test_skipping_leaves_what_is_there_and_brings_in_the_rest(workspace: Workspace, tmp_path: Path) -> None:
    first, second = reference_tables()[:2]
    bring_in(workspace, word_file(tmp_path, first))
    bring_in(workspace, word_file(tmp_path, with_target(first, "别的"), second), policy=Policy.SKIP)
    assert [content(table) for table in tables_of(workspace)] == [content(first), content(second)]


def test_replacing_keeps_identity_and_place(workspace: Workspace, tmp_path: Path) -> None:
    first, second = reference_tables()[:2]
    bring_in(workspace, word_file(tmp_path, first, second))
    old = tables_of(workspace)[0]
    changed = replace(with_target(first, "1.新的目标"), indicators=first.indicators[:4])
    bring_in(workspace, word_file(tmp_path, changed), policy=Policy.REPLACE)
    new = tables_of(workspace)[0]
    assert content(new) == content(changed)
    assert (new.project.id, new.project.position) == (old.project.id, old.project.position)
    assert [row.id for row in new.indicators] == [row.id for row in old.indicators[:4]]
    bring_in(workspace, word_file(tmp_path, first), policy=Policy.REPLACE)
    assert content(tables_of(workspace)[0]) == content(first)


def test_replacing_with_the_same_content_changes_nothing(workspace: Workspace) -> None:
    bring_in(workspace, DOCX_FILE)
    assert set(statuses(workspace, TXT_FILE)) == {Status.SAME}
    assert not bring_in(workspace, TXT_FILE, Policy.REPLACE).change
    with workspace.read() as reader:
        assert len(reader.history()) == 1


def sheet_of(workspace: Workspace, path: Path) -> tuple[Workbook, Worksheet]:
    """The first table as a workbook of ours; its rows begin at the ninth."""
    exporting.export(workspace, path)
    workbook = opened(path.read_bytes())
    return workbook, workbook[workbook.sheetnames[0]]


def test_replacing_keeps_notes_beside_their_rows(workspace: Workspace, tmp_path: Path) -> None:
    bring_in(workspace, word_file(tmp_path, reference_tables()[3]))
    old = tables_of(workspace)[0]
    row = old.indicators[3]
    editing.apply(workspace, noting.write_note((), old.project.id, row.id, "value", "问过财务处"))
    workbook, sheet = sheet_of(workspace, tmp_path / "表.xlsx")
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(10)
    sheet["G11"] = "≥95%"
    workbook.save(tmp_path / "表.xlsx")

    bring_in(workspace, tmp_path / "表.xlsx", Policy.REPLACE)

    new = tables_of(workspace)[0]
    kept = (*old.indicators[:1], *old.indicators[2:])
    assert [(one.id, one.name, one.category) for one in new.indicators] == [(o.id, o.name, o.category) for o in kept]
    assert next(one for one in new.indicators if one.id == row.id).value == "≥95%"
    assert [(place.row, place.note.text) for place in noting.all_notes(workspace)] == [(3, "问过财务处")]


def test_white_space_counts_where_the_format_keeps_it(workspace: Workspace, tmp_path: Path) -> None:
    bring_in(workspace, word_file(tmp_path, reference_tables()[0]))
    exporting.export(workspace, tmp_path / "表.json")
    exporting.export(workspace, tmp_path / "表.docx")
    project = tables_of(workspace)[0].project
    editing.apply(workspace, intents.set_form_field(project, "purpose", project.purpose + "\n"))
    assert statuses(workspace, tmp_path / "表.docx") == [Status.SAME]
    assert statuses(workspace, tmp_path / "表.json") == [Status.CHANGED]
    bring_in(workspace, tmp_path / "表.json", Policy.REPLACE)
    assert tables_of(workspace)[0].project.purpose == project.purpose


def test_a_blank_row_that_the_format_does_not_keep_is_no_difference(workspace: Workspace, tmp_path: Path) -> None:
    bring_in(workspace, word_file(tmp_path, reference_tables()[0]))
    editing.apply(workspace, intents.insert_rows(tables_of(workspace)[0], 3, 1))
    for name in ("表.xlsx", "表.docx", "表.json"):
        exporting.export(workspace, tmp_path / name)
        assert statuses(workspace, tmp_path / name) == [Status.SAME]


def workspace_of_years(tmp_path: Path) -> Workspace:
    """Two units' tables in three years, with other contents, numbers and schemes."""
    workspace = FileStore().create(tmp_path / "三年.jxdb")
    first, second, *_, last = reference_tables()
    bring_in(workspace, word_file(tmp_path, first, last), year=2024)
    bring_in(workspace, word_file(tmp_path, with_target(first, "今年的目标"), second), year=2025)
    bring_in(workspace, word_file(tmp_path, last), year=2026)
    year = next(table.year for table in tables_of(workspace) if table.year.year == 2026)
    editing.apply(workspace, change("换指标体系", [set_field(year, "scheme", "2021")]))
    return workspace


@pytest.mark.parametrize("name", ["三年.xlsx", "三年.docx", "三年.json"])
def test_a_copy_of_several_years_comes_back_into_these_years(tmp_path: Path, name: str) -> None:
    workspace = workspace_of_years(tmp_path)
    file = tmp_path / name
    exporting.export(workspace, file)
    assert set(statuses(workspace, file)) == {Status.SAME}

    elsewhere = FileStore().create(tmp_path / "别处.jxdb")
    incoming = read_files(elsewhere, [file])
    years = [preview.year for preview in incoming.previews]
    counted = "，".join(f"{year} 年度 {2 - (year == 2026)} 张表" for year in years)
    assert importing.reason_of(incoming.previews) == f"按文件里写明的年度导入：{counted}。"
    bring_in(elsewhere, file)
    here, there = ([content(table) for table in tables_of(one)] for one in (workspace, elsewhere))
    if file.suffix == ".json":  # which does not name the scheme
        here, there = ([(table[0].year, *table[1:]) for table in tables] for tables in (here, there))
    assert there == here
    with elsewhere.read() as reader:
        assert [entry.operation for entry in reader.history()] == [f"导入 {name}"], "one file is one change"
    for one in (workspace, elsewhere):
        one.close()


def test_a_table_that_was_taken_out_moves_no_other_into_its_year(tmp_path: Path) -> None:
    workspace = workspace_of_years(tmp_path)
    file = tmp_path / "三年.docx"
    exporting.export(workspace, file)
    document = Document(str(file))
    heading = next(p for p in document.paragraphs if p.text.startswith("1.") and p.style.style_id == "Heading2")
    for element in (heading._p, document.tables[0]._tbl, document.tables[1]._tbl):
        element.getparent().remove(element)
    document.save(str(file))
    assert [found.year for found in read_files(workspace, [file]).tables] == [2024, 2025, 2025, 2026]
    assert set(statuses(workspace, file)) == {Status.SAME}
    workspace.close()


@pytest.mark.parametrize("name", ["三年.xlsx", "三年.json"])
def test_a_copy_of_several_years_comes_into_the_year_that_is_named(tmp_path: Path, name: str) -> None:
    workspace = workspace_of_years(tmp_path)
    exporting.export(workspace, tmp_path / name)
    incoming = read_files(workspace, [tmp_path / name], 2031)
    assert {(found.year, found.status) for found in incoming.tables} == {(2031, Status.NEW)}
    assert [preview.year_reason for preview in incoming.previews] == ["按指定的 2031 年度导入。"]
    workspace.close()


def test_what_there_is_to_say_of_a_table_stays_with_it_in_its_year(tmp_path: Path) -> None:
    workspace = workspace_of_years(tmp_path)
    file = tmp_path / "三年.xlsx"
    exporting.export(workspace, file)
    workbook = opened(file.read_bytes())
    for sheet in workbook.worksheets[2:-1]:
        sheet["I9"] = sheet.title
    workbook.save(file)
    for preview in read_files(workspace, [file]).previews:
        told = [problem for problem in preview.problems if "旁边的文字" in problem.sentence]
        assert [problem.table for problem in told] == list(range(len(preview.tables)))
        assert all(f"“{preview.year}-" in problem.sentence for problem in told)
    workspace.close()


def test_two_equal_tables_of_ours_come_in_as_two_elsewhere(workspace: Workspace, tmp_path: Path) -> None:
    first = reference_tables()[0]
    bring_in(workspace, word_file(tmp_path, first, with_target(first, "后一张")))
    one, other = tables_of(workspace)
    editing.apply(workspace, intents.set_form_field(other.project, "target", one.project.target))
    for name in ("表.xlsx", "表.docx", "表.json"):
        exporting.export(workspace, tmp_path / name)
        elsewhere = FileStore().create(tmp_path / f"{name}.jxdb")
        bring_in(elsewhere, tmp_path / name)
        assert [content(table)[4:] for table in tables_of(elsewhere)] == [content(first)[4:]] * 2
        elsewhere.close()


def test_a_final_table_is_not_replaced(workspace: Workspace, tmp_path: Path) -> None:
    first = reference_tables()[0]
    bring_in(workspace, word_file(tmp_path, first))
    project = tables_of(workspace)[0].project
    editing.apply(workspace, change("定稿", [set_field(project, "state", State.FINAL)]))
    with pytest.raises(KnownError, match="是定稿，不能替换"):
        bring_in(workspace, word_file(tmp_path, with_target(first, "别的")), policy=Policy.REPLACE)
    assert tables_of(workspace)[0].project.target == first.project.target


def test_what_is_there_and_what_differs_is_told(workspace: Workspace, tmp_path: Path) -> None:
    first, second, third = reference_tables()[:3]
    bring_in(workspace, word_file(tmp_path, first, second))
    path = word_file(tmp_path, first, with_target(second, "别的"), third, with_target(third, "后一张"))
    assert statuses(workspace, path) == [Status.SAME, Status.CHANGED, Status.NEW, Status.NEW]


def test_a_name_twice_in_the_file_is_two_drafts_and_each_finds_itself_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = reference_tables()[0]
    path = word_file(tmp_path, first, with_target(first, "后一张"))
    bring_in(workspace, path)
    assert [table.project.target for table in tables_of(workspace)] == [first.project.target, "后一张"]
    assert set(statuses(workspace, path)) == {Status.SAME}
    assert not bring_in(workspace, path, policy=Policy.REPLACE).change
    assert not bring_in(workspace, path, policy=Policy.SKIP).change


def test_of_two_namesakes_one_is_known_by_its_identity_and_the_other_by_its_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = reference_tables()[0]
    bring_in(workspace, word_file(tmp_path, first, with_target(first, "后一张")))
    exporting.export(workspace, tmp_path / "表.xlsx")
    one, other = (found.table for found in read_files(workspace, [tmp_path / "表.xlsx"]).tables)
    with workspace.read() as reader:
        year_line = year_line_of(reader.outline(), 2025)
    here = {table.project.id: table for table in tables_of(workspace)}
    pairs = matched(here, year_line, (replace(other, identity=None), one))
    assert [project_id for _, project_id in pairs] == [*reversed(here)]


def test_new_projects_stand_behind_those_of_their_unit(workspace: Workspace, tmp_path: Path) -> None:
    tables = reference_tables()
    bring_in(workspace, word_file(tmp_path, tables[8], tables[0]))
    bring_in(workspace, word_file(tmp_path, tables[9], tables[1]))
    names = [table.project.name for table in tables_of(workspace)]
    assert names == [tables[i].project.name for i in (8, 9, 0, 1)]


def test_the_same_project_in_another_year_is_another_table(workspace: Workspace) -> None:
    bring_in(workspace, DOCX_FILE)
    incoming = read_files(workspace, [DOCX_FILE], 2026)
    assert {found.status for found in incoming.tables} == {Status.NEW}
    assert incoming.previews[0].year_reason == "按指定的 2026 年度导入。"
    bring_in(workspace, DOCX_FILE, year=2026)
    with workspace.read() as reader:
        assert [line.year.year for line in reader.outline()] == [2026, 2025]


def test_a_copy_of_ours_says_its_year(workspace: Workspace, tmp_path: Path) -> None:
    (preview,) = read_files(workspace, [word_file(tmp_path, reference_tables()[1])]).previews
    assert (preview.year, preview.year_reason) == (2025, "按 2025 年度导入：文件里写明的年度。")


def test_without_a_year_in_the_texts_it_is_the_current_one(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(word_files.word_file(word_files.whole_table()))
    (preview,) = read_files(workspace, [path], clock=lambda: datetime(2031, 5, 1, tzinfo=UTC)).previews
    assert (preview.year, preview.year_reason) == (2031, "按 2031 年度导入：表中没有写年份，取今年。")


def test_what_is_no_year_is_wrong_usage(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="不是年度"):
        read_files(workspace, [DOCX_FILE], year=25)


def test_other_names_of_categories_come_in_as_the_scheme_spells_them(workspace: Workspace, tmp_path: Path) -> None:
    table = reference_tables()[0]
    rows = (replace(table.indicators[7], category="效益", subcategory="环境效益指标"),)
    (preview,) = read_files(workspace, [word_file(tmp_path, replace(table, indicators=rows))]).previews
    (row,) = preview.tables[0].indicators
    assert (row.category, row.subcategory) == ("效益指标", "生态效益指标")
    assert [problem.sentence for problem in preview.problems] == [
        f"《表.docx》“{table.label}”第 1 行“一级指标”：“效益”按指标体系写作“效益指标”。",
        f"《表.docx》“{table.label}”第 1 行“二级指标”：“环境效益指标”按指标体系写作“生态效益指标”。",
    ]


@pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
def test_another_name_that_the_table_itself_has_is_no_change_of_its_copy(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    bring_in(workspace, word_file(tmp_path, reference_tables()[0]))
    editing.apply(workspace, intents.set_cells(tables_of(workspace)[0], {(7, "category"): "效益"}))
    exporting.export(workspace, tmp_path / name)
    assert statuses(workspace, tmp_path / name) == [Status.SAME]


def test_another_name_in_many_rows_is_said_once(workspace: Workspace, tmp_path: Path) -> None:
    table = reference_tables()[0]
    rows = tuple(replace(row, category="产出") for row in table.indicators[:3])
    (preview,) = read_files(workspace, [word_file(tmp_path, replace(table, indicators=rows))]).previews
    assert [problem.sentence for problem in preview.problems] == [
        f"《表.docx》“{table.label}”第 1 行“一级指标”：“产出”等 3 行按指标体系写作“产出指标”。"
    ]


def test_a_unit_known_under_another_name_keeps_it(workspace: Workspace, tmp_path: Path) -> None:
    first, second = reference_tables()[:2]
    bring_in(workspace, word_file(tmp_path, first))
    renamed = replace(second, unit=replace(second.unit, name="改了名的单位"))
    path = word_file(tmp_path, renamed)
    (preview,) = read_files(workspace, [path]).previews
    assert "归入已有的“319101天津市人民政府政务服务办公室”" in preview.problems[0].sentence
    bring_in(workspace, path)
    assert {table.unit.name for table in tables_of(workspace)} == {first.unit.name}


def test_a_backup_is_made_before_anything_is_changed(workspace: Workspace, tmp_path: Path) -> None:
    first, second = reference_tables()[:2]
    bring_in(workspace, word_file(tmp_path, first))
    assert list(tmp_path.rglob("*导入前*")) == []  # there was nothing to lose
    bring_in(workspace, word_file(tmp_path, second))
    (backup,) = tmp_path.rglob("*导入前*.jxdb")
    copy = FileStore().open(backup)
    assert [table.project.name for table in tables_of(copy)] == [first.project.name]
    copy.close()


def test_the_scheme_of_a_year_that_is_there_stays(workspace: Workspace, tmp_path: Path) -> None:
    editing.apply(workspace, change("新建年度", [Insert(BudgetYear(2025, "2021"))]))
    bring_in(workspace, word_file(tmp_path, reference_tables()[0]))
    assert tables_of(workspace)[0].year == BudgetYear(2025, "2021")


def test_what_comes_in_goes_out_and_comes_in_again_unchanged(workspace: Workspace) -> None:
    bring_in(workspace, DOCX_FILE)
    proposal = recognise(read_docx(docx_bytes(tables_of(workspace)), "表.docx"))
    assert [table.name for table in proposal.tables] == [table.project.name for table in reference_tables()]
    assert proposal.problems == ()


@pytest.mark.parametrize(
    ("code", "name", "goes_to"),
    [
        ("001", "乙局", "001乙局"),
        ("001", "甲局", "001甲局"),
        ("001", "丁局", "001甲局"),
        ("", "丙局", "002丙局"),
        ("", "丁局", "丁局"),
        ("003", "丙局", "003丙局"),
    ],
)
def test_a_table_goes_to_the_unit_with_its_code_and_name(
    workspace: Workspace, tmp_path: Path, code: str, name: str, goes_to: str
) -> None:
    first = reference_tables()[0]
    units = [("001", "甲局"), ("001", "乙局"), ("002", "丙局")]
    editing.apply(workspace, intents.add_year(2025, "2015"))
    made: list[BudgetUnit] = []
    for unit in units:
        change_ = editing.apply(workspace, intents.add_unit(made, first.year, *unit)).change
        made += [
            edit.record for edit in change_.edits if isinstance(edit, Insert) and isinstance(edit.record, BudgetUnit)
        ]
    table = replace(first, unit=replace(first.unit, code=code, name=name))
    bring_in(workspace, word_file(tmp_path, table))
    (found,) = tables_of(workspace)
    assert found.unit.code + found.unit.name == goes_to
