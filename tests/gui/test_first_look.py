"""The tree stands before SQLAlchemy is loaded, and stays the same tree when the file is open."""

import threading
from contextlib import closing

import pytest
from PySide6.QtCore import QSettings, Qt, QThreadPool
from PySide6.QtWidgets import QCommandLinkButton, QTreeView

from core import places
from core.domain.errors import KnownError
from core.services import editing, intents
from db.first_look import first_look
from db.store import FileStore
from gui import application
from gui.main_window import MainWindow
from tests.gui.conftest import Hands


class SlowStore:
    """Loads the store when it is told to."""

    def __init__(self) -> None:
        self.may_load = threading.Event()
        self.refuses = False

    def load(self) -> FileStore:
        self.may_load.wait(30)
        if self.refuses:
            raise KnownError("打不开。")
        return FileStore()


@pytest.fixture
def slow_store():
    return SlowStore()


@pytest.fixture
def started(sample, slow_store, qtbot):
    """The window as it is while everything else is being loaded."""
    application.application()
    window = MainWindow(slow_store.load, QSettings(), places.data_folder(), first_look)
    window.show()
    window.start(sample)
    qtbot.waitUntil(lambda: window.findChild(QTreeView, "projectTree") is not None)
    yield Hands(window, qtbot)
    slow_store.may_load.set()
    window.close()
    window.deleteLater()
    QThreadPool.globalInstance().waitForDone()


def test_the_tree_is_filled_and_only_shows(started):
    assert started.window.workbench is None
    line = started.line("2025 年度", "319202", "12. ")
    assert line.siblingAtColumn(1).data() == "139.20"
    assert not line.flags() & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)


def test_what_was_chosen_meanwhile_is_shown_when_the_file_is_open(started, slow_store, qtbot):
    tree = started.tree
    started.choose("2025 年度", "319101", "3. ")
    slow_store.may_load.set()
    qtbot.waitUntil(lambda: started.window.workbench is not None)
    bench = started.window.workbench
    assert bench.tree.view is tree
    qtbot.waitUntil(lambda: bench.editor.current_table() is not None)
    assert bench.editor.current_table().number == 3
    assert tree.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
    qtbot.waitUntil(lambda: not bench.live.is_busy)


def test_what_changed_between_the_look_and_opening_is_shown(sample, started, slow_store, qtbot):
    with closing(FileStore().open(sample)) as workspace:
        with workspace.read() as reader:
            table = next(reader.tables())
        editing.apply(workspace, intents.set_form_field(table.project, "name", "刚刚改的名称"))
    slow_store.may_load.set()
    qtbot.waitUntil(lambda: started.window.workbench is not None)
    assert started.line("2025 年度", "319101", "1. ").data() == "1. 刚刚改的名称"
    qtbot.waitUntil(lambda: not started.window.workbench.live.is_busy)


def test_where_the_file_cannot_be_opened_nothing_of_it_stays(started, slow_store, qtbot):
    slow_store.refuses = True
    slow_store.may_load.set()
    started.dialog().accept()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in started.window.findChildren(QCommandLinkButton)))
    assert started.window.findChild(QTreeView, "projectTree") is None
