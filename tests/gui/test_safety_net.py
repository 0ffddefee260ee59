"""What is typed survives a crash; a second window comes to the front or only reads; a damaged file is salvaged."""

import json
import os
import platform
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from core import places
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.ports import Holder, Salvaged
from core.services import recovery
from core.services.editing import local_now, user_name
from core.services.recovery import Unsaved
from db.claim import lock_file
from db.store import FileStore
from gui import doorbell
from gui.doorbell import Doorbell, ring
from tests.gui.conftest import Hands

ROOT = Path(__file__).parents[2]


def note_files() -> list[Path]:
    return sorted(places.recovery_folder().glob("*"))


def tables_in(path: Path) -> list[TargetTable]:
    workspace = FileStore().open(path)
    try:
        with workspace.read() as reader:
            return list(reader.tables())
    finally:
        workspace.close()


def box(hands: Hands) -> QMessageBox:
    """The message that is open; a window manager would have put it before its window."""

    def found() -> list[QMessageBox]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]

    hands.qtbot.waitUntil(lambda: bool(found()))
    found()[0].activateWindow()
    hands.qtbot.waitUntil(lambda: QApplication.activeWindow() is found()[0])
    return found()[0]


def message(hands: Hands) -> str:
    return box(hands).text()


def press(hands: Hands, text: str) -> None:
    hands.click(next(b for b in box(hands).findChildren(QAbstractButton) if b.text().startswith(text)))


def press_in(hands: Hands, dialog: QDialog, text: str) -> None:
    hands.click(next(b for b in dialog.findChildren(QAbstractButton) if b.text().startswith(text)))


def type_into_first_cell(hands: Hands, text: str) -> None:
    grid = hands.window.workbench.grid
    hands.window.activateWindow()
    hands.qtbot.waitUntil(lambda: QApplication.activeWindow() is hands.window)
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 4))
    QTest.keyClicks(QApplication.focusWidget(), text)


# The recovery note


def test_an_open_editor_is_on_the_disk_within_two_seconds(hands: Hands, qtbot: QtBot) -> None:
    type_into_first_cell(hands, "99%")
    assert note_files() == []
    begun = time.monotonic()
    qtbot.waitUntil(lambda: len(note_files()) == 1, timeout=10_000)
    (note,) = note_files()
    (kept,) = json.loads(note.read_text("utf-8"))
    assert (kept["row"], kept["column"], kept["text"]) == (1, "value", "99%")
    assert time.monotonic() - begun < 10
    if os.name != "nt":
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: note_files() == [])


def test_a_field_of_the_form_is_kept_too(hands: Hands, qtbot: QtBot) -> None:
    field = hands.window.findChild(QLineEdit, "projectName")
    field.setFocus()
    QTest.keyClicks(field, "x")
    qtbot.waitUntil(lambda: len(note_files()) == 1)
    field.setText("又一个名称")
    qtbot.waitUntil(lambda: "又一个名称" in note_files()[0].read_text("utf-8"))


def test_what_was_typed_before_a_crash_is_put_back_and_can_be_undone(
    sample: Path, open_hands: Callable[[Path], Hands]
) -> None:
    table = tables_in(sample)[2]
    row = table.indicators[1]
    texts = (
        Unsaved(table.project.id, row.id, 2, "value", "没写完的"),
        Unsaved(table.project.id, "", 0, "purpose", "新的用途"),
        Unsaved(table.project.id, "", 99, "name", "新的一行"),
    )
    recovery.keep(sample, texts)
    hands = open_hands(sample)
    assert "下面的输入当时还没有保存" in message(hands)
    assert f"“{table.label}”第 2 行指标值：“没写完的”" in message(hands)
    assert f"“{table.label}”资金用途：“新的用途”" in message(hands)
    press(hands, "放回原处")
    found = tables_in(sample)[2]
    assert found.indicators[1].value == "没写完的"
    assert found.project.purpose == "新的用途"
    assert found.indicators[-1].name == "新的一行"
    assert hands.window.workbench.project_id == table.project.id
    hands.keys("Ctrl+Z")
    assert tables_in(sample)[2] == table


