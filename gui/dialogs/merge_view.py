"""What differs between a table of a file and the one in the workspace, each with a tick: taken from the file or not."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.services.merging import Difference, Merge, Side
from gui.style import em, note
from gui.text_table import TextTable, TextTableModel

_COLUMNS: Final = ("采用文件的内容", "谁改的", "工作区", "文件", "原稿")
_WIDTHS: Final = (11, 7, 0, 0, 0)
_WITH_BASE: Final = "打勾的采用文件的内容，不打勾的保留工作区的内容。只有一边改过的已经选好；两边都改过的请逐处选择。"
_WITHOUT_BASE: Final = "打勾的采用文件的内容，不打勾的保留工作区的内容。"
_LOCKED: Final = "这张表已定稿，要采用文件的内容请先解锁。"
_NOTHING: Final = "这张表在工作区中没有，或与工作区中的完全相同。"


class MergeView(QWidget):
    """Shows one merge at a time.

    Signals:
        changed: ``frozenset[int]``, the indexes of the differences that are taken from the file.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hint = note("", self)
        self._model = TextTableModel(_COLUMNS, _texts, can_tick=True)
        self._table = TextTable(self, "与工作区的不同", self._model, _WIDTHS)
        self._table.setObjectName("mergeDifferences")
        self._all = QPushButton("全部采用文件", self)
        self._none = QPushButton("全部保留工作区", self)
        for button, ticked in ((self._all, True), (self._none, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, ticked=ticked: self._model.tick_all(ticked))
        self._model.dataChanged.connect(lambda *_: self.changed.emit(self._taken()))
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(self._all)
        row.addWidget(self._none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.4)] * 4)
        layout.addLayout(row)
        layout.addWidget(self._table, 1)

    def compare(self, merge: Merge | None, taken: frozenset[int], *, can_choose: bool) -> None:
        """Show a merge; ``None`` where there is nothing to compare with."""
        differences = merge.differences if merge is not None else ()
        choosable = can_choose and bool(differences)
        for button in (self._all, self._none):
            button.setEnabled(choosable)
        if merge is None or not differences:
            self._hint.setText(_NOTHING)
        elif not can_choose:
            self._hint.setText(_LOCKED)
        else:
            self._hint.setText(_WITH_BASE if merge.has_base else _WITHOUT_BASE)
        self._table.setColumnHidden(len(_COLUMNS) - 1, merge is None or not merge.has_base)
        self._model.allow_ticks(choosable)
        self._model.show(differences, [index in taken for index in range(len(differences))])

    def _taken(self) -> frozenset[int]:
        return frozenset(index for index, tick in enumerate(self._model.ticks) if tick)


def _texts(difference: Difference) -> tuple[str, ...]:
    who = f"{difference.side.label}！" if difference.side is Side.BOTH else difference.side.label
    return (
        difference.place,
        who,
        difference.here or "（空白）",
        difference.there or "（空白）",
        "" if difference.base is None else difference.base or "（空白）",
    )
