"""The table editor: heading, form and grid of one 项目绩效目标表."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.findings import Finding
from core.domain.amounts import exact_sum
from core.domain.checkcode import changed_since_locked
from core.domain.edits import Edit
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, Project, State, TargetTable
from core.domain.values import parse_value
from gui.icons import icon
from gui.session import Session
from gui.style import em, plain_label, scaled_font, show_name, tool_tip
from gui.table_editor import marks
from gui.table_editor.change_places import CellBlock, changed_place
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.empty_page import EmptyPage
from gui.table_editor.form_editor import FormEditor
from gui.table_editor.grid_commands import GridCommands
from gui.table_editor.grid_model import IndicatorModel
from gui.table_editor.grid_view import IndicatorGrid

LEAST_GRID_LINES = 7
_WITHOUT_CODE = "由较早的版本定稿，当时没有记下校验码；检查工作区文件时按修改历史核对内容。\n"


@dataclass(frozen=True, slots=True)
class GridPlace:
    """Where the hands are in the grid, for the status line.

    Attributes:
        row: Row from 1, 0 for none.
        rows: How many rows the table has.
        selected: How many cells are selected.
        total: Sum of the selected numbers as text, empty unless two or more of one measure unit are selected.
    """

    row: int = 0
    rows: int = 0
    selected: int = 0
    total: str = ""

    def __str__(self) -> str:
        """For the status line."""
        if not self.rows and not self.row:
            return ""
        place = f"第 {self.row} 行，共 {self.rows} 行" if 0 < self.row <= self.rows else f"新行，共 {self.rows} 行"
        parts = [place]
        if self.selected > 1:
            parts.append(f"选中 {self.selected} 格")
        if self.total:
            parts.append(f"合计 {self.total}")
        return "　".join(parts)


class TableEditor(QWidget):
    """Shows and edits one table.

    Signals:
        status_changed: A :class:`GridPlace`.
    """

    status_changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = CurrentTable(session, self)
        self._model = IndicatorModel(self._current, self)
        self._heading = plain_label("", self)
        self._badge = plain_label("", self)
        self._unlock = QToolButton(self)
        self._note = plain_label("", self)
        self.empty_page = EmptyPage(self)
        self._form = FormEditor(self._current, self)
        self._grid = IndicatorGrid(self._current, self._model, self)
        self._commands = GridCommands(self._current, self._model, self._grid)
        self._lay_out()
        self._current.chosen.connect(self._show_heading)
        self._current.refreshed.connect(self._show_heading)
        for renewed in (self._current.chosen, self._current.refreshed):  # behind the model, which was there first
            renewed.connect(self._tell_place)
        self._current.noted.connect(self._show_note)
        self._grid.command.connect(self._commands.run)
        self._grid.place_changed.connect(self._tell_place)
        session.editors.append(self.commit)
        self._show_heading()

    def show_table(self, project_id: str | None) -> None:
        """Show the table of a project, or the empty state; what is under edit is committed first."""
        self.commit()
        self._current.choose(project_id)
        if self._current.table is not None:
            self._grid.go_to((0, 0))
        self._tell_place()

    def current_table(self) -> TargetTable | None:
        """The table shown, as it stands in the workspace."""
        return self._current.table

    def commit(self) -> bool:
        """Commit open editors and fields; False if something was refused, which stays as it was typed."""
        grid, form = self._grid.commit_editor(), self._form.commit()
        return grid and form

    def give_up(self) -> None:
        """Let go of what is typed and not committed; what is committed is shown again."""
        self._form.give_up()
        self._grid.give_up()

    def go_to(self, row: int | None, column: str | None) -> None:
        """Put the hands where a finding is.

        Args:
            row: Row from 1; ``None`` for the form.
            column: Field name of the row or of the form; ``None`` for the first one.
        """
        if row is None:
            self._form.go_to(column or "name")
            return
        if self._grid.commit_editor():
            self._grid.go_to((row - 1, INDICATOR_COLUMNS.index(column) if column in INDICATOR_COLUMNS else 0))
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_change(self, edits: Iterable[Edit]) -> None:
        """Put the hands where the first of these edits changed the table shown: the block of cells, or the field.

        A selection that holds all of the block stays as it is.
        """
        table = self._current.table
        place = changed_place(table, edits) if table is not None else None
        if isinstance(place, CellBlock):
            if not place.cells() <= set(self._grid.selected_cells()):
                self._grid.select_block(*place)
            self._grid.scrollTo(self._grid.currentIndex())
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place is not None:
            self._form.go_to(place)

    def current_place(self) -> tuple[int | None, str | None]:
        """Where the hands are, as :meth:`go_to` takes it; ``(None, None)`` if they are nowhere."""
        focused = self.window().focusWidget()
        field = next((name for name in FORM_FIELDS if self._form.field(name) is focused), None)
        cell = self._grid.cell()
        if field is not None or cell is None:
            return None, field
        return cell[0] + 1, INDICATOR_COLUMNS[cell[1]]

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the places of these findings, which are those of the table shown."""
        found = tuple(findings)
        self._form.set_findings(found)
        self._model.set_findings(found)

    def renew_offers(self) -> None:
        """The indicator library holds other indicators by now."""
        self._grid.renew_offers()

    def offer_unlocking(self, unlock: QAction) -> None:
        """Beside the badge of a locked table stands the way to unlock it."""
        self._unlock.setDefaultAction(unlock)

    # Commands of the window's menus; the same as the keys

    def insert_rows(self) -> bool:
        """Insert rows before the selected ones."""
        return self._commands.insert_rows()

    def delete_rows(self) -> bool:
        """Delete the selected rows."""
        return self._commands.delete_rows()

    def move_rows(self, step: int) -> bool:
        """Move the selected rows up (-1) or down (1)."""
        return self._commands.move_rows(step)

    def sort_rows(self) -> bool:
        """Sort the rows into the order of the scheme."""
        return self._commands.sort_rows()

    def renumber(self) -> bool:
        """Number the paragraphs of 绩效目标 1, 2, 3 and so on."""
        return self._form.renumber()

    def cut(self) -> bool:
        """Cut the selected cells."""
        return self._commands.cut()

    def copy(self) -> bool:
        """Copy the selected cells."""
        return self._commands.copy()

    def paste(self) -> bool:
        """Paste at the selected cells."""
        return self._commands.paste()

    def clear(self) -> bool:
        """Empty the selected cells."""
        return self._commands.clear()

    def fill_down(self) -> bool:
        """Fill the selection from its first row."""
        return self._commands.fill_down()

    def fill_right(self) -> bool:
        """Fill the selection from its first column."""
        return self._commands.fill_right()

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1), or 100 % (0)."""
        self._grid.zoom(step)

    def event(self, event: QEvent) -> bool:
        """The window comes to the front: others may have changed the file meanwhile."""
        if event.type() == QEvent.Type.WindowActivate:
            self._current.session.catch_up()
        return super().event(event)

    # Inside

    def _lay_out(self) -> None:
        self._heading.setFont(scaled_font(self._heading, 1.25, bold=True))
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading.setWordWrap(True)
        self._badge.setObjectName("stateBadge")
        self._badge.setAccessibleName("表的状态")
        self._unlock.setObjectName("unlockButton")
        self._unlock.setAutoRaise(True)
        self._unlock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._badge.setFrameShape(QLabel.Shape.Box)
        self._badge.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._badge.setMargin(em(self, 0.15))
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._unlock, 0, Qt.AlignmentFlag.AlignVCenter)
        form_area = _FormArea(self._form, self)
        self._grid.setMinimumHeight(em(self, LEAST_GRID_LINES))
        page = QWidget(self)
        layout = QVBoxLayout(page)
        gap = em(self, 0.4)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        layout.addLayout(head)
        layout.addWidget(form_area)
        layout.addWidget(self._grid, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty_page)
        self._pages.addWidget(page)
        QWidget.setTabOrder(self._form.field("target"), self._grid)

    def _show_heading(self) -> None:
        table = self._current.table
        self._pages.setCurrentIndex(0 if table is None else 1)
        if table is not None:
            show_name(self._heading, table.heading)
            project = table.project
            changed = changed_since_locked(table)
            warning = f"⚠ {changed}" if changed else ""
            self._badge.setText(" ".join(filter(None, (project.state.label, project.signed_on, warning))))
            self._badge.setToolTip(tool_tip(f"{_code_words(project)}{self._current.lock_reason()}"))
            self._unlock.setVisible(project.state is not State.DRAFT)

    def _show_note(self) -> None:
        """A note on the table as a whole stands beside the heading."""
        note = self._current.note(None, "")
        side = em(self)
        self._note.setPixmap(icon("note").pixmap(QSize(side, side), self.devicePixelRatioF()))
        self._note.setToolTip(tool_tip(marks.note_words(note)))
        self._note.setAccessibleName(marks.note_words(note))
        self._note.setVisible(bool(note))

    def _tell_place(self) -> None:
        cell = self._grid.cell()
        if cell is None or self._current.table is None:
            self.status_changed.emit(GridPlace())
            return
        cells = self._grid.selected_cells()
        total = _total([self._model.text(*place) for place in cells]) if len(cells) > 1 else ""
        self.status_changed.emit(GridPlace(cell[0] + 1, self._model.indicator_count, len(cells), total))


class _FormArea(QScrollArea):
    """As high as the form, less where the window is low: then the form scrolls and the grid keeps its place."""

    def __init__(self, form: FormEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidget(form)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """The form's."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the form needs beside a scroll bar: what stands at its right edge is never cut."""
        width = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that grew needs more room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _code_words(project: Project) -> str:
    """The 校验码 that a locked table was finalised with, for a tooltip, on a line of its own."""
    if project.signed_code:
        return f"定稿时的校验码：{project.signed_code}\n"
    return _WITHOUT_CODE if project.state is State.FINAL else ""


def _total(texts: Iterable[str]) -> str:
    """The exact sum of the numbers among the texts, if there are two or more and all have one measure unit."""
    values = [value for value in map(parse_value, texts) if value.number is not None]
    if len(values) < 2 or len({value.measure_unit for value in values}) != 1:
        return ""
    return f"{exact_sum(value.number for value in values if value.number is not None):f}{values[0].measure_unit}"
