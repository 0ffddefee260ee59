"""The grid's column widths: shares of the view, set by hand, remembered."""

from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from core.layout.form import TABLE_B_WIDTHS

SETTINGS_KEY: Final = "grid/columnShares"
NARROWEST_EMS: Final = 3
_ROUNDING: Final = 1e-6  # shares that make up one may add to a little less
SHARES_OF_PAPER: Final = tuple(width / sum(TABLE_B_WIDTHS) for width in TABLE_B_WIDTHS)


class ColumnWidths(QObject):
    """Keeps each column's share of the view's width, also when the window is resized.

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
        header.setMinimumSectionSize(NARROWEST_EMS * view.fontMetrics().horizontalAdvance("国"))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)

    def spread(self) -> None:
        """Give every column its share of the view as it is now."""
        width = self._view.viewport().width()
        self._spreading = True
        edge, share_before = 0, 0.0
        for column, share in enumerate(self._shares):
            share_before += share
            next_edge = int(
                width * share_before + _ROUNDING
            )  # edges, not widths, so that the sum never exceeds the view
            self._view.setColumnWidth(column, next_edge - edge)
            edge = next_edge
        self._spreading = False
        self.changed.emit()

    def _resized(self, *_: int) -> None:
        width = self._view.viewport().width()
        if self._spreading or not width:
            return
        self._shares = tuple(self._view.columnWidth(column) / width for column in range(len(self._shares)))
        self._save.start()
        self.changed.emit()

    def _remember(self) -> None:
        QSettings().setValue(SETTINGS_KEY, " ".join(f"{share:.4f}" for share in self._shares))


def _remembered() -> tuple[float, ...] | None:
    text = QSettings().value(SETTINGS_KEY, "")
    try:
        shares = tuple(float(part) for part in str(text).split())
    except ValueError:
        return None
    return shares if len(shares) == len(SHARES_OF_PAPER) and all(0 < share < 1 for share in shares) else None
