"""The program as it is started: a process of its own, whatever the locale, light until it is asked for more."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView, QTreeView, QWidget
from pytestqt.qtbot import QtBot

import main
from core.cli.commands import COMMANDS
from core.cli.handlers import HANDLERS, handler

ROOT = Path(__file__).parents[1]
FIELDS = ("projectName", "budget", "fiscalFunds", "otherFunds", "purpose", "target")
HEAVY = ("sqlalchemy", "PySide6", "openpyxl", "reportlab", "docx", "lxml", "pypdfium2")


def start(*arguments: object, code: int = 0, **environment: str) -> str:
    """Run the program; give what it says."""
    process = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )
    said, complained = process.stdout.decode("utf-8"), process.stderr.decode("utf-8")
    assert "Traceback" not in complained
    assert process.returncode == code, complained
    return said or complained


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "gbk:strict"},
    ],
    ids=["C", "latin-1", "GBK"],
)
def test_output_is_utf8_whatever_the_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    workspace = tmp_path / "绩效 工作区.jxdb"

    start("--workspace", workspace, "sample", **locale)

    listed = json.loads(start("--workspace", workspace, "list", "--json", **locale))
    assert listed[6]["project"] == "市政务服务“高效办成一件事”效能提升项目"
    assert "找不到" in start("--workspace", tmp_path / "无.jxdb", "list", code=3, **locale)


def test_the_usual_workspace_is_in_the_users_data_folder(settings_folder: Path) -> None:
    start("sample")

    assert len(json.loads(start("list", "--json"))) == 14
    assert [path.relative_to(settings_folder).parts[1:] for path in settings_folder.rglob("*.jxdb")] == [
        ("jibiao", "jibiao.jxdb")
    ]


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    workspace = tmp_path / "a.jxdb"
    start("--workspace", workspace, "sample")

    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--workspace", str(workspace), "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()

    assert (process.wait(60), said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_output_is_said_in_one_sentence(tmp_path: Path) -> None:
    workspace = tmp_path / "a.jxdb"
    start("--workspace", workspace, "sample")

    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "--workspace", str(workspace), "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (process.returncode, process.stderr.decode("utf-8")) == (
        3,
        "磁盘已满，结果没有写完整。请腾出空间后再试一次。\n",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so() -> None:
    without = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    assert (
        start(code=3, **without) == "没有找到图形界面，窗口打不开。请在桌面上启动，或使用命令行（--help 查看用法）。\n"
    )


@pytest.mark.parametrize(
    ("imported", "allowed"),
    [("main", ()), ("core.cli.handlers", ()), ("db.store", ("sqlalchemy",))],
)
def test_what_is_heavy_is_not_loaded_before_it_is_needed(imported: str, allowed: tuple[str, ...]) -> None:
    script = f"import sys, {imported}; print(*(name for name in {HEAVY!r} if name in sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)

    assert set(loaded.stdout.split()) <= set(allowed)


def test_every_command_has_a_handler() -> None:
    assert [command.name for command in COMMANDS] == list(HANDLERS)
    assert all(callable(handler(command)) for command in HANDLERS)


@pytest.mark.expects_log("^CRITICAL core.diagnostics: crash")
def test_a_bug_is_written_down_and_said_in_plain_words(
    settings_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bug() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main, "_file_store", bug)

    assert main.run(["list"]) == 3

    said = capsys.readouterr().err
    assert said.startswith("程序出了意外的错误")
    assert "Traceback" not in said
    (report,) = settings_folder.rglob("crash-*.txt")
    assert str(report) in said
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_no_place_for_a_log_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nowhere = str(tmp_path / "file" / "below")

    start("--workspace", tmp_path / "a.jxdb", "sample", XDG_DATA_HOME=nowhere, LOCALAPPDATA=nowhere)


def test_the_window_of_a_workspace_that_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "绩效 工作区.jxdb"
    main.run(["--workspace", str(path), "sample"])

    window = main.open_window(path)
    qtbot.addWidget(window)

    assert window.isVisible()
    tree = window.findChild(QTreeView, "projectTree")
    assert tree.isVisible()
    assert tree.model().rowCount() == 1  # the year 2025


def test_the_window_makes_a_workspace_that_is_not_there(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "新 工作区.jxdb"

    qtbot.addWidget(main.open_window(str(path)))

    assert path.exists()


@pytest.mark.parametrize("arguments", [[], ["--workspace", "工作区.jxdb"]], ids=["welcome", "workspace"])
def test_without_a_command_the_window_works_until_it_is_closed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the program sets its own
    seen: list[bool] = []

    def look_and_close() -> None:
        windows = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "mainWindow"]
        shown = [window.findChild(QTreeView, "projectTree") is not None for window in windows if window.isVisible()]
        if shown == [bool(arguments)]:
            seen.extend(shown)
            timer.stop()
            QApplication.closeAllWindows()

    timer = QTimer()
    timer.timeout.connect(look_and_close)
    timer.start(20)

    assert main.run(arguments) == 0
    assert seen == [bool(arguments)]
    assert Path("工作区.jxdb").exists() is bool(arguments)


def test_the_window_holds_the_widgets_of_the_contract(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.jxdb"
    main.run(["--workspace", str(path), "sample"])
    window = main.open_window(path)
    qtbot.addWidget(window)

    for name in ("projectTree", "searchBox", "formEditor", *FIELDS, "indicatorGrid", "findingsTable", "previewView"):
        widget = window.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
    assert isinstance(window.findChild(QWidget, "projectTree"), QTreeView)
    assert isinstance(window.findChild(QWidget, "indicatorGrid"), QTableView)