def test_without_an_answer_what_was_typed_is_kept_for_the_next_time(
    sample: Path, open_hands: Callable[..., Hands], qtbot: QtBot
) -> None:
    recovery.keep(sample, (Unsaved(tables_in(sample)[0].project.id, "", 0, "purpose", "半句"),))
    hands = open_hands(sample)
    box(hands)
    hands.keys("Escape")
    qtbot.wait(1500)  # longer than from note to note
    assert box(hands).isVisible()
    assert "半句" in note_files()[0].read_text("utf-8")
    box(hands).hide()
    hands.window.close()
    assert recovery.left_behind(sample)[0].text == "半句"


def test_what_was_typed_and_is_not_wanted_is_forgotten(
    sample: Path, open_hands: Callable[[Path], Hands], qtbot: QtBot
) -> None:
    before = tables_in(sample)
    recovery.keep(sample, (Unsaved(before[0].project.id, "", 0, "purpose", "半句"),))
    hands = open_hands(sample)
    press(hands, "不要了")
    qtbot.waitUntil(lambda: note_files() == [])
    assert tables_in(sample) == before


def test_what_has_no_place_any_more_goes_to_the_clipboard(sample: Path, open_hands: Callable[[Path], Hands]) -> None:
    recovery.keep(sample, (Unsaved("gone", "", 0, "purpose", "半句"),))
    hands = open_hands(sample)
    assert "已不在的表资金用途：“半句”" in message(hands)
    press(hands, "放回原处")
    assert "原来的位置已经不在了" in message(hands)
    assert QApplication.clipboard().text() == "半句"
    hands.keys("Return")


@pytest.mark.parametrize("content", ["", "half", '{"a": 1}', '[{"text": "x"}]', '[{"project_id": 1}]'])
def test_a_note_that_makes_no_sense_is_none(sample: Path, content: str) -> None:
    recovery.keep(sample, (Unsaved("p", "", 0, "purpose", "x"),))
    note_files()[0].write_text(content, "utf-8")
    assert recovery.left_behind(sample) == ()


def test_an_orderly_end_leaves_no_note(hands: Hands, sample: Path, qtbot: QtBot) -> None:
    type_into_first_cell(hands, "99%")
    qtbot.waitUntil(lambda: len(note_files()) == 1)
    hands.window.close()
    assert note_files() == []
    assert tables_in(sample)[0].indicators[0].value == "99%"


def test_after_a_crash_the_same_table_is_shown(
    sample: Path, open_hands: Callable[..., Hands], qtbot: QtBot, settings_folder: Path
) -> None:
    hands = open_hands(sample)
    third = tables_in(sample)[2].project
    hands.window.workbench.tree.select_project(third.id)
    files = lambda: [path.read_text("utf-8") for path in settings_folder.rglob("*.ini")]  # noqa: E731
    qtbot.waitUntil(lambda: any(third.id in text for text in files()))
    again = open_hands(sample)  # the first window is still there: it has not had the time to save anything
    assert again.window.workbench.project_id == third.id


# Two windows


