"""The import assistant: tables and differences are chosen with ticks, and nothing else comes in."""

from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QListWidget,
    QMessageBox,
    QProgressBar,
    QSpinBox,
    QTabWidget,
)

from core.domain.copies import IDENTITY_SHEET
from core.domain.errors import Cancelled
from core.domain.selection import Selection
from core.services import intents
from core.services.export_each import export_each
from core.services.states import finalise
from tests.core.exporting.tables import xlsx_bytes
from tests.core.importing.workbooks import opened
from tests.gui.conftest import Hands
from tests.reference import DOCX_FILE, reference_tables


def tables_of(hands: Hands):
    with hands.window.session.workspace.read() as reader:
        return tuple(reader.tables())


def drop(hands: Hands, *paths) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = (QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(*where)
    enter.ignore()
    QApplication.sendEvent(hands.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(hands.window, QDropEvent(*where))
    return enter.isAccepted()


def button(dialog, text: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text() == text)


def choose(hands: Hands, dialog, scope: int, letter: str) -> None:
    """With the keyboard alone: the scope by Alt+S and the arrows, then the button by its letter."""
    QTest.keyClick(dialog, "s", Qt.KeyboardModifier.AltModifier)
    hands.keys("Home", *["Down"] * scope)
    QTest.keyClick(dialog, letter, Qt.KeyboardModifier.AltModifier)
    pressed = next(b for b in dialog.findChildren(QAbstractButton) if f"(&{letter.upper()})" in b.text())
    hands.qtbot.waitUntil(lambda: not pressed.isDown())  # a letter presses it for a moment


PLACES, LINES, TABLE, ALL = range(4)


def ticks_of(model) -> list[Qt.CheckState]:
    state = Qt.ItemDataRole.CheckStateRole
    return [Qt.CheckState(model.index(row, 0).data(state)) for row in range(model.rowCount())]


YES, NO, OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


def test_a_folder_that_came_back_is_merged_cell_by_cell(hands: Hands, tmp_path):
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    workbook = opened(sent.files[0].read_bytes())
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row]
    for old, new in (("1次", "9次"), ("≥99%", "≥98%")):
        next(cell for cell in cells if cell.value == old).value = new
    workbook.save(sent.files[0])
    first = tables_of(hands)[0]
    hands.window.session.perform(intents.set_cells(first, {(0, "value"): "3次"}))

    assert drop(hands, sent.folder)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences").model()
    assert [tables.index(row, 4).data() for row in range(2)] == ["有冲突（1 处）", "内容相同"]
    assert [differences.index(row, 0).data() for row in range(2)] == ["第 1 行指标值", "第 4 行指标值"]
    assert ticks_of(differences) == [OPEN, YES]
    outcome = dialog.findChild(QLabel, "importOutcome")
    assert "1 处采用文件，1 处保留工作区" in outcome.text()
    assert "1 处冲突没有选择" in outcome.text()

    hands.click(button(dialog, "导入"))  # a conflict that nobody has decided is asked about
    hands.qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is not None)
    hands.click(button(dialog.findChild(QMessageBox), "保留工作区并导入"))
    hands.qtbot.waitUntil(lambda: hands.window.session.undo_stack.count() == 2)
    assert [row.value for row in tables_of(hands)[0].indicators[:4:3]] == ["3次", "≥98%"]
    hands.keys("Ctrl+Z")
    assert tables_of(hands)[0].indicators[3].value == "≥99%"


def test_a_sheet_that_was_copied_and_edited_is_shown_and_not_ticked(hands: Hands, tmp_path):
    (sent,) = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1)).files
    workbook = opened(sent.read_bytes())
    workbook.copy_worksheet(workbook.worksheets[0])["G9"] = "2次"
    workbook.save(sent)

    assert drop(hands, sent)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    assert [tables.index(row, 4).data() for row in range(2)] == ["内容相同", "副本，内容不同"]
    assert tables.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) == NO
    remarks = dialog.findChild(QTabWidget, "importNotes").findChildren(QListWidget)
    assert any(
        "的副本，项目相同而内容不同，默认不导入" in box.item(i).text() for box in remarks for i in range(box.count())
    )
    dialog.reject()


