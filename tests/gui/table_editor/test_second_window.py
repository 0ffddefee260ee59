"""Another window changes the same file while somebody types: nothing crashes, and what was typed is not lost."""

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.records import TargetTable
from core.ports import Workspace
from core.services import editing, intents
from db.store import FileStore


@pytest.fixture
def elsewhere(desk) -> Workspace:
    """The same file, opened by another program."""
    workspace = FileStore().open(desk.session.workspace.path)
    yield workspace
    workspace.close()


def table(workspace: Workspace, project_id: str = "p1") -> TargetTable:
    with workspace.read() as reader:
        return reader.table(project_id)


def delete_table(workspace: Workspace) -> None:
    editing.apply(workspace, intents.remove_tables([table(workspace)]))


def delete_row(workspace: Workspace, row: int) -> None:
    editing.apply(workspace, intents.delete_rows(table(workspace), [row]))


def type_value(workspace: Workspace, row: int, text: str) -> None:
    editing.apply(workspace, intents.set_cells(table(workspace), {(row, "value"): text}))


def come_to_the_front(desk, qtbot) -> None:
    other = type(desk.editor.window())(desk.session)
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    desk.editor.activateWindow()
    qtbot.waitUntil(desk.editor.isActiveWindow)


def test_the_table_under_edit_is_deleted_elsewhere(desk, elsewhere):
    desk.click(2, 2)
    desk.type("新的指标")
    delete_table(elsewhere)
    desk.keys("Return")
    assert desk.editor.current_table() is None
    assert desk.grid.editor is None
    assert QApplication.clipboard().text() == "新的指标"
    assert desk.notice().startswith("这张表已在别处删除，刚输入到“第3行 三级指标”的内容没有保存。")
    assert "“新的指标”" in desk.notice()
    desk.show("p2")
    desk.click(1, 2)
    desk.type("7")
    desk.keys("Return")
    assert desk.column(2)[1] == "7"


@pytest.mark.parametrize("way_out", ["key", "click"])
def test_the_row_under_edit_is_deleted_elsewhere(desk, elsewhere, way_out):
    desk.click(2, 2)
    desk.type("新的指标")
    delete_row(elsewhere, 2)
    desk.keys("Return") if way_out == "key" else desk.click(5, 3)
    assert desk.grid.editor is None
    assert desk.model.rowCount() == 8
    assert QApplication.clipboard().text() == "新的指标"
    assert desk.notice().startswith("这一行已在别处删除")
    desk.click(0, 2)
    desk.type("7")
    desk.keys("Return")
    assert desk.column(2)[0] == "7"


def test_an_editor_in_which_nothing_was_typed_goes_with_its_row_in_silence(desk, elsewhere, qtbot):
    QApplication.clipboard().setText("别的")
    desk.click(2, 2)
    desk.keys("F2")
    delete_row(elsewhere, 2)
    come_to_the_front(desk, qtbot)
    assert desk.grid.editor is None
    assert desk.notice() == ""
    assert QApplication.clipboard().text() == "别的"


def test_the_last_row_deleted_elsewhere_leaves_a_table_to_type_into(desk, elsewhere):
    desk.click(8, 2)
    desk.type("x")
    editing.apply(elsewhere, intents.delete_rows(table(elsewhere), range(9)))
    desk.keys("Tab")
    assert desk.grid.editor is None
    assert desk.model.rowCount() == 1
    desk.click(0, 2)
    desk.type("7")
    desk.keys("Return")
    assert desk.column(2) == ["7"]


def test_a_field_of_a_table_that_is_deleted_elsewhere(desk, elsewhere):
    desk.field("purpose").setFocus()
    desk.field("purpose").selectAll()
    desk.type("新用途")
    delete_table(elsewhere)
    desk.keys("Tab")
    assert QApplication.clipboard().text() == "新用途"
    assert desk.notice().startswith("这张表已在别处删除，刚输入到“资金用途”的内容没有保存。")


def test_what_was_changed_elsewhere_is_seen_when_the_window_comes_to_the_front(desk, elsewhere, qtbot):
    type_value(elsewhere, 0, "5次")
    come_to_the_front(desk, qtbot)
    assert desk.model.index(0, 4).data() == "5次"
    desk.click(0, 4)
    desk.type("6")
    desk.keys("Return")
    assert desk.column(4)[0] == "6"


def test_what_is_typed_stays_when_the_window_comes_to_the_front(desk, elsewhere, qtbot):
    desk.click(0, 4)
    desk.type("7")
    type_value(elsewhere, 1, "5次")
    come_to_the_front(desk, qtbot)
    assert desk.grid.editor.text() == "7"
    assert desk.model.index(1, 4).data() == "5次"


def test_a_refusal_names_table_row_and_column(desk, elsewhere):
    desk.click(0, 4)
    desk.type("7")
    type_value(elsewhere, 0, "5次")
    desk.keys("Return")
    label = desk.editor.current_table().label
    assert desk.notice() == f"“{label}” 第 1 行 指标值：{desk.session.last_refusal}"


def test_a_refusal_of_the_form_names_table_and_field(desk, elsewhere):
    desk.field("budget").setFocus()
    desk.field("budget").selectAll()
    desk.type("7")
    editing.apply(elsewhere, intents.set_form_field(table(elsewhere).project, "budget", "8"))
    desk.keys("Return")
    assert desk.notice() == f"“{desk.editor.current_table().label}” 预算数：{desk.session.last_refusal}"
    assert desk.field("budget").text() == "7"
