"""What the program is, and what whoever must help wants to know."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, Qt, qVersion
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core import places
from gui.icons import program_icon
from gui.input_method.connection import describe_connection
from gui.style import PROGRAM, button_box, em, heading, note, plain_label, resize
from gui.text_box import TextBox


def diagnostics(workspace: Path | None) -> Iterator[tuple[str, str]]:
    """What describes this installation: word and value, one a line; no content of any table."""
    screen = QGuiApplication.primaryScreen()
    yield "程序版本", QApplication.applicationVersion()
    yield "操作系统", platform.platform()
    yield "Python", platform.python_version()
    yield "Qt", f"{qVersion()}（{QGuiApplication.platformName()}）"
    yield "显示", f"{screen.size().width()}×{screen.size().height()}，缩放 {screen.devicePixelRatio():.0%}"
    yield "界面字体", QFontInfo(QApplication.font()).family()
    yield "输入法", describe_connection()
    yield "当前工作区", str(workspace) if workspace else "（没有打开）"
    yield "数据文件夹", str(places.data_folder())
    yield "日志", str(places.log_file())
    yield "程序位置", sys.executable
    yield "Qt 位置", QLibraryInfo.path(QLibraryInfo.LibraryPath.PrefixPath)


class AboutDialog(QDialog):
    """Name, version, licence, and the diagnostics to be copied."""

    def __init__(self, parent: QWidget, workspace: Path | None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle("关于与诊断")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 44, 28)
        logo = plain_label("", self)
        side = em(self, 3)
        logo.setPixmap(program_icon().pixmap(side, side))
        words = QVBoxLayout()
        words.addWidget(heading(f"{PROGRAM} {QApplication.applicationVersion()}", self, 1.5))
        words.addWidget(note("离线填报、审核、打印和导出项目绩效目标表。按 Apache-2.0 许可证发布。", self))
        top = QHBoxLayout()
        top.addWidget(logo)
        top.addLayout(words, 1)
        self._facts = TextBox(self, "\n".join(f"{word}：{value}" for word, value in diagnostics(workspace)))
        self._facts.setObjectName("diagnostics")
        self._facts.setAccessibleName("诊断信息")
        self._facts.setReadOnly(True)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton("复制诊断信息", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._facts.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(plain_label("诊断信息（不含任何表的内容）：", self))
        layout.addWidget(self._facts)
        layout.addWidget(buttons)