def test_of_two_versions_of_a_table_one_has_to_be_chosen(hands: Hands, tmp_path):
    (sent,) = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1)).files
    original = sent.read_bytes()
    for name, old, new in (("甲.xlsx", "1次", "2次"), ("乙.xlsx", "≥99%", "≥98%")):
        workbook = opened(original)
        cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row]
        next(cell for cell in cells if cell.value == old).value = new
        workbook.save(sent.with_name(name))
    sent.unlink()

    assert drop(hands, sent.parent)
    dialog = hands.dialog("importDialog")
    view = dialog.findChild(QAbstractItemView, "importTables")
    tables = view.model()
    assert ["另有版本" in tables.index(row, 4).data() for row in range(2)] == [True, True]
    outcome = dialog.findChild(QLabel, "importOutcome")
    assert "一次只能导入一个" in outcome.text()
    assert not button(dialog, "导入").isEnabled()
    view.setFocus()
    view.setCurrentIndex(tables.index(0, 0))
    hands.keys("Space")
    assert ticks_of(tables) == [NO, YES]
    assert "合并 1 张表" in outcome.text()
    hands.click(button(dialog, "导入"))
    hands.qtbot.waitUntil(lambda: "合并 1 张表" in hands.window.statusBar().currentMessage() or not dialog.isVisible())
    only = tables.item(1).file_name
    kept = {"甲.xlsx": ("2次", "≥99%"), "乙.xlsx": ("1次", "≥98%")}[only]
    assert tuple(tables_of(hands)[0].indicators[row].value for row in (0, 3)) == kept


def test_a_file_of_two_years_shows_each_table_under_its_year(hands: Hands, tmp_path):
    first, second = reference_tables()[:2]
    before = replace(first, year=replace(first.year, year=2024))
    (tmp_path / "两年.xlsx").write_bytes(xlsx_bytes([second, before, first]))
    assert drop(hands, tmp_path / "两年.xlsx")
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    assert not dialog.findChild(QSpinBox, "importYear").isVisible()
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert "按文件里写明的年度导入：2025 年度 2 张表，2024 年度 1 张表。" in told
    assert [tables.index(row, 0).data().partition(" 年度 ")[0] for row in range(3)] == ["2025", "2025", "2024"]
    hands.click(button(dialog, "导入"))
    hands.qtbot.waitUntil(lambda: hands.window.session.undo_stack.count() == 1)
    assert 2024 in {table.year.year for table in tables_of(hands)}
    hands.keys("Ctrl+Z")
    assert 2024 not in {table.year.year for table in tables_of(hands)}


