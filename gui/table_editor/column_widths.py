"""The grid's column widths: shares of the view, set by hand, remembered."""

from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from core.layout.form import TABLE_B_WIDTHS

SETTINGS_KEY: Final = "grid/columnShares"
NARROWEST_EMS: Final = 4  # a heading of six characters then stands in two lines
SHARES_OF_PAPER: Final = tuple(width / sum(TABLE_B_WIDTHS) for width in TABLE_B_WIDTHS)[:-1]


class ColumnWidths(QObject):
    """Keeps each column's share of the view's width, also when the window is resized; the last takes what is left.

    Signals:
        changed: Columns have other widths now.
    """

    changed = Signal()

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._shares = _remembered() or SHARES_OF_PAPER
        self._spreading = False
        self._save = QTimer(self, singleShot=True, interval=300)  # a drag moves through many widths
        self._save.timeout.connect(self._remember)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(len(self._shares), QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._resized)

    def spread(self) -> None:
        """Give every column its share of the view as it is now, and no less than its heading needs."""
        width = self._view.viewport().width()
        narrowest = NARROWEST_EMS * self._view.fontMetrics().horizontalAdvance("国")
        self._spreading = True
        self._view.horizontalHeader().setMinimumSectionSize(narrowest)
        room = width - narrowest  # what the last column leaves to the others, if it can
        for column, share in enumerate(self._shares):
            others = narrowest * (len(self._shares) - 1 - column)
            given = max(narrowest, min(int(width * share), room - others))
            self._view.setColumnWidth(column, given)
            room -= given
        self._spreading = False
        self._fill()

    def _fill(self) -> None:
        """The last column takes what is left."""
        taken = sum(self._view.columnWidth(column) for column in range(len(self._shares)))
        narrowest = self._view.horizontalHeader().minimumSectionSize()
        self._spreading = True
        self._view.setColumnWidth(len(self._shares), max(narrowest, self._view.viewport().width() - taken))
        self._spreading = False
        self.changed.emit()

    def _resized(self, *_: int) -> None:
        width = self._view.viewport().width()
        if self._spreading or not width:
            return
        self._shares = tuple(self._view.columnWidth(column) / width for column in range(len(self._shares)))
        self._save.start()
        self._fill()

    def _remember(self) -> None:
        QSettings().setValue(SETTINGS_KEY, " ".join(f"{share:.4f}" for share in self._shares))


def _remembered() -> tuple[float, ...] | None:
    text = QSettings().value(SETTINGS_KEY, "")
    try:
        shares = tuple(float(part) for part in str(text).split())
    except ValueError:
        return None
    return shares if len(shares) == len(SHARES_OF_PAPER) and all(0 < share < 1 for share in shares) else None
