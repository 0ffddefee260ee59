"""The indicators of the current table as an item model: five columns of text, one line a row.

Behind the rows there may stand one empty line that is not in the workspace yet (``spare row``): typing into it
makes it a row. An empty table always shows it; otherwise the grid opens it when the hands ask for a new row.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.audit.findings import Finding, Level
from core.domain.records import INDICATOR_COLUMNS, LABELS
from core.domain.values import normalise_value
from gui.icons import icon
from gui.style import tool_tip
from gui.table_editor import marks
from gui.table_editor.current_table import CurrentTable
from gui.table_editor.row_changes import plan_rows, ranges

# Module constants: a look-up through Qt's enum classes costs thirty times as much (desk.md section 3).
DISPLAY_ROLE: Final = Qt.ItemDataRole.DisplayRole
EDIT_ROLE: Final = Qt.ItemDataRole.EditRole
TOOL_TIP_ROLE: Final = Qt.ItemDataRole.ToolTipRole
DECORATION_ROLE: Final = Qt.ItemDataRole.DecorationRole
ACCESSIBLE_TEXT_ROLE: Final = Qt.ItemDataRole.AccessibleTextRole
TEXT_ALIGNMENT_ROLE: Final = Qt.ItemDataRole.TextAlignmentRole
WRAPPED_CENTRED: Final = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
VERTICAL: Final = Qt.Orientation.Vertical
READABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
WRITABLE: Final = READABLE | Qt.ItemFlag.ItemIsEditable

HEADINGS: Final = tuple(LABELS["indicator"][column] for column in INDICATOR_COLUMNS)
COLUMN_COUNT: Final = len(INDICATOR_COLUMNS)
SPARE_ID: Final = ""
"""Stands for the spare row among the rows' ids."""

BESIDE_TEXT: Final = (DECORATION_ROLE, TOOL_TIP_ROLE, ACCESSIBLE_TEXT_ROLE)
"""What findings and notes change of a cell; its text, and with it the height of its row, stays."""

SPARE_MARK: Final = "＊"
RESPELLING: Final = "规范指标值"
"""The step that brings 指标值 into the form's spelling, after the one that wrote them as typed or pasted."""


