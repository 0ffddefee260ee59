"""指标库: look up an indicator, see how it is usually written, and put it into the table."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.domain.errors import KnownError
from core.ports import Progress, WorkspaceStore
from core.services import library
from core.services.library import Entry
from gui import background, messages
from gui.context_menu import ContextMenu, Groups
from gui.dialogs import files
from gui.icons import icon
from gui.pinyin import search_pattern
from gui.recent_files import folder_of, remember_folder
from gui.session import Session
from gui.style import button_box, em, leave_enter_alone, note, resize
from gui.text_box import TextBox
from gui.text_table import TextTable, TextTableModel

ROWS_TYPE: Final = "application/x-jibiao-rows"
"""Dragged rows: JSON, a list of objects ``column name → text``."""

_LIST_KEYS: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
_HEADERS: Final = ("三级指标", "一级指标", "二级指标", "常用指标值", "计量单位", "用过")
_WIDTHS: Final = (0, 6, 8, 8, 6, 4)
_USES: Final = len(_HEADERS) - 1
_FILES: Final = f"指标库来源 (*.{files.SUFFIX} *.xlsx *.docx *.json);;{files.WORKSPACES};;{files.IMPORTABLE}"
_SHOWN_AT_MOST: Final = 12  # of descriptions, values and places in the details


class LibraryDialog(QDialog):
    """Stays open beside the window while one works.

    Signals:
        chosen: ``list`` of rows (``column name → text``) to insert.
        renewed: A library was added or taken out.
    """

    chosen = Signal(object)
    renewed = Signal()

    def __init__(self, parent: QWidget, session: Session, store: WorkspaceStore, settings: QSettings) -> None:
        super().__init__(parent)
        self.setObjectName("libraryDialog")
        self.setWindowTitle("指标库")
        resize(self, 54, 36)
        self._session, self._store, self._settings = session, store, settings
        self._entries: Sequence[Entry] = ()
        self._searched: Sequence[str] = ()
        self._brought_in: Mapping[str, int] = {}  # number of indicators by the library's name
        self._task: background.Task | None = None
        self._search = QLineEdit(self)
        self._search.setObjectName("librarySearch")
        self._search.setAccessibleName("查找指标")
        self._search.setPlaceholderText("查找：名称、类别、描述或拼音首字母，如 xtwgz")
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._model = _RowsModel(_HEADERS, _texts, (_USES,))
        self._view = TextTable(self, "指标", self._model, _WIDTHS)
        self._view.setObjectName("libraryTable")
        self._view.setDragEnabled(True)
        self._view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._details = TextBox(self)
        self._details.setObjectName("libraryDetails")
        self._details.setAccessibleName("指标的用法")
        self._details.setReadOnly(True)
        self._note = note("", self)
        self._note.setObjectName("libraryNote")
        self._insert_button = QPushButton("插入(&I)", self)
        self._insert_button.setEnabled(False)  # until there is a line to insert
        self._take_out = QPushButton("移出指标库(&M)", self)
        self._libraries = QMenu(self._take_out)
        self._take_out.setMenu(self._libraries)
        self._takings_out: Mapping[str, QAction] = {}  # by the library's name
        self._inserting = QAction("插入", self._view)
        self._inserting.triggered.connect(lambda _checked: self._insert())
        self._lay_out()
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._take_found)
        self._search.installEventFilter(self)
        self._view.current_changed.connect(self._describe)
        self._view.opened.connect(lambda _entry: self._insert())
        ContextMenu(self._view, self._offers_at)

    def begin(self) -> None:
        """Come to the front, with what the workspace holds now."""
        self._load()
        self.show()
        self.activateWindow()
        self._search.setFocus()
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrows move in the list, so that Enter takes another line than the first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
            QApplication.sendEvent(self._view, event)
            return True
        return super().eventFilter(watched, event)

    def say(self, sentence: str) -> None:
        """What came of an insertion."""
        self._note.setText(sentence)

    # Inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._view)
        splitter.addWidget(self._details)
        splitter.setSizes([em(self, 20), em(self, 9)])
        splitter.setChildrenCollapsible(False)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        bring_in = QPushButton("加入别的指标库(&B)…", self)
        buttons.addButton(self._insert_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(bring_in, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._take_out, QDialogButtonBox.ButtonRole.ActionRole)
        leave_enter_alone(buttons)  # Enter inserts, from the search box and from the list
        self._insert_button.clicked.connect(lambda _checked: self._insert())
        bring_in.clicked.connect(lambda _checked: self._ask_file())
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _load(self, done: str = "") -> None:
        """Read the library; ``done`` is said instead of how much it holds."""
        if self._task is not None:
            self._task.abandon()
        workspace = self._session.workspace

        def work(progress: Progress) -> tuple[Sequence[Entry], Mapping[str, int]]:
            return library.library(workspace, progress), library.brought_in(workspace)

        self._task = background.start(self, work, partial(self._show, done))

    def _show(self, done: str, held: tuple[Sequence[Entry], Mapping[str, int]]) -> None:
        self._task = None
        self._entries, self._brought_in = entries, _ = held
        self._take_out.setVisible(bool(self._brought_in))
        self._libraries.clear()
        self._takings_out = {name: self._taking_out(name) for name in self._brought_in}
        self._libraries.addActions(list(self._takings_out.values()))
        self._searched = [_searched(entry) for entry in entries]
        self._filter(self._search.text())
        if done:
            self._note.setText(done)

    def _filter(self, query: str) -> None:
        patterns = [search_pattern(word) for word in query.split()]
        shown = [
            entry
            for entry, text in zip(self._entries, self._searched, strict=True)
            if all(pattern.search(text) for pattern in patterns)
        ]
        self._model.show(shown)
        self._insert_button.setEnabled(bool(shown))
        count = f"{len(shown)} 个指标" if shown else "没有找到。可以按名称、类别、描述或拼音首字母查找"
        self._note.setText(f"{count}。回车插入到当前行的下面，也可以拖到表格里。" if shown else f"{count}。")

    def _describe(self, entry: Entry | None) -> None:
        self._details.setPlainText(_details(entry) if entry else "")

    def _take_found(self) -> None:
        """Enter in the search box inserts the line that was found; nothing looked for, it goes to the list."""
        if self._search.text().strip():
            self._insert()
        else:
            self._view.setFocus()

    def _insert(self) -> None:
        rows = [entry.row for entry in self._view.selected_items()]
        if rows:
            self.chosen.emit(rows)

    def _ask_file(self) -> None:
        files.ask_open(self, "加入别的指标库", _FILES, folder_of(self._settings, "import"), self._bring_in)

    def _bring_in(self, path: Path) -> None:
        remember_folder(self._settings, "import", path)
        workspace, store = self._session.workspace, self._store

        def done(count: int) -> None:
            self.renewed.emit()
            self._load(f"“{path.stem}”的 {count} 个指标已加入指标库。")

        background.run(
            self, "读取指标库", lambda _progress: library.bring_in(workspace, store, path), done, self._refuse
        )

    def _offers_at(self, index: QModelIndex) -> Groups:
        """Insert the line; take out the libraries that it stands in."""
        entry: Entry | None = self._model.item(index.row()) if index.isValid() else None
        if entry is None:
            return ()
        return [self._inserting], [action for name, action in self._takings_out.items() if name in entry.sources]

    def _taking_out(self, name: str) -> QAction:
        action = QAction(f"移出“{name.replace('&', '&&')}”…", self._libraries)
        action.triggered.connect(lambda _checked: self._ask_to_take_out(name))
        return action

    def _ask_to_take_out(self, name: str) -> None:
        question = (
            f"把“{name}”的 {self._brought_in[name]} 个指标移出指标库吗？已插入到表里的行不受影响；"
            "移出不能撤销，可以再次加入同一个文件。"
        )
        messages.ask(self, question, "移出", lambda: self._take_library_out(name))

    def _take_library_out(self, name: str) -> None:
        try:
            library.take_out(self._session.workspace, name)
        except KnownError as error:
            self._refuse(error)
        else:
            self.renewed.emit()
            self._load(f"“{name}”已移出指标库。")

    def _refuse(self, error: KnownError) -> None:
        self._note.setText(error.sentence)


class _RowsModel(TextTableModel):
    """Entries that can be dragged into a table."""

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:  # type: ignore[override]
        """All lines can be dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Rows of a table, and plain text for other programs."""
        return [ROWS_TYPE, "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The rows of the lines dragged."""
        entries = [self.item(row) for row in sorted({index.row() for index in indexes})]
        data = QMimeData()
        data.setData(ROWS_TYPE, json.dumps([entry.row for entry in entries]).encode("ascii"))
        data.setText("\n".join("\t".join(entry.row.values()) for entry in entries))
        return data


def _texts(entry: Entry) -> tuple[str, ...]:
    value = next(iter(entry.values), "")
    uses = len(entry.project_ids)
    return entry.name, entry.category, entry.subcategory, value, "、".join(entry.measure_units), str(uses or "")


def _searched(entry: Entry) -> str:
    return "\n".join((entry.name, entry.category, entry.subcategory, *entry.descriptions[:1]))


def _details(entry: Entry) -> str:
    parts = (("绩效指标描述", entry.descriptions), ("指标值", entry.values), ("用在", entry.sources))
    return "\n".join(f"{label}：{_listed(texts)}" for label, texts in parts if texts)


def _listed(texts: Sequence[str]) -> str:
    more = f"；等 {len(texts)} 个" if len(texts) > _SHOWN_AT_MOST else ""
    return "；".join(texts[:_SHOWN_AT_MOST]) + more
