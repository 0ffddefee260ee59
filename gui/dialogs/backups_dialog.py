"""The backups there are, what differs from now in each, and the way back for a workspace, a table or a cell."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.records import TargetTable
from core.ports import SECOND_BACKUP_PLACE, Backup, Progress, Reader, WorkspaceStore
from core.services import backups
from core.services.backups import Difference
from gui import background
from gui.dialogs import files
from gui.session import Session
from gui.style import button_box, note, plain_label, resize
from gui.text_table import TextTable, TextTableModel

Looked: TypeAlias = tuple[tuple[TargetTable, ...], tuple[Difference, ...]]

_BACKUP_WIDTHS: Final = (9, 0, 4)
_DIFFERENCE_WIDTHS: Final = (0, 8, 0, 0)
_LOCKED: Final = "这张表已锁定，要恢复旧内容请先解锁。"


class BackupsDialog(QDialog):
    """Above the backups, below what differs from now in the one with the cursor.

    Args:
        parent: The window.
        session: Reads and writes.
        store: Opens backups.

    Signals:
        workspace_chosen: ``Path`` of the backup that is to replace the whole workspace.
    """

    workspace_chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session, store: WorkspaceStore) -> None:
        super().__init__(parent)
        self.setObjectName("backupsDialog")
        self.setWindowTitle("浏览备份")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 64, 38)
        self._session = session
        self._store = store
        self._tables: dict[str, TargetTable] = {}
        self._backups = TextTableModel(("时间", "原因", "大小"), _backup_texts, right=(2,))
        self._backup_view = TextTable(self, "备份", self._backups, _BACKUP_WIDTHS)
        self._backup_view.setObjectName("backupsTable")
        self._differences = TextTableModel(("表", "位置", "现在", "备份中"), _difference_texts)
        self._difference_view = TextTable(self, "与现在的不同", self._differences, _DIFFERENCE_WIDTHS)
        self._difference_view.setObjectName("backupDifferences")
        self._difference_view.setSelectionMode(TextTable.SelectionMode.SingleSelection)
        self._backup_view.setSelectionMode(TextTable.SelectionMode.SingleSelection)
        self._note = note("", self)
        self._place = plain_label("", self)
        self._place.setWordWrap(True)
        self._lay_out()
        self._backup_view.current_changed.connect(self._look)
        self._difference_view.current_changed.connect(self._allow)
        session.changed.connect(self._look_again)
        self._show_place()
        self._look(None)
        self._note.setText("正在查看有哪些备份…")
        self._list()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        for view, stretch in ((self._backup_view, 2), (self._difference_view, 3)):
            splitter.addWidget(view)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setChildrenCollapsible(False)
        self._buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        self._cell = self._button("恢复这一格", self._bring_back_cell)
        self._table = self._button("恢复这张表", self._bring_back_table)
        self._whole = self._button("替换整个工作区…", self._choose_workspace)
        self._buttons.rejected.connect(self.reject)
        second = QHBoxLayout()
        second.addWidget(self._place, 1)
        choose, self._forget = QPushButton("选择第二位置…", self), QPushButton("不用第二位置", self)
        choose.clicked.connect(lambda _checked: self._ask_place())
        self._forget.clicked.connect(lambda _checked: self._keep_place(None))
        for button in (choose, self._forget):
            button.setAutoDefault(False)
            button.setEnabled(not self._session.workspace.read_only)
            second.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._note)
        layout.addLayout(second)
        layout.addWidget(self._buttons)

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = self._buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)  # Enter in a list must not change anything
        button.clicked.connect(lambda _checked: slot())
        return button

    # Looking ------------------------------------------------------------------------------------------------------

    def _look(self, backup: Backup | None) -> None:
        self._differences.show(())
        self._tables = {}
        self._allow(None)
        self._whole.setEnabled(backup is not None and not self._session.workspace.read_only)
        if backup is None:
            self._note.setText("还没有自动备份。打开改动过的工作区时、导入和结转之前会自动备份。")
            return
        self._note.setText("正在比较…")
        store, workspace = self._store, self._session.workspace

        def work(_progress: object) -> Looked:
            tables = backups.read_backup(store, backup.path)
            return tables, backups.compare(workspace, tables)

        def done(looked: Looked) -> None:
            if self._backup_view.current_item() == backup:  # the cursor has not gone on meanwhile
                self._show(*looked)

        background.start(self, work, done, lambda error: self._note.setText(error.sentence))

    def _look_again(self, _applied: object) -> None:
        self._look(self._backup_view.current_item())

    def _show(self, tables: tuple[TargetTable, ...], differences: tuple[Difference, ...]) -> None:
        self._tables = {table.project.id: table for table in tables}
        self._differences.show(differences)
        count = f"有 {len(differences)} 处与现在不同。" if differences else "与现在没有不同。"
        self._note.setText(f"这个备份里有 {len(tables)} 张表，{count}")
        if differences:
            self._difference_view.selectRow(0)

    def _allow(self, difference: Difference | None) -> None:
        may_write = difference is not None and not self._session.workspace.read_only
        self._cell.setEnabled(may_write and bool(difference and difference.field))
        self._table.setEnabled(may_write and bool(difference and difference.project_id in self._tables))

    # Bringing back ------------------------------------------------------------------------------------------------

    def _bring_back_cell(self) -> None:
        difference: Difference = self._difference_view.current_item()
        then = self._tables[difference.project_id]
        self._perform(lambda reader: backups.bring_back_cell(reader, difference, then))

    def _bring_back_table(self) -> None:
        then = self._tables[self._difference_view.current_item().project_id]
        self._perform(lambda reader: backups.bring_back_table(reader, then))

    def _perform(self, wanted: Callable[[Reader], ChangeSet | None]) -> None:
        with self._session.workspace.read() as reader:
            change = wanted(reader)
        if change is None:
            self._note.setText(_LOCKED)
        elif not self._session.perform(change):
            self._note.setText(self._session.last_refusal)

    def _choose_workspace(self) -> None:
        backup: Backup = self._backup_view.current_item()
        self.accept()
        self.workspace_chosen.emit(backup.path)

    # The second place ---------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        with self._session.workspace.read() as reader:
            place = reader.setting(SECOND_BACKUP_PLACE)
        self._place.setText(f"第二备份位置：{place or '没有。备份只在工作区旁边，磁盘坏了会一起丢失。'}")
        self._forget.setVisible(bool(place))

    def _ask_place(self) -> None:
        files.ask_folder(self, "选择第二备份位置（U盘或另一块磁盘）", Path.home(), self._keep_place)

    def _keep_place(self, place: Path | None) -> None:
        workspace = self._session.workspace
        try:
            with workspace.write() as writer:
                writer.put_setting(SECOND_BACKUP_PLACE, str(place) if place else None)
        except KnownError as error:
            self._note.setText(error.sentence)
            return
        self._show_place()
        self._list(mirrored=True)

    def _list(self, *, mirrored: bool = False) -> None:
        """Show all backups, perhaps after bringing the second place up to date: beside the window, it may be far."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> tuple[Backup, ...]:
            if mirrored:
                workspace.mirror_backups()
            return workspace.backups()

        background.start(self, work, self._show_list, lambda error: self._note.setText(error.sentence))

    def _show_list(self, found: tuple[Backup, ...]) -> None:
        self._backups.show(found)
        if not found:
            self._look(None)
        elif self._backup_view.current_item() is None:
            self._backup_view.selectRow(0)


def _backup_texts(backup: Backup) -> tuple[str, ...]:
    return f"{backup.at:%Y-%m-%d %H:%M}", backup.reason, f"{max(1, backup.size // 1024)} KB"


def _difference_texts(difference: Difference) -> tuple[str, ...]:
    return difference.table, difference.place, difference.now, difference.then