@contextmanager
def started(path: Path) -> Iterator[subprocess.Popen[str]]:
    """The program as a clerk starts it, on a screen that nobody sees; killed at the end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(ROOT / "main.py"), "--workspace", str(path)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def test_a_second_start_brings_the_first_to_the_front_and_ends(sample: Path, qtbot: QtBot) -> None:
    with started(sample) as first:
        qtbot.waitUntil(lambda: (places.data_folder() / "doorbell").exists(), timeout=60_000)  # it listens
        with started(sample) as second:
            assert second.wait(timeout=60) == 0
        assert first.poll() is None


def test_after_a_kill_the_program_says_that_nothing_was_lost(
    sample: Path, open_hands: Callable[..., Hands], qtbot: QtBot
) -> None:
    with started(sample) as first:
        qtbot.waitUntil(lambda: lock_file(sample).exists() and lock_file(sample).stat().st_size > 0, timeout=30_000)
        first.kill()
    hands = open_hands(sample, claiming=True)
    assert "上次没有正常关闭（断电或程序中断）。已保存的内容都在" in message(hands)
    hands.keys("Return")
    assert not hands.window.session.workspace.read_only


def test_beside_somebody_elses_window_one_may_read(
    sample: Path, open_hands: Callable[..., Hands], qtbot: QtBot
) -> None:
    with started(sample):
        qtbot.waitUntil(lambda: lock_file(sample).exists() and lock_file(sample).stat().st_size > 0, timeout=30_000)
        as_another_user = {**json.loads(lock_file(sample).read_text()), "user": "李会计", "host": "PC-2"}
        lock_file(sample).write_text(json.dumps(as_another_user))
        hands = open_hands(sample, claiming=True)
        assert "正由 李会计（电脑 PC-2，" in message(hands)
        assert "这里以只读方式打开" in message(hands)
        hands.keys("Return")
        assert hands.window.windowTitle().endswith("（只读）")
        assert "只读" in hands.window.findChild(QLabel, "statusSaved").text()
        commands = hands.window.commands
        for name in ("import", "new_project", "delete", "finalise", "replace"):
            assert not commands[name].isEnabled()
            assert "这里只能查看" in commands[name].statusTip()
            assert "这里只能查看" in commands[name].toolTip()
        assert commands["export"].isEnabled()
        assert commands["print"].isEnabled()
        type_into_first_cell(hands, "99%")
        assert hands.window.workbench.grid.editor is None
    hands.window.rooms["files"].open_sample()
    hands.qtbot.waitUntil(commands["import"].isEnabled)
    assert commands["import"].statusTip() == "从 Excel、Word 文件或公开文本导入绩效目标表"
    assert tables_in(sample)[0].indicators[0].value != "99%"


def test_the_bell_is_heard_only_by_the_window_of_that_workspace(tmp_path: Path, qtbot: QtBot) -> None:
    first, other = tmp_path / "甲.jxdb", tmp_path / "乙.jxdb"
    bell = Doorbell()
    bell.listen(first)
    here = Holder(user_name(), platform.node(), os.getpid(), local_now())
    rung: list[bool] = []
    with qtbot.waitSignal(bell.rung):
        thread = threading.Thread(target=lambda: rung.append(ring(first, here)))
        thread.start()
    thread.join()
    assert rung == [True]
    with qtbot.assertNotEmitted(bell.rung), pytest.MonkeyPatch.context() as patch:
        patch.setattr(doorbell, "PATIENCE_S", 0.1)
        assert not ring(other, here)
        assert not ring(first, replace(here, host="PC-2"))
        assert not ring(first, replace(here, user="李会计"))
    bell.be_silent()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doorbell, "PATIENCE_S", 0.1)
        assert not ring(first, here)


# Damage


def test_a_file_that_cannot_be_opened_is_salvaged(sample: Path, first_start: Hands, qtbot: QtBot) -> None:
    content = sample.read_bytes()
    sample.write_bytes(content[:16] + b"\xff" * 44 + content[60:])
    first_start.window.opener.open_with(lambda store: store.open(sample))
    assert "抢救到一个新的工作区" in message(first_start)
    press(first_start, "抢救")
    dialog = first_start.dialog()
    assert isinstance(dialog, QFileDialog)
    target = sample.with_name("抢救出的.jxdb")
    dialog.findChild(QLineEdit).setText(str(target))
    dialog.accept()
    qtbot.waitUntil(lambda: first_start.window.workbench is not None)
    assert "抢救出 14 张表、103 行指标" in message(first_start)
    first_start.keys("Return")
    assert first_start.window.session.workspace.path == target
    assert len(tables_in(target)) == 14


def damage(path: Path) -> bytes:
    """Make the header of a workspace file unreadable; what then stands in it."""
    content = path.read_bytes()
    path.write_bytes(content[:16] + b"\xff" * 44 + content[60:])
    return path.read_bytes()


def back_up(path: Path, *reasons: str) -> list[Path]:
    workspace = FileStore().open(path)
    made = [workspace.auto_backup(reason) for reason in reasons]
    workspace.close()
    return [one for one in made if one]


def test_a_file_that_cannot_be_opened_is_restored_from_a_backup_beside_it(
    sample: Path, first_start: Hands, qtbot: QtBot
) -> None:
    back_up(sample, "每天", "导入前")
    tables = tables_in(sample)
    damaged = damage(sample)
    first_start.window.opener.open_with(lambda store: store.open(sample))
    press(first_start, "从备份恢复")
    dialog = first_start.dialog("backupChoice")
    assert isinstance(dialog, QInputDialog)
    assert [line.partition("　")[2] for line in dialog.comboBoxItems()] == ["导入前", "每天"]
    press_in(first_start, dialog, "恢复")
    qtbot.waitUntil(lambda: first_start.window.workbench is not None)
    assert "恢复" in message(first_start)
    first_start.keys("Return")
    assert first_start.window.session.workspace.path == sample
    assert tables_in(sample) == tables
    (kept,) = sample.parent.glob("*恢复前*.jxdb")
    assert kept.read_bytes() == damaged


def test_a_backup_that_is_damaged_too_is_refused_and_another_may_be_chosen(
    sample: Path, first_start: Hands, qtbot: QtBot
) -> None:
    (backup,) = back_up(sample, "每天")
    damage(backup)
    damaged = damage(sample)
    first_start.window.opener.open_with(lambda store: store.open(sample))
    press(first_start, "从备份恢复")
    press_in(first_start, first_start.dialog("backupChoice"), "恢复")
    qtbot.waitUntil(lambda: backup.name in message(first_start))
    assert any(b.text().startswith("从备份恢复") for b in box(first_start).findChildren(QAbstractButton))
    assert sample.read_bytes() == damaged
    first_start.keys("Escape")


def test_without_backups_beside_the_file_any_may_be_chosen(sample: Path, first_start: Hands) -> None:
    damage(sample)
    first_start.window.opener.open_with(lambda store: store.open(sample))
    press(first_start, "从备份恢复")
    dialog = first_start.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_damage_in_an_open_file_is_found_and_told(sample: Path, open_hands: Callable[..., Hands]) -> None:
    with closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("UPDATE indicator SET value = '改过' WHERE rowid = 1")
    hands = open_hands(sample)
    assert "有 1 处内容与修改历史不符" in message(hands)
    assert "抢救到一个新的工作区" in message(hands)
    hands.keys("Escape")


@pytest.mark.parametrize("is_readable", [True, False])
def test_an_open_file_is_let_go_of_before_it_is_salvaged(
    is_readable: bool, sample: Path, open_hands: Callable[..., Hands], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a command beside the window would take its log away (POSIX locks end when a file is closed)."""
    with closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("UPDATE indicator SET value = '改过' WHERE rowid = 1")
    hands = open_hands(sample)
    message(hands)
    had_log = []
    salvage = FileStore.salvage

    def watched(store: FileStore, path: Path) -> Salvaged:
        had_log.append(Path(f"{path}-wal").exists())
        if not is_readable:
            raise KnownError("里面没有找到绩表的内容。")
        return salvage(store, path)

    monkeypatch.setattr(FileStore, "salvage", watched)
    press(hands, "抢救")
    target = sample.with_name("抢救出的.jxdb")
    dialog = hands.dialog()
    dialog.findChild(QLineEdit).setText(str(target))
    dialog.accept()
    hands.qtbot.waitUntil(lambda: had_log == [False] and hands.window.workbench is not None)
    told, open_now = ("抢救出 14 张表", target) if is_readable else ("没有找到绩表的内容", sample)
    assert told in message(hands)
    assert hands.window.session.workspace.path == open_now
    hands.keys("Escape")


