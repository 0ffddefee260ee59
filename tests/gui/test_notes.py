"""批注 and 标记 in the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QRadioButton

from core.domain.records import Note
from core.services import states
from gui.text_table import TextTable


def written(hands, text, *, on_table=False):
    hands.keys("Shift+F2")
    dialog = hands.dialog("noteDialog")
    if on_table:
        hands.click(next(b for b in dialog.findChildren(QRadioButton) if b.text() == "整张表"))
    dialog.findChild(QPlainTextEdit, "noteText").setPlainText(text)
    hands.keys("Ctrl+Return")
    hands.qtbot.waitUntil(lambda: not dialog.isVisible())


def notes(hands) -> tuple[Note, ...]:
    with hands.window.session.workspace.read() as reader:
        return reader.notes()


def cell_tip(hands):
    grid = hands.window.workbench.grid
    return grid.model().index(1, 4).data(Qt.ItemDataRole.ToolTipRole)


def at_the_second_value(hands):
    hands.choose("2025", "319101", "3.")
    hands.window.workbench.editor.go_to(2, "value")


def test_a_note_on_a_cell_is_shown_there_changed_and_taken_away(hands):
    at_the_second_value(hands)
    written(hands, "与合同核对")
    assert cell_tip(hands) == "批注：与合同核对"
    written(hands, "已核对")
    assert cell_tip(hands) == "批注：已核对"
    hands.keys("Ctrl+Z")
    assert cell_tip(hands) == "批注：与合同核对"
    written(hands, "")
    assert cell_tip(hands) is None
    assert notes(hands) == ()


def test_a_note_on_a_field_and_on_the_table(hands):
    at_the_second_value(hands)
    hands.window.workbench.editor.go_to(None, "purpose")
    written(hands, "等批复")
    written(hands, "下周报", on_table=True)
    assert {(note.row_id, note.column, note.text) for note in notes(hands)} == {
        ("", "purpose", "等批复"),
        ("", "", "下周报"),
    }
    field = hands.window.workbench.editor.findChild(QPlainTextEdit, "purpose")
    assert "批注：等批复" in field.toolTip()
    shown = [label.accessibleName() for label in hands.window.workbench.editor.findChildren(QLabel)]
    assert "批注：下周报" in shown


def test_a_locked_table_takes_notes(hands):
    at_the_second_value(hands)
    hands.window.session.perform(states.finalise([hands.window.workbench.editor.current_table()]))
    written(hands, "已送审")
    assert cell_tip(hands) == "批注：已送审"


def test_the_list_of_notes_jumps(hands):
    at_the_second_value(hands)
    written(hands, "与合同核对")
    hands.choose("2025", "319202", "9.")
    hands.keys("Ctrl+Shift+F2")
    dialog = hands.dialog("notesDialog")
    view = dialog.findChild(TextTable, "notesTable")
    hands.qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    view.setFocus()
    hands.keys("Return")
    assert hands.window.workbench.editor.current_table().number == 3
    assert hands.window.workbench.editor.current_place() == (2, "value")
    dialog.close()


def test_a_unit_is_tagged_and_untagged_in_one_step(hands):
    hands.choose("2025", "319202")
    hands.window.commands["tag_returned"].trigger()
    assert [p.tag for y in hands.outline() for u in y.units for p in u.projects] == [""] * 8 + ["退回"] * 6
    marks = hands.line("2025", "319202", "9.").siblingAtColumn(2)
    assert "退回" in marks.data(Qt.ItemDataRole.ToolTipRole)
    hands.keys("Ctrl+Z")
    assert {p.tag for y in hands.outline() for u in y.units for p in u.projects} == {""}
