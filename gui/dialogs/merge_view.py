"""What differs between a table of a file and the one in the workspace, each with a tick: taken from the file or not."""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.importing.proposal import FieldPlace
from core.services.merging import Difference, Merge, Side
from gui.style import em, note, plain_label
from gui.text_table import TextTable, TextTableModel

_COLUMNS: Final = ("采用文件的内容", "谁改的", "工作区", "文件", "原稿")
_WIDTHS: Final = (11, 8, 0, 0, 0)
_WITH_BASE: Final = "打勾的采用文件的内容，不打勾的保留工作区的内容。只有一边改过的已经选好；两边都改过的请逐处选择。"
_WITHOUT_BASE: Final = "打勾的采用文件的内容，不打勾的保留工作区的内容。看不出是谁改的，两边都有内容的请逐处选择。"
_LOCKED: Final = "这张表已定稿，只能查看不同；要采用文件的内容请先解锁。"
_PLACES, _ROWS, _TABLE, _ALL_TABLES = range(4)
_SCOPES: Final = ("选中的各处", "选中处的整行", "这张表", "全部表")
_ONLY_UNIT: Final = "只有单位写得不同。单位不随表导入，要改请在项目树里改。"
_NOTHING: Final = "这张表在工作区中没有，或与工作区中的完全相同。"


class Take(Enum):
    """What is chosen for several differences at once."""

    FILE = "file"
    WORKSPACE = "workspace"
    SUGGESTION = "suggestion"

    def of(self, merge: Merge) -> tuple[frozenset[int], frozenset[int]]:
        """The differences of a whole table that are taken from the file, and those that stay to be decided."""
        match self:
            case Take.FILE:
                return merge.all, frozenset()
            case Take.WORKSPACE:
                return frozenset(), frozenset()
            case Take.SUGGESTION:
                return merge.suggested, merge.undecided


class MergeView(QWidget):
    """Shows one merge at a time; for the selected places, their rows, the table or all tables a side can be chosen.

    Signals:
        changed: The indexes of the differences that are taken from the file, and of those to be decided.
        chosen_for_all: :class:`Take`, for all tables of the import.
        pointed: What is selected has changed, see :meth:`selected_places`.
    """

    changed = Signal(object, object)
    chosen_for_all = Signal(object)
    pointed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._merge: Merge | None = None
        self._hint = note("", self)
        self._model = TextTableModel(
            _COLUMNS, _texts, can_tick=True, may_tick=lambda difference: difference.can_be_taken
        )
        self._table = TextTable(self, "与工作区的不同", self._model, _WIDTHS)
        self._table.setObjectName("mergeDifferences")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self.pointed.emit())
        self._model.dataChanged.connect(self._tell)
        self._scope = QComboBox(self)
        self._scope.setObjectName("mergeScope")
        self._scope.addItems(_SCOPES)
        self._scope.setCurrentIndex(_TABLE)
        self._scope_label = plain_label("范围(&S)：", self)
        self._scope_label.setBuddy(self._scope)
        self._buttons = [
            self._button("取文件(&F)", Take.FILE),
            self._button("取工作区(&W)", Take.WORKSPACE),
            self._button("恢复建议(&R)", Take.SUGGESTION),
        ]
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self._scope_label, self._scope, *self._buttons):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addWidget(self._hint)
        layout.addWidget(self._table, 1)
        layout.addLayout(row)

    def compare(
        self, merge: Merge | None, taken: frozenset[int], undecided: frozenset[int], *, can_choose: bool
    ) -> None:
        """Show a merge; ``None`` where there is nothing to compare with."""
        self._merge = merge
        differences = merge.differences if merge is not None else ()
        choosable = can_choose and bool(differences)
        for widget in (self._scope, *self._buttons):
            widget.setEnabled(choosable)
        if merge is None or not differences:
            self._hint.setText(_NOTHING)
        elif not merge.all:
            self._hint.setText(_ONLY_UNIT)
        elif not can_choose:
            self._hint.setText(_LOCKED)
        else:
            self._hint.setText(_WITH_BASE if merge.has_base else _WITHOUT_BASE)
        self._table.setColumnHidden(len(_COLUMNS) - 1, merge is None or not merge.has_base)
        self._model.allow_ticks(choosable)
        self._model.show(differences, [None if i in undecided else i in taken for i in range(len(differences))])

    def selected_places(self) -> list[FieldPlace]:
        """The fields of the file that the selected differences are about."""
        if self._merge is None:
            return []
        return [place for found in self._table.selected_items() for place in self._merge.places(found)]

    def _button(self, text: str, take: Take) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: self._choose(take))
        return button

    def _places(self) -> Sequence[int]:
        """The differences within the scope, of the table that is shown."""
        if self._scope.currentIndex() == _TABLE:
            return range(self._model.rowCount())
        selected = self._table.selected_items()
        whole_rows = self._scope.currentIndex() == _ROWS
        return [
            place
            for place, item in enumerate(self._model.items)
            if any(item is one or (whole_rows and item.is_of_row_of(one)) for one in selected)
        ]

    def _choose(self, take: Take) -> None:
        if self._scope.currentIndex() == _ALL_TABLES:
            self.chosen_for_all.emit(take)
            return
        assert self._merge is not None, "the buttons are disabled without one"
        places = self._places()
        ticked, open_ones = take.of(self._merge)
        for wanted, state in (
            ([i for i in places if i in ticked], Qt.CheckState.Checked),
            ([i for i in places if i in open_ones], Qt.CheckState.PartiallyChecked),
            ([i for i in places if i not in ticked | open_ones], Qt.CheckState.Unchecked),
        ):
            self._model.tick(wanted, state)

    def _tell(self) -> None:
        ticks = frozenset(index for index, tick in enumerate(self._model.ticks) if tick)
        self.changed.emit(ticks, frozenset(self._model.undecided))


def _texts(difference: Difference) -> tuple[str, ...]:
    who = f"{difference.side.label}！" if difference.side is Side.BOTH else difference.side.label
    if difference.side is Side.UNKNOWN and difference.is_conflict:
        who = "两边不同！"
    return (
        difference.place if difference.can_be_taken else f"{difference.place}（不随表导入）",
        who,
        difference.here or "（空白）",
        difference.there or "（空白）",
        "" if difference.base is None else difference.base or "（空白）",
    )