def test_the_year_that_is_shown_is_that_of_the_tables_shown(hands: Hands, tmp_path, monkeypatch):
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1))
    assert drop(hands, sent.folder)
    dialog = hands.dialog("importDialog")
    year = dialog.findChild(QSpinBox, "importYear")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()

    QTest.keyClick(year, Qt.Key.Key_Up)
    hands.qtbot.waitUntil(lambda: tables.index(0, 4).data() == "新增" and button(dialog, "导入").isEnabled())
    assert year.value() == 2026

    content = sent.files[0].read_bytes()
    sent.files[0].unlink()
    QTest.keyClick(year, Qt.Key.Key_Up)
    hands.qtbot.waitUntil(lambda: year.value() == 2026)
    assert any("找不到文件" in label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert button(dialog, "导入").isEnabled(), "what is shown can come in, under the year that is shown"

    def cancel(*_args, **_options):
        raise Cancelled

    sent.files[0].write_bytes(content)
    monkeypatch.setattr("core.services.import_assistant.read_files", cancel)
    QTest.keyClick(year, Qt.Key.Key_Up)
    hands.qtbot.waitUntil(lambda: year.value() == 2026)
    assert button(dialog, "导入").isEnabled()
    dialog.close()


def test_another_year_forgets_no_file_that_could_not_be_read(hands: Hands, tmp_path):
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1))
    (sent.folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert drop(hands, sent.folder)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    QTest.keyClick(dialog.findChild(QSpinBox, "importYear"), Qt.Key.Key_Up)
    hands.qtbot.waitUntil(lambda: tables.index(0, 4).data() == "新增")
    notes = dialog.findChild(QTabWidget, "importNotes")
    shown = [notes.tabText(index) for index in range(notes.count()) if notes.isTabVisible(index)]
    assert "没能读取的文件（1）" in shown
    assert "收件清单" in shown
    dialog.close()


def test_in_another_year_no_conflict_of_this_one_is_open(hands: Hands, tmp_path):
    (sent,) = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1)).files
    workbook = opened(sent.read_bytes())
    next(cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value == "1次").value = "9次"
    workbook.save(sent)
    hands.window.session.perform(intents.set_cells(tables_of(hands)[0], {(0, "value"): "3次"}))
    assert drop(hands, sent)
    dialog = hands.dialog("importDialog")
    outcome = dialog.findChild(QLabel, "importOutcome")
    assert "1 处冲突没有选择" in outcome.text()
    QTest.keyClick(dialog.findChild(QSpinBox, "importYear"), Qt.Key.Key_Up)
    hands.qtbot.waitUntil(lambda: "新增 1 张表" in outcome.text())
    assert "冲突" not in outcome.text()
    dialog.close()


def test_keeping_everything_of_the_workspace_leaves_nothing_to_import(hands: Hands, tmp_path):
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    hands.window.session.perform(intents.set_form_field(tables_of(hands)[0].project, "purpose", "改了"))
    drop(hands, sent.files[0], sent.files[1])
    dialog = hands.dialog("importDialog")
    received = dialog.findChild(QAbstractItemView, "receipts").model()
    assert [received.index(row, 3).data() for row in range(2)] == ["已收到", "没有收到"]
    assert not button(dialog, "导入").isEnabled()  # only the workspace has changed anything
    choose(hands, dialog, ALL, "f")
    assert button(dialog, "导入").isEnabled()
    choose(hands, dialog, ALL, "w")
    assert not button(dialog, "导入").isEnabled()
    dialog.close()


def test_a_side_is_chosen_for_places_rows_a_table_and_all_tables(hands: Hands, tmp_path):
    """Nothing ties these copies to the workspace, so whatever would overwrite a text waits for the clerk."""
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    for file in sent.files[:2]:
        workbook = opened(file.read_bytes())
        del workbook[IDENTITY_SHEET]
        rows = workbook.worksheets[0].iter_rows(min_row=9)
        first, second = next(rows), next(rows)
        first[4].value, first[6].value, second[6].value = "别的说明", "9次", "8次"
        workbook.save(file)
    drop(hands, *sent.files[:2])
    dialog = hands.dialog("importDialog")
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences")
    model = differences.model()
    suggested = ticks_of(model)
    assert suggested == [OPEN] * 3
    differences.setFocus()
    choose(hands, dialog, TABLE, "f")
    assert ticks_of(model) == [YES] * 3
    choose(hands, dialog, TABLE, "w")
    assert ticks_of(model) == [NO] * 3
    differences.selectRow(0)
    choose(hands, dialog, PLACES, "f")
    assert ticks_of(model) == [YES, NO, NO]
    choose(hands, dialog, LINES, "f")
    assert ticks_of(model) == [YES, YES, NO]
    choose(hands, dialog, ALL, "r")
    assert ticks_of(model) == suggested
    choose(hands, dialog, ALL, "f")
    assert "6 处采用文件，0 处保留工作区" in dialog.findChild(QLabel, "importOutcome").text()
    dialog.close()


