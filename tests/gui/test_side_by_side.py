"""对照: a table beside another one, differences marked, copied over by key and button."""

from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableView

from tests.gui.conftest import Hands


def open_dialog(hands: Hands):
    hands.choose("2025 年度", "319101", "1.")
    hands.keys("Ctrl+M")
    return hands.dialog("sideBySideDialog")


def places(dialog) -> list[str]:
    model = dialog.findChild(QTableView, "sideBySideTable").model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_the_differences_of_two_tables_are_listed_and_marked(hands: Hands) -> None:
    dialog = open_dialog(hands)
    model = dialog.findChild(QTableView, "sideBySideTable").model()
    assert places(dialog)[:2] == ["项目名称", "预算数"]
    assert {model.index(row, 0).data() for row in range(model.rowCount())} == {"≠"}
    assert dialog.findChild(QLabel, "sideBySideNote").text().startswith(f"有 {model.rowCount()} 处不同")
    dialog.close()


def test_selected_places_are_copied_in_one_step(hands: Hands) -> None:
    dialog = open_dialog(hands)
    view = dialog.findChild(QTableView, "sideBySideTable")
    before = len(places(dialog))
    budget = view.model().index(places(dialog).index("预算数"), 1)
    hands.click(view.viewport(), view.visualRect(budget).center())
    hands.click(dialog.findChild(QPushButton, "copyAcross"))
    assert len(places(dialog)) == before - 1
    assert "已抄录 1 处" in dialog.findChild(QLabel, "sideBySideNote").text()
    dialog.close()
    assert hands.window.workbench.editor.current_table().project.budget != 114
    hands.keys("Ctrl+Z")
    assert str(hands.window.workbench.editor.current_table().project.budget) == "114.00"


def test_another_table_can_be_chosen(hands: Hands) -> None:
    dialog = open_dialog(hands)
    first = places(dialog)
    box = dialog.findChild(QComboBox, "otherTable")
    assert box.count() == 13
    box.setCurrentIndex(5)
    assert places(dialog) != first
    dialog.close()


def test_a_locked_table_says_why_nothing_can_be_copied(hands: Hands) -> None:
    from core.domain.edits import change, set_field
    from core.domain.records import State

    hands.choose("2025 年度", "319101", "1.")
    project = hands.window.workbench.editor.current_table().project
    assert hands.window.session.perform(change("定稿", [set_field(project, "state", State.FINAL)]))
    dialog = open_dialog(hands)
    dialog.findChild(QTableView, "sideBySideTable").selectAll()
    assert not dialog.findChild(QPushButton, "copyAcross").isEnabled()
    assert "定稿" in dialog.findChild(QLabel, "sideBySideNote").text()
    dialog.close()
    assert QApplication.activeModalWidget() is None
