"""Edits on their way to the disk: all or nothing, never over somebody else's, and all on record."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest

from core.domain.edits import ChangeSet, Edit, Insert, Remove, SetField
from core.domain.errors import KnownError, StaleEditError
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, State, TargetTable
from core.ports import HistoryEntry, Stamp
from core.services import editing, intents, reverting
from db.workspace import FileWorkspace
from tests.reference import reference_tables

BEIJING = timezone(timedelta(hours=8))
STAMP = Stamp(datetime(2025, 3, 1, 9, 30, 15, 123456, tzinfo=BEIJING), "王会计")


def perform(workspace: FileWorkspace, *edits: Edit, operation: str = "填写") -> None:
    with workspace.write() as writer:
        writer.apply(ChangeSet(operation, edits), STAMP)


def read_tables(workspace: FileWorkspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def history(workspace: FileWorkspace, project_id: str | None = None, limit: int = 1000) -> tuple[HistoryEntry, ...]:
    with workspace.read() as reader:
        return reader.history(project_id, limit)


@pytest.fixture
def table(published: FileWorkspace) -> TargetTable:
    """The first published table."""
    return read_tables(published)[0]


def test_every_field_of_every_record_can_be_set(published: FileWorkspace, table: TargetTable) -> None:
    project, row = table.project, table.indicators[0]
    perform(
        published,
        SetField("year", "2025", "scheme", "2015", "2021"),
        SetField("unit", table.unit.id, "code", table.unit.code, "0012"),
        SetField("unit", table.unit.id, "name", table.unit.name, "某局\n本级"),
        SetField("project", project.id, "name", project.name, "新名称"),
        SetField("project", project.id, "budget", project.budget, Decimal("1.123456")),
        SetField("project", project.id, "fiscal_funds", project.fiscal_funds, "约一百"),
        SetField("project", project.id, "other_funds", None, Decimal("0.00")),
        SetField("project", project.id, "state", State.DRAFT, State.SIGNED),
        SetField("indicator", row.id, "value", row.value, "≥95%"),
        SetField("indicator", row.id, "category", row.category, ""),
    )
    after = read_tables(published)[0]
    assert (after.year.scheme, after.unit.code, after.unit.name) == ("2021", "0012", "某局\n本级")
    assert after.project == replace(
        project,
        name="新名称",
        budget=Decimal("1.123456"),
        fiscal_funds="约一百",
        other_funds=Decimal("0.00"),
        state=State.SIGNED,
    )
    assert after.indicators[0] == replace(row, value="≥95%", category="")


def test_later_edits_build_on_earlier_ones(published: FileWorkspace, table: TargetTable) -> None:
    row = Indicator("new", table.project.id, 999_999, name="一")
    perform(
        published,
        Insert(row),
        SetField("indicator", "new", "name", "一", "二"),
        SetField("indicator", "new", "value", "", "3次"),
        SetField("indicator", "new", "name", "二", "三"),
        Remove(replace(row, name="三", value="3次")),
        Insert(replace(row, name="四")),
    )
    assert read_tables(published)[0].indicators == (*table.indicators, replace(row, name="四"))


def test_an_edit_whose_old_value_does_not_stand_is_refused_with_all_beside_it(
    published: FileWorkspace, table: TargetTable
) -> None:
    first, second = table.indicators[:2]
    before, recorded = read_tables(published), history(published)
    with pytest.raises(StaleEditError, match=r"指标行的指标值已在别处改动，这一步没有保存"):
        perform(
            published,
            SetField("indicator", first.id, "value", first.value, "1次"),
            SetField("indicator", second.id, "value", "从未有过", "2次"),
        )
    assert read_tables(published) == before
    assert history(published) == recorded


@pytest.mark.parametrize("old", ["", "114.00", Decimal("114.01"), Decimal("0.00")])
def test_a_blank_amount_is_neither_zero_nor_text(published: FileWorkspace, old: object) -> None:
    with pytest.raises(StaleEditError, match=r"项目的其他资金已在别处改动"):
        perform(published, SetField("project", "p1", "other_funds", old, Decimal("1.00")))  # type: ignore[arg-type]


def test_an_edit_of_a_record_that_is_gone_is_refused(published: FileWorkspace, table: TargetTable) -> None:
    row = table.indicators[0]
    perform(published, Remove(row))
    with pytest.raises(StaleEditError, match=r"指标行的指标值已在别处改动"):
        perform(published, SetField("indicator", row.id, "value", row.value, "1次"))
    with pytest.raises(StaleEditError, match=r"要删除的指标行已在别处改动，没有删除"):
        perform(published, Remove(row))


def test_only_what_stands_exactly_is_removed(published: FileWorkspace, table: TargetTable) -> None:
    row = table.indicators[0]
    with pytest.raises(StaleEditError, match=r"要删除的指标行已在别处改动"):
        perform(published, Remove(table.indicators[1]), Remove(replace(row, description="别的")))
    assert read_tables(published)[0] == table


def test_what_has_children_is_not_removed(published: FileWorkspace, table: TargetTable) -> None:
    for record in (table.project, table.unit, table.year):
        with pytest.raises(StaleEditError, match=r"还有下级内容"):
            perform(published, Remove(record))
    assert read_tables(published)[0] == table


def test_what_has_no_parent_is_not_brought_in(workspace: FileWorkspace) -> None:
    for record in (Indicator("i", "nobody", 1), Project("p", "nobody", 1), BudgetUnit("u", "1999", 1, "1", "局")):
        with pytest.raises(StaleEditError, match=r"上级已不在"):
            perform(workspace, Insert(record))


def test_a_year_is_there_once(published: FileWorkspace) -> None:
    with pytest.raises(KnownError, match=r"2025 年度已经有了"):
        perform(published, Insert(BudgetYear(2025, "2021")))


def test_a_record_is_there_once(published: FileWorkspace, table: TargetTable) -> None:
    with pytest.raises(StaleEditError, match=r"项目已经有了"):
        perform(published, Insert(replace(table.project, name="又一个")))


def test_a_character_that_no_file_can_hold_is_refused(published: FileWorkspace, table: TargetTable) -> None:
    with pytest.raises(KnownError, match=r"残缺的字符"):
        perform(published, SetField("project", "p1", "name", table.project.name, "半个\ud83d"))
    assert read_tables(published)[0] == table


def test_texts_are_kept_to_the_letter(published: FileWorkspace, table: TargetTable) -> None:
    text = " 前后有空格\t\r\n第二行\x00\u200b\ufeffe\u0301é𠮷\U0010ffff'\"--;% "
    perform(published, SetField("project", "p1", "purpose", table.project.purpose, text))
    assert read_tables(published)[0].project.purpose == text


def test_a_whole_year_leaves_in_one_step_and_comes_back(published: FileWorkspace) -> None:
    tables = read_tables(published)
    units = list({table.unit.id: table.unit for table in tables}.values())
    change = intents.remove_year(tables[0].year, units, tables)
    editing.apply(published, change)
    with published.read() as reader:
        assert reader.outline() == ()
    reverting.undo(published, change)
    assert read_tables(published) == tables


def test_an_exception_in_the_middle_leaves_nothing(published: FileWorkspace, table: TargetTable) -> None:
    def break_off() -> None:
        with published.write() as writer:
            writer.apply(intents.set_form_field(table.project, "name", "半途"), STAMP)
            writer.put_setting("a", "b")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert read_tables(published)[0] == table
    with published.read() as reader:
        assert reader.setting("a") is None


def test_a_writer_reads_what_it_has_written(published: FileWorkspace, table: TargetTable) -> None:
    with published.write() as writer:
        writer.apply(intents.set_form_field(table.project, "name", "新"), STAMP)
        read = writer.table(table.project.id)
    assert read is not None
    assert read.project.name == "新"


def test_the_history_tells_when_who_what_old_and_new(published: FileWorkspace, table: TargetTable) -> None:
    row = table.indicators[0]
    edits = (
        SetField("project", "p1", "budget", table.project.budget, "约一百"),
        SetField("project", "p1", "budget", "约一百", None),
        SetField("project", "p1", "state", State.DRAFT, State.FINAL),
        SetField("indicator", row.id, "position", row.position, row.position + 1),
        Remove(replace(row, position=row.position + 1)),
        Insert(row),
        SetField("unit", table.unit.id, "name", table.unit.name, "改名"),
    )
    perform(published, *edits, operation="粘贴")
    newest, oldest = history(published)
    assert (newest.operation, newest.stamp, newest.edits) == ("粘贴", STAMP, edits)
    assert newest.stamp.at.utcoffset() == timedelta(hours=8)
    assert (oldest.operation, len(oldest.edits)) == ("导入", len(set(_records(reference_tables()))))
    assert newest.sequence > oldest.sequence


def test_the_history_of_a_table_includes_its_rows_and_nothing_of_other_tables(
    published: FileWorkspace, table: TargetTable
) -> None:
    other = read_tables(published)[1]
    of_row = SetField("indicator", table.indicators[0].id, "value", table.indicators[0].value, "1次")
    of_other = SetField("indicator", other.indicators[0].id, "value", other.indicators[0].value, "2次")
    perform(published, of_other, of_row, operation="粘贴")
    perform(published, SetField("project", other.project.id, "name", other.project.name, "别的"), operation="改名")
    newest, imported = history(published, table.project.id)
    assert (newest.operation, newest.edits) == ("粘贴", (of_row,))
    assert set(imported.edits) == {Insert(record) for record in (table.project, *table.indicators)}


def test_the_history_outlives_the_table(published: FileWorkspace, table: TargetTable) -> None:
    editing.apply(published, intents.remove_tables([table]))
    assert [entry.operation for entry in history(published, table.project.id)] == ["删除项目", "导入"]


def test_undo_appends_to_the_history(published: FileWorkspace, table: TargetTable) -> None:
    change = intents.set_form_field(table.project, "name", "新")
    editing.apply(published, change)
    reverting.undo(published, change)
    assert [entry.operation for entry in history(published)] == ["撤销 修改项目名称", "修改项目名称", "导入"]


def test_only_the_newest_of_the_history(published: FileWorkspace, table: TargetTable) -> None:
    names = [table.project.name, *(f"名称{i}" for i in range(5))]
    for old, new in pairwise(names):
        perform(published, SetField("project", "p1", "name", old, new), operation=new)
    assert [entry.operation for entry in history(published, limit=2)] == ["名称4", "名称3"]
    assert [entry.operation for entry in history(published, "p1", limit=1)] == ["名称4"]


def test_nothing_to_do_is_not_recorded(published: FileWorkspace) -> None:
    recorded = history(published)
    perform(published)
    assert history(published) == recorded


def _records(tables: tuple[TargetTable, ...]) -> list[object]:
    return [record for table in tables for record in (table.year, table.unit, table.project, *table.indicators)]
