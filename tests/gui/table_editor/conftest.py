"""A table editor over a real workspace file with the fourteen reference tables, worked with keys and clicks only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from core.domain.edits import Insert, change
from core.domain.records import INDICATOR_COLUMNS, Project, TargetTable
from db.store import FileStore
from gui import background
from gui.session import Session
from gui.table_editor import TableEditor
from tests.reference import reference_tables

EMPTY = "empty"


class Desk:
    """The editor on screen, and the hands at it."""

    def __init__(self, session: Session, editor: TableEditor) -> None:
        self.session = session
        self.editor = editor
        self.grid = editor.findChild(QTableView, "indicatorGrid")
        self.model = self.grid.model()

    def field(self, name: str) -> QWidget:
        return self.editor.findChild(QWidget, name)

    def show(self, project_id: str) -> None:
        self.editor.show_table(project_id)
        self.grid.setFocus()

    def click(self, row: int, column: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        point = self.grid.visualRect(self.model.index(row, column)).center()
        QTest.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, modifiers, point)

    def keys(self, *sequences: str) -> None:
        """Press keys, each as ``Ctrl+D``, ``Return`` …, wherever the focus is."""
        for sequence in sequences:
            combination = QKeySequence(sequence)[0]
            QTest.keyClick(self.focused(), combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text: ASCII by its keys, Chinese as an input method commits it, without preedit."""
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(self.focused(), sign)
            else:
                self.commit_from_input_method(sign)

    def commit_from_input_method(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(self.focused(), event)

    def compose(self, preedit: str) -> None:
        QCoreApplication.sendEvent(self.focused(), QInputMethodEvent(preedit, []))

    @staticmethod
    def focused() -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def cell(self) -> tuple[int, int]:
        index = self.grid.currentIndex()
        return index.row(), index.column()

    def selected(self) -> set[tuple[int, int]]:
        return {(index.row(), index.column()) for index in self.grid.selectedIndexes()}

    def on_disk(self) -> TargetTable:
        with self.session.workspace.read() as reader:
            return reader.table(self.editor.current_table().project.id)

    def texts(self) -> list[tuple[str, ...]]:
        return [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in self.on_disk().indicators]

    def column(self, column: int) -> list[str]:
        return [row[column] for row in self.texts()]

    def notice(self) -> str:
        """The sentence shown beside a cell or field."""
        notices = [w for w in self.editor.window().findChildren(QWidget, "notice") if w.isVisible()]
        return "".join(notice.text() for notice in notices)


@pytest.fixture
def make_desk(tmp_path, qtbot) -> Callable[..., Desk]:
    """Opens an editor over a fresh workspace."""
    opened = []

    def make(*, shown: str = "p1", folder: Path = tmp_path) -> Desk:
        workspace = FileStore().create(folder / "工作簿.jxdb")
        session = Session(workspace)
        assert session.perform(_everything())
        session.undo_stack.clear()
        editor = TableEditor(session)
        qtbot.addWidget(editor)
        editor.resize(1100, 800)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(lambda: editor.isActiveWindow())
        desk = Desk(session, editor)
        desk.show(shown)
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        background.stop_all(desk.editor)
        desk.editor.close()
        desk.session.workspace.close()


@pytest.fixture
def desk(make_desk) -> Desk:
    """Reference table 1 (nine rows) is shown."""
    return make_desk()


@pytest.fixture
def empty_desk(make_desk) -> Desk:
    """A project with nothing in it is shown."""
    return make_desk(shown=EMPTY)


def _everything():
    tables = reference_tables()
    years = {table.year.id: table.year for table in tables}
    units = {table.unit.id: table.unit for table in tables}
    records = [*years.values(), *units.values()]
    for table in tables:
        records += [table.project, *table.indicators]
    records.append(Project(EMPTY, tables[-1].unit.id, 1_000_000))
    return change("准备", [Insert(record) for record in records])
