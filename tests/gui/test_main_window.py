import gc
import shutil
import threading
import weakref
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QThreadPool, QTimer, QUrl
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCommandLinkButton,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from core import places
from core.domain.errors import KnownError
from core.services import intents
from db.store import FileStore
from gui.main_window import MainWindow
from gui.outline_model import MARKS, NAME
from gui.recent_files import KEEP, folder_of, look, recent_files, remember_file, remember_folder
from tests.gui.words import english
from tests.reference import DOCX_FILE, TXT_FILE, reference_tables


def label(hands, name):
    return hands.window.findChild(QLabel, name).text()


def choose_file(hands, path):
    """Answer the file dialog that is open."""
    dialog = hands.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


def message_boxes():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def press(hands, dialog, text):
    hands.click(next(b for b in dialog.findChildren(QAbstractButton) if b.text().startswith(text)))


# First start


def test_the_first_start_shows_what_can_be_done(first_start):
    buttons = [b.text() for b in first_start.window.findChildren(QCommandLinkButton) if b.isVisible()]
    assert buttons == ["新建工作区", "打开工作区…", "导入…", "打开示例"]


def test_the_sample_opens_with_fourteen_tables_in_the_data_folder(first_start, qtbot):
    first_start.click(first_start.window.findChild(QWidget, "welcome_open_sample"))
    qtbot.waitUntil(lambda: first_start.window.workbench is not None)
    assert first_start.window.session.workspace.path == places.data_folder() / "示例.jxdb"
    assert len(first_start.project_names("319101") + first_start.project_names("319202")) == 14
    assert first_start.window.workbench.editor.current_table().number == 1


def test_a_new_workspace_is_made_where_the_clerk_says_and_filled_with_keys(first_start, qtbot, tmp_path):
    first_start.click(first_start.window.findChild(QWidget, "welcome_new_workspace"))
    choose_file(first_start, tmp_path / "新的.jxdb")
    qtbot.waitUntil(lambda: first_start.window.workbench is not None)
    first_start.keys("Ctrl+N")  # there is no unit yet: that is asked for first
    first_start.dialog()
    first_start.type("319101")
    first_start.keys("Return")
    qtbot.waitUntil(lambda: first_start.dialog().windowTitle() == "新建项目")
    first_start.type("第一个项目")
    first_start.keys("Return")
    assert first_start.project_names() == ["第一个项目"]


def test_importing_from_the_welcome_page_makes_a_workspace_first(first_start, qtbot, tmp_path):
    offer = first_start.window.findChild(QWidget, "welcome_import_into_new")
    assert "Excel、Word 或文本" in offer.description()
    first_start.click(offer)
    choose_file(first_start, tmp_path / "新的.jxdb")
    qtbot.waitUntil(lambda: first_start.window.workbench is not None)
    choose_file(first_start, TXT_FILE)
    press(first_start, first_start.dialog("importDialog"), "导入")
    qtbot.waitUntil(lambda: first_start.window.session.undo_stack.canUndo())
    assert len(first_start.project_names("319202")) == 6


def test_the_last_workspace_opens_by_itself_next_time(sample, open_hands, qtbot):
    open_hands(sample).window.close()
    window = MainWindow(FileStore, QSettings(), places.data_folder())
    window.show()
    window.start(None)
    qtbot.waitUntil(lambda: window.workbench is not None)
    assert window.session.workspace.path == sample
    qtbot.waitUntil(lambda: not window.workbench.live.is_busy)
    window.close()
    window.deleteLater()


def test_a_file_that_is_no_workspace_is_refused_in_a_sentence_and_the_welcome_page_stays(first_start, tmp_path):
    foreign = tmp_path / "照片.jxdb"
    foreign.write_bytes(b"\xff\xd8 not a workspace" * 100)
    first_start.window.rooms["files"].open_file(foreign)
    box = first_start.dialog()
    assert "照片.jxdb" in box.text()
    assert first_start.window.findChild(QCommandLinkButton).isVisible()
    box.close()


