"""Which of the backups beside a workspace shall take its place."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton, QWidget

from core.ports import Backup
from gui.style import resize


def ask_backup(parent: QWidget, workspace: Path, backups: Sequence[Backup], chosen: Callable[[Path], None]) -> None:
    """Let one of the backups be chosen, the newest to begin with.

    Args:
        parent: The window.
        workspace: What is to be replaced.
        backups: At least one, newest first.
        chosen: Called with the backup's file if the clerk agrees.
    """
    by_line = {f"{one.at:%Y-%m-%d %H:%M:%S}　{one.reason}": one.path for one in reversed(backups)}
    lines = list(reversed(by_line))
    dialog = QInputDialog(parent)
    dialog.setObjectName("backupChoice")
    dialog.setWindowTitle("从备份恢复")
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QInputDialog.InputDialogOption.UseListViewForComboBoxItems)
    dialog.setLabelText(f"用哪一天的备份替换“{workspace.name}”？\n现有内容会另存在旁边，不会丢失。")
    dialog.setComboBoxItems(lines)
    dialog.setTextValue(lines[0])  # else no line is current, and the button does nothing
    dialog.setOkButtonText("恢复")
    dialog.setCancelButtonText("取消")
    labels: Iterable[QLabel] = dialog.findChildren(QLabel)
    for label in labels:
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
    buttons: Iterable[QPushButton] = dialog.findChildren(QPushButton)
    for button in buttons:
        button.setIcon(QIcon())  # the box has made them already
    resize(dialog, 36, 20)
    dialog.textValueSelected.connect(lambda line: chosen(by_line[line]))
    dialog.open()
