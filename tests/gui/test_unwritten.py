"""What is typed while another program holds the file: nothing of it is lost, whatever the clerk does next."""

import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QMessageBox

from db.store import FileStore

TYPED = "辛苦写好的资金用途"


@contextmanager
def another_program_writes(path):
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "locked\n"
        yield


@pytest.fixture
def typing(hands):
    """The first table, with something typed into its 资金用途."""
    field = hands.window.workbench.editor.findChild(object, "purpose")
    hands.keys("Ctrl+2")
    field.setFocus()
    field.selectAll()
    field.insertPlainText(TYPED)
    hands.field = field
    return hands


def purposes_on_disk(path):
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT purpose FROM project ORDER BY position, id")]


def press(hands, text):
    box = hands.dialog()
    assert isinstance(box, QMessageBox)
    assert TYPED in box.text()
    hands.click(next(b for b in box.findChildren(QAbstractButton) if b.text().startswith(text)))


def test_the_window_stays_open_with_what_was_typed(typing):
    path = typing.window.session.workspace.path
    with another_program_writes(path):
        assert not typing.window.close()
        press(typing, "返回")
        assert typing.window.isVisible()
        assert typing.field.typed() == TYPED
    typing.window.close()
    assert not typing.window.isVisible()
    assert TYPED in purposes_on_disk(path)


def test_trying_once_more_closes_when_the_other_program_is_done(typing):
    path = typing.window.session.workspace.path
    with another_program_writes(path):
        typing.keys("Ctrl+Q")
        box = typing.dialog()
        assert "占用" in box.text()
    press(typing, "再试一次")
    assert not typing.window.isVisible()
    assert TYPED in purposes_on_disk(path)


def test_what_was_typed_can_be_copied_and_given_up(typing):
    path = typing.window.session.workspace.path
    with another_program_writes(path):
        typing.window.close()
        press(typing, "复制")
        assert QGuiApplication.clipboard().text() == TYPED
        assert typing.window.isVisible()
        typing.window.close()
        press(typing, "放弃")
        assert not typing.window.isVisible()
    assert TYPED not in purposes_on_disk(path)


def test_another_workspace_is_opened_when_what_was_typed_is_on_disk(typing, tmp_path):
    path, other = typing.window.session.workspace.path, tmp_path / "另一个.jxdb"
    FileStore().create(other).close()
    with another_program_writes(path):
        typing.window.rooms["files"].open_file(other)
        typing.dialog()
        assert typing.window.session.workspace.path == path
    press(typing, "再试一次")
    typing.qtbot.waitUntil(lambda: typing.window.session.workspace.path == other)
    assert TYPED in purposes_on_disk(path)


@pytest.mark.parametrize("action", ["export", "print", "undo", "verify", "finalise", "new_project"])
def test_no_action_goes_past_what_is_typed(typing, action):
    before = purposes_on_disk(typing.window.session.workspace.path)
    with another_program_writes(typing.window.session.workspace.path):
        typing.window.commands[action].trigger()
        assert not [dialog for dialog in typing.window.findChildren(QDialog) if dialog.isVisible()]
        assert typing.field.typed() == TYPED
    assert purposes_on_disk(typing.window.session.workspace.path) == before
    typing.window.close()


def test_nothing_is_said_to_be_on_the_disk_beside_what_was_refused(typing):
    saved = typing.window.findChild(QLabel, "statusSaved")
    assert "已保存到磁盘" in saved.text()
    with another_program_writes(typing.window.session.workspace.path):
        assert not typing.window.session.settle()
        assert saved.text() == ""
        assert "占用" in typing.window.status.currentMessage()
    assert typing.window.session.settle()
    assert "已保存到磁盘" in saved.text()
    assert typing.window.status.currentMessage() == ""