def test_another_unit_on_a_sheet_is_shown_and_cannot_be_taken(hands: Hands, tmp_path):
    (sent,) = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx", Selection(number=1)).files
    workbook = opened(sent.read_bytes())
    workbook.worksheets[0]["A2"] = "319101改了名的单位"
    workbook.save(sent)
    assert drop(hands, sent)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    assert tables.index(0, 4).data() == "只有单位不同（1 处）"
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences").model()
    assert differences.index(0, 0).data() == "单位名称（不随表导入）"
    assert [differences.index(0, column).data() for column in (1, 3)] == ["文件改过", "改了名的单位"]
    assert any("单位不随表导入" in label.text() for label in dialog.findChildren(QLabel))
    assert not button(dialog, "导入").isEnabled()
    dialog.reject()


def test_the_differences_of_a_final_table_can_be_looked_at(hands: Hands, tmp_path):
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    hands.window.session.perform(intents.set_form_field(tables_of(hands)[0].project, "purpose", "改了"))
    hands.window.session.perform(finalise(tables_of(hands)[:1]))
    drop(hands, sent.files[0])
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables")
    locked = next(row for row in range(14) if tables.model().index(row, 4).data().startswith("已定稿"))
    tables.setFocus()
    hands.keys("Home", *["Down"] * locked)
    assert tables.currentIndex().row() == locked
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences").model()
    assert differences.rowCount() == 1
    assert differences.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is None
    assert not button(dialog, "导入").isEnabled()
    dialog.close()


def test_what_was_recognised_is_shown_beside_the_source(hands: Hands):
    hands.window.session.perform(intents.remove_tables(tables_of(hands)[:2]))
    drop(hands, DOCX_FILE)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables")
    tables.setFocus()
    hands.keys("Down")
    rows = dialog.findChild(QAbstractItemView, "recognisedRows").model()
    assert rows.rowCount() == 7
    assert rows.index(0, 2).data() == reference_tables()[1].indicators[0].name
    assert any("第 3 个表格" in label.text() for label in dialog.findChildren(QLabel))
    recognised = dialog.findChild(QAbstractItemView, "recognisedRows")
    source = dialog.findChild(QAbstractItemView, "sourceRows")
    recognised.setFocus()
    hands.keys("Down", "Down")
    pointed = [index.data() for index in source.selectedIndexes()]
    assert rows.index(2, 2).data() in pointed
    assert rows.index(2, 4).data() in pointed
    fields = dialog.findChild(QAbstractItemView, "recognisedFields")
    fields.setFocus()
    hands.keys("Down")
    assert [index.data() for index in source.selectedIndexes()] == [fields.model().index(1, 1).data()]
    dialog.close()


def marked(dialog) -> list[str]:
    """The texts that are marked in the file's rows, the first of them in sight."""
    source = dialog.findChild(QAbstractItemView, "sourceRows")
    indexes = source.selectedIndexes()
    for index in indexes[:1]:
        box = source.visualRect(index)
        assert source.viewport().rect().contains(QPoint(box.left() + 5, box.center().y()))
    return [index.data() for index in indexes]


