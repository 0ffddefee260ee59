"""What stands in the window while no workspace is open: what one can do first."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.icons import icon, program_icon
from gui.link_button import LinkButton
from gui.style import PROGRAM, em, heading, note, plain_label, scaled_font

_OFFERS = (
    ("new_workspace", "新建工作区", "一个文件装下所有年度、单位和项目，录入即保存"),
    ("open_workspace", "打开工作区…", "打开已有的工作区文件（.jxdb）"),
    ("import_into_new", "导入…", "把 Excel、Word 或文本里的绩效目标表导入新的工作区"),
    ("open_sample", "打开示例", "用十四张公开的项目绩效目标表试一试"),
)
_ICONS = {"new_workspace": "new", "open_workspace": "open", "import_into_new": "import", "open_sample": "sample"}


class WelcomePage(QWidget):
    """Four large buttons and the files opened last.

    Signals:
        chosen: ``str``, one of ``new_workspace``, ``open_workspace``, ``import_into_new``, ``open_sample``.
        file_chosen: ``Path`` of a recent file.
    """

    chosen = Signal(str)
    file_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_column = QWidget(self)
        column = QVBoxLayout(self._recent_column)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading("最近打开", self))
        column.addLayout(self._recent)
        column.addStretch()
        self._lay_out()

    def set_recent(self, files: Sequence[Path]) -> None:
        """Show the files opened last; without any, their part of the page is not there."""
        while item := self._recent.takeAt(0):
            item.widget().deleteLater()
        for path in files:
            button = LinkButton(path.stem, str(path.parent), icon("recent"), self)
            button.clicked.connect(partial(self.file_chosen.emit, path))
            self._recent.addWidget(button)
        self._recent_column.setVisible(bool(files))
        self._page.setMaximumWidth(em(self, 64 if files else 34))

    def _lay_out(self) -> None:
        offers = QVBoxLayout()
        offers.setSpacing(0)
        offers.addWidget(heading("开始", self))
        for name, text, explanation in _OFFERS:
            button = LinkButton(text, explanation, icon(_ICONS[name]), self)
            button.setObjectName(f"welcome_{name}")
            button.clicked.connect(partial(self.chosen.emit, name))
            offers.addWidget(button)
        offers.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(em(self, 3))
        columns.addLayout(offers, 1)
        columns.addWidget(self._recent_column, 1)
        self._page = QWidget(self)
        page = QVBoxLayout(self._page)
        page.setSpacing(em(self, 2))
        page.addLayout(self._title())
        page.addLayout(columns)
        page.addWidget(note("所有内容只保存在这台计算机上，本程序不使用网络。", self))
        around = QGridLayout(self)
        around.addWidget(self._page, 1, 1)
        around.setRowStretch(0, 2)
        around.setRowStretch(2, 3)
        around.setColumnStretch(0, 1)
        around.setColumnStretch(1, 4)
        around.setColumnStretch(2, 1)

    def _title(self) -> QHBoxLayout:
        logo = plain_label("", self)
        side = em(self, 3.6)
        logo.setPixmap(program_icon().pixmap(QSize(side, side), self.devicePixelRatioF()))
        name = heading(PROGRAM, self, 2.2)
        subtitle = plain_label("项目绩效目标表：填报、审核、打印、导出", self)
        subtitle.setFont(scaled_font(subtitle, 1.1))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(subtitle)
        title = QHBoxLayout()
        title.setSpacing(em(self))
        title.addWidget(logo)
        title.addLayout(words, 1)
        return title
