"""The main window over a real workspace file, worked with keys and clicks as in the program."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from core import places
from core.ports import Outline
from core.services.sample import add_sample
from db.store import FileStore
from gui import application
from gui.main_window import MainWindow

PATIENCE_MS = 30_000


class PatientBot(QtBot):
    """Waits as long as a busy machine may take; what never comes is told by a person's patience, not by a core's."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - Qt's
        """Wait for a condition."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, but patient."""
    return PatientBot(request)


class Hands:
    """What a clerk does at the window, and what then stands on disk."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def tree(self) -> QTreeView:
        return self.window.findChild(QTreeView, "projectTree")

    @property
    def search_box(self) -> QLineEdit:
        return self.window.findChild(QLineEdit, "searchBox")

    def keys(self, *sequences: str) -> None:
        """Press keys, each as ``Ctrl+D``, ``Return`` …, wherever the focus is."""
        for sequence in sequences:
            if QApplication.focusWidget() is None:  # a dialog was closed, and no window manager hands the focus on
                self.window.activateWindow()
                self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
            combination = QKeySequence(sequence)[0]
            QTest.keyClick(
                QApplication.focusWidget() or self.window, combination.key(), combination.keyboardModifiers()
            )

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(text)  # QTest types no Chinese

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place or widget.rect().center()
        )

    def choose(self, *titles: str) -> None:
        """Click a line of the tree, given its titles from the year downwards."""
        self.click(self.tree.viewport(), self.tree.visualRect(self.line(*titles)).center())

    def line(self, *titles: str):
        model = self.tree.model()
        index = self.tree.rootIndex()
        for title in titles:
            lines = [model.index(row, 0, index) for row in range(model.rowCount(index))]
            index = next(line for line in lines if title in line.data())
        return index

    def dialog(self, name: str | None = None) -> QDialog:
        """The dialog that is open, waited for; where several are, it has to be named."""

        def found() -> list[QDialog]:
            dialogs = [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible()]
            if name is None:  # but not for the progress of what takes long, as everything may on a busy machine
                return [d for d in dialogs if d.objectName() != "progressDialog"]
            return [d for d in dialogs if d.objectName() == name]

        self.qtbot.waitUntil(lambda: len(found()) == 1 and QApplication.activeWindow() is found()[0])
        return found()[0]

    def outline(self) -> Outline:
        """What is on disk, read through a connection of its own."""
        workspace = FileStore().open(self.window.session.workspace.path)
        try:
            with workspace.read() as reader:
                return reader.outline()
        finally:
            workspace.close()

    def project_names(self, unit_code: str = "319101") -> list[str]:
        units = [unit for year in self.outline() for unit in year.units if unit.unit.code == unit_code]
        return [project.name for unit in units for project in unit.projects]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A workspace with the fourteen tables."""
    path = tmp_path / "2025年绩效目标.jxdb"
    workspace = FileStore().create(path)
    add_sample(workspace)
    workspace.close()
    return path


@pytest.fixture
def open_hands(qtbot: QtBot) -> Iterator[Callable[[Path], Hands]]:
    """Opens the window of a workspace; all windows are closed at the end."""
    windows: list[MainWindow] = []

    def opened(path: Path, *, claiming: bool = False) -> Hands:
        window = application.open_window(partial(FileStore, claiming=claiming), path)
        windows.append(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: not window.workbench.live.is_busy)
        return Hands(window, qtbot)

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    QThreadPool.globalInstance().waitForDone()


@pytest.fixture
def hands(open_hands: Callable[[Path], Hands], sample: Path) -> Hands:
    """The window with the fourteen tables open."""
    return open_hands(sample)


@pytest.fixture
def first_start(qtbot: QtBot) -> Iterator[Hands]:
    """The window as it is at the first start: no workspace, no settings."""
    application.application()
    window = MainWindow(FileStore, QSettings(), places.data_folder())
    window.show()
    window.start(None)
    yield Hands(window, qtbot)
    window.close()
    window.deleteLater()
    QThreadPool.globalInstance().waitForDone()