class IndicatorModel(QAbstractTableModel):
    """See the module.

    Signals:
        normalised: ``(row, tuple[Normalisation, ...])`` after a typed 指标值 was brought into the form's spelling.
    """

    normalised = Signal(int, object)

    def __init__(self, current: CurrentTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = current
        self._rows: list[tuple[str, ...]] = []
        self._ids: list[str] = []
        self._findings: dict[int, tuple[Finding, ...]] = {}
        self._edited = QPersistentModelIndex()
        self._flags = READABLE
        current.chosen.connect(self._start_over)
        current.refreshed.connect(self._refresh)
        current.noted.connect(self._show_notes)
        self._start_over()

    # What the grid asks beside Qt's own questions

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty in the spare row."""
        return self._rows[row][column] if row < len(self._rows) else ""

    def texts(self, row: int) -> tuple[str, ...]:
        """The five texts of a row; they are empty in the spare row."""
        return self._rows[row] if row < len(self._rows) else ("",) * COLUMN_COUNT

    @property
    def indicator_count(self) -> int:
        """How many rows are in the workspace: all but the spare one."""
        return len(self._rows)

    @property
    def has_spare_row(self) -> bool:
        """Whether the empty line behind the rows is shown."""
        return len(self._ids) > len(self._rows)

    def open_spare_row(self) -> bool:
        """Show the empty line; True if it stands there now."""
        if self._current.table is None or self._current.lock_reason():
            return False
        if not self.has_spare_row:
            self._insert_ids(len(self._ids), [SPARE_ID])
        return True

    def close_spare_row(self) -> None:
        """Take the empty line away again, except from an empty table."""
        if self.has_spare_row and self._rows:
            self._remove_ids(len(self._rows), len(self._rows))

    def set_edited(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Name the cell whose editor is open: its ``dataChanged`` would wipe what is being typed."""
        self._edited = QPersistentModelIndex(index)

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Mark rows and cells with these findings; those without a row are not the grid's."""
        rows: dict[int, tuple[Finding, ...]] = {}
        for finding in findings:
            if finding.row is not None:
                rows[finding.row - 1] = (*rows.get(finding.row - 1, ()), finding)
        before, self._findings = self._findings, rows
        changed = [row for row in range(len(self._ids)) if rows.get(row) != before.get(row)]
        for first, last in ranges(changed):
            self._emit_changed(first, last, 0, COLUMN_COUNT - 1, BESIDE_TEXT)
        if changed:  # once, at the end: after it the header measures all rows anew when it is next asked
            self.headerDataChanged.emit(VERTICAL, changed[0], changed[-1])

    def level(self, row: int, column: int) -> Level | None:
        """The gravest level of the findings in a cell."""
        found = self._findings.get(row)
        return marks.gravest(self._at(found, column)) if found else None

    def note(self, row: int, column: int) -> str:
        """The note on a cell, empty for none."""
        return self._current.note(row, INDICATOR_COLUMNS[column])

    # Qt's questions

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Rows, the spare one included."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """The five columns of the form."""
        return 0 if parent.isValid() else COLUMN_COUNT

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY_ROLE) -> object:
        """The cell's text as entered, and what is found in it."""
        if not index.isValid():
            return None
        if role in (DISPLAY_ROLE, EDIT_ROLE):
            return self.text(index.row(), index.column())
        if role == TOOL_TIP_ROLE:
            found = self._at(self._findings.get(index.row(), ()), index.column())
            return tool_tip(marks.described(found, self.note(index.row(), index.column()))) or None
        if role == ACCESSIBLE_TEXT_ROLE:
            return self._spoken(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Column names; row numbers from 1 with the mark of the gravest finding."""
        if orientation != VERTICAL:
            if role == TEXT_ALIGNMENT_ROLE:
                return WRAPPED_CENTRED
            return HEADINGS[section] if role == DISPLAY_ROLE and 0 <= section < COLUMN_COUNT else None
        if role == DISPLAY_ROLE:
            return str(section + 1) if section < len(self._rows) else SPARE_MARK
        if role == DECORATION_ROLE:
            level = marks.gravest(self._findings.get(section, ()))
            return icon(level.value) if level else None
        if role == TOOL_TIP_ROLE:
            return tool_tip(marks.sentences(self._findings.get(section, ()))) or None
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Every cell can be typed into, unless the whole table cannot."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return self._flags

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: object, role: int = EDIT_ROLE) -> bool:
        """Type ``value`` into a cell.

        Returns:
            True only after the commit (or if nothing would change); False if it was refused.
        """
        if not index.isValid() or role != EDIT_ROLE:
            return False
        return self.type_into(index.row(), {INDICATOR_COLUMNS[index.column()]: str(value)})

    def type_into(self, row: int, texts: dict[str, str]) -> bool:
        """Type texts into cells of one row, ``column name → text``, as one gesture; see :meth:`setData`.

        A 指标值 the form spells otherwise is brought into its spelling by a step of its own, that can be undone alone.
        """
        if row >= len(self._rows) and not any(texts.values()):
            return True  # nothing typed into the spare row is no row
        if not self._current.put({(row, column): text for column, text in texts.items()}):
            return False
        if "value" in texts:
            self._respell(row, texts["value"])
        return True

    def _respell(self, row: int, typed: str) -> None:
        normal, changes = normalise_value(typed)
        rows = self._current.rows
        still = row < len(rows) and rows[row].value == typed  # a second program may have been at the rows meanwhile
        if changes and still and self._current.put({(row, "value"): normal}, RESPELLING):
            self.normalised.emit(row, changes)

    # Following the workspace

    def _start_over(self) -> None:
        self.beginResetModel()
        self._findings = {}
        self._edited = QPersistentModelIndex()
        self._flags = self._current_flags()
        self._rows = self._read_rows()
        self._ids = [row.id for row in self._current.rows]
        if not self._ids and self._current.table is not None:
            self._ids.append(SPARE_ID)
        self.endResetModel()

    def _current_flags(self) -> Qt.ItemFlag:
        return READABLE if self._current.lock_reason() else WRITABLE

    def _read_rows(self) -> list[tuple[str, ...]]:
        return [(r.category, r.subcategory, r.name, r.description, r.value) for r in self._current.rows]

    def _refresh(self) -> None:
        """Bring the rows up to date in the fewest steps, so that selection, editor and scroll position stay."""
        self._flags = self._current_flags()
        new_ids = [row.id for row in self._current.rows]
        if self._ids != new_ids:
            self._take_spare_for_row(new_ids)
            spare = [SPARE_ID] if self.has_spare_row or not new_ids else []
            self._rearrange(new_ids + spare)
        old, self._rows = self._rows, self._read_rows()
        changed = [row for row, texts in enumerate(self._rows) if old[row] != texts]
        for first, last in ranges(changed):
            columns = [
                c for c in range(COLUMN_COUNT) if any(old[r][c] != self._rows[r][c] for r in range(first, last + 1))
            ]
            self._emit_changed(first, last, columns[0], columns[-1])

    def _take_spare_for_row(self, new_ids: Sequence[str]) -> None:
        """The spare row typed into becomes the first of the rows that were added behind the others."""
        known = set(self._ids)
        if not self.has_spare_row or not new_ids or new_ids[-1] in known:
            return
        first_new = len(new_ids) - 1
        while first_new > 0 and new_ids[first_new - 1] not in known:
            first_new -= 1
        self._ids[-1] = new_ids[first_new]
        self._rows.append(("",) * COLUMN_COUNT)
        self.headerDataChanged.emit(VERTICAL, len(self._ids) - 1, len(self._ids) - 1)

    def _rearrange(self, new_ids: list[str]) -> None:
        plan = plan_rows(self._ids, new_ids)
        for first, last in plan.removals:
            self._remove_ids(first, last)
        if plan.order is not None:
            self._reorder(list(plan.order))
        for first, last in plan.insertions:
            self._insert_ids(first, new_ids[first : last + 1])

    def _insert_ids(self, first: int, ids: list[str]) -> None:
        self.beginInsertRows(QModelIndex(), first, first + len(ids) - 1)
        self._ids[first:first] = ids
        self._rows[first:first] = [("",) * COLUMN_COUNT for id_ in ids if id_ != SPARE_ID]
        self.endInsertRows()

    def _remove_ids(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._ids[first : last + 1]
        del self._rows[first : last + 1]
        self.endRemoveRows()

    def _reorder(self, ids: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        place = {id_: row for row, id_ in enumerate(ids)}
        texts = dict(zip(self._ids, self._rows, strict=False))
        old = self.persistentIndexList()
        new = [self.index(place[self._ids[index.row()]], index.column()) for index in old]
        self._ids = ids
        self._rows = [texts[id_] for id_ in ids if id_ != SPARE_ID]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _emit_changed(
        self, top: int, bottom: int, left: int, right: int, roles: Sequence[Qt.ItemDataRole] = ()
    ) -> None:
        """Tell the views, sparing the cell whose editor is open; no ``roles``: everything may be another."""
        edited = self._edited.row() if self._edited.isValid() else -1
        if not top <= edited <= bottom:
            self.dataChanged.emit(self.createIndex(top, left), self.createIndex(bottom, right), list(roles))
            return
        column = self._edited.column()
        around = [(top, edited - 1, left, right), (edited + 1, bottom, left, right)]
        beside = [(edited, edited, left, min(right, column - 1)), (edited, edited, max(left, column + 1), right)]
        for first_row, last_row, first, last in (*around, *beside):
            if first_row <= last_row and first <= last:
                corners = self.createIndex(first_row, first), self.createIndex(last_row, last)
                self.dataChanged.emit(*corners, list(roles))

    def _show_notes(self) -> None:
        if self._rows:
            self._emit_changed(0, len(self._rows) - 1, 0, COLUMN_COUNT - 1, BESIDE_TEXT)

    # Words

    @staticmethod
    def _at(found: Iterable[Finding], column: int) -> tuple[Finding, ...]:
        return tuple(f for f in found if f.column is None or f.column == INDICATOR_COLUMNS[column])

    def _spoken(self, row: int, column: int) -> str:
        found = self._at(self._findings.get(row, ()), column)
        place = f"第{row + 1}行 {HEADINGS[column]}" if row < len(self._rows) else f"新行 {HEADINGS[column]}"
        said = marks.described(found, self.note(row, column))
        return "，".join(part for part in (place, self.text(row, column) or "空", said) if part)
