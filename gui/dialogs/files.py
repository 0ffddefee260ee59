"""Asking for files with the system's own dialogs, without blocking the program's code."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

WORKSPACES = "绩表工作区 (*.jxdb)"
IMPORTABLE = (
    "绩效目标表 (*.xlsx *.xlsm *.docx *.txt *.csv *.json *.xls *.et *.ods *.doc *.wps *.rtf *.odt);;"
    "Excel、WPS 表格 (*.xlsx *.xlsm *.xls *.et *.ods);;Word、WPS 文字 (*.docx *.doc *.wps *.rtf *.odt);;"
    "文本 (*.txt *.csv);;本程序导出的 JSON 文件 (*.json)"
)
VERIFIABLE = "绩效目标表 (*.pdf *.xlsx *.docx *.txt *.json)"
SUFFIX = "jxdb"


def ask_open(parent: QWidget, title: str, filters: str, folder: Path, chosen: Callable[[Path], None]) -> None:
    """Ask for an existing file; ``chosen`` is called with it."""
    dialog = _dialog(parent, title, filters, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, chosen)


def ask_open_many(
    parent: QWidget, title: str, filters: str, folder: Path, chosen: Callable[[Sequence[Path]], None]
) -> None:
    """Ask for existing files; ``chosen`` is called with them."""
    dialog = _dialog(parent, title, filters, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()


def ask_save(
    parent: QWidget, title: str, filters: str, proposed: Path, chosen: Callable[[Path], None], *, replacing: bool = True
) -> None:
    """Ask where to write; with ``replacing`` the dialog asks before an existing file is taken."""
    dialog = _dialog(parent, title, filters, proposed.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not replacing)
    dialog.selectFile(proposed.name)
    _open(dialog, chosen)


def ask_folder(parent: QWidget, title: str, folder: Path, chosen: Callable[[Path], None]) -> None:
    """Ask for an existing folder; ``chosen`` is called with it."""
    dialog = _dialog(parent, title, "", folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, chosen)


def _dialog(parent: QWidget, title: str, filters: str, folder: Path) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if filters:
        dialog.setNameFilters(filters.split(";;"))
    return dialog


def _open(dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
