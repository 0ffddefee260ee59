"""The grid's model: it follows every commit in steps that keep selections alive, and passes Qt's model tester."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from core.audit.findings import Level
from core.audit.runner import audit_table
from core.services import intents
from gui.table_editor.grid_model import HEADINGS
from gui.table_editor.row_changes import plan_rows
from tests.reference import reference_tables

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
TOOL_TIP = Qt.ItemDataRole.ToolTipRole


def named(desk, name: str) -> QPersistentModelIndex:
    row = desk.column(2).index(name)
    return QPersistentModelIndex(desk.model.index(row, 2))


def test_the_model_keeps_qts_rules_through_every_kind_of_change(desk, qtmodeltester):
    qtmodeltester.check(desk.model)
    table = desk.on_disk
    session = desk.session
    assert session.perform(intents.set_cells(table(), {(0, "value"): "2次", (9, "name"): "新", (10, "name"): "更新"}))
    assert session.perform(intents.insert_rows(table(), 3, 2))
    assert session.perform(intents.move_rows(table(), [1, 2], 1))
    assert session.perform(intents.sort_rows(table(), lambda row: row.name))
    assert session.perform(intents.delete_rows(table(), [0, 4, 5]))
    for _ in range(5):
        assert session.undo()
    assert session.perform(intents.delete_rows(table(), range(9)))
    assert session.undo()
    desk.show("p2")
    desk.editor.show_table(None)
    assert desk.model.rowCount() == 0


def test_qts_rules_hold_through_the_spare_row(empty_desk, qtmodeltester):
    desk = empty_desk
    qtmodeltester.check(desk.model)
    desk.click(0, 2)
    desk.type("A")
    desk.keys("Return")
    desk.type("B")
    desk.keys("Return", "Up", "Up")
    desk.session.undo()
    desk.session.undo()
    assert desk.model.rowCount() == 1


def test_rows_keep_their_identity_when_others_come_go_and_move(desk):
    index = named(desk, "建设成本")
    assert desk.session.perform(intents.insert_rows(desk.on_disk(), 0, 2))
    assert index.row() == 8
    assert desk.session.perform(intents.move_rows(desk.on_disk(), [8], -1))
    assert index.row() == 7
    assert desk.session.perform(intents.delete_rows(desk.on_disk(), [0, 1, 2]))
    assert index.row() == 4
    assert index.data() == "建设成本"


def test_changes_of_other_tables_leave_the_grid_alone(desk, qtbot):
    with desk.session.workspace.read() as reader:
        other = reader.table("p2")
    with qtbot.assertNotEmitted(desk.model.dataChanged), qtbot.assertNotEmitted(desk.model.modelReset):
        assert desk.session.perform(intents.set_cells(other, {(0, "value"): "2次"}))


def test_only_the_rows_that_changed_are_told(desk, qtbot):
    with qtbot.waitSignal(desk.model.dataChanged) as signal:
        assert desk.session.perform(intents.set_cells(desk.on_disk(), {(3, "value"): "2次"}))
    assert signal.args[0].row() == signal.args[1].row() == 3


def test_a_deleted_project_empties_the_editor(desk):
    assert desk.session.perform(intents.remove_tables([desk.on_disk()]))
    assert desk.editor.current_table() is None
    assert desk.model.rowCount() == 0


def test_headings_are_the_forms(desk):
    horizontal = Qt.Orientation.Horizontal
    shown = [desk.model.headerData(column, horizontal) for column in range(5)]
    assert shown == list(HEADINGS) == ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
    assert desk.model.headerData(0, Qt.Orientation.Vertical) == "1"


def test_findings_are_marked_in_cell_and_row_header_and_told(desk):
    findings = [f for f in audit_table(desk.on_disk()) if f.rule == "V02"]
    desk.editor.set_findings(findings)
    (finding,) = findings
    assert (finding.row, finding.column) == (7, "value")
    cell = desk.model.index(6, 4)
    assert finding.message in cell.data(TOOL_TIP)
    assert finding.message in cell.data(ACCESSIBLE)
    assert desk.model.level(6, 4) is Level.WARNING
    assert desk.model.level(6, 3) is None
    assert desk.model.headerData(6, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is not None
    desk.editor.set_findings([])
    assert desk.model.level(6, 4) is None
    assert not cell.data(TOOL_TIP)


def test_findings_of_the_form_are_told_at_its_fields(make_desk):
    desk = make_desk(shown="p8")
    findings = [f for f in audit_table(desk.on_disk()) if f.column == "target"]
    desk.editor.set_findings(findings)
    assert findings[0].message in desk.field("target").toolTip()


def test_screen_readers_hear_place_and_text(desk):
    assert desk.model.index(0, 4).data(ACCESSIBLE) == "第1行 指标值，1次"


def test_every_long_text_is_wholly_visible_in_500_rows(desk):
    rows = [dict(zip(("name", "description"), (f"名{i}" * (i % 40), "W" * (i % 90)), strict=True)) for i in range(500)]
    table = desk.on_disk()
    assert desk.session.perform(intents.insert_indicators(table, 9, rows))
    grid = desk.grid
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
    for row in range(0, 509, 23):
        for column in range(5):
            cell = grid.visualRect(desk.model.index(row, column))
            needed = grid.fontMetrics().boundingRect(0, 0, cell.width(), 100_000, flags, desk.model.text(row, column))
            assert needed.height() <= cell.height()


@pytest.mark.parametrize(
    ("old", "new"),
    [("abc", "abc"), ("abc", "ac"), ("ac", "abc"), ("abc", "cba"), ("abcd", "dxa"), ("", "ab"), ("ab", "")],
)
def test_a_plan_of_rows_leads_where_it_shall(old, new):
    plan = plan_rows(old, new)
    rows = list(old)
    for first, last in plan.removals:
        del rows[first : last + 1]
    if plan.order is not None:
        assert sorted(rows) == sorted(plan.order)
        rows = list(plan.order)
    for first, last in plan.insertions:
        rows[first:first] = new[first : last + 1]
    assert rows == list(new)


def test_reference_tables_are_shown_as_they_are(make_desk):
    desk = make_desk()
    for table in reference_tables():
        desk.show(table.project.id)
        shown = [desk.model.texts(row) for row in range(desk.model.rowCount())]
        assert shown == [(r.category, r.subcategory, r.name, r.description, r.value) for r in table.indicators]