# What is remembered


def test_panels_table_and_closed_units_are_remembered(sample, open_hands):
    first = open_hands(sample)
    first.choose("2025", "319101", "5.")
    first.tree.collapse(first.line("2025", "319202"))
    first.keys("F11")
    first.window.close()
    second = open_hands(sample)
    assert second.window.workbench.editor.current_table().number == 5
    assert not second.tree.isExpanded(second.line("2025", "319202"))
    assert not second.window.workbench.findings.isVisible()
    assert not second.window.findChild(QAction, "show_findings").isChecked()


def test_size_is_remembered(sample, open_hands):
    first = open_hands(sample)
    first.window.resize(first.window.width() + 20, first.window.height() - 40)
    size = first.window.size()
    first.window.close()
    assert open_hands(sample).window.size() == size


def leaves_room_for_its_frame(window):
    screen = window.screen().availableGeometry()
    return screen.contains(window.geometry()) and window.height() <= 0.93 * screen.height()


def test_the_first_window_leaves_room_for_its_frame(first_start):
    assert leaves_room_for_its_frame(first_start.window)


def test_a_window_that_was_larger_than_this_screen_fits_it(sample, open_hands):
    first = open_hands(sample)
    first.window.resize(first.window.screen().availableSize() * 1.5)
    first.window.close()
    assert leaves_room_for_its_frame(open_hands(sample).window)


def test_recent_files_newest_first(tmp_path):
    settings = QSettings()
    files = [tmp_path / f"{number}.jxdb" for number in range(KEEP + 1)]
    for file in files:
        remember_file(settings, file)
    remember_file(settings, files[-2])
    assert recent_files(settings) == [files[-2], files[-1], *reversed(files[1:-2])]
    settings.sync()
    assert recent_files(QSettings())[0] == files[-2]


def test_files_that_the_system_does_not_let_us_look_at_are_no_bug(hands, tmp_path):
    """A name that is too long, as a share that is gone or a folder that was closed to us."""
    unreachable = tmp_path / ("长" * 100 + ".jxdb")
    remember_file(hands.window.settings, unreachable)
    remember_folder(hands.window.settings, "import", unreachable / "x")
    there: list[list[Path]] = []
    look(hands.window, recent_files(hands.window.settings), there.append)
    hands.qtbot.waitUntil(lambda: bool(there))
    assert unreachable not in there[0]
    assert folder_of(hands.window.settings, "import").is_dir()
    with pytest.raises(KnownError, match="太长"):
        hands.window.opener.open_now(unreachable)


def test_a_folder_on_a_share_that_does_not_answer_is_not_waited_for(hands, tmp_path, monkeypatch):
    is_over = Event()
    remember_folder(hands.window.settings, "import", tmp_path / "x")
    monkeypatch.setattr("gui.recent_files.is_folder", lambda path: path != tmp_path or is_over.wait())
    assert folder_of(hands.window.settings, "import") == Path.home() / "Documents"
    is_over.set()


def test_a_share_that_does_not_answer_holds_up_neither_menu_nor_start(hands, sample, tmp_path, monkeypatch):
    gone, dead, is_over = tmp_path / "删了.jxdb", tmp_path / "断开的共享.jxdb", Event()
    monkeypatch.setattr("gui.recent_files.is_file", lambda path: is_over.wait() if path == dead else path.is_file())
    monkeypatch.setattr("gui.recent_files.PATIENCE_S", 0.2)
    settings = hands.window.settings
    for file in (gone, dead):
        remember_file(settings, file)
    menu = next(menu for menu in hands.window.menuBar().findChildren(QMenu) if "最近打开" in menu.title())
    menu.aboutToShow.emit()
    assert [action.text().split()[1] for action in menu.actions()] == [dead.stem, gone.stem, sample.stem]
    hands.qtbot.waitUntil(lambda: not menu.actions()[0].isEnabled())
    assert [action.isEnabled() for action in menu.actions()] == [False, False, True]
    assert menu.actions()[0].text().endswith("现在找不到")
    hands.window.close()
    again = MainWindow(FileStore, settings, places.data_folder())
    remember_file(settings, dead)
    again.show()
    again.start(None)
    hands.qtbot.waitUntil(lambda: again.windowTitle() == "欢迎")
    again.close()
    again.deleteLater()
    is_over.set()


