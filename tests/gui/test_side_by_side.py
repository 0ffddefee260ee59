"""对照: two tables side by side, differences marked, copied either way by key and button."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QTableView

from core.domain.selection import Selection
from core.services import rolling, states
from core.services.rolling import Choice
from tests.gui.conftest import Hands

MARK = 6


@pytest.fixture
def rolled(hands: Hands) -> Hands:
    """The fourteen tables and, in the next year, their copies."""
    workspace = hands.window.session.workspace
    plan = rolling.plan(workspace, Selection(year=2025), 2026)
    hands.window.session.adopt(rolling.roll(workspace, plan, Choice(plan.proposed)).applied.change)
    hands.choose("2026 年度", "319101", "2.")
    return hands


def opened(hands: Hands):
    hands.keys("Ctrl+M")
    return hands.dialog("sideBySideDialog")


def view(dialog) -> QTableView:
    return dialog.findChild(QTableView, "sideBySideTable")


def note(dialog) -> str:
    return dialog.findChild(QLabel, "sideBySideNote").text()


def go_to(dialog, row: int, column: int) -> None:
    alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view(dialog).selectionModel().setCurrentIndex(view(dialog).model().index(row, column), alone)


def place(dialog) -> tuple[int, int]:
    return view(dialog).currentIndex().row(), view(dialog).currentIndex().column()


def table(hands: Hands, year: int, number: int):
    with hands.window.session.workspace.read() as reader:
        return list(reader.tables(Selection(year=year)))[number - 1]


def edit(hands: Hands, row: int, column: str, text: str) -> None:
    editor = hands.window.workbench.editor
    editor.go_to(row, column)
    from core.services import intents

    assert hands.window.session.perform(intents.set_cells(editor.current_table(), {(row - 1, column): text}))


def test_last_years_table_stands_at_the_left_and_what_differs_is_marked(rolled: Hands) -> None:
    edit(rolled, 3, "value", "≥96%")
    dialog = opened(rolled)
    left, right = (dialog.findChild(QComboBox, name).currentText() for name in ("leftTable", "rightTable"))
    assert left.startswith("2025 年度")
    assert right.startswith("2026 年度")
    assert left.partition(".")[2] == right.partition(".")[2].replace("2026", "2025")
    model = view(dialog).model()
    marked = [model.index(row, 0).data() for row in range(model.rowCount()) if model.index(row, MARK).data() == "≠"]
    assert marked == ["项目名称", "第 3 行"]
    value = model.index(8, 11)
    assert value.data() == "≥96%"
    assert value.data(Qt.ItemDataRole.FontRole).bold()
    assert value.data(Qt.ItemDataRole.AccessibleTextRole) == "右表，第 3 行，≥96%，不同"
    dialog.close()


def test_headings_wrap_where_their_columns_are_narrow(rolled: Hands) -> None:
    dialog = opened(rolled)
    header = view(dialog).horizontalHeader()
    line = view(dialog).fontMetrics().height()
    least = header.fontMetrics().horizontalAdvance("一级指标")
    assert header.height() < 2 * line or header.sectionSize(1) < least
    dialog.resize(dialog.minimumSizeHint())
    rolled.qtbot.waitUntil(lambda: header.sectionSize(1) < least)
    assert header.height() >= 2 * line
    assert header.textElideMode() == Qt.TextElideMode.ElideNone
    dialog.close()


def test_f8_goes_from_difference_to_difference_and_arrows_copy_across(rolled: Hands) -> None:
    before = table(rolled, 2025, 2)
    edit(rolled, 3, "value", "≥96%")
    dialog = opened(rolled)
    view(dialog).setFocus()
    go_to(dialog, 0, 7)
    rolled.keys("F8")
    assert place(dialog) == (8, 11)
    rolled.keys("F8")
    assert place(dialog) == (0, 7)
    rolled.keys("Shift+F8", "Alt+Left")
    assert note(dialog) == "已抄到左表 1 处，可以撤销（Ctrl+Z）。"
    assert table(rolled, 2025, 2).indicators[2].value == "≥96%"
    rolled.keys("Ctrl+Z")
    assert table(rolled, 2025, 2) == before
    go_to(dialog, 8, 5)
    rolled.keys("Alt+Right")
    assert note(dialog) == "已抄到右表 1 处，可以撤销（Ctrl+Z）。"
    assert table(rolled, 2026, 2).indicators[2].value == before.indicators[2].value
    assert rolled.window.workbench.editor.current_table() == table(rolled, 2026, 2)
    rolled.keys("Alt+Right")
    assert note(dialog).startswith("选中的地方没有可以抄的")
    dialog.close()


def test_whole_rows_and_fields_are_copied_in_one_step(rolled: Hands) -> None:
    dialog = opened(rolled)
    box = dialog.findChild(QComboBox, "leftTable")
    box.setCurrentIndex(box.findText("2025 年度　319202", Qt.MatchFlag.MatchStartsWith))
    steps = rolled.window.session.undo_stack.count()
    view(dialog).setFocus()
    view(dialog).selectAll()
    rolled.click(dialog.findChild(QPushButton, "copyToRight"))
    assert rolled.window.session.undo_stack.count() == steps + 1
    source, copied = table(rolled, 2025, 9), table(rolled, 2026, 2)
    assert copied.project.target == source.project.target
    assert {row.name for row in source.indicators} <= {row.name for row in copied.indicators}
    rolled.keys("Ctrl+Z")
    assert table(rolled, 2026, 2).project.target != source.project.target
    dialog.close()


def test_only_what_differs_is_shown_on_demand(rolled: Hands) -> None:
    dialog = opened(rolled)
    every = view(dialog).model().rowCount()
    dialog.findChild(QCheckBox).click()
    assert view(dialog).model().rowCount() == 1 < every
    view(dialog).setFocus()
    go_to(dialog, 0, 1)
    rolled.keys("Alt+Right")
    assert view(dialog).model().rowCount() == 0
    assert table(rolled, 2026, 2).project.name == table(rolled, 2025, 2).project.name
    dialog.close()


def test_a_locked_table_says_why_it_takes_nothing(rolled: Hands) -> None:
    rolled.window.session.perform(states.finalise([table(rolled, 2026, 2)]))
    dialog = opened(rolled)
    go_to(dialog, 0, 1)
    view(dialog).setFocus()
    rolled.keys("Alt+Right")
    assert "定稿，已锁定，不能修改" in note(dialog)
    dialog.close()


def test_it_follows_what_is_typed_and_deleted_beside_it(rolled: Hands) -> None:
    dialog = opened(rolled)
    edit(rolled, 1, "value", "99次")
    model = view(dialog).model()
    assert "99次" in [model.index(6, column).data() for column in range(model.columnCount())]
    rolled.window.findChild(QAction, "undo").trigger()
    rolled.window.session.undo()  # the roll-over itself
    assert model.rowCount() == 0
    assert note(dialog) == "所选的表已不在工作区中，请另选。"
    dialog.close()


@pytest.mark.parametrize(("unit", "own", "beside"), [("319101", 2, 3), ("319101", 8, 9), ("319202", 14, 13)])
def test_without_a_year_before_the_next_table_stands_at_the_left(
    hands: Hands, unit: str, own: int, beside: int
) -> None:
    hands.choose("2025 年度", unit, f"{own}.")
    dialog = opened(hands)
    left, right = (dialog.findChild(QComboBox, name).currentText() for name in ("leftTable", "rightTable"))
    assert f"　{beside}." in left
    assert f"　{own}." in right
    dialog.close()


def test_without_a_year_before_another_table_can_be_chosen(hands: Hands) -> None:
    hands.choose("2025 年度", "319101", "1.")
    dialog = opened(hands)
    box = dialog.findChild(QComboBox, "leftTable")
    assert box.count() == 14
    first = view(dialog).model().index(0, 1).data()
    box.setCurrentIndex(5)
    assert view(dialog).model().index(0, 1).data() != first
    dialog.close()


def test_no_column_is_narrower_than_three_characters_and_the_view_scrolls(rolled: Hands) -> None:
    dialog = opened(rolled)
    grid = view(dialog)
    grid.setMaximumWidth(20 * grid.fontMetrics().height())
    rolled.qtbot.waitUntil(lambda: grid.horizontalScrollBar().maximum() > 0)
    three = grid.fontMetrics().horizontalAdvance("一级指")
    assert min(grid.columnWidth(c) for c in range(grid.model().columnCount()) if c != MARK) > three
    dialog.close()
