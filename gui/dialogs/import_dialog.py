"""Shows what files would bring in before anything is written; only 导入 writes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.amounts import print_amount
from core.domain.errors import KnownError
from core.importing.proposal import CleanedText, Problem
from core.ports import Progress, Workspace
from core.services import import_assistant
from core.services.editing import Applied
from core.services.import_assistant import Incoming, IncomingTable, Status
from core.services.importing import ImportPreview, reason_of
from core.services.receipts import TITLE, ReceiptList, receipts
from gui import background, messages
from gui.dialogs.merge_view import MergeView, Take
from gui.dialogs.new_records import FIRST_YEAR, LAST_YEAR
from gui.dialogs.receipt_view import ReceiptView
from gui.dialogs.recognised_view import RecognisedView
from gui.dialogs.source_pane import SourcePane
from gui.session import Session
from gui.style import button_box, em, heading, note, plain_label, resize
from gui.text_table import TextTable, TextTableModel

_COLUMNS: Final = ("项目名称", "预算单位", "预算（万元）", "指标", "状态", "来源")
_BUDGET, _ROWS = 2, 3
_About: TypeAlias = tuple[Problem | CleanedText, int | None]
"""A remark, and the line of the table that it is about; ``None``: the file."""
_WIDTHS: Final = (0, 12, 7, 3, 14, 12)

Compared: TypeAlias = tuple[Incoming, ReceiptList]
"""What files would bring in, and who sent them."""


def compare(
    workspace: Workspace, paths: Sequence[Path], year: int | None = None, progress: Progress | None = None
) -> Compared:
    """Read files for the dialog, in another thread; as ``import_assistant.read_files``."""
    incoming = import_assistant.read_files(workspace, paths, year, progress)
    return incoming, receipts(workspace, incoming)


class ImportDialog(QDialog):
    """Tables with a tick and their status, the differences to choose from, what to look at, and which year.

    Signals:
        imported: The import was committed and the session told.
    """

    imported = Signal()

    def __init__(self, parent: QWidget, session: Session, compared: Compared) -> None:
        super().__init__(parent)
        incoming, _ = compared
        self.setObjectName("importDialog")
        self.setWindowTitle(f"导入 {incoming.files}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize(self, 66, 44)
        self._session = session
        self._incoming = incoming
        self._taken: dict[int, frozenset[int]] = {}
        self._undecided: dict[int, frozenset[int]] = {}
        self._about: dict[QListWidget, list[_About]] = {}
        self._summary = heading("", self, 1.15)
        self._summary.setWordWrap(True)
        self._reason = note("", self)
        self._year = self._make_year()
        self._tables = TextTableModel(
            _COLUMNS, self._texts, (_BUDGET, _ROWS), can_tick=True, may_tick=lambda found: found.status.can_come_in
        )
        self._table_view = TextTable(self, "文件中的表", self._tables, _WIDTHS)
        self._table_view.setObjectName("importTables")
        self._merge = MergeView(self)
        self._notes = QTabWidget(self)
        self._notes.setObjectName("importNotes")
        self._receipts = ReceiptView(self, incoming.previews[0].path.parent)
        self._recognised = RecognisedView(self)
        self._source = SourcePane(self)
        self._notes.addTab(self._merge, "与工作区的不同")
        self._notes.addTab(self._recognised, "识别的内容")
        self._notes.addTab(self._receipts, TITLE)
        self._problems = self._make_list("需要留意的地方")
        self._cleaned = self._make_list("去掉的空白")
        self._refused = self._make_list("没能读取的文件")
        self._outcome = note("", self)
        self._outcome.setObjectName("importOutcome")
        self._refusal = plain_label("", self)
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self._import = self._buttons.addButton("导入", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("importButton")
        self._import.setDefault(True)
        self._buttons.accepted.connect(self._confirm)
        self._buttons.rejected.connect(self.reject)
        self._tables.dataChanged.connect(lambda *_: self._tell_outcome())
        self._table_view.current_changed.connect(self._show_merge)
        for view in (self._merge, self._recognised):
            view.pointed.connect(self._point_out)
        for sentences in (self._problems, self._cleaned):
            sentences.itemSelectionChanged.connect(self._point_out)
        self._notes.currentChanged.connect(self._show_source)
        self._merge.changed.connect(self._take)
        self._merge.chosen_for_all.connect(self._take_for_all)
        self._lay_out()
        self._show(compared)
        self._table_view.setFocus()

    @property
    def outcome(self) -> str:
        """What was, or would be, brought in, in a sentence."""
        return import_assistant.outcome(self._incoming, self._chosen())

    # What the dialog is made of -----------------------------------------------------------------------------------

    def _make_year(self) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName("importYear")
        box.setAccessibleName("年度")
        box.setRange(FIRST_YEAR, LAST_YEAR)
        box.setSuffix(" 年度")
        box.setValue(self._incoming.previews[0].year)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._read_again)
        return box

    def _make_list(self, name: str) -> QListWidget:
        sentences = QListWidget(self)
        sentences.setAccessibleName(name)
        sentences.setWordWrap(True)
        sentences.setAlternatingRowColors(True)
        self._notes.addTab(sentences, name)
        return sentences

    def _lay_out(self) -> None:
        year = QHBoxLayout()
        self._year_label = plain_label("导入到：", self)
        year.addWidget(self._year_label)
        year.addWidget(self._year)
        year.addWidget(self._reason, 1)
        self._parts = QSplitter(Qt.Orientation.Vertical, self)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self._table_view)
        self._parts.addWidget(self._beside_the_source())
        self._parts.setStretchFactor(0, 2)
        self._parts.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.addWidget(self._summary)
        layout.addLayout(year)
        layout.addWidget(self._parts, 1)
        layout.addWidget(self._outcome)
        layout.addWidget(self._refusal)
        layout.addWidget(self._buttons)

    def _beside_the_source(self) -> QSplitter:
        beside = QSplitter(Qt.Orientation.Horizontal, self)
        beside.setChildrenCollapsible(False)
        for index, widget in enumerate((self._notes, self._source)):
            beside.addWidget(widget)
            beside.setStretchFactor(index, 1)
        beside.setSizes([em(self, 36), em(self, 30)])
        return beside

    # What it shows ------------------------------------------------------------------------------------------------

    def _show(self, compared: Compared) -> None:
        self._incoming = incoming = compared[0]
        self._choose_for_all(Take.SUGGESTION)
        self._summary.setText(_summary(incoming))
        for widget in (self._year, self._year_label):
            widget.setVisible(not self._has_years)
        self._reason.setText(_reason(incoming))
        self._fill_with(self._problems, lambda preview: preview.problems)
        self._fill_with(self._cleaned, lambda preview: preview.cleaned)
        self._fill(self._refused, [refused.sentence for refused in incoming.refused])
        has_merges = any(found.merge is not None and found.merge.differences for found in incoming.tables)
        self._notes.setTabVisible(0, has_merges)
        self._show_receipts(*compared)
        self._tables.show(incoming.tables, [found.status.is_suggested for found in incoming.tables])
        self._begin_at_a_difference()
        self._tell_outcome()

    @property
    def _has_years(self) -> bool:
        return len({preview.year for preview in self._incoming.previews}) > 1

    def _texts(self, found: IncomingTable) -> tuple[str, ...]:
        name, *others = _texts(found)
        return (f"{found.year} 年度 {name}" if self._has_years else name, *others)

    def _show_receipts(self, incoming: Incoming, found: ReceiptList) -> None:
        """What a folder of files is collected for; of one file the tables above say as much."""
        several = len(incoming.paths) + len(incoming.refused) > 1
        self._notes.setTabVisible(self._notes.indexOf(self._receipts), several)
        self._receipts.show_receipts(found)

    def _begin_at_a_difference(self) -> None:
        """The table that most needs a look is the current one."""
        for status in (Status.CONFLICT, Status.CHANGED):
            for row, found in enumerate(self._incoming.tables):
                if found.status is status:
                    self._table_view.setCurrentIndex(self._tables.index(row, 0))
                    self._notes.setCurrentIndex(0)
                    return

    def _fill(self, target: QListWidget, sentences: Sequence[str]) -> None:
        target.clear()
        target.addItems(list(sentences))
        index = self._notes.indexOf(target)
        self._notes.setTabText(index, f"{target.accessibleName()}（{len(sentences)}）")
        self._notes.setTabVisible(index, bool(sentences))

    def _fill_with(
        self, target: QListWidget, remarks: Callable[[ImportPreview], Sequence[Problem | CleanedText]]
    ) -> None:
        """Sentences of which each can be pointed out in the source."""
        about: list[_About] = []
        first = 0
        for preview in self._incoming.previews:
            about += ((remark, None if remark.table is None else first + remark.table) for remark in remarks(preview))
            first += len(preview.tables)
        self._about[target] = about
        self._fill(target, [remark.sentence for remark, _ in about])

    def _show_source(self, _tab: int) -> None:
        """Beside the lists that speak of files as a whole there is nothing to point at."""
        looked_at = self._notes.currentWidget()
        self._source.setVisible(looked_at not in (self._receipts, self._refused))
        if looked_at in self._about and not looked_at.selectedIndexes():
            self._begin_at_a_remark(looked_at)
        self._point_out()

    def _begin_at_a_remark(self, sentences: QListWidget) -> None:
        """The first one about the current table, else the first one."""
        current = self._table_view.currentIndex().row()
        rows = [row for _, row in self._about[sentences]]
        sentences.setCurrentRow(rows.index(current) if current in rows else 0)

    def _point_out(self) -> None:
        """Mark in the source what is selected in the list that is looked at."""
        looked_at = self._notes.currentWidget()
        if isinstance(looked_at, QListWidget):
            self._point_at_remarks(looked_at)
        elif isinstance(looked_at, MergeView | RecognisedView):
            found = self._table_view.current_item()
            places = looked_at.selected_places()
            self._source.point_at(found.table.source.cells(places) if found is not None else [])

    def _point_at_remarks(self, sentences: QListWidget) -> None:
        for index in sentences.selectedIndexes() if sentences in self._about else ():
            remark, row = self._about[sentences][index.row()]
            if row is None:
                self._source.point_at([])
            else:
                self._table_view.setCurrentIndex(self._tables.index(row, 0))
                self._source.point_at(remark.cells(self._incoming.tables[row].table.source))

    def _show_merge(self, found: IncomingTable | None) -> None:
        merge = found.merge if found is not None else None
        row = self._row_of(found)
        if found is not None:
            self._source.show_table(found.table, found.path)
            self._recognised.show_table(found.table)
        can_choose = found is not None and found.status.can_come_in
        self._merge.compare(
            merge, self._taken.get(row, frozenset()), self._undecided.get(row, frozenset()), can_choose=can_choose
        )

    def _row_of(self, found: IncomingTable | None) -> int:
        return next((row for row, table in enumerate(self._incoming.tables) if table is found), -1)

    def _take(self, taken: frozenset[int], undecided: frozenset[int]) -> None:
        row = self._row_of(self._table_view.current_item())
        self._taken[row], self._undecided[row] = taken, undecided
        self._tell_outcome()

    def _take_for_all(self, take: Take) -> None:
        self._choose_for_all(take)
        self._show_merge(self._table_view.current_item())
        self._tell_outcome()

    def _choose_for_all(self, take: Take) -> None:
        tables = enumerate(self._incoming.tables)
        choices = {row: take.of(found.merge) for row, found in tables if found.merge is not None}
        self._taken = {row: taken for row, (taken, _) in choices.items()}
        self._undecided = {row: undecided for row, (_, undecided) in choices.items()}

    def _chosen(self) -> dict[int, frozenset[int]]:
        return {row: self._taken.get(row, frozenset()) for row, tick in enumerate(self._tables.ticks) if tick}

    def _open_conflicts(self) -> int:
        """How many conflicts of the tables that come in nobody has decided."""
        return sum(len(self._undecided.get(row, frozenset())) for row in self._chosen())

    def _tell_outcome(self) -> None:
        chosen, conflicts = self._chosen(), self._open_conflicts()
        rivals = import_assistant.rivalry(self._incoming, chosen)
        open_conflicts = f"还有 {conflicts} 处冲突没有选择。" if conflicts else ""
        self._outcome.setText(rivals or f"{self.outcome}{open_conflicts}")
        brings = not rivals and any(self._incoming.tables[row].status.is_new or taken for row, taken in chosen.items())
        self._import.setEnabled(brings)

    # What it does -------------------------------------------------------------------------------------------------

    def _read_again(self, year: int) -> None:
        """Another year: compare with what is there in that one; until that is done nothing can come in."""
        self._import.setEnabled(False)
        paths, workspace = self._incoming.all_paths, self._session.workspace
        task = background.run(
            self,
            "读取文件",
            lambda progress: compare(workspace, paths, year, progress),
            self._compared,
            self._refuse,
        )
        task.ended.connect(self._tell_year)

    def _tell_year(self) -> None:
        """The year of what is shown: if reading for another one failed or was cancelled, the one before."""
        blocker = QSignalBlocker(self._year)
        self._year.setValue(self._incoming.previews[0].year)
        blocker.unblock()
        self._tell_outcome()

    def _compared(self, compared: Compared) -> None:
        self._refusal.hide()
        self._show(compared)

    def _confirm(self) -> None:
        """What nobody has decided is not left by itself: it is asked once more."""
        conflicts = self._open_conflicts()
        if conflicts:
            question = f"还有 {conflicts} 处冲突没有选择。现在导入，这些地方保留工作区的内容，文件里的不采用。"
            messages.ask(self, question, "保留工作区并导入", self._bring_in)
        else:
            self._bring_in()

    def _bring_in(self) -> None:
        self._import.setEnabled(False)
        incoming, chosen, session, workspace = self._incoming, self._chosen(), self._session, self._session.workspace
        task = background.run(
            self,
            "导入",
            lambda progress: import_assistant.bring_in(workspace, incoming, chosen, progress=progress),
            self._accepted,
            self._refuse,
            lambda applied: session.adopt(applied.change),
        )
        task.ended.connect(self._let_try_again)

    def _let_try_again(self) -> None:
        """It was cancelled, or refused."""
        self._import.setEnabled(True)

    def _accepted(self, _applied: Applied) -> None:
        self.accept()
        self.imported.emit()

    def _refuse(self, error: KnownError) -> None:
        self._refusal.setText(error.sentence)
        self._refusal.show()


def _texts(found: IncomingTable) -> tuple[str, ...]:
    table = found.table
    status = found.status.label
    if found.merge is not None and found.merge.differences:
        count = found.merge.conflicts if found.status is Status.CONFLICT else len(found.merge.differences)
        status = f"{status}（{count} 处）"
    if found.has_rivals:
        status += "，另有版本"
    return (
        table.label,
        f"{table.unit_code} {table.unit_name}",
        print_amount(table.budget),
        str(len(table.indicators)),
        status,
        f"{found.file_name} {table.place}",
    )


def _summary(incoming: Incoming) -> str:
    rows = sum(len(found.table.indicators) for found in incoming.tables)
    counts = {status: sum(found.status is status for found in incoming.tables) for status in Status}
    kinds = "、".join(f"{status.label} {count} 张" for status, count in counts.items() if count)
    files = f"{len(incoming.paths)} 个文件，" if len(incoming.paths) > 1 else ""
    only_same = counts[Status.SAME] == len(incoming.tables)
    outcome = "内容都与工作区中的相同，不需要导入" if only_same else "还没有写入任何内容"
    return f"{files}{len(incoming.tables)} 张表，{rows} 条指标：{kinds}。{outcome}。"


def _reason(incoming: Incoming) -> str:
    if len(incoming.paths) == 1:
        return reason_of(incoming.previews)
    if len({preview.year for preview in incoming.previews}) == 1:
        return "所有文件都按这个年度导入。"
    return "各文件的年度不同：" + "，".join(f"《{p.file_name}》{p.year} 年度" for p in incoming.previews) + "。"