@pytest.mark.parametrize("line", [("2025", "319202"), ("2025",), ("2025", "319101", "5.")])
def test_the_window_comes_back_to_the_line_where_it_was_left(hands, open_hands, sample, line):
    hands.choose(*line)
    title = hands.window.workbench.tree.current_node().title
    assert line[-1] in title
    hands.window.close()
    assert open_hands(sample).window.workbench.tree.current_node().title == title


# Working


def test_what_was_done_is_said_to_be_on_disk(hands):
    hands.choose("2025", "319202")
    hands.keys("Alt+Up")
    assert label(hands, "statusSaved") == "移动单位，已保存到磁盘"
    assert label(hands, "statusFile") == "2025年绩效目标.jxdb"
    assert "2025年绩效目标" in hands.window.windowTitle()


def test_findings_follow_an_edit(hands):
    hands.choose("2025", "319101", "4.")
    session, editor = hands.window.session, hands.window.workbench.editor
    assert hands.window.workbench.live.of(editor.current_table().project.id) == ()
    session.perform(intents.set_cells(editor.current_table(), {(0, "name"): ""}))
    marks = hands.tree.model().index(3, 2, hands.line("2025", "319101"))
    assert "1 个错误" in marks.data(Qt.ItemDataRole.ToolTipRole)
    hands.keys("F8")
    assert "第 1 行" in label(hands, "statusPlace")


def test_going_through_the_findings_goes_round(hands):
    hands.choose("2025", "319101", "2.")
    places_seen = []
    for key in ("F8", "F8", "F8", "F8", "Shift+F8"):
        hands.keys(key)
        places_seen.append(label(hands, "statusPlace"))
    first, second, third, again, back = places_seen
    assert (again, back) == (first, third)
    assert len({first, second, third}) > 1


def test_keys_move_between_the_parts_of_the_window(hands):
    seen = []
    for key in ("Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+1", "Ctrl+K"):
        hands.keys(key)
        seen.append(QApplication.focusWidget().objectName())
    assert seen == ["projectName", "indicatorGrid", "findingsTable", "projectTree", "searchBox"]


def test_a_key_goes_to_the_findings_that_are_hidden(hands):
    hands.keys("F11")
    assert not hands.window.workbench.is_shown("findings")
    hands.keys("Ctrl+4")
    assert QApplication.focusWidget().objectName() == "findingsTable"
    assert hands.window.workbench.is_shown("findings")


def test_keys_make_the_grid_larger_and_smaller(hands):
    grid = hands.window.workbench.grid
    hands.keys("Ctrl+3")
    usual = grid.font().pointSizeF()
    hands.keys("Ctrl+Shift+.")
    assert grid.font().pointSizeF() > usual
    hands.keys("Ctrl+Shift+,", "Ctrl+Shift+,")
    assert grid.font().pointSizeF() < usual


def test_ctrl_z_takes_back_the_spelling_of_pasted_values_first_and_the_paste_next(hands):
    def values():
        return [row.value for row in hands.window.workbench.editor.current_table().indicators[:2]]

    hands.choose("2025", "319101", "1.")
    before = values()
    hands.keys("Ctrl+3", "Ctrl+Home", "End")
    QApplication.clipboard().setText("大于等于3个\n≥ 95 %\n")
    hands.keys("Ctrl+V")
    assert values() == ["≥3个", "≥95%"]
    hands.keys("Ctrl+Z")
    assert values() == ["大于等于3个", "≥ 95 %"]
    hands.keys("Ctrl+Z")
    assert values() == before
    hands.keys("Ctrl+Y", "Ctrl+Y")
    assert values() == ["≥3个", "≥95%"]


