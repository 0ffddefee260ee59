"""F1: every action of the menus, with its keys or the way to it, and the keys that are no actions, by place."""

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
from gui.menus.keys import KEYS, Keys
from gui.pinyin import found
from gui.style import button_box, resize

_REACHES = {Reach.WINDOW: "", Reach.TREE: "在项目树中", Reach.GRID: "在指标表格中"}

_DOES = 1
"""The column that says what a key does."""


class ShortcutsDialog(QDialog):
    """All keys, with a box to look one up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("快捷键")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 44, 38)
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
            specs = [entry for entry in entries if isinstance(entry, Spec)]
            self._add_group(keys, plain(title), [_action_line(title, spec) for spec in specs])
        for place, groups in KEYS.items():
            self._add_group(keys, place, [(_written(group), group.does, "") for group in groups])
        keys.expandAll()
        keys.setWordWrap(True)  # on a narrow screen what a key does takes two lines rather than a scroll bar
        keys.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        keys.header().setSectionResizeMode(_DOES, QHeaderView.ResizeMode.Stretch)
        keys.header().setStretchLastSection(False)
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


def _action_line(menu: str, spec: Spec) -> tuple[str, str, str]:
    """An action; one without a key is reached through the access keys of its menu."""
    way = "、".join(map(key_text, spec.keys)) or f"Alt+{_letter(menu)}，{_letter(spec.text)}"
    return way, plain(spec.text), _REACHES[spec.reach]


def _letter(text: str) -> str:
    return text.partition("(&")[2][:1]


def _written(group: Keys) -> str:
    return group.shown or "、".join(key_text(key) for key in group.keys)
