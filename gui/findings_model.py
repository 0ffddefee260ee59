"""The findings as a table: filtered, grouped and sorted in Python, since a proxy costs more than the rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from core.audit.findings import Finding, Level
from core.audit.rules import RULES
from gui.icons import icon
from gui.style import tool_tip

LEVEL, PLACE, MESSAGE, RULE = range(4)
TITLES: Final = ("级别", "位置", "问题", "规则")

ACCEPTED: Final = "accepted"
"""Stands beside the values of :class:`Level` for warnings that somebody accepted."""
KINDS: Final = (*(level.value for level in Level), ACCEPTED)
KIND_LABELS: Final = {level.value: level.label for level in Level} | {ACCEPTED: "已接受"}

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_DISPLAY = Qt.ItemDataRole.DisplayRole
_DECORATION = Qt.ItemDataRole.DecorationRole
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_FONT = Qt.ItemDataRole.FontRole
_FOREGROUND = Qt.ItemDataRole.ForegroundRole
_BACKGROUND = Qt.ItemDataRole.BackgroundRole
_ROOT = QModelIndex()
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_ITEM_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class Grouping(Enum):
    """By what the rows are put together; the value is what the panel offers."""

    NONE = "不分组"
    LEVEL = "按级别"
    RULE = "按规则"
    UNIT = "按单位"
    TABLE = "按表"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown.

    Attributes:
        hidden: Kinds that are left out.
        rule: Just this rule.
        unit: Just the tables of the unit with this code.
    """

    hidden: frozenset[str] = frozenset()
    rule: str | None = None
    unit: str | None = None

    def passes(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        return (
            kind_of(finding) not in self.hidden
            and (self.rule is None or finding.rule == self.rule)
            and (self.unit is None or finding.unit_code == self.unit)
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A row that heads the rows below it."""

    title: str


class FindingsModel(QAbstractTableModel):
    """Findings by row; always the gravest first unless the clerk sorts otherwise.

    Findings come in publication order, in a table from the top; every order here is a stable sort of that one.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._rows: list[Finding | Group] = []
        self._shown: tuple[Finding, ...] = ()
        self._filter = Filter()
        self._grouping = Grouping.NONE
        self._sorting = (LEVEL, Qt.SortOrder.AscendingOrder)
        self._names_tables = False
        self._names_years = False
        self._icons = {kind: icon(kind) for kind in KINDS}
        self._bold = QFont(QGuiApplication.font())
        self._bold.setBold(True)

    # For the panel ------------------------------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """All of them, hidden ones included."""
        return self._findings

    def shown(self) -> tuple[Finding, ...]:
        """Those in the table, in its order."""
        return self._shown

    def show(self, findings: Iterable[Finding]) -> None:
        """Show these instead; nothing happens if they are the same."""
        fresh = tuple(findings)
        if fresh != self._findings:
            self._findings = fresh
            self._names_tables = len({finding.project_id for finding in fresh}) > 1
            self._names_years = len({finding.year for finding in fresh}) > 1
            self._arrange()

    def filter_by(self, wanted: Filter) -> None:
        """Show only what the filter lets pass."""
        if wanted != self._filter:
            self._filter = wanted
            self._arrange()

    def group_by(self, grouping: Grouping) -> None:
        """Put rows together under rows that name them."""
        if grouping is not self._grouping:
            self._grouping = grouping
            self._arrange()

    def finding(self, index: Index) -> Finding | None:
        """The finding of a row; a row that heads others has none."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Finding) else None

    def group_rows(self) -> list[int]:
        """The rows that head others."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, Group)]

    def row_of(self, finding: Finding) -> int | None:
        """The row of the finding, or of the one that stands for it now (its sentence may have changed)."""
        wanted = _identity(finding)
        found = (n for n, row in enumerate(self._rows) if isinstance(row, Finding) and _identity(row) == wanted)
        return next(found, None)

    # Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """A row for each finding shown, and for each group."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Level, place, sentence, rule."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles of the columns."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < len(TITLES):
            return TITLES[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows that head others cannot be chosen."""
        if not self.hasIndex(index.row(), index.column(), index.parent()):
            return _NO_FLAGS
        return _ITEM_FLAGS if isinstance(self._rows[index.row()], Finding) else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, the level's shape, and the basis as tool tip."""
        if not self.hasIndex(index.row(), index.column(), index.parent()):
            return None
        row, column = self._rows[index.row()], index.column()
        if isinstance(row, Group):
            return self._group_data(row, column, role)
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._text(row, column)
        if role == _DECORATION and column == LEVEL:
            return self._icons[kind_of(row)]
        if role == _TOOL_TIP:
            return tool_tip(explanation(row))
        if role == _FOREGROUND and row.accepted:
            return QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, stable; a header without a mark means the usual order."""
        self._sorting = (column if 0 <= column < len(TITLES) else LEVEL, order)
        self._arrange()

    # Inside -------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column, order = self._sorting
        chosen = [finding for finding in self._findings if self._filter.passes(finding)]
        chosen.sort(key=_KEYS[column])
        if order == Qt.SortOrder.DescendingOrder:
            chosen.reverse()
        rows = list(self._grouped(chosen))
        self.beginResetModel()
        self._rows = rows
        self._shown = tuple(row for row in rows if isinstance(row, Finding))
        self.endResetModel()

    def _grouped(self, findings: list[Finding]) -> Iterator[Finding | Group]:
        if self._grouping is Grouping.NONE:
            yield from findings
            return
        key, title = _GROUPINGS[self._grouping]
        for _, members in groupby(sorted(findings, key=key), key=key):
            group = list(members)
            yield Group(f"{title(group[0])}（{len(group)}）")
            yield from group

    def _group_data(self, group: Group, column: int, role: int) -> Any:
        if role in (_DISPLAY, _ACCESSIBLE) and column == LEVEL:
            return group.title
        if role == _FONT:
            return self._bold
        if role == _BACKGROUND:
            return QGuiApplication.palette().brush(QPalette.ColorRole.Button)
        return None

    def _text(self, finding: Finding, column: int) -> str:
        if column == LEVEL:
            return KIND_LABELS[kind_of(finding)]
        if column == PLACE:
            return self._place(finding)
        if column == MESSAGE:
            return f"{finding.message}（接受的理由：{finding.reason}）" if finding.accepted else finding.message
        return finding.rule

    def _place(self, finding: Finding) -> str:
        year = f"{finding.year} 年度 " if self._names_years else ""
        return f"{year}表 {finding.number} {finding.place}" if self._names_tables else finding.place


def kind_of(finding: Finding) -> str:
    """One of :data:`KINDS`."""
    return finding.level._value_ if finding.reason is None else ACCEPTED  # .value takes ten times as long


def explanation(finding: Finding) -> str:
    """All that there is to say of a finding, in lines."""
    lines = [finding.message, f"依据：{finding.basis}"]
    if finding.accepted:
        lines.append(f"已接受，理由：{finding.reason}")
    return "\n".join(lines)


def as_line(finding: Finding) -> str:
    """A finding as a line of text, for the clipboard; tabs make it columns in a spreadsheet."""
    reason = (finding.reason,) if finding.reason is not None else ()
    return "\t".join((KIND_LABELS[kind_of(finding)], finding.place, finding.message, finding.rule, *reason))


def rule_title(rule: str) -> str:
    """``V03 百分比超过 100%``."""
    return f"{rule} {RULES[rule].title}"


def unit_title(finding: Finding) -> str:
    """Code and name of the finding's unit."""
    return f"{finding.unit_code} {finding.unit_name}".strip()


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.project_id, finding.row, finding.column, finding.about


_RANKS: Final = {kind: rank for rank, kind in enumerate(KINDS)}

_KEYS: Final[dict[int, Callable[[Finding], Any]]] = {
    LEVEL: lambda finding: _RANKS[kind_of(finding)],
    PLACE: lambda finding: 0,
    MESSAGE: lambda finding: finding.message,
    RULE: lambda finding: finding.rule,
}

_GROUPINGS: Final[dict[Grouping, tuple[Callable[[Finding], Any], Callable[[Finding], str]]]] = {
    Grouping.LEVEL: (lambda f: _RANKS[kind_of(f)], lambda f: KIND_LABELS[kind_of(f)]),
    Grouping.RULE: (lambda f: f.rule, lambda f: rule_title(f.rule)),
    Grouping.UNIT: (lambda f: (f.unit_code, f.unit_name), unit_title),
    Grouping.TABLE: (
        lambda f: (f.year, f.number, f.project_id),
        lambda f: f"{f.year} 年度 {f.number}.{f.project_name or '（未命名项目）'}",
    ),
}