@pytest.mark.parametrize(("state", "when"), [("final", "定稿"), ("signed", "签字")])
def test_a_table_changed_since_it_was_locked_says_so(
    state: str, when: str, sample: Path, open_hands: Callable[..., Hands]
) -> None:
    with closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("UPDATE project SET state = ?, signed_code = '0000-0000-0000-0000'", [state])
    hands = open_hands(sample)
    assert "与修改历史不符" in message(hands)
    hands.keys("Escape")
    badge = hands.window.findChild(QLabel, "stateBadge")
    assert f"⚠ 内容与{when}时不符" in badge.text()
    assert "0000-0000-0000-0000" in badge.toolTip()
    hands.qtbot.waitUntil(lambda: hands.window.workbench.live.is_current)
    shown = hands.window.workbench.findings.shown_findings()
    assert "P08" in [finding.rule for finding in shown]  # and so in the tree, the audit report and the command line


def test_a_table_finalised_without_a_code_says_what_vouches_for_it(
    sample: Path, open_hands: Callable[..., Hands]
) -> None:
    with closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("UPDATE project SET state = 'final'")
    hands = open_hands(sample)
    hands.keys("Escape")
    badge = hands.window.findChild(QLabel, "stateBadge")
    assert badge.text() == "定稿"
    assert "当时没有记下校验码" in badge.toolTip()