def test_a_key_sorts_the_rows(hands):
    hands.choose("2025", "319202", "12.")
    hands.keys("Ctrl+3", "Ctrl+Shift+L")
    rows = hands.window.workbench.editor.current_table().indicators
    assert [row.subcategory for row in rows[:4]] == ["数量指标", "质量指标", "时效指标", "成本指标"]
    hands.keys("Ctrl+Z")
    rows = hands.window.workbench.editor.current_table().indicators
    assert [row.subcategory for row in rows[:4]] == ["数量指标", "成本指标", "时效指标", "质量指标"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # said by Qt's offscreen platform of every menu
def test_a_key_opens_the_menu_of_filters_in_which_keys_choose(hands):
    opened = []

    def choose_the_first():
        menu = QApplication.activePopupWidget()
        opened.append(menu)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)

    QTimer.singleShot(0, choose_the_first)  # the menu keeps the key waiting until it is closed
    hands.keys("Ctrl+Shift+F")
    button = hands.window.findChild(QToolButton, "filterButton")
    assert opened == [button.menu()]
    assert button.text() == "1"
    assert button.menu().actions()[0].isChecked()


def test_rows_are_moved_in_the_grid_and_projects_in_the_tree_by_the_same_keys(hands):
    names = hands.project_names()
    hands.keys("Ctrl+3", "Alt+Down")
    assert hands.project_names() == names
    assert hands.window.session.undo_stack.undoText() == "移动行"
    hands.keys("Ctrl+1", "Alt+Down")
    assert hands.project_names()[:2] == [names[1], names[0]]


