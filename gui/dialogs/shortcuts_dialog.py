"""F1: every action that has keys, by menu, out of the one table of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.actions import Reach, Spec, key_text, plain
from gui.menus import MENUS
from gui.pinyin import found
from gui.style import button_box, resize

_REACHES = {Reach.WINDOW: "", Reach.TREE: "在项目树中", Reach.GRID: "在指标表格中"}
_GRID_KEYS = (
    ("F2", "编辑单元格"),
    ("Enter", "确认并到下一行，在最后一行时新开一行"),
    ("Tab、Shift+Tab", "向右、向左移动"),
    ("Esc", "放弃正在输入的内容"),
    ("Alt+Enter", "单元格内换行"),
    ("Ctrl+Home、Ctrl+End", "到第一格、最后一格"),
    ("Ctrl+方向键", "到这一行或列的尽头"),
    ("Shift+方向键", "扩大选区"),
    ("Ctrl+滚轮", "缩放"),
)
_SEARCH_KEYS = (("↓", "进入项目树"), ("Enter", "到找到的第一个项目"), ("Esc", "清除查找"))


class ShortcutsDialog(QDialog):
    """All keys, with a box to look one up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("快捷键")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 36, 38)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText("查找：名称、拼音首字母或按键")
        self._search.setAccessibleName("查找快捷键")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._list = self._make_list()
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._search, self._list, buttons):
            layout.addWidget(widget)

    def _make_list(self) -> QTreeWidget:
        keys = QTreeWidget(self)
        keys.setObjectName("shortcutsList")
        keys.setAccessibleName("快捷键")
        keys.setHeaderLabels(("按键", "作用", "在哪里"))
        keys.setAlternatingRowColors(True)
        for title, entries in MENUS.items():
            specs = [entry for entry in entries if isinstance(entry, Spec) and entry.keys]
            lines = [("、".join(map(key_text, spec.keys)), plain(spec.text), _REACHES[spec.reach]) for spec in specs]
            self._add_group(keys, plain(title), lines)
        self._add_group(keys, "指标表格中", [(key, text, _REACHES[Reach.GRID]) for key, text in _GRID_KEYS])
        self._add_group(keys, "查找框中", [(key, text, "在查找框中") for key, text in _SEARCH_KEYS])
        keys.expandAll()
        keys.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return keys

    def _add_group(self, keys: QTreeWidget, title: str, lines: list[tuple[str, str, str]]) -> None:
        group = QTreeWidgetItem(keys, [title])
        group.setFirstColumnSpanned(True)
        for line in lines:
            group.addChild(QTreeWidgetItem(list(line)))

    def _filter(self, query: str) -> None:
        for number in range(self._list.topLevelItemCount()):
            group = self._list.topLevelItem(number)
            children = [group.child(row) for row in range(group.childCount())]
            for child in children:
                child.setHidden(not found(query, child.text(0), child.text(1)))
            group.setHidden(all(child.isHidden() for child in children))
