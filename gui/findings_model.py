"""The findings as a table: filtered by level and sorted in Python, since a proxy costs more than the rows."""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.audit.findings import Finding, Level
from gui.icons import icon

LEVEL, PLACE, MESSAGE, RULE = range(4)
TITLES: Final = ("级别", "位置", "问题", "规则")

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_DISPLAY = Qt.ItemDataRole.DisplayRole
_DECORATION = Qt.ItemDataRole.DecorationRole
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_ROOT = QModelIndex()


class FindingsModel(QAbstractTableModel):
    """Findings by row; always the gravest first unless the clerk sorts otherwise."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._shown: list[Finding] = []
        self._hidden_levels: frozenset[Level] = frozenset()
        self._sorting = (LEVEL, Qt.SortOrder.AscendingOrder)
        self._names_tables = False
        self._icons = {level: icon(level.value) for level in Level}

    # For the panel ------------------------------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """All of them, hidden ones included."""
        return self._findings

    def shown(self) -> tuple[Finding, ...]:
        """Those in the table, in its order."""
        return tuple(self._shown)

    def show(self, findings: Iterable[Finding]) -> None:
        """Show these instead; nothing happens if they are the same."""
        fresh = tuple(findings)
        if fresh != self._findings:
            self._findings = fresh
            self._names_tables = len({finding.project_id for finding in fresh}) > 1
            self._arrange()

    def hide_levels(self, levels: Iterable[Level]) -> None:
        """Leave out the findings of these levels."""
        self._hidden_levels = frozenset(levels)
        self._arrange()

    def finding(self, index: Index) -> Finding | None:
        """The finding of a row."""
        return self._shown[index.row()] if index.isValid() else None

    def row_of(self, finding: Finding) -> int | None:
        """The row of the finding, or of the one that stands for it now (its sentence may have changed)."""
        wanted = _identity(finding)
        return next((row for row, shown in enumerate(self._shown) if _identity(shown) == wanted), None)

    # Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """A row for each finding shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Level, place, sentence, rule."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles of the columns."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(TITLES):
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, the level's shape, and the basis as tool tip."""
        if not self.hasIndex(index.row(), index.column(), index.parent()):
            return None
        finding, column = self._shown[index.row()], index.column()
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._text(finding, column)
        if role == _DECORATION and column == LEVEL:
            return self._icons[finding.level]
        if role == _TOOL_TIP:
            return f"{finding.message}\n依据：{finding.basis}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, stable; a header without a mark means the usual order."""
        self._sorting = (column if 0 <= column < len(TITLES) else LEVEL, order)
        self._arrange()

    # Inside -------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column, order = self._sorting
        shown = [finding for finding in self._findings if finding.level not in self._hidden_levels]
        shown.sort(key=_KEYS[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _text(self, finding: Finding, column: int) -> str:
        if column == LEVEL:
            return finding.level.label
        if column == PLACE:
            return f"表 {finding.number} {finding.place}" if self._names_tables else finding.place
        return finding.message if column == MESSAGE else finding.rule


def as_line(finding: Finding) -> str:
    """A finding as a line of text, for the clipboard; tabs make it columns in a spreadsheet."""
    return "\t".join((finding.level.label, finding.place, finding.message, finding.rule))


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.project_id, finding.row, finding.column


def _by_place(finding: Finding) -> tuple[object, ...]:
    return finding.year, finding.number, finding.place_order


_KEYS: Final[dict[int, Callable[[Finding], tuple[object, ...]]]] = {
    LEVEL: lambda finding: (finding.level.rank, *_by_place(finding), finding.rule),
    PLACE: lambda finding: (*_by_place(finding), finding.level.rank, finding.rule),
    MESSAGE: lambda finding: (finding.message, *_by_place(finding)),
    RULE: lambda finding: (finding.rule, *_by_place(finding)),
}
