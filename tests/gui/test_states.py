"""定稿, 签字 and 解锁 in the window, with keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QWidget,
)

from core.domain.edits import change, set_field
from core.domain.records import State
from core.services import editing, intents
from db.store import FileStore
from gui.text_table import TextTable

CLEAN = ("2025", "319101", "6.")  # no finding but hints


def go(dialog, hands):
    """Press the button of the step, once it is possible."""
    button = next(b for b in dialog.findChildren(QAbstractButton) if b.text().startswith(dialog.WORD))
    hands.qtbot.waitUntil(button.isEnabled)
    stack = hands.window.session.undo_stack
    steps = stack.count()
    hands.click(button)
    hands.qtbot.waitUntil(lambda: stack.count() > steps)


def state_on_disk(hands):
    return next(p.state for y in hands.outline() for u in y.units for p in u.projects if p.number == 6)


def finalise(hands):
    hands.choose(*CLEAN)
    hands.keys("Ctrl+Shift+D")
    go(hands.dialog("stateDialog"), hands)


def badge(hands):
    return hands.window.findChild(QLabel, "stateBadge").text()


def test_a_clean_table_goes_through_all_states_and_back(hands):
    finalise(hands)
    assert state_on_disk(hands) is State.FINAL
    assert badge(hands) == "定稿"
    hands.keys("Ctrl+Shift+Q")
    go(hands.dialog("stateDialog"), hands)
    assert state_on_disk(hands) is State.SIGNED
    assert badge(hands).startswith("已签 2")
    unlock = hands.window.findChild(QToolButton, "unlockButton")
    assert unlock.isVisible()
    hands.click(unlock)
    dialog = hands.dialog("stateDialog")
    dialog.findChild(QLineEdit, "unlockReason").setText("预算调整")
    go(dialog, hands)
    assert state_on_disk(hands) is State.DRAFT
    assert not unlock.isVisible()
    hands.keys("Ctrl+Z")
    hands.qtbot.waitUntil(lambda: state_on_disk(hands) is State.SIGNED)


def test_taking_back_what_locked_a_table_asks_for_a_reason_as_unlocking_does(hands):
    finalise(hands)
    hands.keys("Ctrl+Shift+Q")
    go(hands.dialog("stateDialog"), hands)
    for explained, reason, then in (
        ("1 张表就回到定稿，登记的签字作废", "日期登记错了", State.FINAL),
        ("1 张表就回到草稿，等于解锁", "点错了", State.DRAFT),
    ):
        before = state_on_disk(hands)
        hands.keys("Ctrl+Z")
        dialog = hands.dialog("undoDialog")
        assert any(explained in label.text() for label in dialog.findChildren(QLabel))
        undo = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "撤销")
        assert not undo.isEnabled()
        hands.keys("Esc")
        hands.qtbot.wait(1)
        assert state_on_disk(hands) is before
        hands.keys("Ctrl+Z")
        dialog = hands.dialog("undoDialog")
        dialog.findChild(QLineEdit, "undoReason").setText(reason)
        index = hands.window.session.undo_stack.index()
        hands.keys("Return")
        hands.qtbot.waitUntil(lambda index=index: hands.window.session.undo_stack.index() < index)
        assert state_on_disk(hands) is then
    with hands.window.session.workspace.read() as reader:
        assert [entry.operation for entry in reader.history(limit=2)] == [
            "撤销 定稿（点错了）",
            "撤销 签字（日期登记错了）",
        ]
    hands.keys("Ctrl+Y")  # locking again asks for nothing
    hands.qtbot.waitUntil(lambda: state_on_disk(hands) is State.FINAL)


def test_finalising_once_more_is_refused_when_another_has_changed_the_table(hands):
    finalise(hands)
    session = hands.window.session
    hands.keys("Ctrl+Z")
    hands.dialog("undoDialog").findChild(QLineEdit, "undoReason").setText("点错了")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: session.undo_stack.index() == 0)
    other = FileStore().open(session.workspace.path)
    table = hands.window.workbench.editor.current_table()
    editing.apply(other, intents.set_form_field(table.project, "budget", "1"))
    other.close()
    hands.keys("Ctrl+Y")
    hands.qtbot.waitUntil(lambda: message() == f"“{table.label}”刚刚在别处改动过，请重新审核后再试一次。")
    assert state_on_disk(hands) is State.DRAFT
    assert session.undo_stack.canRedo()


def message():
    """What a box says, which is closed then."""
    boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
    texts = [box.text() for box in boxes]
    for box in boxes:
        box.accept()
    return "".join(texts)


@pytest.mark.parametrize("action", ["clear", "paste", "cut"])
@pytest.mark.parametrize("name", ["projectName", "target"])
def test_the_menu_does_not_change_a_locked_form_either(hands, name, action):
    finalise(hands)
    field = hands.window.findChild(QWidget, name)
    before = field.typed()
    field.setFocus()
    field.selectAll()
    hands.window.commands[action].trigger()
    assert field.typed() == before
    notice = next(w for w in hands.window.children() if w.objectName() == "notice")
    assert "已锁定" in notice.text()


def test_a_locked_cell_says_why_it_takes_no_typing(hands):
    finalise(hands)
    grid = hands.window.workbench.grid
    grid.setFocus()
    hands.keys("F2")
    notice = next(w for w in hands.window.children() if w.objectName() == "notice")
    key = hands.window.commands["unlock"].shortcut().toString()
    assert notice.text() == f"本表定稿，已锁定，不能修改。要修改，请用菜单“审核 → 解锁”（{key}）并说明理由。"


def test_unlocking_waits_for_a_reason(hands):
    finalise(hands)
    hands.keys("Ctrl+Shift+J")
    dialog = hands.dialog("stateDialog")
    hands.qtbot.waitUntil(lambda: dialog.findChild(TextTable, "stateTables").model().rowCount() == 1)
    button = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "解锁")
    assert not button.isEnabled()
    assert dialog.findChild(QLabel, "stateNote").text() == "请写明解锁的理由。"
    hands.keys("Esc")
    assert state_on_disk(hands) is State.FINAL


def test_tables_with_open_warnings_are_shown_with_what_stands_in_the_way(hands):
    hands.choose("2025", "319101")
    hands.keys("Ctrl+Shift+D")
    dialog = hands.dialog("stateDialog")
    model = dialog.findChild(TextTable, "stateTables").model()
    hands.qtbot.waitUntil(lambda: model.rowCount() == 8)
    lines = [model.index(row, 0) for row in range(8)]
    obstacles = {line.data(): line.siblingAtColumn(3).data() for line in lines}
    assert "警告" in obstacles["1"]
    assert obstacles["6"] == ""
    in_reach = [line.data() for line in lines if line.flags() & Qt.ItemFlag.ItemIsUserCheckable]
    assert in_reach == [number for number, obstacle in obstacles.items() if not obstacle]
    hands.keys("Esc")


def test_errors_and_warnings_together_are_read_in_full_in_the_list(hands):
    hands.choose("2025", "319101", "1.")
    with hands.window.session.workspace.read() as reader:
        first = next(iter(reader.tables()))
    hands.window.session.perform(change("修改", [set_field(first.indicators[2], "category", "")]))
    hands.keys("Ctrl+Shift+D")
    dialog = hands.dialog("stateDialog")
    table = dialog.findChild(TextTable, "stateTables")
    hands.qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    line = table.model().index(0, 3)
    errors, warnings = line.data().split("，")
    assert (errors.split()[1], warnings.split()[1]) == ("个错误", "个警告")
    assert table.fontMetrics().horizontalAdvance(line.data()) + table.fontMetrics().height() / 2 < table.columnWidth(3)
    whole = line.data(Qt.ItemDataRole.ToolTipRole)
    assert whole == f"有 {errors}要改正；有 {warnings}要改正，或写明理由接受。"
    dialog.resize(dialog.minimumSizeHint())
    assert table.fontMetrics().horizontalAdvance(line.data()) + table.fontMetrics().height() / 2 < table.columnWidth(3)
    hands.keys("Esc")


def test_where_nothing_can_be_finalised_enter_leads_to_what_hinders_it(hands):
    hands.choose("2025", "319101", "1.")
    with hands.window.session.workspace.read() as reader:
        first = next(iter(reader.tables()))
    hands.window.session.perform(change("修改", [set_field(first.indicators[2], "category", "")]))
    hands.window.commands["finalise"].trigger()
    dialog = hands.dialog("stateDialog")
    hands.qtbot.waitUntil(dialog.findChild(TextTable, "stateTables").hasFocus)
    told = dialog.findChild(QLabel, "stateNote").text()
    assert told.startswith("选中 0 张。第 1 号表有 1 个错误要改正；有 1 个警告要改正，或写明理由接受。")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QDialog))
    assert hands.window.workbench.editor.current_place() == (3, "category")


def test_a_table_that_cannot_be_finalised_leads_to_its_gravest_finding(hands):
    hands.choose("2025", "319101", "7.")
    with hands.window.session.workspace.read() as reader:
        seventh = list(reader.tables())[6]
    hands.window.session.perform(change("修改", [set_field(seventh.indicators[2], "category", "")]))
    hands.choose("2025", "319101")
    hands.keys("Ctrl+Shift+D")
    dialog = hands.dialog("stateDialog")
    table = dialog.findChild(TextTable, "stateTables")
    hands.qtbot.waitUntil(lambda: table.model().rowCount() == 8)
    assert "双击或按回车" in dialog.findChild(QLabel, "stateNote").text()
    table.setFocus()
    hands.keys("Home", *["Down"] * 5, "Return")
    assert dialog.isVisible()  # nothing stands in the way of the sixth
    hands.keys("Down", "Return")
    bench = hands.window.workbench
    hands.qtbot.waitUntil(lambda: bench.editor.current_table().number == 7)
    assert (bench.findings.current_finding().level.value, bench.editor.current_place()) == ("error", (3, "category"))


def test_the_table_shown_is_the_one_to_be_finalised_though_a_search_hides_its_line(hands):
    hands.choose(*CLEAN)
    hands.keys("Ctrl+K")
    hands.type("xxxt")
    hands.keys("Ctrl+3", "Ctrl+Shift+D")
    dialog = hands.dialog("stateDialog")
    assert dialog.findChild(QComboBox, "stateScope").currentText().startswith("当前项目：6.")
    go(dialog, hands)
    assert badge(hands) == "定稿"
    assert hands.window.commands["print"].isEnabled()


@pytest.mark.parametrize("keys", ["Ctrl+Shift+Q", "Ctrl+Shift+J"])
def test_where_there_is_nothing_to_do_the_dialog_says_so(hands, keys):
    hands.choose(*CLEAN)
    hands.keys(keys)
    dialog = hands.dialog("stateDialog")
    hands.qtbot.waitUntil(lambda: "这个范围里没有" in dialog.findChild(QLabel, "stateNote").text())
    hands.keys("Esc")


def test_renaming_a_locked_project_says_why_it_is_refused(hands):
    finalise(hands)
    hands.choose(*CLEAN)
    hands.keys("F2")
    box = hands.dialog()
    assert box.text().startswith("“2025年度政务服务改革项目”定稿，已锁定")
    box.accept()


def test_deleting_a_locked_project_says_why_it_is_refused(hands):
    finalise(hands)
    hands.choose(*CLEAN)
    hands.keys("Del")
    box = hands.dialog()
    assert "已锁定" in box.text()
    box.accept()
    assert len(hands.project_names()) == 8
