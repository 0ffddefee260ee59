"""批注 and 标记 in the window."""

import json
import zipfile

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QRadioButton

from core.domain.records import Note
from core.domain.selection import EVERYTHING
from core.services import states
from core.services.exporting import EXPORTERS, export
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


def test_a_note_on_a_table_is_changed_taken_away_and_in_no_file(hands, tmp_path):
    at_the_second_value(hands)
    editor = hands.window.workbench.editor

    def shown():
        return [label.accessibleName() for label in editor.findChildren(QLabel) if "批注" in label.accessibleName()]

    written(hands, "下周报给张科长", on_table=True)
    written(hands, "已报给张科长", on_table=True)
    assert shown() == ["批注：已报给张科长"]
    for suffix in EXPORTERS:
        out = tmp_path / f"导出{suffix}"
        export(hands.window.session.workspace, out, EVERYTHING)
        text = readable(out)
        assert "网络安全" in text
        assert "张科长" not in text
    hands.keys("Ctrl+Z")
    assert shown() == ["批注：下周报给张科长"]
    written(hands, "", on_table=True)
    assert (shown(), notes(hands)) == ([], ())
    hands.keys("Ctrl+Z")
    assert shown() == ["批注：下周报给张科长"]


def test_from_the_tree_the_note_is_meant_for_the_table(hands):
    hands.choose("2025", "319101", "3.")
    hands.tree.setFocus()
    _, box = begun(hands)
    QTest.keyClicks(box, "ask")
    hands.keys("Ctrl+Return")
    assert [(note.row_id, note.column, note.text) for note in notes(hands)] == [("", "", "ask")]
    hands.window.workbench.grid.setFocus()
    written(hands, "cell")
    assert len(notes(hands)) == 2


def readable(path):
    """All the text in an exported file."""
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".json":
        return str(json.loads(path.read_text(encoding="utf-8")))
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode(errors="ignore") for name in package.namelist())


def begun(hands):
    hands.keys("Shift+F2")
    dialog = hands.dialog("noteDialog")
    return dialog, dialog.findChild(QPlainTextEdit, "noteText")


def pick(hands, dialog, place):
    hands.click(next(b for b in dialog.findChildren(QRadioButton) if place in b.text()))


def test_what_was_typed_goes_along_to_the_place_that_was_meant(hands):
    at_the_second_value(hands)
    dialog, box = begun(hands)
    QTest.keyClicks(box, "ask")
    pick(hands, dialog, "整张表")
    assert box.toPlainText() == "ask"
    hands.keys("Ctrl+Return")
    assert [(note.row_id, note.text) for note in notes(hands)] == [("", "ask")]
    dialog, box = begun(hands)
    QTest.keyClicks(box, "cell")
    pick(hands, dialog, "整张表")
    assert box.toPlainText() == "ask"  # that the table has already; what was typed waits
    pick(hands, dialog, "第 2 行")
    assert box.toPlainText() == "cell"
    hands.keys("Ctrl+Return")
    assert cell_tip(hands) == "批注：cell"


def test_a_note_that_was_typed_is_not_lost_to_esc(hands):
    at_the_second_value(hands)
    _, box = begun(hands)
    QTest.keyClicks(box, "ask")
    hands.keys("Esc")
    question = hands.dialog("message")
    assert question.text() == "写好的批注还没有保存，关闭后就没有了。"
    hands.click(next(b for b in question.buttons() if b.text() == "放弃并关闭"))
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QDialog))
    assert notes(hands) == ()
    begun(hands)
    hands.keys("Esc")  # nothing was typed
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QDialog))


def test_what_was_typed_at_both_places_is_lost_by_neither_closing_nor_saving(hands):
    at_the_second_value(hands)
    written(hands, "on cell")
    written(hands, "on table", on_table=True)
    dialog, box = begun(hands)
    QTest.keyClicks(box, "again")
    pick(hands, dialog, "整张表")
    assert box.toPlainText() == "on table"
    hands.keys("Esc")
    question = hands.dialog("message")
    assert question.text() == "写好的批注还没有保存，关闭后就没有了。"
    question.reject()
    dialog.activateWindow()
    hands.qtbot.waitUntil(dialog.isActiveWindow)
    box.setFocus()
    box.setPlainText("too")
    hands.keys("Ctrl+Return")
    hands.qtbot.waitUntil(lambda: not hands.window.findChildren(QDialog))
    assert {note.text for note in notes(hands)} == {"again", "too"}
    hands.keys("Ctrl+Z")
    assert {note.text for note in notes(hands)} == {"on cell", "on table"}


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
