"""浏览备份: what differs, a cell and a table brought back, the second place."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QMessageBox, QTableView
from pytestqt.qtbot import QtBot

from core.ports import SECOND_BACKUP_PLACE, Backup
from core.services import intents
from db.backup_folder import folder_in
from gui.dialogs.backup_choice import ask_backup
from gui.dialogs.backups_dialog import BackupsDialog
from tests.gui.conftest import Hands


@pytest.fixture
def worked_on(hands: Hands) -> Hands:
    """A backup was made, then two things were changed."""
    session = hands.window.session
    assert session.workspace.auto_backup("导入前")
    with session.workspace.read() as reader:
        first, second, *_ = reader.tables()
    assert session.perform(intents.set_cells(first, {(0, "value"): "≥9次"}))
    assert session.perform(intents.remove_tables([second]))
    return hands


def browse(hands: Hands, qtbot: QtBot) -> BackupsDialog:
    hands.window.commands["backups"].trigger()
    dialog = hands.dialog("backupsDialog")
    assert isinstance(dialog, BackupsDialog)
    view = dialog.findChild(QTableView, "backupDifferences")
    qtbot.waitUntil(lambda: view.model().rowCount() > 0 or "没有" in texts_of(dialog))
    return dialog


def texts_of(dialog: BackupsDialog) -> str:
    return dialog._note.text()


def rows(dialog: BackupsDialog, name: str) -> list[list[str]]:
    model = dialog.findChild(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def button(dialog: BackupsDialog, text: str) -> QAbstractButton:
    return next(one for one in dialog.findChildren(QAbstractButton) if one.text().startswith(text))


def choose(dialog: BackupsDialog, row: int) -> None:
    view = dialog.findChild(QTableView, "backupDifferences")
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(row, 0)).center()
    )


def test_what_differs_is_shown_and_a_cell_and_a_table_come_back(worked_on: Hands, qtbot: QtBot) -> None:
    dialog = browse(worked_on, qtbot)
    assert [row[1] for row in rows(dialog, "backupsTable")] == ["导入前"]
    cell, table = rows(dialog, "backupDifferences")
    assert cell[1:3] == ["第 1 行指标值", "≥9次"]
    assert table[1] == "整张表"
    choose(dialog, 0)
    worked_on.click(button(dialog, "恢复这一格"))
    qtbot.waitUntil(lambda: [row[1] for row in rows(dialog, "backupDifferences")] == ["整张表"])
    choose(dialog, 0)
    assert not button(dialog, "恢复这一格").isEnabled()
    worked_on.click(button(dialog, "恢复这张表"))
    qtbot.waitUntil(lambda: "与现在没有不同" in texts_of(dialog))
    assert len([project for year in worked_on.outline() for unit in year.units for project in unit.projects]) == 14
    worked_on.keys("Escape")
    worked_on.keys("Ctrl+Z")
    assert len([project for year in worked_on.outline() for unit in year.units for project in unit.projects]) == 13


def test_a_whole_workspace_comes_back_after_a_question(worked_on: Hands, qtbot: QtBot) -> None:
    dialog = browse(worked_on, qtbot)
    worked_on.click(button(dialog, "替换整个工作区"))
    question = worked_on.dialog()
    assert isinstance(question, QMessageBox)
    assert "现有内容会另存在旁边" in question.text()
    worked_on.click(next(one for one in question.buttons() if one.text() == "恢复"))
    qtbot.waitUntil(lambda: worked_on.window.session is not None and isinstance(worked_on.dialog(), QMessageBox))
    worked_on.keys("Return")
    assert len([project for year in worked_on.outline() for unit in year.units for project in unit.projects]) == 14


def test_without_backups_it_says_when_they_are_made(hands: Hands, qtbot: QtBot) -> None:
    dialog = browse(hands, qtbot)
    assert "还没有自动备份" in texts_of(dialog)
    assert not button(dialog, "替换整个工作区").isEnabled()
    hands.keys("Escape")


def test_a_second_place_is_chosen_and_filled(worked_on: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    dialog = browse(worked_on, qtbot)
    worked_on.click(button(dialog, "选择第二位置"))
    chooser = worked_on.dialog("QFileDialog")
    assert isinstance(chooser, QFileDialog)
    chooser.findChild(QLineEdit).setText(str(place))
    chooser.accept()
    path = worked_on.window.session.workspace.path
    qtbot.waitUntil(lambda: len(list(folder_in(place, path).glob("*.jxdb"))) == 1)
    assert str(place) in dialog._place.text()
    worked_on.click(button(dialog, "关闭"))


def test_a_backup_before_an_import_goes_to_the_second_place_too(hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    session, place = hands.window.session, tmp_path / "U盘"
    place.mkdir()
    with session.workspace.write() as writer:
        writer.put_setting(SECOND_BACKUP_PLACE, str(place))
    saved = session.workspace.auto_backup("导入前")
    with session.workspace.read() as reader:
        project = next(reader.tables()).project
    assert session.perform(intents.set_form_field(project, "purpose", "之后的第一改"))
    copy = folder_in(place, session.workspace.path) / saved.name
    qtbot.waitUntil(copy.exists, timeout=20_000)


def test_a_second_place_that_is_gone_is_told_quietly(hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    session = hands.window.session
    with session.workspace.write() as writer:
        writer.put_setting(SECOND_BACKUP_PLACE, str(tmp_path / "拔掉的U盘"))
    session.workspace.auto_backup("导入前")
    with session.workspace.read() as reader:
        project = next(reader.tables()).project
    assert session.perform(intents.set_form_field(project, "purpose", "之后的第一改"))
    qtbot.waitUntil(lambda: "拔掉的U盘" in hands.window.status.currentMessage(), timeout=20_000)
    assert "已保存到磁盘" in hands.window.findChild(QLabel, "statusSaved").text()


def test_the_choice_of_a_backup_keeps_within_the_screen(hands, tmp_path):
    workspace = tmp_path / f"{'很长的名称' * 16}.jxdb"
    backups = [Backup(workspace, datetime(2025, 3, 1, tzinfo=UTC) - timedelta(days=n), "打开时", 1) for n in range(80)]
    ask_backup(hands.window, workspace, backups, lambda _path: None)
    dialog = hands.dialog("backupChoice")
    screen = dialog.screen().availableSize()
    assert dialog.size().boundedTo(screen) == dialog.size()
    assert dialog.minimumSizeHint().boundedTo(screen) == dialog.minimumSizeHint()
    dialog.close()