def test_the_contract_names_are_there_and_inputs_have_accessible_names(hands):
    hands.keys("F12")
    for name in ("projectTree", "searchBox", "formEditor", "indicatorGrid", "findingsTable", "previewView"):
        assert hands.window.findChild(QWidget, name) is not None, name
    inputs = [w for w in hands.window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [w for w in inputs if w.isVisible() and not (w.accessibleName() or getattr(w, "text", str)())]
    assert nameless == []


def test_opening_another_workspace_leaves_the_first_one_whole(hands, tmp_path, qtbot):
    first = hands.window.session.workspace.path
    other = tmp_path / "另一个.jxdb"
    FileStore().create(other).close()
    hands.window.rooms["files"].open_file(other)
    qtbot.waitUntil(lambda: hands.window.session.workspace.path == other)
    assert list(first.parent.glob(f"{first.name}-*")) == []
    assert hands.window.workbench.editor.current_table() is None


@pytest.mark.parametrize("asked", [(0, 1), (1, 0, 0, 1), (1, 1)], ids=str)
def test_of_workspaces_opened_one_right_after_the_other_the_last_is_shown_and_all_others_let_go_of(
    hands, tmp_path, qtbot, asked
):
    others = [tmp_path / f"第{number}个.jxdb" for number in (1, 2)]
    for other in others:
        FileStore().create(other).close()
    for number in asked:
        hands.window.rooms["files"].open_file(others[number])
    qtbot.waitUntil(lambda: hands.window.session.workspace.path == others[1])
    qtbot.wait(300)
    assert hands.window.session.workspace.path == others[1]
    assert hands.window.opening_page.count() == 1
    assert sorted(tmp_path.glob(f"{others[0].name}*")) == [others[0]]
    hands.window.close()
    assert sorted(tmp_path.glob(f"{others[1].name}*")) == [others[1]]


def test_a_line_that_was_closed_is_closed_when_one_comes_back_from_other_workspaces(hands, tmp_path, qtbot):
    others, sample = [tmp_path / f"第{number}个.jxdb" for number in (1, 2)], hands.window.session.workspace.path
    for other in others:
        FileStore().create(other).close()
    model, view = hands.window.workbench.tree.model, hands.window.workbench.tree.view
    view.collapse(model.index_of(model.years()[0].children[-1]))
    for path in (*others, sample):
        hands.window.rooms["files"].open_file(path)
        qtbot.waitUntil(lambda path=path: hands.window.session.workspace.path == path)
        qtbot.wait(100)
    model, view = hands.window.workbench.tree.model, hands.window.workbench.tree.view
    *before, last = model.years()[0].children
    assert all(view.isExpanded(model.index_of(unit)) for unit in before)
    assert not view.isExpanded(model.index_of(last))


@pytest.mark.parametrize("opened", ["overview", "find", "library", "side_by_side", "show_preview", "notes"])
def test_another_workspace_can_be_opened_whatever_else_is_open(hands, tmp_path, qtbot, opened):
    """What is destroyed still calls its models; pytest-qt fails on their exceptions."""
    other = tmp_path / "另一个.jxdb"
    FileStore().create(other).close()
    hands.choose("2025 年度", "319101", "2. ")
    hands.window.commands[opened].trigger()
    qtbot.wait(300)
    hands.window.rooms["files"].open_file(other)
    qtbot.waitUntil(lambda: hands.window.session.workspace.path == other)
    qtbot.wait(300)
    assert hands.window.workbench.editor.current_table() is None


def test_nothing_stays_of_a_workspace_that_is_closed(hands, tmp_path, qtbot):
    """Python's garbage collector does not look for it, see core.services.auditing.set_aside."""
    other = tmp_path / "另一个.jxdb"
    FileStore().create(other).close()
    qtbot.waitUntil(lambda: hands.window.workbench.live.is_current)
    bench, session = hands.window.workbench, hands.window.session
    parts = (bench, session, session.workspace, bench.tree, bench.editor, bench.live, bench.findings, bench.preview)
    left = [weakref.ref(part) for part in (*parts, bench.live._audit, *bench.tree.model.years())]
    del bench, session, parts
    gc.collect()
    gc.disable()
    try:
        hands.window.rooms["files"].open_file(other)
        qtbot.waitUntil(lambda: hands.window.session.workspace.path == other)
        qtbot.waitUntil(lambda: not any(part() for part in left))
    finally:
        gc.enable()


def test_another_path_of_the_open_workspace_is_found_out_beside_the_window_and_opens_nothing(hands, tmp_path, qtbot):
    """On a share that is gone the system takes minutes to answer."""
    asked = []

    class OnShare(type(Path())):
        def resolve(self, strict=False):
            asked.append(threading.current_thread())
            return super().resolve(strict)

    session = hands.window.session
    (tmp_path / "下级").mkdir()
    hands.window.rooms["files"].open_file(OnShare(tmp_path / "下级" / ".." / session.workspace.path.name))
    qtbot.waitUntil(lambda: bool(asked))
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(100)
    assert threading.main_thread() not in asked
    assert hands.window.session is session
    assert hands.window.isVisible()


def test_closing_commits_what_is_being_typed(sample, open_hands):
    hands = open_hands(sample)
    hands.keys("Ctrl+2", "Ctrl+A")
    QApplication.focusWidget().insertPlainText("正在输入的名称") if hasattr(
        QApplication.focusWidget(), "insertPlainText"
    ) else hands.type("正在输入的名称")
    hands.window.close()
    assert "正在输入的名称" in open_hands(sample).project_names()


# Import and export


def test_nothing_is_written_before_import_is_pressed_and_all_of_it_is_one_undo_step(open_hands, tmp_path, qtbot):
    hands = open_hands(tmp_path / "空.jxdb")
    hands.keys("Ctrl+I")
    choose_file(hands, DOCX_FILE)
    dialog = hands.dialog("importDialog")
    tables = dialog.findChild(QAbstractItemView, "importTables").model()
    assert [tables.index(row, 4).data() for row in range(tables.rowCount())] == ["新增"] * 14
    assert hands.outline() == ()
    press(hands, dialog, "导入")
    qtbot.waitUntil(lambda: hands.window.session.undo_stack.canUndo())
    assert hands.project_names("319101") == [t.project.name for t in reference_tables() if t.unit.code == "319101"]
    hands.keys("Ctrl+Z")
    assert hands.outline() == ()


def test_importing_again_offers_nothing_and_another_year_everything(hands, qtbot):
    hands.window.rooms["files"].preview_import([TXT_FILE])
    dialog = hands.dialog("importDialog")
    button = dialog.findChild(QAbstractButton, "importButton")
    assert not button.isEnabled()
    dialog.findChild(QSpinBox, "importYear").setValue(2024)
    qtbot.waitUntil(button.isEnabled)
    hands.click(button)
    qtbot.waitUntil(lambda: hands.window.session.undo_stack.canUndo())
    assert [year.year.year for year in hands.outline()] == [2025, 2024]


def test_a_changed_table_can_be_replaced_by_the_file(hands, qtbot):
    project = hands.window.workbench.editor.current_table().project
    hands.window.session.perform(intents.set_form_field(project, "purpose", "改过的用途"))
    hands.window.rooms["files"].preview_import([TXT_FILE])
    dialog = hands.dialog("importDialog")
    differences = dialog.findChild(QAbstractItemView, "mergeDifferences").model()
    assert [differences.index(0, column).data() for column in range(3)] == ["资金用途", "两边不同！", "改过的用途"]
    press(hands, dialog, "取文件")
    press(hands, dialog, "导入")
    qtbot.waitUntil(lambda: hands.window.session.undo_stack.count() == 2)
    assert hands.window.workbench.editor.current_table().project.purpose == project.purpose


def test_a_file_without_tables_is_refused_in_a_sentence(hands, tmp_path):
    file = tmp_path / "信.txt"
    file.write_text("您好，请查收。", encoding="utf-8")
    hands.window.rooms["files"].preview_import([file])
    box = hands.dialog()
    assert "信.txt" in box.text()
    box.close()


def dropped(hands, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    where = (QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(*where)
    enter.ignore()
    QApplication.sendEvent(hands.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(hands.window, QDropEvent(*where))
    return enter.isAccepted()


def test_a_word_file_dropped_on_the_window_is_shown_for_import(hands):
    assert dropped(hands, DOCX_FILE)
    hands.dialog("importDialog").close()


@pytest.mark.parametrize("name", ["照片.png", "归档.7z", "录音.MP3"])
def test_other_files_are_not_taken(hands, tmp_path, name):
    assert not dropped(hands, tmp_path / name)


@pytest.mark.parametrize("name", ["各单位报来", "3.1-3.15", "2025.上报"])
def test_a_folder_dropped_on_the_window_is_read(hands, tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(DOCX_FILE, folder)
    assert dropped(hands, folder)
    hands.dialog("importDialog").close()


def test_a_folder_on_a_share_that_is_gone_is_missed_only_when_it_was_let_go(hands, tmp_path):
    assert dropped(hands, tmp_path / "报来的表")
    box = hands.dialog("message")
    assert "报来的表" in box.text()
    box.close()


@pytest.mark.parametrize(("format_text", "suffix"), [("PDF", ".pdf"), ("Excel", ".xlsx")])
def test_a_unit_is_exported_in_the_format_chosen(hands, qtbot, tmp_path, format_text, suffix):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+E")
    dialog = hands.dialog("exportDialog")
    assert dialog.findChild(QRadioButton).text() == "当前单位：319202 天津市便民专线服务中心（6 张）"
    press(hands, dialog, format_text)
    press(hands, dialog, "选择文件")
    out = tmp_path / f"导出{suffix}"
    choose_file(hands, out)
    qtbot.waitUntil(lambda: bool(message_boxes()), timeout=30_000)  # a progress dialog may come before
    (box,) = message_boxes()
    assert "已导出 6 张表" in box.text()
    box.close()
    assert out.stat().st_size > 1000


def test_only_what_is_paper_is_offered_for_signature(hands):
    hands.keys("Ctrl+E")
    dialog = hands.dialog("exportDialog")
    signature = next(b for b in dialog.findChildren(QRadioButton) if b.text().startswith("签字版"))
    hands.click(signature)
    assert dialog.request().edition == "signature"
    press(hands, dialog, "Excel")
    assert not signature.isEnabled()
    assert dialog.request().edition == "publication"
    dialog.close()


def test_backup_and_restore(hands, tmp_path, qtbot):
    hands.window.rooms["files"].backup()
    choose_file(hands, tmp_path / "备份.jxdb")
    box = hands.dialog()
    assert "已备份" in box.text()
    press(hands, box, "确定")
    hands.choose("2025", "319101", "1.")
    hands.keys("Delete")
    hands.window.rooms["files"].restore()
    choose_file(hands, tmp_path / "备份.jxdb")
    press(hands, hands.dialog(), "恢复")
    qtbot.waitUntil(lambda: hands.window.workbench is not None and len(hands.project_names()) == 8)
    hands.dialog().close()


# Language


def test_help_lists_every_shortcut(hands):
    hands.keys("F1")
    dialog = hands.dialog("shortcutsDialog")
    listed = dialog.findChild(QTreeWidget, "shortcutsList")
    assert listed.findItems("Ctrl+I", Qt.MatchFlag.MatchRecursive)
    dialog.findChild(QLineEdit).setText("dr")  # 导入
    everywhere = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    assert not listed.findItems("导入", everywhere, 1)[0].isHidden()
    assert listed.findItems("打印", everywhere, 1)[0].isHidden()
    dialog.close()


def test_diagnostics_name_versions_places_and_input_method(hands):
    hands.window.rooms["help"].about()
    dialog = hands.dialog("aboutDialog")
    text = dialog.findChild(QWidget, "diagnostics").toPlainText()
    for word in ("程序版本", "Qt", "输入法", str(hands.window.session.workspace.path), str(places.data_folder())):
        assert word in text
    dialog.close()


def test_standard_dialogs_are_chinese(hands):
    hands.keys("Ctrl+O")
    dialog = hands.dialog()
    texts = [button.text() for button in dialog.findChildren(QAbstractButton) if button.text()]
    assert english(texts) == []
    dialog.close()
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.directory().absolutePath()).is_dir()


@pytest.mark.parametrize("size", [(800, 560), (1366, 768)])
def test_names_marks_and_choices_stay_readable_on_small_screens_with_every_panel_shown(hands, size):
    window, bench = hands.window, hands.window.workbench
    window.resize(*size)
    hands.keys("F12")
    hands.qtbot.waitUntil(bench.preview.isVisible)
    assert (window.width(), window.height()) == size
    header = bench.tree.view.header()
    sign = bench.tree.fontMetrics().horizontalAdvance("网")
    assert header.sectionSize(NAME) >= 6 * sign
    assert header.sectionSize(MARKS) >= bench.tree.fontMetrics().horizontalAdvance("⊗3 ▲6 ⓘ10")
    assert header.length() <= bench.tree.view.viewport().width()
    for box in bench.findings.findChildren(QComboBox):
        if box.isVisible():
            assert box.width() >= box.fontMetrics().horizontalAdvance("全部规则") + sign, box.objectName()
    hands.keys("F12")


def test_the_button_for_what_the_toolbar_has_no_room_for_is_seen_on_a_dark_ground(hands):
    palette = QApplication.palette()
    dark = QPalette(QColor("#353535"), QColor("#2b2b2b"))
    QApplication.setPalette(dark)
    try:
        more = hands.window.findChild(QToolButton, "qt_toolbar_ext_button")
        image = more.icon().pixmap(24, 24).toImage()
    finally:
        QApplication.setPalette(palette)
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn = [point.lightness() for point in points if point.alpha() > 200]
    assert drawn
    assert min(drawn) > 128
