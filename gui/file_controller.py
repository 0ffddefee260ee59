"""The menu 文件: workspaces, import, export, printing, backups."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from core.catalogue.schemes import DEFAULT_SCHEME
from core.domain.errors import DamagedError, KnownError
from core.domain.records import BudgetUnit, BudgetYear
from core.domain.selection import Selection
from core.importing.files import IMPORTABLE
from core.ports import Progress, Workspace, WorkspaceStore, pulse_of
from core.reach import is_there
from core.services import editing
from core.services.file_names import safe_name
from gui import background, messages
from gui.dialogs import files
from gui.recent_files import folder_of, remember_folder
from gui.session import Session

if TYPE_CHECKING:
    from core.services.export_each import ExportedEach
    from core.services.exporting import Exported
    from gui.dialogs.export_dialog import ExportRequest
    from gui.dialogs.import_dialog import Compared
    from gui.main_window import MainWindow

T = TypeVar("T")
_FILE_TYPE: Final = re.compile(r"\.(?=.*[a-z])[a-z0-9]{1,5}", re.IGNORECASE | re.ASCII)
"""What ends the name of a file; that of a folder may end in ``.2025`` or ``.上报``."""

SAMPLE_NAME = "示例"
_NOTHING_TO_PRINT = "左边选中的这一行下面没有表。请选一张表，或有表的单位、年度，再打印。"


class FileController:
    """Asks for files, calls the services in the background, tells what came of it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # Workspaces ---------------------------------------------------------------------------------------------------

    def new_workspace(self) -> None:
        """Ask where, then make an empty workspace."""
        self._ask_new(lambda path: self._window.opener.open_with(lambda store: store.create(path)))

    def open_workspace(self) -> None:
        """Ask which workspace, then open it."""
        folder = folder_of(self._window.settings, "workspace")
        files.ask_open(self._window, "打开工作区", files.WORKSPACES, folder, self.open_file)

    def open_file(self, path: Path) -> None:
        """Open a workspace; the one that is open already stays, by whatever path it is called."""
        if path == self._shown():
            return
        remember_folder(self._window.settings, "workspace", path)
        self._window.opener.open_with(partial(_open_other, path=path, shown=self._shown))

    def _shown(self) -> Path | None:
        session = self._window.session
        return session.workspace.path if session else None

    def open_sample(self) -> None:
        """Open the sample workspace in the data folder, made on first use."""
        path = self._window.data_folder / f"{SAMPLE_NAME}.{files.SUFFIX}"
        session = self._window.session
        if session is None or session.workspace.path != path:
            self._window.opener.open_with(partial(_open_or_make_sample, path=path))

    def import_into_new(self) -> None:
        """From the welcome page: a new workspace, then what to bring into it."""
        self._ask_new(lambda path: self._window.opener.open_with(lambda store: store.create(path), self.import_file))

    def backup(self) -> None:
        """Ask where, then write a verified copy."""
        workspace = self._session.workspace
        proposed = folder_of(self._window.settings, "backup") / _backup_name(workspace.path)

        def chosen(path: Path) -> None:
            remember_folder(self._window.settings, "backup", path)
            self._run("备份", lambda _progress: workspace.backup(path), lambda _none: self._say(f"已备份到“{path}”。"))

        files.ask_save(self._window, "备份工作区", files.WORKSPACES, proposed, chosen)

    def restore(self) -> None:
        """Ask which backup, then, asked once more, put it in the place of the open workspace."""
        folder = folder_of(self._window.settings, "backup")
        files.ask_open(self._window, "从备份恢复", files.WORKSPACES, folder, self.confirm_restore)

    def confirm_restore(self, backup: Path) -> None:
        """Ask once more, then put a backup in the place of the open workspace."""
        path = self._session.workspace.path
        question = f"用备份“{backup.name}”替换“{path.name}”的内容。现有内容会另存在旁边，不会丢失。"
        messages.ask(self._window, question, "恢复", lambda: self.restore_over(backup, path))

    def restore_over(self, backup: Path, path: Path) -> None:
        """Put a backup in the place of a workspace, open or not, and open that; what it held is kept beside it."""
        if not self._window.is_settled(partial(self.restore_over, backup, path)):
            return
        self._window.close_workspace()

        problems: list[KnownError] = []

        def opener(store: WorkspaceStore) -> Workspace:
            try:
                store.restore(backup, path)
            except KnownError as error:  # then nothing was changed, and work goes on with what is there
                problems.append(error)
            try:
                return store.open(path)
            except DamagedError as damaged:
                raise DamagedError(problems[0].sentence, path) if problems else damaged from damaged

        def opened() -> None:
            if problems:
                messages.show_error(self._window, problems[0])
            else:
                self._say(f"已用“{backup.name}”恢复。")

        self._window.opener.open_with(opener, opened)

    def check(self) -> None:
        """Look the workspace file over and say what was found."""
        workspace = self._session.workspace

        def done(faults: tuple[str, ...]) -> None:
            if faults:
                messages.show_sentence(self._window, "\n".join(faults), QMessageBox.Icon.Warning)
            else:
                self._say(f"“{workspace.path.name}”完好，没有发现问题。")

        self._run("检查工作区文件", lambda progress: workspace.check(pulse_of(progress)), done)

    # Import, export, printing -------------------------------------------------------------------------------------

    def import_file(self) -> None:
        """Ask for files, then show what would come in."""
        folder = folder_of(self._window.settings, "import")
        files.ask_open_many(self._window, "导入绩效目标表", files.IMPORTABLE, folder, self.preview_import)

    def import_folder(self) -> None:
        """Ask for a folder, then show what all files in and below it would bring in."""
        folder = folder_of(self._window.settings, "import")
        files.ask_folder(self._window, "导入文件夹中的全部文件", folder, lambda chosen: self.preview_import([chosen]))

    def preview_import(self, paths: Sequence[Path]) -> None:
        """Show what files and folders would bring in; only 导入 in that dialog writes."""
        from core.services import collecting
        from gui.dialogs.import_dialog import compare

        session = self._session
        if not session.settle():
            return
        remember_folder(self._window.settings, "import", paths[0])

        def work(progress: Progress) -> Compared:
            return compare(session.workspace, collecting.files_in(paths), progress=progress)

        self._run("读取文件", work, self._show_compared)

    def _show_compared(self, compared: Compared) -> None:
        from gui.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._window, self._session, compared)
        dialog.imported.connect(lambda: self._imported(dialog.outcome))
        dialog.open()

    def export(self) -> None:
        """Ask what and in which format, then where, then write it."""
        from gui.dialogs.export_dialog import ExportDialog

        bench = self._window.workbench
        if bench is None:
            return
        scopes = bench.tree.scopes_with_tables()
        if not scopes:
            messages.show_sentence(self._window, messages.NO_TABLES)
            return
        dialog = ExportDialog(self._window, scopes)
        dialog.accepted.connect(lambda: self._ask_export_file(dialog.request()))
        dialog.open()

    def blank_form(self) -> None:
        """Ask where, then write a blank form for the unit and year with the cursor, else for this year."""
        bench = self._window.workbench
        node = bench.tree.working_node() if bench is not None else None
        lines = [part.line for part in node.path()] if node is not None else []
        unit = next((line for line in lines if isinstance(line, BudgetUnit)), None)
        year = next((line for line in lines if isinstance(line, BudgetYear)), None)
        chosen = year or BudgetYear(editing.local_now().year, DEFAULT_SCHEME)
        owner = f"{unit.code}{unit.name} " if unit is not None else ""
        proposed = folder_of(self._window.settings, "export") / f"{safe_name(f'{owner}{chosen.year}年空白填报表')}.xlsx"

        def write(path: Path) -> None:
            from core.services.blank_form import write_blank_form

            remember_folder(self._window.settings, "export", path)
            self._run("导出", lambda _progress: write_blank_form(chosen, unit, path), lambda _: self._offer_file(path))

        files.ask_save(self._window, "导出空白填报表", "Excel 工作簿 (*.xlsx)", proposed, write)

    def send_back(self) -> None:
        """Ask for a folder, then write a workbook with findings and tables for each unit below the tree's cursor."""
        bench = self._window.workbench
        node = bench.tree.working_node() if bench is not None else None
        if node is None:
            return
        selection = Selection(project_ids=frozenset(project.line.id for project in node.projects()))
        folder = folder_of(self._window.settings, "export")
        files.ask_folder(self._window, "退回文件放到哪个文件夹", folder, partial(self._send_back, selection))

    def _send_back(self, selection: Selection, parent: Path) -> None:
        from core.services.sending_back import send_back

        if not self._session.settle():
            return
        remember_folder(self._window.settings, "export", parent / "x")
        workspace = self._session.workspace
        self._run("退回修改", lambda progress: send_back(workspace, parent, selection, progress), self._exported_each)

    def print(self) -> None:
        """Print the table shown, or all below the unit or year with the cursor, through the system's dialog."""
        from gui import printing

        bench = self._window.workbench
        node = bench.tree.working_node() if bench else None
        below = [project.line.id for project in node.projects()] if node else []
        if below:
            printing.print_tables(self._window, self._session, below)
        else:
            has_tables = bench is not None and bool(bench.tree.scopes_with_tables())
            messages.show_sentence(self._window, _NOTHING_TO_PRINT if has_tables else messages.NO_TABLES)

    def print_settings(self) -> None:
        """Show how the workspace wants its paper, and follow what is changed."""
        from core.services.print_settings import print_settings
        from gui.dialogs.print_settings_dialog import PrintSettingsDialog

        bench, workspace = self._window.workbench, self._session.workspace
        with workspace.read() as reader:
            settings = print_settings(reader)
        dialog = PrintSettingsDialog(self._window, workspace, settings)
        if bench:
            dialog.kept.connect(bench.preview.refresh)
        dialog.open()

    # Files dropped on the window ----------------------------------------------------------------------------------

    def can_take(self, urls: Sequence[QUrl]) -> bool:
        """Whether a workspace was dropped or, with a workspace open, what may be files and folders to import.

        Told by the names alone: to look at a share that is gone would hold the window up while something is dragged.
        """
        if not urls or not all(url.isLocalFile() for url in urls):
            return False
        paths = [Path(url.toLocalFile()) for url in urls]
        if len(paths) == 1 and paths[0].suffix.lower() == f".{files.SUFFIX}":
            return True
        may_be_read = all(path.suffix.lower() in IMPORTABLE or not _FILE_TYPE.fullmatch(path.suffix) for path in paths)
        return may_be_read and self._window.session is not None

    def take(self, urls: Sequence[QUrl]) -> None:
        """Open or import it."""
        if self.can_take(urls):
            paths = [Path(url.toLocalFile()) for url in urls]
            if paths[0].suffix.lower() == f".{files.SUFFIX}":
                self.open_file(paths[0])
            else:
                self.preview_import(paths)

    # Inside -------------------------------------------------------------------------------------------------------

    @property
    def _session(self) -> Session:
        session = self._window.session
        assert session is not None, "these actions are disabled without a workspace"
        return session

    def _run(self, title: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        background.run(self._window, title, work, done)

    def _say(self, sentence: str) -> None:
        messages.show_sentence(self._window, sentence)

    def _ask_new(self, chosen: Callable[[Path], None]) -> None:
        folder = folder_of(self._window.settings, "workspace")
        proposed = folder / f"{editing.local_now().year + 1}年绩效目标.{files.SUFFIX}"
        files.ask_save(self._window, "新建工作区", files.WORKSPACES, proposed, chosen, replacing=False)

    def _imported(self, outcome: str) -> None:
        if self._window.workbench:
            self._window.workbench.go_to_last_change()
        self._window.status.showMessage(f"已导入：{outcome}可以撤销。")

    def _ask_export_file(self, request: ExportRequest) -> None:
        folder = folder_of(self._window.settings, "export")
        if request.each:
            files.ask_folder(self._window, "导出到文件夹", folder, partial(self._export_each, request))
            return
        files.ask_save(
            self._window, "导出", request.filters, folder / request.file_name, partial(self._export, request)
        )

    def _export(self, request: ExportRequest, path: Path) -> None:
        from core.services.exporting import export

        remember_folder(self._window.settings, "export", path)
        workspace = self._session.workspace

        def work(progress: Progress) -> Exported:
            return export(workspace, path, request.selection, request.edition, progress)

        self._run("导出", work, self._exported)

    def _export_each(self, request: ExportRequest, parent: Path) -> None:
        from core.services.export_each import export_each

        remember_folder(self._window.settings, "export", parent / request.name)
        workspace = self._session.workspace

        def work(progress: Progress) -> ExportedEach:
            return export_each(
                workspace, parent, request.name, request.suffix, request.selection, request.edition, progress
            )

        self._run("导出", work, self._exported_each)

    def _exported_each(self, exported: ExportedEach) -> None:
        box_text = f"已导出 {len(exported.files)} 个文件到文件夹“{exported.folder}”。{_missing(exported)}"
        url = QUrl.fromLocalFile(str(exported.folder))
        messages.offer(self._window, box_text, "打开文件夹", lambda: QDesktopServices.openUrl(url))

    def _offer_file(self, path: Path) -> None:
        url = QUrl.fromLocalFile(str(path))
        messages.offer(self._window, f"已导出到“{path}”。", "打开文件", lambda: QDesktopServices.openUrl(url))

    def _exported(self, exported: Exported) -> None:
        box_text = f"已导出 {exported.table_count} 张表到“{exported.path}”。{_missing(exported)}"
        url = QUrl.fromLocalFile(str(exported.path))
        messages.offer(self._window, box_text, "打开文件", lambda: QDesktopServices.openUrl(url))


def _missing(exported: Exported | ExportedEach) -> str:
    """What paper lacks, said below what was done."""
    from core.services.printing import missing_words

    return f"\n\n{missing_words(exported.missing_glyphs)}" if exported.missing_glyphs else ""


def _open_other(store: WorkspaceStore, path: Path, shown: Callable[[], Path | None]) -> Workspace | None:
    """Open it unless it is shown by now. Looks at the disk: a share that is gone takes minutes to say so."""
    here = shown()
    return None if here is not None and path.resolve() == here.resolve() else store.open(path)


def _open_or_make_sample(store: WorkspaceStore, path: Path) -> Workspace:
    from core.services.sample import add_sample

    if is_there(path):
        return store.open(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    workspace = store.create(path)
    try:
        add_sample(workspace)
    except BaseException:  # an empty workspace must not be taken for the sample the next time
        store.discard(workspace)
        raise
    return workspace


def _backup_name(path: Path) -> str:
    return f"{path.stem} 备份 {editing.local_now():%Y-%m-%d}.{files.SUFFIX}"
