"""That nothing typed is lost: the recovery note, the second window, the word after a crash, the offer to salvage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from core.domain.errors import KnownError
from core.services import recovery
from core.services.recovery import Unsaved
from gui import messages
from gui.dialogs import files
from gui.doorbell import Doorbell, bring_to_front
from gui.table_editor.unsaved import unsaved_texts

if TYPE_CHECKING:
    from core.domain.errors import DamagedError
    from core.ports import Workspace, WorkspaceStore
    from core.services.salvage import SalvageReport
    from gui.main_window import MainWindow

NOTE_EVERY_MS: Final = 1000
_SHOWN: Final = 3  # texts, losses
_SHOWN_SIGNS: Final = 40


class SafetyNet(QObject):
    """Hung under the window while a workspace is open in it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._doorbell = Doorbell(self)
        self._doorbell.rung.connect(partial(bring_to_front, window))
        self._pool = QThreadPool(self, maxThreadCount=1)  # notes are written one after the other, beside the window
        self._kept: tuple[Unsaved, ...] = ()
        self._place: str | None = None  # the table to come back to
        self._timer = QTimer(self, interval=NOTE_EVERY_MS)
        self._timer.timeout.connect(self._keep)

    def spread(self, workspace: Workspace) -> None:
        """Begin with a workspace that has just been opened."""
        if workspace.holder:
            self._say(
                f"“{workspace.path.stem}”正由{workspace.holder.described()}编辑，这里以只读方式打开，可以查看、打印和导出。"
                "等对方关闭后重新打开，就可以编辑。"
            )
            return
        if workspace.read_only:
            return
        self._doorbell.listen(workspace.path)
        self._kept = recovery.left_behind(workspace.path)
        if self._kept:
            self._offer_texts(workspace, self._kept)
            return
        if workspace.was_interrupted:
            self._say(f"“{workspace.path.stem}”上次没有正常关闭（断电或程序中断）。已保存的内容都在，没有丢失。")
        self._timer.start()

    def take_in(self) -> None:
        """End with the open workspace, whose editors have just been committed; what was refused is kept."""
        self.keep_now()
        self._timer.stop()
        self._doorbell.be_silent()

    def keep_now(self) -> None:
        """Have the recovery note on the disk before returning; not while an older one waits for its answer."""
        if self._timer.isActive():
            self._keep()
            self._pool.waitForDone()

    def report_damage(self, faults: Sequence[str]) -> None:
        """Tell of a file that is open and was found damaged, and offer what can be done."""
        session = self._window.session
        if session:
            sentence = "\n".join(
                [*faults, "", "如果是文件损坏，可以把读得出的内容抢救到一个新的工作区，再与备份核对。"]
            )
            self._offer_salvage(sentence, session.workspace.path)

    def offer_salvage(self, error: DamagedError) -> None:
        """Tell of a file that cannot be opened, and offer to salvage it."""
        self._offer_salvage(
            f"{error.sentence}\n\n也可以把还读得出的内容抢救到一个新的工作区，原文件不会改动。", error.path
        )

    # The recovery note --------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Put on the disk where the hands are, and what they have typed and not committed."""
        bench, session = self._window.workbench, self._window.session
        if bench is None or session is None:
            return
        texts = unsaved_texts(bench.editor)
        if bench.project_id != self._place:
            self._place = bench.project_id
            bench.save_layout(self._window.settings)
            self._window.settings.sync()
        if texts != self._kept:
            self._kept = texts
            self._pool.start(partial(recovery.keep, session.workspace.path, texts))

    def _offer_texts(self, workspace: Workspace, texts: Sequence[Unsaved]) -> None:
        """Ask what shall become of them; only an answer lets the note go, so neither Esc nor another crash does."""
        with workspace.read() as reader:
            places = [one.place(reader.table(one.project_id)) for one in texts[:_SHOWN]]
        parts = [f"{place}：“{_shortened(one.text)}”" for place, one in zip(places, texts, strict=False)]
        sentence = "上次没有正常关闭。已保存的内容都在；下面的输入当时还没有保存：\n\n" + "\n".join(parts)
        box = messages.choice(self._window, sentence)
        put_back = box.addButton("放回原处", QMessageBox.ButtonRole.AcceptRole)
        put_back.clicked.connect(lambda _checked: self._put_back(texts))
        forget = box.addButton("不要了", QMessageBox.ButtonRole.DestructiveRole)
        forget.clicked.connect(lambda _checked: self._timer.start())
        box.setDefaultButton(put_back)
        box.open()

    def _put_back(self, texts: Sequence[Unsaved]) -> None:
        session, bench = self._window.session, self._window.workbench
        if session is None or bench is None:
            return
        self._timer.start()
        with session.workspace.read() as reader:
            change, homeless = recovery.put_back(reader, texts)
        if change and not session.perform(change):
            self._to_clipboard(texts, session.last_refusal)
            return
        if change:
            bench.tree.select_project(texts[0].project_id)
        if homeless:
            self._to_clipboard(homeless, "原来的位置已经不在了。")

    def _to_clipboard(self, texts: Sequence[Unsaved], reason: str) -> None:
        QGuiApplication.clipboard().setText("\n".join(one.text for one in texts))
        self._say(f"{reason}\n\n输入的内容已放到剪贴板，可以粘贴到别处。")

    # Salvage ------------------------------------------------------------------------------------------------------

    def _offer_salvage(self, sentence: str, path: Path) -> None:
        box = messages.choice(self._window, sentence, QMessageBox.Icon.Warning)
        restore = box.addButton("从备份恢复…", QMessageBox.ButtonRole.ActionRole)
        restore.clicked.connect(lambda _checked: self._ask_backup(path))
        salvage = box.addButton("抢救…", QMessageBox.ButtonRole.ActionRole)
        salvage.clicked.connect(lambda _checked: self._ask_target(path))
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
        box.open()

    def _ask_backup(self, damaged: Path) -> None:
        """Ask which of the backups beside the file; without any, which file."""
        from gui.dialogs.backup_choice import ask_backup

        restore = partial(self._restore, damaged)
        found = self._window.store().backups_beside(damaged)
        if found:
            ask_backup(self._window, damaged, found, restore)
        else:
            files.ask_open(self._window, "从备份恢复", files.WORKSPACES, damaged.parent, restore)

    def _restore(self, damaged: Path, backup: Path) -> None:
        self._window.rooms["files"].restore_over(backup, damaged)  # type: ignore[attr-defined]

    def _ask_target(self, damaged: Path) -> None:
        proposed = damaged.with_name(f"{damaged.stem} 抢救.{files.SUFFIX}")
        files.ask_save(
            self._window,
            "抢救到新的工作区",
            files.WORKSPACES,
            proposed,
            partial(self._salvage, damaged),
            replacing=False,
        )

    def _salvage(self, damaged: Path, target: Path) -> None:
        """Make and open the new workspace; the damaged one, if it is open, is let go of first.

        Closing a file that was read beside SQLite drops the locks that this process has on it (POSIX), and another one
        would take its log away.
        """
        from core.services.salvage import salvage

        window = self._window
        if not window.is_settled(partial(self._salvage, damaged, target)):
            return
        is_open = window.session is not None and window.session.workspace.path == damaged
        if is_open:
            window.close_workspace()
        reports: list[SalvageReport] = []
        problems: list[KnownError] = []

        def opener(store: WorkspaceStore) -> Workspace:
            try:
                reports.append(salvage(store, damaged, target))
            except KnownError as error:  # then work goes on with what is there
                if not is_open:
                    raise
                problems.append(error)
                return store.open(damaged)
            return store.open(target)

        def opened() -> None:
            for problem in problems:
                messages.show_error(window, problem)
            for report in reports:
                self._tell_salvaged(report)

        window.opener.open_with(opener, opened)

    def _tell_salvaged(self, report: SalvageReport) -> None:
        lines = [
            f"抢救出 {report.table_count} 张表、{report.row_count} 行指标，现在打开的就是。",
            *report.losses[:_SHOWN],
        ]
        if len(report.losses) > _SHOWN:
            lines.append(f"另有 {len(report.losses) - _SHOWN} 条，见详细信息。")
        details = "\n".join(report.losses)
        messages.show_sentence(self._window, "\n".join(lines), QMessageBox.Icon.Information, details)

    def _say(self, sentence: str) -> None:
        messages.show_sentence(self._window, sentence)


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN_SIGNS else f"{bare[:_SHOWN_SIGNS]}……"