def test_a_difference_and_a_remark_are_pointed_out_in_the_source(hands: Hands, tmp_path):
    first = tables_of(hands)[0]
    last = first.indicators[-1]
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    workbook, other = (opened(file.read_bytes()) for file in sent.files[:2])
    one, two = workbook.worksheets[0], other.worksheets[0]
    cells = [cell for row in one.iter_rows() for cell in row]
    next(cell for cell in cells if cell.value == first.project.purpose).value = "改过的用途"
    renamed = next(cell for cell in cells if cell.value == last.name)
    renamed.value, last_row = "改过的名称", renamed.row
    added = ("满意度指标", "服务对象满意度指标", "新的一行", "", "说明", "", "≥90%")
    for column, text in enumerate(added, start=1):
        one.cell(last_row + 1, column, text)
    header = next(row for row in two.iter_rows() if row[0].value == "一级指标")
    weights = two.max_column + 1
    two.cell(header[0].row, weights, "权重")
    two.cell(header[0].row + 1, weights, 10)
    spaced = next(
        cell for row in two.iter_rows() for cell in row if cell.value == tables_of(hands)[1].indicators[2].name
    )
    spaced.value = f"  {spaced.value}  "
    workbook.save(sent.files[0])
    other.save(sent.files[1])

    drop(hands, *sent.files[:2])
    dialog = hands.dialog("importDialog")
    notes = dialog.findChild(QTabWidget, "importNotes")
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences")
    assert marked(dialog) == ["改过的用途"]
    differences.setFocus()
    hands.keys("Down")
    assert marked(dialog) == ["改过的名称"]
    hands.keys("Down")
    assert "新的一行" in marked(dialog)
    hands.click(differences.viewport(), differences.visualRect(differences.model().index(0, 2)).center())
    assert marked(dialog) == ["改过的用途"]

    tables = dialog.findChild(QAbstractItemView, "importTables")
    for title, text in (("需要留意的地方", "权重"), ("去掉的空白", spaced.value)):
        tables.selectRow(0)
        remarks = next(view for view in notes.findChildren(QListWidget) if view.accessibleName() == title)
        tab = notes.tabBar().tabRect(notes.indexOf(remarks))
        hands.click(notes.tabBar(), tab.center())
        hands.click(remarks.viewport(), remarks.visualItemRect(remarks.item(0)).center())
        assert tables.currentIndex().row() == 1
        assert marked(dialog) == [text]
    dialog.close()


def test_reading_a_folder_tells_its_progress_and_can_be_cancelled(hands: Hands, tmp_path, monkeypatch):
    monkeypatch.setattr("gui.background.SHOW_AFTER_MS", 0)
    sent = export_each(hands.window.session.workspace, tmp_path, "交来", ".xlsx")
    for number in range(200):
        (sent.folder / f"{number}.xlsx").write_bytes(sent.files[0].read_bytes())
    hands.window.session.perform(intents.remove_tables(tables_of(hands)[:2]))
    assert drop(hands, sent.folder)
    progress = hands.dialog("progressDialog")
    bar = progress.findChild(QProgressBar)
    hands.qtbot.waitUntil(lambda: 0 < bar.value() < bar.maximum() == len(sent.files) + 200)
    hands.click(button(progress, "取消"))
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QDialog, "progressDialog") is None)
    assert hands.window.findChild(QDialog, "importDialog") is None
    assert QApplication.activeWindow() is hands.window

    assert drop(hands, sent.folder)
    hands.dialog("importDialog").close()  # which has the keyboard, though the progress was shown


def test_reading_one_large_file_can_be_cancelled_within_it(hands: Hands, tmp_path, monkeypatch):
    monkeypatch.setattr("gui.background.SHOW_AFTER_MS", 0)
    file = tmp_path / "很大.xlsx"
    numbered = [replace(table, number=table.number + 14 * times) for times in range(60) for table in reference_tables()]
    file.write_bytes(xlsx_bytes(numbered))
    assert drop(hands, file)
    hands.click(button(hands.dialog("progressDialog"), "取消"))
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QDialog, "progressDialog") is None)
    assert hands.window.findChild(QDialog, "importDialog") is None


def test_a_unit_gets_its_tables_back_with_the_findings(hands: Hands, tmp_path):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+Shift+B")
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QFileDialog) is not None)
    chooser = hands.window.findChild(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()
    hands.qtbot.waitUntil(lambda: hands.window.findChild(QMessageBox) is not None)
    box = hands.window.findChild(QMessageBox)
    assert "1 个文件" in box.text()
    box.close()
    assert [file.name for file in tmp_path.glob("退回修改*/*.xlsx")] == ["319202天津市便民专线服务中心 退回意见.xlsx"]
